import { type Distribution } from "../distribution";
import { numberWithin, positive } from "./numbers";
import { UsageError } from "./usageError";

/** Seconds that anything here may take: a day. An invocation may take an hour at most, and a longer one would only ever time out. */
export const longestSeconds = 86_400;
/** With 3, one in 40 values is more than 350 times the median: more is a mistake. */
const largestSigma = 3;

const forms = "seconds, such as 4, or exponential:MEAN or lognormal:MEDIAN,SIGMA, such as lognormal:3.5,0.4";

/**
 * A distribution as an option writes it: `4`, `exponential:4` or `lognormal:3.5,0.4`.
 *
 * @throws UsageError that says what the text must be, a sentence that follows the text
 */
export function distributionOf(text: string): Distribution {
    const [kind, values = ""] = text.includes(":") ? split(text, ":") : ["constant", text];
    switch (kind) {
        case "constant":
            return { kind: "constant", seconds: seconds(values, "It") };
        case "exponential":
            return { kind: "exponential", meanSeconds: seconds(values, "The mean") };
        case "lognormal": {
            const [median, sigma] = split(values, ",");
            if (sigma === undefined) throw new UsageError(`It must be ${forms}.`);
            return {
                kind: "logNormal",
                medianSeconds: seconds(median, "The median"),
                sigma: checked(sigma, largestSigma, "The sigma of a log-normal distribution"),
            };
        }
        default:
            throw new UsageError(`It must be ${forms}.`);
    }
}

/** Two parts at the first separator; the second is undefined when there is no separator. */
function split(text: string, separator: string): [string, string?] {
    const at = text.indexOf(separator);
    return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function seconds(text: string, what: string): number {
    return checked(text, longestSeconds, what, ` of seconds`);
}
