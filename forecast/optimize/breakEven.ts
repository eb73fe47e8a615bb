import { hostingPrice, hostingPricesOf, pricedInstanceTypes } from "../../contract/instancePrices";
import { parseSettings, SettingsError } from "../../contract/settings";
import { meanOf } from "../distribution";
import { type Case } from "../forecast";
import { type BreakEven, type KnownType } from "./optimization";

/**
 * For each type of the region whose price is known and whose service time is not: how fast it has to be to be cheaper. A request costs
 * price × service time / concurrency, so that at the same concurrency the times behave as the prices do, inverted.
 *
 * @returns types that the settings allow, the cheapest first
 */
export function breakEvenOf({ settings, region, scenario, price }: Case, known: readonly KnownType[]): BreakEven[] {
    const present = meanOf(scenario.serviceSeconds) + scenario.requestOverheadSeconds;
    return pricedInstanceTypes(region)
        .filter((type) => type !== settings.instanceType && !known.some(({ instanceType }) => instanceType === type))
        .filter((instanceType) => isAllowed({ ...settings, instanceType }))
        .map((instanceType) => {
            const usdPerHour = hostingPrice(instanceType, region) as number;
            const source = `list price of ${region}, ${hostingPricesOf.asOf}`;
            const seconds = (present * price.usdPerHour) / usdPerHour - scenario.requestOverheadSeconds;
            return { instanceType, price: { usdPerHour, origin: "listed" as const, source }, seconds };
        })
        .filter(({ seconds }) => seconds > 0)
        .sort((a, b) => a.price.usdPerHour - b.price.usdPerHour);
}

/** Whether the parser of the stack files takes the settings: an Inferentia type, for one, needs an image and a model of its own. */
function isAllowed(settings: Case["settings"]): boolean {
    try {
        parseSettings({ ...settings });
        return true;
    } catch (error) {
        if (error instanceof SettingsError) return false;
        throw error;
    }
}
