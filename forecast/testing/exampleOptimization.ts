import { type Optimization } from "../optimize/optimization";
import { optimize } from "../optimize/optimize";
import { exampleCase } from "./exampleForecast";

/** A search for settings of dev that tries little and so is quick. */
export function exampleOptimization(deadlineSeconds?: number, requests = 600): Promise<Optimization> {
    return optimize({
        case: exampleCase("dev", { kind: "burst", requests }),
        candidates: {
            maxCapacity: [1, 2, 3, 5, 8],
            maxConcurrentInvocationsPerInstance: [1],
            backlogPerInstance: [5],
            scaleInCooldownSeconds: [120],
            scaleOutCooldownSeconds: [120],
            wakeUpScalingAdjustment: [1, 5],
        },
        seed: 1,
        threads: 1,
        ...(deadlineSeconds !== undefined && { deadlineSeconds }),
    });
}
