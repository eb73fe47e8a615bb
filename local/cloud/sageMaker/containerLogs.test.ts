import { deepEqual, equal, match, ok } from "node:assert/strict";

import { InProcessHost } from "../../container/inProcessHost";
import { AwsError } from "../awsError";
import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";
import { type Call } from "../context";
import { roleSession } from "../iam/principal";
import { type JournalEntry } from "../journal";
import { ContainerLogs } from "./containerLogs";

const account = "123456789012";
const roleArn = `arn:aws:iam::${account}:role/execution`;
const logGroupName = "/aws/sagemaker/Endpoints/summarizer";
const groupArn = `arn:aws:logs:us-east-1:${account}:log-group:${logGroupName}`;
const id = "i-0123456789abcdef0";
const logStreamName = `main/${id}`;
const actions = ["CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents"] as const;

/** A cloud with an execution role, and what its log groups hold. */
class Fixture {
    readonly containers = new InProcessHost();
    readonly cloud = new Cloud({
        clock: new SimulatedClock(new Date("2026-01-01T00:00:00Z")),
        containers: {
            // They say so when they are stopped: the last moment at which there is something to write.
            start: async (image, environment, onLine) => {
                const container = await this.containers.start(image, environment, onLine);
                const stop = async (): Promise<void> => {
                    onLine?.("stopping");
                    await container.stop();
                };
                return { ...container, stop };
            },
        },
        region: "us-east-1",
    });
    readonly entries: JournalEntry[] = [];
    /** What was asked of CloudWatch Logs as the role. */
    readonly asked: string[] = [];
    readonly asRole: Call = async (service, operation, input) => {
        this.asked.push(operation);
        return this.cloud.as(roleSession(roleArn, "SageMaker"))(service, operation, input);
    };
    readonly logs = new ContainerLogs(this.cloud, this.asRole, "summarizer", "main");

    constructor() {
        this.cloud.journal.watch((entry) => this.entries.push(entry));
    }

    /** @param statement what the role may do */
    async role(statement: object): Promise<void> {
        const document = (one: object) => JSON.stringify({ Version: "2012-10-17", Statement: [one] });
        const Principal = { Service: "sagemaker.amazonaws.com" };
        await this.cloud.call("iam", "CreateRole", {
            RoleName: "execution",
            AssumeRolePolicyDocument: document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }),
        });
        await this.cloud.call("iam", "PutRolePolicy", {
            RoleName: "execution",
            PolicyName: "execution",
            PolicyDocument: document({ Effect: "Allow", ...statement }),
        });
    }

    async mayWrite(missing?: string): Promise<void> {
        const Action = actions.filter((action) => action !== missing).map((action) => `logs:${action}`);
        await this.role({ Action, Resource: `${groupArn}:*` });
    }

    group(): Promise<unknown> {
        return this.cloud.call("logs", "CreateLogGroup", { logGroupName });
    }

    /** Messages with simulated milliseconds since the start, by the streams of the group; undefined: there is no group. */
    async written(): Promise<Record<string, [number, string][]> | undefined> {
        try {
            const { logStreams } = await this.cloud.call("logs", "DescribeLogStreams", { logGroupName });
            const streams: Record<string, [number, string][]> = {};
            for (const { logStreamName: name = "" } of logStreams) {
                const input = { logGroupName, logStreamName: name, startFromHead: true };
                const { events } = await this.cloud.call("logs", "GetLogEvents", input);
                streams[name] = events.map(({ timestamp = 0, message = "" }) => [
                    timestamp - Date.parse("2026-01-01T00:00:00Z"),
                    message,
                ]);
            }
            return streams;
        } catch (error) {
            if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
            throw error;
        }
    }

    get unlogged() {
        return this.entries.flatMap((entry) => (entry.kind === "unlogged" ? [entry] : []));
    }
}

