import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { outputs } from "./testing/fixtures";

interface Ended {
    code: number | null;
    stdout: string;
    stderr: string;
}

const root = resolve(__dirname, "..");

describe("npm run smoke", function () {
    this.timeout(60_000);

    const folder = mkdtempSync(join(tmpdir(), "smoke-"));
    const outputsFile = join(folder, "outputs.json");
    const articleFile = join(folder, "article.txt");
    before(() => {
        writeFileSync(outputsFile, JSON.stringify(outputs));
        writeFileSync(articleFile, "The mill stands where the creek meets the sea, and turns with the tide.");
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** Runs the command; `whileRunning` gets its process. */
    async function smoke(args: string[], url?: string, whileRunning?: (kill: () => void) => void): Promise<Ended> {
        const child = spawn(process.execPath, ["-r", "./local/typescript.cjs", "smoke/main.ts", ...args], {
            cwd: root,
            stdio: ["ignore", "pipe", "pipe"],
            env: {
                ...process.env,
                AWS_ACCESS_KEY_ID: "a",
                AWS_SECRET_ACCESS_KEY: "b",
                ...(url !== undefined && { AWS_ENDPOINT_URL: url }),
            },
        });
        let stdout = "";
        let stderr = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
        whileRunning?.(() => child.kill("SIGINT"));
        const code = await new Promise<number | null>((done) => child.on("close", done));
        return { code, stdout, stderr };
    }

    const badInput: [string, string[], string][] = [
        ["nothing to test", [], "Say what to test: --stack NAME, --local, or --outputs FILE.\n"],
        [
            "a timeout without a unit",
            ["--outputs", outputsFile, "--timeout", "20"],
            "error: option '--timeout <duration>' argument '20' is invalid. It must be a duration such as 90s, 20m or 1h, at most 24h.\n",
        ],
        [
            "an article that does not exist",
            ["--outputs", outputsFile, "--article", join(folder, "none.txt"), "--json"],
            `The article ${join(folder, "none.txt")} cannot be read: it does not exist.\n`,
        ],
        [
            "a laptop AWS that is not running",
            ["--local", "no-such-stack"],
            "No laptop AWS of stack no-such-stack is running: run `npm start -- --keep --stack no-such-stack` first.\n",
        ],
    ];
    for (const [what, args, message] of badInput) {
        it(`refuses ${what} with exit code 2 and one sentence`, async () => {
            assert.deepEqual(await smoke(args), { code: 2, stdout: "", stderr: message });
        });
    }

    describe("over HTTP", () => {
        let server: Server;
        let requests: string[];
        let answer: (operation: string, response: ServerResponse) => void;
        let url: string;

        beforeEach(async () => {
            requests = [];
            server = createServer((request, response) => {
                request.resume().on("end", () => {
                    const operation = operationOf(request);
                    requests.push(operation);
                    answer(operation, response);
                });
            });
            await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
            url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
        });
        afterEach(async () => {
            server.closeAllConnections();
            await new Promise((done) => server.close(done));
        });

        it("ends with 1 when a check fails, with one JSON object on stdout and the rest on stderr", async () => {
            answer = (_, response) => {
                response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
                response.end('{"__type":"ValidationException","message":"Could not find endpoint."}');
            };
            const args = ["--outputs", outputsFile, "--article", articleFile, "--json"];
            const { code, stdout, stderr } = await smoke(args, url);
            const { seconds, ...result } = JSON.parse(stdout) as { seconds: number };
            assert.ok(seconds >= 0);
            assert.deepEqual(result, {
                ok: false,
                checks: [
                    {
                        name: "endpoint-in-service",
                        ok: false,
                        expected: "InService or Updating",
                        seen: "ValidationException Could not find endpoint. (HTTP 400)",
                        look: "DescribeEndpoint summarizer-dev (FailureReason) and the SageMaker console of eu-west-1",
                    },
                ],
                notes: [],
                summary: null,
                inferenceId: null,
                outputLocation: null,
            });
            assert.match(stderr, /^Smoke test [0-9a-f]{10} of endpoint summarizer-dev in eu-west-1, at most 20m\.$/m);
            assert.match(
                stderr,
                /^FAILED {2}endpoint-in-service\n {10}expected: InService or Updating\n {10}seen: {5}/m,
            );
            assert.match(stderr, /^1 of 1 checks failed in 0s: endpoint-in-service$/m);
            assert.equal(code, 1);
            assert.deepEqual(requests, ["SageMaker.DescribeEndpoint"]);
        });

        it("deletes what it made on Ctrl-C, and ends with 130", async () => {
            let kill: () => void = () => undefined;
            answer = (operation, response) => {
                if (operation === "SageMaker.DescribeEndpoint") {
                    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
                    const state = { EndpointStatus: "InService", EndpointConfigName: outputs.endpointConfigName };
                    response.end(JSON.stringify({ ...state, ProductionVariants: [] }));
                } else if (operation.startsWith("POST")) {
                    response.writeHead(202, {
                        "x-amzn-sagemaker-outputlocation": "s3://output-bucket/summaries/u.out",
                        "x-amzn-sagemaker-failurelocation": "s3://output-bucket/failures/u-error.out",
                    });
                    response.end("{}");
                } else if (operation === "AmazonSQS.ReceiveMessage") {
                    // A long poll: left open.
                } else {
                    response.writeHead(operation.startsWith("HEAD") ? 404 : operation.startsWith("PUT") ? 200 : 204);
                    response.end();
                    if (operation.startsWith("HEAD") && operation.includes("/failures/")) kill();
                }
            };
            const args = ["--outputs", outputsFile, "--article", articleFile];
            const { code, stdout, stderr } = await smoke(args, url, (send) => (kill = send));
            assert.equal(code, 130, stderr);
            assert.match(stderr, /^Interrupted: deleting what this run made\. Once more to end at once\.$/m);
            assert.match(stdout, /^held {4}clean-up: no objects left behind$/m);
            assert.match(stdout, /^note {4}smoke-[0-9a-f]{10}-summary is still queued or running; /m);
            assert.match(stdout, /^interrupted after \d+s$/m);
            const deleted = requests.filter((request) => request.startsWith("DELETE"));
            assert.deepEqual(
                deleted.map((request) => request.replace(/smoke-[0-9a-f]{10}/, "smoke-ID")),
                [
                    "DELETE /input-bucket/articles/smoke-ID/summary.json",
                    "DELETE /output-bucket/summaries/u.out",
                    "DELETE /output-bucket/failures/u-error.out",
                ],
            );
        });
    });
});

/** `X-Amz-Target` of JSON protocols, else method and path. */
function operationOf({ headers, method, url }: IncomingMessage): string {
    const target = headers["x-amz-target"];
    return typeof target === "string" ? target : `${String(method)} ${String(url).split("?")[0] ?? ""}`;
}
