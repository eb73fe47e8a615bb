import { hoursPerMonth } from "../contract/instancePrices";
import { type Cost, type Price } from "./forecast";
import { type Outcome } from "./simulation/outcome";

const secondsPerHour = 3600;

/**
 * What one run costs, from the first request until the capacity is at its minimum again, the idle minutes before that included.
 *
 * @param billProvisioning whether instances are paid for from the moment they are asked for
 */
export function costOf(outcome: Outcome, { usdPerHour }: Price, billProvisioning: boolean): Cost {
    const { inServiceSeconds, provisioningSeconds } = outcome;
    const usdWithoutProvisioning = (inServiceSeconds * usdPerHour) / secondsPerHour;
    const usdWithProvisioning = ((inServiceSeconds + provisioningSeconds) * usdPerHour) / secondsPerHour;
    const usd = billProvisioning ? usdWithProvisioning : usdWithoutProvisioning;
    return {
        usd,
        usdWithProvisioning,
        usdWithoutProvisioning,
        usdPerThousandResults: outcome.done > 0 ? (usd / outcome.done) * 1000 : NaN,
    };
}

/** US dollars a month that the minimum capacity costs with nothing to do. */
export function idleUsdPerMonth(minCapacity: number, { usdPerHour }: Price): number {
    return minCapacity * usdPerHour * hoursPerMonth;
}
