import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, type Socket } from "node:net";

import { AwsError } from "../cloud/awsError";
import { anonymous, type Caller } from "../cloud/iam/principal";
import { type Protocol, type RequestHead, type WireAnswer, type WireCloud } from "./exchange";
import { Hold } from "./hold";
import { plainRefusal, route } from "./route";
import { refuseRaw, send } from "./send";
import { callerOf, type Signable } from "./signature";
import { SignatureFault } from "./signatureFault";

export interface WireOptions {
    /** 0, the default, lets the system choose. */
    port?: number;
    /** Told of what should never happen: an error that no service meant. The client gets a 500. */
    onDefect?: (error: unknown) => void;
    /** Milliseconds since the epoch, for presigned URLs; the default is this machine's clock. */
    now?: () => number;
}

export interface Wire {
    /** `http://127.0.0.1:<port>`, for AWS_ENDPOINT_URL. */
    url: string;
    /** Ends every connection, waiting receivers too. */
    close: () => Promise<void>;
}

/** A client that sends slower than this is cut off, since simulated time stands still while it sends. */
const requestDeadlineMilliseconds = 60_000;

/** Serves the laptop AWS over HTTP, on 127.0.0.1 only, as AWS's own clients speak it. */
export async function startWire(cloud: WireCloud, options: WireOptions = {}): Promise<Wire> {
    const { port = 0, onDefect = reportDefect, now = Date.now } = options;
    const listener = (request: IncomingMessage, response: ServerResponse, awaitsContinue = false): void => {
        serve(cloud, { onDefect, now }, request, response, awaitsContinue).catch((error: unknown) => {
            onDefect(error);
            response.destroy();
        });
    };
    // Idle connections stay open: one that closes just as a client uses it again would look like a lost request.
    const server = createServer({ requestTimeout: requestDeadlineMilliseconds, keepAliveTimeout: 0 });
    server.on("request", (request, response) => listener(request, response));
    server.on("checkContinue", (request, response) => listener(request, response, true));
    server.on("clientError", (_error, socket) => refuseRaw(cloud, socket as Socket));
    server.on("connect", (_request, socket) => refuseRaw(cloud, socket as Socket));
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
    });
    return {
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

async function serve(
    cloud: WireCloud,
    { onDefect, now }: Required<Pick<WireOptions, "onDefect" | "now">>,
    incoming: IncomingMessage,
    response: ServerResponse,
    awaitsContinue: boolean,
): Promise<void> {
    const hold = new Hold(cloud);
    const gone = new AbortController();
    response.once("close", () => {
        hold.end();
        gone.abort();
    });
    // A client that went while we were writing is no defect.
    response.on("error", () => gone.abort());

    const [path = "", ...query] = (incoming.url ?? "").split("?");
    const head: RequestHead = {
        id: randomUUID(),
        method: incoming.method ?? "",
        path,
        query: new URLSearchParams(query.join("?")),
        headers: incoming.headers,
    };
    let protocol: Pick<Protocol, "refusal"> = { refusal: plainRefusal };
    let answer: WireAnswer;
    try {
        checkClient(head);
        const routed = route(head);
        protocol = routed;
        const body = await bodyOf(incoming, routed, () => {
            if (awaitsContinue) response.writeContinue();
        });
        if (!body) return;
        const letTimePass = <T>(work: () => Promise<T>): Promise<T> => hold.letGo(work);
        const caller = verified({ ...head, body }, routed, cloud, now);
        answer = await routed.serve(cloud, { ...head, body, caller, signal: gone.signal, letTimePass });
    } catch (error) {
        if (gone.signal.aborted) return;
        if (!(error instanceof AwsError)) onDefect(error);
        answer = protocol.refusal(error instanceof AwsError ? error : internalFailure(error), head);
        // Who was not told to go on will not send the body, and the connection cannot be used again.
        if (awaitsContinue && !incoming.complete) response.shouldKeepAlive = false;
    }
    send(response, cloud, head, answer);
}

/** @throws AwsError what the protocol says of a signature that is none, or somebody else's */
function verified(request: Signable, { signing }: Protocol, cloud: WireCloud, now: () => number): Caller {
    if (!signing) return anonymous;
    try {
        return callerOf(request, { rules: signing.rules, accessKey: (id) => cloud.accessKey(id), now });
    } catch (error) {
        throw error instanceof SignatureFault ? signing.errors(error.problem) : error;
    }
}

/**
 * A web page must not reach the laptop AWS, neither under another name for 127.0.0.1 (DNS rebinding) nor by a form or
 * script: no SDK sends Origin.
 */
function checkClient({ headers, path }: RequestHead): void {
    const host = /^(.*?)(:\d+)?$/.exec(headers.host ?? "")?.[1]?.toLowerCase();
    if ((host !== "127.0.0.1" && host !== "localhost") || headers.origin !== undefined) {
        throw new AwsError("AccessDeniedException", "Only clients on this machine are served, at 127.0.0.1.", 403);
    }
    if (!path.startsWith("/")) throw new AwsError("InvalidURI", "The request must name a path.", 400);
}

/**
 * @param proceed called when the body is wanted
 * @returns undefined when the client went before it had sent everything
 * @throws AwsError what the protocol says of a body that is too long
 */
async function bodyOf(
    incoming: IncomingMessage,
    { maximumBodyBytes, tooLarge }: Protocol,
    proceed: () => void,
): Promise<Buffer | undefined> {
    const announced = Number(incoming.headers["content-length"] ?? 0);
    if (announced > maximumBodyBytes) throw tooLarge(announced);
    proceed();
    const chunks: Buffer[] = [];
    let bytes = 0;
    return new Promise((resolve, reject) => {
        incoming.on("data", (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes <= maximumBodyBytes) chunks.push(chunk);
            else reject(tooLarge(bytes));
        });
        incoming.once("end", () => resolve(Buffer.concat(chunks)));
        incoming.once("close", () => resolve(undefined));
        incoming.once("error", () => resolve(undefined));
    });
}

function internalFailure(error: unknown): AwsError {
    const reason = error instanceof Error ? error.message : String(error);
    return new AwsError("InternalFailure", `The laptop AWS failed: ${reason}`, 500);
}

function reportDefect(error: unknown): void {
    console.error(error);
}
