import { AwsError } from "../cloud/awsError";
import { notImplemented, requestEntityTooLarge } from "./awsJson";
import { header, type Protocol, type WireRequest } from "./exchange";
import { missingRestToken, restSignatureErrors } from "./signatureErrors";

const maximumBodyBytes = 8 * 1024 * 1024;

/** Members of InvokeEndpointAsync that travel as headers `X-Amzn-SageMaker-…` (AWS: SageMaker Runtime API Reference). */
const textHeaders = {
    "content-type": "ContentType",
    accept: "Accept",
    "custom-attributes": "CustomAttributes",
    "inference-id": "InferenceId",
    inputlocation: "InputLocation",
    s3outputpathextension: "S3OutputPathExtension",
    filename: "Filename",
} as const;
const numberHeaders = {
    requestttlseconds: "RequestTTLSeconds",
    invocationtimeoutseconds: "InvocationTimeoutSeconds",
} as const;

const operations: Readonly<Record<string, string>> = {
    "async-invocations": "InvokeEndpointAsync",
    invocations: "InvokeEndpoint",
    "invocations-response-stream": "InvokeEndpointWithResponseStream",
    "invocations-bidirectional-stream": "InvokeEndpointWithBidirectionalStream",
};

/** SageMaker's data plane (Smithy: AWS restJson1 protocol). */
export const sageMakerRuntime: Protocol = {
    maximumBodyBytes,
    tooLarge: requestEntityTooLarge,
    signing: { rules: "other", errors: restSignatureErrors },
    async serve(cloud, request) {
        const { caller } = request;
        if (caller.principal.kind === "anonymous") throw missingRestToken();
        const [, name, action] = /^\/endpoints\/([^/]+)\/([^/]+)\/?$/.exec(request.path) ?? [];
        const operation = operations[action ?? ""];
        if (name === undefined || operation === undefined || request.method !== "POST") {
            throw new AwsError("UnknownOperationException", `There is no ${request.method} ${request.path}.`, 404);
        }
        if (operation !== "InvokeEndpointAsync") throw notImplemented("sagemaker-runtime", operation);
        const input = invocation(request, name);
        const output = (await cloud.callAs(caller, "sagemaker-runtime", operation, input)) as Invoked;
        return {
            status: 202,
            headers: {
                "content-type": "application/json",
                ...(output.OutputLocation !== undefined && {
                    "x-amzn-sagemaker-outputlocation": output.OutputLocation,
                }),
                ...(output.FailureLocation !== undefined && {
                    "x-amzn-sagemaker-failurelocation": output.FailureLocation,
                }),
            },
            body: JSON.stringify({ InferenceId: output.InferenceId }),
        };
    },
    refusal: (error) => ({
        status: error.statusCode,
        headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
        // SageMaker throttles with a message of null: seen by its users.
        body: JSON.stringify({ message: error.message || null, ...error.members }),
    }),
};

interface Invoked {
    InferenceId?: string;
    OutputLocation?: string;
    FailureLocation?: string;
}

function invocation(request: WireRequest, name: string): Record<string, unknown> {
    const input: Record<string, unknown> = { EndpointName: decoded(name) };
    for (const [suffix, member] of Object.entries(textHeaders)) {
        const value = header(request, `x-amzn-sagemaker-${suffix}`);
        if (value !== undefined) input[member] = utf8(value);
    }
    for (const [suffix, member] of Object.entries(numberHeaders)) {
        const value = header(request, `x-amzn-sagemaker-${suffix}`);
        if (value === undefined) continue;
        if (!/^-?\d+$/.test(value)) throw validationError(`${member} must be a whole number, not '${value}'.`);
        input[member] = Number(value);
    }
    if (request.body.length > 0) input["Body"] = request.body;
    return input;
}

function decoded(segment: string): string {
    try {
        return decodeURIComponent(segment);
    } catch {
        throw validationError(`'${segment}' is not a URL-encoded endpoint name.`);
    }
}

/** Header values reach us byte by byte; some clients send UTF-8, Node's own sends Latin-1. */
function utf8(value: string): string {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
    } catch {
        return value;
    }
}

function validationError(message: string): AwsError {
    return new AwsError("ValidationError", message);
}
