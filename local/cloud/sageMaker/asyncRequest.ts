import { type Call } from "../context";
import { AwsError } from "../awsError";

/** One accepted InvokeEndpointAsync, from its queue to its result. */
export interface AsyncRequest {
    readonly inferenceId: string;
    /** Where the payload lies; absent when it came inline. */
    readonly inputLocation?: string;
    readonly body?: Buffer;
    readonly contentType?: string;
    readonly accept?: string;
    readonly customAttributes?: string;
    readonly outputLocation: string;
    readonly failureLocation: string;
    /** Simulated milliseconds since the epoch. */
    readonly receivedAt: number;
    readonly expiresAt: number;
    readonly timeoutSeconds: number;
}

/** What a model answered, or why it did not. */
export type ModelAnswer =
    | { ok: true; body: Buffer; contentType: string }
    | { ok: false; stage: "download" | "model" | "unreachable"; status: number; reason: string; body?: Buffer };

/** Longest wall time a container call may take: a container that hangs must not stop simulated time for ever. */
const containerDeadlineMilliseconds = 30_000;

/** Bucket and key of an `s3://bucket/key` or `https://bucket.s3….amazonaws.com/key` location. */
export function parseLocation(location: string): { Bucket: string; Key: string } {
    const url = new URL(location);
    const key = decodeURIComponent(url.pathname.slice(1));
    return { Bucket: url.protocol === "s3:" ? url.host : (url.host.split(".")[0] as string), Key: key };
}

/**
 * Fetches the payload and puts it to the container at `url`. Never throws: whatever goes wrong is an answer.
 *
 * @param asRole reads the payload
 */
export async function askModel(asRole: Call, request: AsyncRequest, url: string): Promise<ModelAnswer> {
    let payload: Buffer;
    try {
        payload = request.body ?? (await download(asRole, request.inputLocation as string));
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const reason = `ClientError: Unable to download from the input location ${String(request.inputLocation)}: ${error.message}`;
        return { ok: false, stage: "download", status: error.statusCode, reason };
    }
    try {
        const response = await fetch(`${url}/invocations`, {
            method: "POST",
            headers: invocationHeaders(request),
            body: new Uint8Array(payload),
            signal: AbortSignal.timeout(containerDeadlineMilliseconds),
        });
        const body = Buffer.from(await response.arrayBuffer());
        if (response.ok) {
            return { ok: true, body, contentType: response.headers.get("content-type") ?? "application/octet-stream" };
        }
        const kind = response.status < 500 ? "client" : "server";
        const reason = `ClientError: Received ${kind} error (${String(response.status)}) from model with message "${body.toString("utf8").slice(0, 1024)}".`;
        return { ok: false, stage: "model", status: response.status, reason, body };
    } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        return {
            ok: false,
            stage: "unreachable",
            status: 0,
            reason: `ClientError: Received server error (0) from model: ${cause}.`,
        };
    }
}

async function download(asRole: Call, location: string): Promise<Buffer> {
    const { Body } = await asRole("s3", "GetObject", parseLocation(location));
    return Body;
}

/** Headers of the container contract. The model sees the content type the caller named, never the wire's. */
function invocationHeaders(request: AsyncRequest): Record<string, string> {
    const headers: Record<string, string> = { "content-type": request.contentType ?? "application/octet-stream" };
    if (request.accept !== undefined) headers["accept"] = request.accept;
    if (request.customAttributes !== undefined) {
        headers["x-amzn-sagemaker-custom-attributes"] = request.customAttributes;
    }
    headers["x-amzn-sagemaker-inference-id"] = request.inferenceId;
    return headers;
}
