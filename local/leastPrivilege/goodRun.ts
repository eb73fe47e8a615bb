import { randomUUID } from "node:crypto";

import { AwsError } from "../cloud/awsError";
import { type Call } from "../cloud/context";
import { type DeployedStack } from "../testing/deployedStack";
import { largeInput } from "./answeringHost";

/** What a stack is there for, each named for what somebody sees. */
export const expectations = [
    "a caller puts an article",
    "a caller has it summarized",
    "an instance starts for a request",
    "a caller reads the summary",
    "a caller reads why a request failed",
    "a missing article is told as missing",
    "success is told in the smoke inbox",
    "failure is told in the smoke inbox",
    "success is told in the load inbox",
    "what an inbox does not take is kept",
    "requests are counted",
    "an alarm is heard",
    "containers' output is kept",
    "a log group that is gone is made again",
    "an upload that fails leaves nothing behind",
] as const;

export type Expectation = (typeof expectations)[number];

/**
 * Has a deployed program do all that it is there for, in simulated time, from no instance to no instance. Where a caller is
 * refused, AWS itself goes on in his place, so that each expectation is missed for its own sake.
 *
 * @returns what did not come as expected
 */
export async function goodRun(stack: DeployedStack): Promise<Expectation[]> {
    const missed = new Set<Expectation>(expectations);
    const met = (expectation: Expectation, holds = true): void => void (holds && missed.delete(expectation));
    const { cloud, outputs } = stack;
    const { call, clock } = cloud;
    const caller = cloud.as(cloud.identities.caller.caller);
    const run = randomUUID().slice(0, 8);
    const began = clock.date();
    const asCaller = async <T>(expectation: Expectation, ask: (by: Call) => Promise<T>): Promise<T> => {
        const answer = await ifAllowed(ask(caller));
        met(expectation, answer !== undefined);
        return answer ?? ask(call);
    };
    const put = async (name: string, inputs: string): Promise<string> => {
        const [Bucket, Key] = [outputs.inputBucketName, `${outputs.inputPrefix}${run}-${name}.json`];
        const Body = Buffer.from(JSON.stringify({ inputs }));
        await asCaller("a caller puts an article", (by) => by("s3", "PutObject", { Bucket, Key, Body }));
        return `s3://${Bucket}/${Key}`;
    };
    const invoke = async (InputLocation: string, InferenceId: string) =>
        asCaller("a caller has it summarized", (by) =>
            by("sagemaker-runtime", "InvokeEndpointAsync", {
                EndpointName: outputs.endpointName,
                InputLocation,
                InferenceId,
                ContentType: "application/json",
            }),
        );
    const ended = (id: string): boolean =>
        stack.of("request").some(({ inferenceId, status }) => inferenceId === id && /Completed|Failed/.test(status));

    await stack.advanceUntil(() => stack.instances === 0, 90);
    await drain(stack);
    const article = await put("article", "The tide came in.");
    const summarized = await invoke(article, `smoke-${run}-good`);
    const failed = await invoke(article.replace(".json", "-missing.json"), `smoke-${run}-missing`);
    await invoke(article, `load-${run}`);
    await until(stack, () => stack.instances > 0, 15);
    met("an instance starts for a request", stack.instances > 0);
    await until(stack, () => ended(`load-${run}`), 5);

    for (const [expectation, location] of [
        ["a caller reads the summary", summarized.OutputLocation],
        ["a caller reads why a request failed", String(failed.FailureLocation)],
    ] as const) {
        const object = { Bucket: outputs.outputBucketName, Key: new URL(location).pathname.slice(1) };
        const read = await ifAllowed(caller("s3", "GetObject", object));
        met(expectation, read !== undefined);
        const body = read?.Body ?? (await ifAllowed(call("s3", "GetObject", object)))?.Body;
        if (location === failed.FailureLocation)
            met("a missing article is told as missing", body?.toString("utf8").includes("key does not exist") ?? false);
    }
    await clock.advance(1);
    const smoke = await texts(stack, outputs.smokeInboxUrl);
    met("success is told in the smoke inbox", smoke.some(tells(`smoke-${run}-good`, "Completed")));
    met("failure is told in the smoke inbox", smoke.some(tells(`smoke-${run}-missing`, "Failed")));
    const load = await texts(stack, outputs.loadInboxUrl);
    met("success is told in the load inbox", load.some(tells(`load-${run}`, "Completed")));

    await clock.advance(420);
    const alarms = await texts(stack, outputs.alarmInboxUrl);
    met(
        "an alarm is heard",
        alarms.some((text) => text.includes("invocation-failures")),
    );
    met("requests are counted", (await processedSince(stack, began)) > 0);
    const written = await ifAllowed(
        call("logs", "FilterLogEvents", { logGroupName: outputs.logGroupName, startTime: began.getTime() }),
    );
    met("containers' output is kept", (written?.events.length ?? 0) > 0);

    met(
        "what an inbox does not take is kept",
        await isKept(stack, () => invoke(article, `smoke-${run}-kept`), `smoke-${run}-kept`),
    );
    met(
        "a log group that is gone is made again",
        await isMadeAgain(stack, () => invoke(article, `smoke-${run}-again`)),
    );
    const large = await put("large", largeInput);
    met(
        "an upload that fails leaves nothing behind",
        await leavesNothing(stack, () => invoke(large, `smoke-${run}-large`)),
    );
    return expectations.filter((expectation) => missed.has(expectation));
}

