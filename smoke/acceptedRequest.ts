import { type ObjectLocation } from "./objects";

/** A request that the endpoint has queued. */
export interface AcceptedRequest {
    inferenceId: string;
    /** Never built here: SageMaker chooses the key, and says it in its answer. */
    outputLocation: ObjectLocation;
    /** Absent when the endpoint configuration has no failure path. */
    failureLocation?: ObjectLocation;
}
