import { randomUUID } from "node:crypto";

import { type InvokeEndpointAsyncCommandInput } from "@aws-sdk/client-sagemaker-runtime";

import { longestRequestTtlSeconds } from "../../../contract/requestLimits";
import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { type SageMaker } from "./sageMaker";

export type InvokeEndpointAsyncInput = Omit<InvokeEndpointAsyncCommandInput, "Body"> & { Body?: Buffer };

export interface InvokeEndpointAsyncOutput {
    InferenceId: string;
    OutputLocation: string;
    FailureLocation?: string;
}

/** Longest inline body, in bytes (AWS API Reference, 2026). */
const inlineBodyBytes = 128_000;
const defaultTimeoutSeconds = 900;

/** SageMaker's data plane, as far as asynchronous endpoints have one. */
export class SageMakerRuntime implements Service {
    constructor(
        private readonly context: Context,
        private readonly sagemaker: SageMaker,
    ) {}

    /** Puts a request into the endpoint's queue. InferenceId is a label: the same one twice is two inferences. */
    async InvokeEndpointAsync(input: InvokeEndpointAsyncInput): Promise<InvokeEndpointAsyncOutput> {
        check(input);
        const endpoint = this.sagemaker.invocable(String(input.EndpointName));
        if (!endpoint) {
            throw validationError(
                `Endpoint ${String(input.EndpointName)} of account ${this.context.accountId} not found.`,
            );
        }
        // Its own uuid, never the InferenceId: observed in real events.
        const id = randomUUID();
        const { s3OutputPath, s3FailurePath } = endpoint.deployment;
        const outputLocation = `${s3OutputPath.replace(/\/$/, "")}/${id}.out`;
        const failureLocation = `${(s3FailurePath ?? s3OutputPath).replace(/\/$/, "")}/${id}-error.out`;
        const inferenceId = input.InferenceId ?? randomUUID();
        const receivedAt = this.context.clock.now();
        endpoint.enqueue({
            inferenceId,
            ...(input.InputLocation === undefined ? {} : { inputLocation: input.InputLocation }),
            ...(input.Body === undefined || input.Body.length === 0 ? {} : { body: input.Body }),
            ...(input.ContentType === undefined ? {} : { contentType: input.ContentType }),
            ...(input.Accept === undefined ? {} : { accept: input.Accept }),
            ...(input.CustomAttributes === undefined ? {} : { customAttributes: input.CustomAttributes }),
            outputLocation,
            failureLocation,
            receivedAt,
            expiresAt: receivedAt + (input.RequestTTLSeconds ?? longestRequestTtlSeconds) * 1000,
            timeoutSeconds: input.InvocationTimeoutSeconds ?? defaultTimeoutSeconds,
        });
        return Promise.resolve({
            InferenceId: inferenceId,
            OutputLocation: outputLocation,
            ...(s3FailurePath === undefined ? {} : { FailureLocation: failureLocation }),
        });
    }

    inventory(): string[] {
        return [];
    }
}

/** AWS: SageMaker Runtime API Reference, InvokeEndpointAsync. */
function check(input: InvokeEndpointAsyncInput): void {
    const inline = input.Body !== undefined && input.Body.length > 0;
    if (inline === (input.InputLocation !== undefined)) {
        throw validationError("Exactly one of Body and InputLocation must be given.");
    }
    if (inline && (input.Body as Buffer).length > inlineBodyBytes) {
        throw validationError(`Body must be at most ${String(inlineBodyBytes)} bytes.`);
    }
    if (input.InputLocation !== undefined) {
        if (input.InputLocation.length > 1024 || !/^(https|s3):\/\/([^/]+)\/?(.*)$/.test(input.InputLocation)) {
            throw validationError(
                `InputLocation '${input.InputLocation}' is not an S3 location of at most 1,024 characters.`,
            );
        }
    }
    if (input.InferenceId !== undefined && !/^(?=\S)[\x20-\x7e]{1,64}$/.test(input.InferenceId)) {
        throw validationError("InferenceId must have 1 to 64 printable characters and not begin with a space.");
    }
    if ((input.CustomAttributes?.length ?? 0) > 1024)
        throw validationError("CustomAttributes must have at most 1,024 characters.");
    inRange("RequestTTLSeconds", input.RequestTTLSeconds, 60, longestRequestTtlSeconds);
    inRange("InvocationTimeoutSeconds", input.InvocationTimeoutSeconds, 1, 3600);
    for (const member of ["Filename", "S3OutputPathExtension"] as const) {
        if (input[member] !== undefined) {
            throw new AwsError(
                "NotImplemented",
                `The laptop AWS does not implement ${member} of InvokeEndpointAsync.`,
                501,
            );
        }
    }
}

function inRange(member: string, value: number | undefined, low: number, high: number): void {
    if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
    throw validationError(`${member} must be from ${String(low)} to ${String(high)}, not ${String(value)}.`);
}

/** The runtime's `ValidationError`; the control plane says `ValidationException`. */
function validationError(message: string): AwsError {
    return new AwsError("ValidationError", message);
}
