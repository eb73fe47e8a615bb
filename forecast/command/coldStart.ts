import { parseInstanceType } from "../../contract/instanceTypes";
import { type Distribution } from "../distribution";
import { type Provenance } from "../forecast";

export interface ColdStart extends Provenance {
    seconds: Distribution;
}

/**
 * How long instances of a type take to start where nobody says it.
 *
 * Inferred from starts that were published: 5 to 6 minutes of an ml.g4dn.xlarge (huggingface/notebooks 16), 426 s of an asynchronous variant
 * that scaled out, and for P50 before and after container image caching 346 to 381 s and 134 to 216 s (AWS, 2026). For CPU types there is
 * only hearsay of less than 2 and of 3 to 5 minutes.
 *
 * @param imageCached whether SageMaker has the container image cached, which is known of GPU types only
 */
export function defaultColdStart(instanceType: string, imageCached: boolean): ColdStart {
    if (parseInstanceType(instanceType)?.accelerator === "cpu") {
        return { seconds: { kind: "constant", seconds: 240 }, origin: "inferred", source: "inferred for CPU types" };
    }
    if (imageCached) {
        return {
            seconds: { kind: "constant", seconds: 180 },
            origin: "inferred",
            source: "inferred for GPU types with a cached image",
        };
    }
    return {
        seconds: { kind: "logNormal", medianSeconds: 330, sigma: 0.25 },
        origin: "inferred",
        source: "inferred for GPU types",
    };
}
