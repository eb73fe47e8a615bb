import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";

import { AwsError } from "../cloud/awsError";
import { toStruct } from "../engine/properties";
import { type RefusalAnswer } from "../engine/unary";
import { type Properties } from "../resources/resource";

/**
 * An update that failed on its way: the engine keeps the resource with these properties and marks it as not initialized. The AWS
 * provider saves the inputs that were asked for, whether they took effect or not (pulumi-terraform-bridge, Update).
 */
export function initializationFailed(
    error: unknown,
    id: string,
    inputs: Properties,
    outputs: Properties,
): RefusalAnswer {
    const reason = wordsOf(error);
    const detail = new ErrorResourceInitFailed();
    detail.setId(id);
    detail.setInputs(toStruct(inputs));
    detail.setProperties(toStruct(outputs));
    detail.setReasonsList([reason]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const whole = new Status();
    whole.setCode(status.UNKNOWN);
    whole.setMessage(reason);
    whole.addDetails(packed);
    const metadata = new Metadata();
    // gRPC's own place for structured errors.
    metadata.set("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
    return { code: status.UNKNOWN, details: reason, metadata };
}

/** An error as Pulumi's engine prints it under the resource: AWS's code before AWS's words. */
export function wordsOf(error: unknown): string {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    return error instanceof Error ? error.message : String(error);
}