describe("ContainerLogs", () => {
    let fixture: Fixture;

    beforeEach(() => {
        fixture = new Fixture();
    });

    const advance = (seconds: number) => fixture.cloud.clock.advance(seconds);

    it("writes what the container prints and what became of requests into two streams, with the times at which it came", async () => {
        await fixture.mayWrite();
        await fixture.group();
        const logs = fixture.logs.open(id);
        logs.print("started");
        await advance(0.4004);
        logs.print("POST /invocations 200");
        logs.answered("article-1", { ok: true });
        logs.answered("article-2", { ok: false, stage: "model", status: 400 });
        await advance(0.5);
        deepEqual(await fixture.written(), {});
        await advance(0.5);
        deepEqual(await fixture.written(), {
            [logStreamName]: [
                [0, "started"],
                [400, "POST /invocations 200"],
            ],
            [`${logStreamName}/data-log`]: [
                [400, "Inference request article-1 completed"],
                [400, "Inference request article-2 failed: model, status 400"],
            ],
        });
        deepEqual(fixture.unlogged, []);
    });

    it("asks for no more than it needs: a stream once, then only to write", async () => {
        await fixture.mayWrite();
        await fixture.group();
        const logs = fixture.logs.open(id);
        for (const line of ["one", "two", "three"]) {
            logs.print(line);
            await advance(1);
        }
        await logs.close();
        deepEqual(fixture.asked, ["DescribeLogStreams", "CreateLogStream", ...Array<string>(3).fill("PutLogEvents")]);
    });

    it("writes what is left when the instance goes, at once, and nothing after that", async () => {
        await fixture.mayWrite();
        await fixture.group();
        const logs = fixture.logs.open(id);
        logs.print("last words");
        await logs.close();
        logs.print("too late");
        await advance(60);
        deepEqual(await fixture.written(), { [logStreamName]: [[0, "last words"]] });
    });

    it("makes nothing when nothing is said", async () => {
        await fixture.mayWrite();
        await fixture.logs.open(id).close();
        deepEqual([fixture.asked, await fixture.written()], [[], undefined]);
    });

    it("writes more than one batch takes", async () => {
        await fixture.mayWrite();
        await fixture.group();
        const logs = fixture.logs.open(id);
        for (let count = 0; count < 10_001; count++) logs.print("x");
        for (let count = 0; count < 70; count++) logs.print("x".repeat(16_384));
        await advance(1);
        const counts = fixture.asked.filter((operation) => operation === "PutLogEvents").length;
        const { logStreams } = await fixture.cloud.call("logs", "DescribeLogStreams", { logGroupName });
        equal(logStreams.length, 1);
        const { logGroups } = await fixture.cloud.call("logs", "DescribeLogGroups", {});
        deepEqual([counts, logGroups[0]?.storedBytes], [3, 10_001 * 27 + 70 * (16_384 + 26)]);
        deepEqual(fixture.unlogged, []);
    });

    it("makes the group again that was deleted", async () => {
        await fixture.mayWrite();
        await fixture.group();
        const logs = fixture.logs.open(id);
        logs.print("before");
        await advance(1);
        await fixture.cloud.call("logs", "DeleteLogGroup", { logGroupName });
        logs.print("after");
        await advance(1);
        deepEqual(await fixture.written(), { [logStreamName]: [[1000, "after"]] });
    });

    it("makes the stream again that was deleted", async () => {
        await fixture.mayWrite();
        await fixture.group();
        const logs = fixture.logs.open(id);
        logs.print("before");
        await advance(1);
        await fixture.cloud.call("logs", "DeleteLogStream", { logGroupName, logStreamName });
        logs.print("after");
        await advance(1);
        deepEqual(await fixture.written(), { [logStreamName]: [[1000, "after"]] });
    });

    it("lets two instances make the group, whoever comes first", async () => {
        await fixture.mayWrite();
        const all = ["i-00000000000000001", "i-00000000000000002"].map((one) => fixture.logs.open(one));
        for (const logs of all) logs.print("here");
        await Promise.all(all.map((logs) => logs.close()));
        deepEqual(await fixture.written(), {
            "main/i-00000000000000001": [[0, "here"]],
            "main/i-00000000000000002": [[0, "here"]],
        });
        deepEqual(fixture.unlogged, []);
    });

    const whole = { [logStreamName]: [[0, "started"]] };
    const cases: [(typeof actions)[number], boolean, object | undefined][] = [
        // Without leave: what is there afterwards, when the group was there, and when it was not.
        ["CreateLogGroup", true, whole],
        ["CreateLogGroup", false, undefined],
        ["CreateLogStream", true, {}],
        ["CreateLogStream", false, {}],
        ["DescribeLogStreams", true, {}],
        ["DescribeLogStreams", false, undefined],
        ["PutLogEvents", true, { [logStreamName]: [] }],
        ["PutLogEvents", false, { [logStreamName]: [] }],
    ];
    for (const [missing, groupExists, left] of cases) {
        const lost = left !== whole;
        it(`${lost ? "loses" : "keeps"} the lines of a role without ${missing} ${groupExists ? "in its group" : "that has no group"}`, async () => {
            await fixture.mayWrite(missing);
            if (groupExists) await fixture.group();
            const logs = fixture.logs.open(id);
            logs.print("started");
            await advance(1);
            deepEqual(await fixture.written(), left);
            logs.print("again");
            logs.answered("article-1", { ok: true });
            await logs.close();
            if (!lost) return deepEqual(fixture.unlogged, []);
            equal(fixture.unlogged.length, 1);
            const [{ endpointName, instanceId, reason = "" } = {}] = fixture.unlogged;
            deepEqual([endpointName, instanceId], ["summarizer", id]);
            match(
                reason,
                new RegExp(`^User: .*/execution/SageMaker is not authorized to perform: logs:${missing} on `),
            );
        });
    }

    it("goes on once the role may write", async () => {
        await fixture.mayWrite("PutLogEvents");
        await fixture.group();
        const logs = fixture.logs.open(id);
        logs.print("lost");
        await advance(1);
        await fixture.cloud.call("iam", "PutRolePolicy", {
            RoleName: "execution",
            PolicyName: "more",
            PolicyDocument: JSON.stringify({
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }],
            }),
        });
        logs.print("kept");
        await advance(1);
        deepEqual(await fixture.written(), { [logStreamName]: [[1000, "kept"]] });
    });
});

