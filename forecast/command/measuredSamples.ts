import { shownText } from "./inputFile";
import { seconds } from "./distributionOf";
import { allowedNumber, isWithin, numberOf } from "./numbers";
import { UsageError } from "./usageError";

/** They are all kept, and handed to each thread. */
const mostSamples = 1_000_000;

/**
 * Measured times, one number of seconds a line. Blank lines and lines that begin with # count for nothing.
 *
 * @throws UsageError that names file and line
 */
export function measuredSamples(file: string, text: string): number[] {
    const samples: number[] = [];
    let number = 0;
    for (const line of text.split("\n")) {
        number++;
        const cell = line.trim();
        if (cell === "" || cell.startsWith("#")) continue;
        const value = numberOf(cell);
        if (value === undefined || !isWithin(value, seconds)) {
            throw new UsageError(
                `${file} line ${String(number)}: ${shownText(cell)} must be ${allowedNumber(seconds)}.`,
            );
        }
        if (samples.push(value) > mostSamples) throw new UsageError(`${file} has more than 1,000,000 samples.`);
    }
    if (samples.length === 0) throw new UsageError(`${file} has no samples: one number of seconds a line.`);
    return samples;
}
