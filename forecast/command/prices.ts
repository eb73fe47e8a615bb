import { hostingPrice, hostingPricesOf } from "../../contract/instancePrices";
import { type Price } from "../forecast";
import { type PerType, valueFor } from "./perType";
import { UsageError } from "./usageError";

/**
 * What an instance costs: as `--price` says, else by AWS's list.
 *
 * @throws UsageError when neither says it
 */
export function priceOf(given: readonly PerType<number>[], instanceType: string, region: string | undefined): Price {
    const own = valueFor(given, instanceType, 0);
    if (own) return { usdPerHour: own.value, origin: "given", source: "--price" };
    const listed = region === undefined ? undefined : hostingPrice(instanceType, region);
    if (region !== undefined && listed !== undefined) {
        return { usdPerHour: listed, origin: "listed", source: `list price of ${region}, ${hostingPricesOf.asOf}` };
    }
    const where = region === undefined ? "as the stack has no aws:region" : `in ${region}`;
    throw new UsageError(
        `What ${instanceType} costs is not known here ${where}: give US dollars per instance hour with --price.`,
    );
}
