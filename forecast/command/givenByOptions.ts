import { type GivenForCases } from "./casesOf";
import { type Options } from "./commandLine";
import { refuseRepeated } from "./perType";
import { serviceTimesOf } from "./serviceTimes";
import { switchesOf } from "./switchOptions";
import { UsageError } from "./usageError";
import { workloadOf } from "./workloadOf";

/**
 * What the options say of all cases; reads the files that they name.
 *
 * @throws UsageError
 */
export function givenByOptions(options: Options): GivenForCases {
    refuseRepeated(options.coldStart, "--cold-start");
    refuseRepeated(options.price, "--price");
    if (options.imageCache && options.coldStart.some(({ instanceType }) => instanceType === undefined)) {
        throw new UsageError(
            "--image-cache and --cold-start both say how long instances take to start: give one of them.",
        );
    }
    return {
        switches: switchesOf(options.switch),
        serviceTimes: serviceTimesOf(options.serviceTime, options.serviceTimes),
        coldStarts: options.coldStart,
        imageCached: options.imageCache,
        prices: options.price,
        overheadSeconds: options.overhead,
        ttlSeconds: options.ttl,
        phaseSeconds: options.phase,
        initialCapacity: options.initialCapacity,
        workload: workloadOf(options),
    };
}
