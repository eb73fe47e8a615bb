import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { availableParallelism } from "node:os";

import { type Handler, loadHandler } from "./huggingFace";
import { Workers } from "./workers";

type Environment = Readonly<Record<string, string | undefined>>;

/** Says in every answer what gave it, so that nobody takes it for the model's. */
const standInHeader = { "X-Summarizer": "extractive stand-in, not PEGASUS" };

/**
 * A server that speaks SageMaker's container contract as the Hugging Face image does: `GET /ping`, `POST /invocations`, the
 * shapes of Multi Model Server 1.1.11. Not yet listening.
 *
 * Honours `HF_TASK`, `HF_MODEL_ID`, `SAGEMAKER_MODEL_SERVER_WORKERS` (default: the processors), `MMS_JOB_QUEUE_SIZE` (100),
 * `MMS_MAX_REQUEST_SIZE` (6,553,500 bytes) and `SAGEMAKER_MAX_PAYLOAD_IN_MB`.
 *
 * Prints what it is when it listens, and one line for each invocation that it answers: status, wall seconds, and the inference id by
 * which SageMaker names it. Of a request's or an answer's content it prints nothing, error messages included: they quote it.
 *
 * @param handler the model; tests bring their own
 * @param print takes one line
 * @throws Error when a variable has a value that cannot be used
 */
export function createContainerServer(
    environment: Environment,
    handler: Handler = loadHandler(environment),
    print: (line: string) => void = () => undefined,
): Server {
    const workerCount = count(environment, "SAGEMAKER_MODEL_SERVER_WORKERS") ?? availableParallelism();
    const workers = new Workers(workerCount, count(environment, "MMS_JOB_QUEUE_SIZE") ?? 100);
    // MMS_ variables win over the configuration file, where the toolkit writes SAGEMAKER_MAX_PAYLOAD_IN_MB.
    const payloadMb = count(environment, "SAGEMAKER_MAX_PAYLOAD_IN_MB");
    const payloadBytes = payloadMb === undefined ? 6_553_500 : payloadMb * 1024 * 1024;
    const maxRequestBytes = count(environment, "MMS_MAX_REQUEST_SIZE") ?? payloadBytes;

    const server = createServer((request, response) => {
        serve(request, response).catch((error: unknown) => {
            // Nobody is left to tell: the connection broke while the request was read or answered.
            response.destroy(error as Error);
        });
    });
    server.on("listening", () => {
        print(`${startLine(environment)}, ${String(workerCount)} ${workerCount === 1 ? "worker" : "workers"}`);
    });
    return server;

    async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
        response.setHeader("x-request-id", randomUUID());
        const path = (request.url ?? "").split("?")[0];
        // Model Server looks at the path alone, whatever the method.
        if (path === "/ping") {
            request.resume();
            sendJson(response, 200, { status: "Healthy" });
            return;
        }
        if (path !== "/invocations") {
            request.resume();
            const message = "Requested resource is not found, please refer to API document.";
            sendJson(response, 404, { code: 404, type: "ResourceNotFoundException", message });
            return;
        }
        for (const [name, value] of Object.entries(standInHeader)) response.setHeader(name, value);
        const since = performance.now();
        const say = (status: number): void => {
            const seconds = ((performance.now() - since) / 1000).toFixed(3);
            const id = request.headers["x-amzn-sagemaker-inference-id"];
            print(
                `${request.method ?? ""} /invocations ${String(status)} ${seconds} s inference-id=${String(id ?? "-")}`,
            );
        };
        const body = await read(request, maxRequestBytes);
        if (body === undefined) {
            say(413);
            // Netty's HttpObjectAggregator answers for Model Server, and has no words.
            response.writeHead(413, { "Content-Length": 0, Connection: "close" }).end();
            return;
        }
        if (workers.full) {
            say(503);
            const message = "No worker is available to serve request: model";
            sendJson(response, 503, { code: 503, type: "ServiceUnavailableException", message });
            return;
        }
        await workers.run(() => invoke(request, response, body, say));
    }

    async function invoke(
        request: IncomingMessage,
        response: ServerResponse,
        body: Buffer,
        say: (status: number) => void,
    ): Promise<void> {
        const { "content-type": contentType, accept } = request.headers;
        try {
            const prediction = await handler({ body, contentType, accept });
            if (prediction.ignored.length > 0)
                response.setHeader("X-Summarizer-Ignored", prediction.ignored.join(", "));
            response.setHeader("Content-Type", prediction.contentType);
            say(200);
            response.end(prediction.body);
        } catch (error) {
            // The toolkit turns every exception into a PredictionException with 400 (handler_service.py).
            const message = error instanceof Error ? error.message : String(error);
            say(400);
            sendJson(response, 400, { code: 400, type: "InternalServerException", message });
        }
    }
}

/** What a model server says of itself when it starts. */
function startLine({ HF_TASK = "-", HF_MODEL_ID = "-" }: Environment): string {
    return `${standInHeader["X-Summarizer"]}: HF_TASK=${HF_TASK} HF_MODEL_ID=${HF_MODEL_ID}`;
}

/** The body, or undefined when it has more than `limit` bytes; what comes after them is read and dropped. */
async function read(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > limit) chunks.length = 0;
        else chunks.push(chunk);
    }
    return length > limit ? undefined : Buffer.concat(chunks);
}

/** As Model Server writes JSON with Gson: indented, HTML characters and both quotation marks escaped, a line end; errors close. */
function sendJson(response: ServerResponse, status: number, content: object): void {
    const text = JSON.stringify(content, undefined, 2).replace(
        /[<>&='\u2028\u2029]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    if (status >= 400) response.setHeader("Connection", "close");
    response.writeHead(status, { "Content-Type": "application/json" }).end(`${text}\n`);
}

/** A whole number from 1, or undefined when the variable is not set. */
function count(environment: Environment, name: string): number | undefined {
    const value = environment[name];
    if (value === undefined || value === "") return undefined;
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new Error(`${name} must be a whole number from 1, not "${value}".`);
    return Number(value);
}
