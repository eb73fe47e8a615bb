import { RandomStream } from "../random/randomStream";
import { streams } from "../simulation/simulate";
import { arrivalsOf } from "../workload/arrivalsOf";
import { type Workload } from "../workload/workload";

/** Seconds after the first moment of the workload at which the first request of a run arrives; 0 without a request. */
export function firstArrivalSeconds(workload: Workload, seed: number): number {
    const first = new Float64Array(1);
    const filled = arrivalsOf(workload, new RandomStream(seed, streams.arrivals)).fill(first);
    return filled > 0 ? (first[0] as number) : 0;
}