describe("An endpoint's logs", () => {
    const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/summarizer:1.0`;
    const environment = { HF_TASK: "summarization", SAGEMAKER_MODEL_SERVER_WORKERS: "1" };
    const started = "extractive stand-in, not PEGASUS: HF_TASK=summarization HF_MODEL_ID=-, 1 worker";
    let fixture: Fixture;

    beforeEach(async () => {
        fixture = new Fixture();
        await fixture.role({ Action: "*", Resource: "*" });
        for (const Bucket of ["input", "output"]) await fixture.cloud.call("s3", "CreateBucket", { Bucket });
    });
    afterEach(() => fixture.cloud.close());

    async function deploy(Environment: Record<string, string> = environment): Promise<void> {
        const { cloud } = fixture;
        await cloud.call("sagemaker", "CreateModel", {
            ModelName: "model",
            ExecutionRoleArn: roleArn,
            PrimaryContainer: { Image: image, Environment },
        });
        await cloud.call("sagemaker", "CreateEndpointConfig", {
            EndpointConfigName: "config",
            ProductionVariants: [
                { VariantName: "main", ModelName: "model", InstanceType: "ml.m5.xlarge", InitialInstanceCount: 2 },
            ],
            AsyncInferenceConfig: { OutputConfig: { S3OutputPath: "s3://output/s/", S3FailurePath: "s3://output/f/" } },
        });
        await cloud.call("sagemaker", "CreateEndpoint", { EndpointName: "summarizer", EndpointConfigName: "config" });
        await cloud.clock.advance(240);
    }

    async function invoke(InferenceId: string, payload: string): Promise<void> {
        const { cloud } = fixture;
        await cloud.call("s3", "PutObject", { Bucket: "input", Key: InferenceId, Body: Buffer.from(payload) });
        await cloud.call("sagemaker-runtime", "InvokeEndpointAsync", {
            EndpointName: "summarizer",
            InferenceId,
            ContentType: "application/json",
            InputLocation: `s3://input/${InferenceId}`,
        });
        await cloud.clock.advance(5);
    }

    it("are a stream for each instance, named by variant and instance", async () => {
        await deploy();
        await fixture.cloud.clock.advance(1);
        const streams = Object.entries((await fixture.written()) ?? {});
        equal(streams.length, 2);
        for (const [name, lines] of streams) {
            match(name, /^main\/i-[0-9a-f]{17}$/);
            deepEqual(lines, [[240_000, started]]);
        }
    });

    it("name requests and how they ended, and no word of an article, however it is sent", async () => {
        await deploy();
        const word = "Ostermark";
        await invoke("good", JSON.stringify({ inputs: `${word} slept. The wheel of ${word} turned.` }));
        await invoke("broken", `{"inputs": "${word}`);
        await invoke("plain", `${word} slept.`);
        await invoke("wrong", JSON.stringify({ inputs: "a", parameters: { [word]: word } }));
        const text = Object.entries((await fixture.written()) ?? {})
            .flatMap(([name, lines]) => lines.map(([, line]) => `${name.replace(/i-[0-9a-f]+/, "i")} ${line}`))
            .map((line) => line.replace(/\d+\.\d{3} s/, "0 s"));
        deepEqual(
            new Set(text),
            new Set([
                `main/i ${started}`,
                "main/i POST /invocations 200 0 s inference-id=good",
                "main/i POST /invocations 400 0 s inference-id=broken",
                "main/i POST /invocations 400 0 s inference-id=plain",
                "main/i POST /invocations 400 0 s inference-id=wrong",
                "main/i/data-log Inference request good completed",
                "main/i/data-log Inference request broken failed: model, status 400",
                "main/i/data-log Inference request plain failed: model, status 400",
                "main/i/data-log Inference request wrong failed: model, status 400",
            ]),
        );
        ok(!text.some((line) => line.includes(word)));
    });

    it("keep what a container said that did not start", async () => {
        await deploy({ HF_TASK: "translation" });
        const { EndpointStatus } = await fixture.cloud.call("sagemaker", "DescribeEndpoint", {
            EndpointName: "summarizer",
        });
        equal(EndpointStatus, "Failed");
        const [[, line] = []] = Object.values((await fixture.written()) ?? {})[0] ?? [];
        match(String(line), /^HF_TASK is "translation", but this stand-in/);
    });

    it("end with the endpoint: a group that is deleted once the endpoint is gone stays deleted", async () => {
        await deploy();
        await invoke("last", JSON.stringify({ inputs: "The tide came in." }));
        await fixture.cloud.call("sagemaker", "DeleteEndpoint", { EndpointName: "summarizer" });
        await fixture.cloud.clock.advance(30);
        equal(fixture.containers.running(), 0);
        const streams = Object.entries((await fixture.written()) ?? {}).filter(([name]) => !name.endsWith("/data-log"));
        deepEqual(
            streams.map(([, lines]) => lines.at(-1)),
            [
                [275_000, "stopping"],
                [275_000, "stopping"],
            ],
        );
        await fixture.cloud.call("logs", "DeleteLogGroup", { logGroupName });
        await fixture.cloud.clock.advance(3600);
        await fixture.cloud.close();
        deepEqual(
            fixture.cloud.inventory().filter((arn) => arn.includes(":logs:")),
            [],
        );
    });
});
