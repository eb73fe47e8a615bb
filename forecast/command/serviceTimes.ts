import { count } from "../wording/amounts";
import { type Distribution } from "../distribution";
import { type ServiceTime } from "../forecast";
import { readInputFile } from "./inputFile";
import { measuredSamples } from "./measuredSamples";
import { type PerType, refuseRepeated } from "./perType";

/** What is taken where nothing is said. Nobody has measured it: whoever shows a result says so. */
export const assumedServiceTime: ServiceTime = {
    seconds: { kind: "constant", seconds: 4 },
    origin: "assumed",
    source: "assumed, not measured",
};

/**
 * All service times that the command line gives; reads its files.
 *
 * @param given of `--service-time`
 * @param files of `--service-times`
 * @throws UsageError
 */
export function serviceTimesOf(
    given: readonly PerType<Distribution>[],
    files: readonly PerType<string>[],
): PerType<ServiceTime>[] {
    refuseRepeated([...given, ...files], files.length === 0 ? "--service-time" : "--service-time or --service-times");
    const known = given.map(({ value: seconds, ...key }): PerType<ServiceTime> => ({
        ...key,
        value: { seconds, origin: "given", source: "--service-time" },
    }));
    const measured = files.map(({ value: file, ...key }): PerType<ServiceTime> => {
        const seconds = measuredSamples(file, readInputFile(file, "The file of service times"));
        const source = `${count(seconds.length)} measured ${seconds.length === 1 ? "sample" : "samples"} of ${file}`;
        return { ...key, value: { seconds: { kind: "samples", seconds }, origin: "measured", source } };
    });
    return [...known, ...measured];
}
