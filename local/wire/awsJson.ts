import { AwsError } from "../cloud/awsError";
import { type ServiceName } from "../cloud/context";
import { header, type Protocol, type RequestHead, type WireAnswer } from "./exchange";
import { fromJson, toJson, type WireTypes } from "./jsonValues";
import { jsonSignatureErrors, missingJsonToken, missingQueryToken, querySignatureErrors } from "./signatureErrors";

/** A service that speaks awsJson1.0 or 1.1. */
export interface JsonService extends WireTypes {
    readonly service: ServiceName;
    readonly version: "1.0" | "1.1";
    /** What stands before the operation in `X-Amz-Target`. */
    readonly target: string;
    /** An error's `__type`, and its name in Query for services that once spoke that. */
    readonly errorNames?: (code: string) => { type: string; query: string };
    /** Members of outputs that tell clients where to go, which is here. */
    readonly urls?: readonly string[];
    /** Whether its resources can be open to everybody: others serve nobody without a signature. */
    readonly anonymous?: boolean;
    /** Operations that wait on the wall clock. They get `abortSignal` as a further member of their input. */
    readonly waiting?: readonly string[];
}

const maximumBodyBytes = 8 * 1024 * 1024;

/** The protocol by which most of AWS's services take JSON (Smithy: AWS JSON 1.0 and 1.1 protocols). */
export function awsJson(described: JsonService): Protocol {
    const { service, version, target, errorNames, anonymous = false, urls = [], waiting = [] } = described;
    // Who once spoke Query still has its errors.
    const errors = errorNames ? querySignatureErrors : jsonSignatureErrors;
    const missingToken = errorNames ? missingQueryToken : missingJsonToken;
    const answer = (status: number, value: unknown, headers: Record<string, string> = {}): WireAnswer => ({
        status,
        headers: { "content-type": `application/x-amz-json-${version}`, ...headers },
        body: JSON.stringify(value),
    });
    return {
        maximumBodyBytes,
        tooLarge: requestEntityTooLarge,
        signing: { rules: "other", errors },
        async serve(cloud, request) {
            const { caller } = request;
            if (caller.principal.kind === "anonymous" && !anonymous) throw missingToken();
            const operation = operationOf(request, target);
            if (!cloud.has(service, operation)) throw notImplemented(service, operation);
            const input = fromJson(parse(request.body), described);
            const output = waiting.includes(operation)
                ? await request.letTimePass(() =>
                      cloud.callAs(caller, service, operation, { ...(input as object), abortSignal: request.signal }),
                  )
                : await cloud.callAs(caller, service, operation, input);
            return answer(200, toJson(here(output ?? {}, urls, header(request, "host") ?? "")));
        },
        refusal(error) {
            const fault = error.statusCode < 500 ? "Sender" : "Receiver";
            const names = errorNames?.(error.code);
            const body = { __type: names?.type ?? error.code, message: error.message || null, ...error.members };
            const headers = names && { "x-amzn-query-error": `${names.query};${fault}` };
            return answer(error.statusCode, body, headers);
        },
    };
}

export function notImplemented(service: string, operation: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${service} ${operation}.`, 501);
}

export function requestEntityTooLarge(): AwsError {
    return new AwsError("RequestEntityTooLarge", "Request body exceeds the maximum allowed size.", 413);
}

/** The SDK's SQS client goes where a queue's URL says unless it is given an endpoint in code: to AWS, were it not changed. */
function here(output: object, urls: readonly string[], host: string): object {
    if (urls.length === 0) return output;
    const moved = (url: unknown): unknown =>
        typeof url === "string" ? url.replace(/^https?:\/\/[^/]+/, `http://${host}`) : url;
    return Object.fromEntries(
        Object.entries(output).map(([name, value]) => {
            if (!urls.includes(name)) return [name, value as unknown];
            return [name, Array.isArray(value) ? value.map(moved) : moved(value)];
        }),
    );
}

function operationOf(request: RequestHead, target: string): string {
    const [, prefix, operation] = /^(.*)\.(\w+)$/.exec(header(request, "x-amz-target") ?? "") ?? [];
    if (prefix === target && operation) return operation;
    throw new AwsError("UnknownOperationException", `X-Amz-Target must be ${target} with an operation.`);
}

function parse(body: Buffer): object {
    if (body.length === 0) return {};
    try {
        const value = JSON.parse(body.toString("utf8")) as unknown;
        if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    } catch {
        // Told below: what is no JSON and what is no object are one error to AWS.
    }
    throw new AwsError("SerializationException", "The request body is not a JSON object.");
}