/** @returns undefined when somebody was refused, or what was asked for is not there */
async function ifAllowed<T>(asking: Promise<T>): Promise<T | undefined> {
    try {
        return await asking;
    } catch (error) {
        if (error instanceof AwsError) return undefined;
        throw error;
    }
}

/** Lets time pass until something is so, or long enough has passed. */
async function until({ cloud }: DeployedStack, condition: () => boolean, minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes && !condition(); minute++) await cloud.clock.advance(60);
}

function tells(inferenceId: string, status: string): (text: string) => boolean {
    return (text) => {
        const told = JSON.parse(text) as { inferenceId?: string; invocationStatus?: string };
        return told.inferenceId === inferenceId && told.invocationStatus === status;
    };
}

/** What waits in a queue; it is emptied. */
async function texts({ cloud: { call } }: DeployedStack, QueueUrl: string): Promise<string[]> {
    const found: string[] = [];
    for (;;) {
        const { Messages = [] } = await call("sqs", "ReceiveMessage", {
            QueueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: 0,
        });
        if (Messages.length === 0) return found;
        for (const { Body, ReceiptHandle } of Messages) {
            found.push(String(Body));
            await call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
        }
    }
}

async function drain(stack: DeployedStack): Promise<void> {
    for (const QueueUrl of (await stack.cloud.call("sqs", "ListQueues", {})).QueueUrls) await texts(stack, QueueUrl);
}

async function processedSince({ cloud, outputs }: DeployedStack, began: Date): Promise<number> {
    const { Datapoints } = await cloud.call("cloudwatch", "GetMetricStatistics", {
        Namespace: "AWS/SageMaker",
        MetricName: "InvocationsProcessed",
        Dimensions: [
            { Name: "EndpointName", Value: outputs.endpointName },
            { Name: "VariantName", Value: outputs.variantName },
        ],
        // Nothing is answered in the first minute, for want of an instance.
        StartTime: new Date(began.getTime() + 60_000),
        EndTime: cloud.clock.date(),
        Period: 60,
        Statistics: ["Sum"],
    });
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

/** While the smoke inbox takes nothing from topics, what was meant for it has to be among the undelivered. */
async function isKept(stack: DeployedStack, invoke: () => Promise<unknown>, inferenceId: string): Promise<boolean> {
    const { cloud, outputs } = stack;
    const { call } = cloud;
    const inbox = { QueueUrl: outputs.smokeInboxUrl };
    const { Attributes } = await call("sqs", "GetQueueAttributes", { ...inbox, AttributeNames: ["Policy"] });
    await call("sqs", "SetQueueAttributes", { ...inbox, Attributes: { Policy: "" } });
    await invoke();
    await cloud.clock.advance(30);
    await cloud.clock.advance(1);
    await call("sqs", "SetQueueAttributes", { ...inbox, Attributes: { Policy: String(Attributes["Policy"]) } });
    const deadLetters = outputs.smokeInboxUrl.replace(/[^/]+$/, (name) =>
        name.replace(/smoke$/, "notification-dead-letters"),
    );
    return (await texts(stack, deadLetters)).some((text) => text.includes(inferenceId));
}

async function isMadeAgain({ cloud, outputs }: DeployedStack, invoke: () => Promise<unknown>): Promise<boolean> {
    const { call, clock } = cloud;
    const group = { logGroupName: outputs.logGroupName };
    await ifAllowed(call("logs", "DeleteLogGroup", group));
    await invoke();
    await clock.advance(60);
    const isThere = (await ifAllowed(call("logs", "FilterLogEvents", group))) !== undefined;
    if (!isThere) await call("logs", "CreateLogGroup", group);
    return isThere;
}

/** The key is switched off between two parts of a large result: what has been uploaded of it must be taken away. */
async function leavesNothing({ cloud, outputs }: DeployedStack, invoke: () => Promise<unknown>): Promise<boolean> {
    const { call, access, clock } = cloud;
    const KeyId = outputs.keyArn;
    const summaries = `/${outputs.outputPrefix}`;
    let written = 0;
    const end = access.watch(({ permission: { action, resource } }) => {
        // Once for the upload, once for each part.
        if (action === "s3:PutObject" && resource.includes(summaries) && ++written === 3)
            void call("kms", "DisableKey", { KeyId });
    });
    await invoke();
    await clock.advance(30);
    end();
    await call("kms", "EnableKey", { KeyId });
    const { Uploads } = await call("s3", "ListMultipartUploads", { Bucket: outputs.outputBucketName });
    for (const { Key, UploadId } of Uploads) {
        await call("s3", "AbortMultipartUpload", { Bucket: outputs.outputBucketName, Key, UploadId });
    }
    return Uploads.length === 0;
}
