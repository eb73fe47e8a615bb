import { type Distribution } from "../distribution";
import { type Bounds, numberWithin } from "./numbers";
import { UsageError } from "./usageError";

/** What any duration here may be. SageMaker gives up an invocation after an hour at most: more than a day is a mistake. */
export const seconds: Bounds = { least: 0, above: true, most: 86_400, unit: "seconds" };
/** With 3, one value in 40 is more than 350 times the median: more is a mistake. */
const sigma: Bounds = { least: 0, above: true, most: 3 };

const allowed = "a number of seconds, exponential:MEAN or lognormal:MEDIAN,SIGMA, such as 4 or lognormal:3.5,0.4";

/**
 * A distribution as an option writes it: `4`, `exponential:4` or `lognormal:3.5,0.4`.
 *
 * @throws UsageError that says what the text must be
 */
export function distributionOf(text: string): Distribution {
    const [, kind, values = ""] = /^(?:([a-z]+):)?([^:]*)$/.exec(text) ?? [];
    const [first = "", second, ...more] = values.split(",");
    if (more.length > 0 || (second === undefined) !== (kind !== "lognormal")) throw notAllowed();
    switch (kind) {
        case undefined:
            if (!/^[\d.+-]/.test(text)) throw notAllowed();
            return { kind: "constant", seconds: numberWithin(first, seconds) };
        case "exponential":
            return { kind: "exponential", meanSeconds: numberWithin(first, seconds, "Its mean") };
        case "lognormal":
            return {
                kind: "logNormal",
                medianSeconds: numberWithin(first, seconds, "Its median"),
                sigma: numberWithin(second ?? "", sigma, "Its sigma"),
            };
        default:
            throw notAllowed();
    }
}

function notAllowed(): UsageError {
    return new UsageError(`It must be ${allowed}.`);
}
