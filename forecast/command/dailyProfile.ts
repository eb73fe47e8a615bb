import { readInputFile, shownText } from "./inputFile";
import { mostRequests } from "./bounds";
import { allowedNumber, type Bounds, isWithin, numberOf } from "./numbers";
import { UsageError } from "./usageError";

const perHour: Bounds = { least: 0, most: mostRequests };

/**
 * Requests in each hour of a day, from midnight on: 24 numbers with commas between them, or a file with 24 numbers, with commas or on
 * lines of their own.
 *
 * @throws UsageError
 */
export function dailyProfile(given: string): number[] {
    const isList = given.includes(",");
    const name = isList ? "--daily" : given;
    const text = isList ? given : readInputFile(given, "The daily profile");
    const cells = text.trim() === "" ? [] : text.trim().split(/\s*[,\n]\s*/);
    if (cells.length !== 24) {
        throw new UsageError(
            `${name} must have 24 numbers, the requests of each hour from midnight on, but has ${String(cells.length)}.`,
        );
    }
    const numbers = cells.map((cell, hour) => {
        const value = numberOf(cell);
        if (value !== undefined && isWithin(value, perHour)) return value;
        throw new UsageError(
            `${name}: ${shownText(cell)}, of hour ${String(hour)}, must be ${allowedNumber(perHour)}.`,
        );
    });
    if (numbers.every((number) => number === 0)) throw new UsageError(`${name} has no requests: all numbers are 0.`);
    return numbers;
}
