import assert from "node:assert/strict";
import { resolve } from "node:path";

import Table from "cli-table3";

import { AnsweringHost } from "./answeringHost";
import { type Expectation, expectations, goodRun } from "./goodRun";
import { type Grant, grantsIn, policiesOf, type StoredPolicy, without } from "./grants";
import { DeployedStack } from "../testing/deployedStack";

interface Row {
    grant: Grant;
    missed: Expectation[];
}

const root = resolve(__dirname, "../..");

const results = ["a caller reads the summary", "a missing article is told as missing"] as const;
const heard = [
    "success is told in the smoke inbox",
    "failure is told in the smoke inbox",
    "success is told in the load inbox",
] as const;
const kept = "what an inbox does not take is kept";
const alarm = "an alarm is heard";
const [reason, logs, group] = [
    "a caller reads why a request failed",
    "containers' output is kept",
    "a log group that is gone is made again",
] as const;
const noInstance: Expectation[] = [
    ...(["an instance starts for a request", ...results, reason, ...heard, kept] as const),
    ...(["requests are counted", alarm, logs, group] as const),
];

/** What is missed when a grant is taken away: by policy, then by Sid and action. */
const expected: Readonly<Record<string, Readonly<Record<string, readonly Expectation[]>>>> = {
    "trust of role summarizer-dev-execution": { "SageMakerAssumesRole sts:AssumeRole": noInstance },
    "policy asynchronous-endpoint of role summarizer-dev-execution": {
        "ReadArticles s3:GetObject": [...results, heard[0], heard[2]],
        "WriteResults s3:PutObject": [...results, reason, heard[0], heard[2]],
        "WriteResults s3:AbortMultipartUpload": ["an upload that fails leaves nothing behind"],
        "TellMissingArticles s3:ListBucket": ["a missing article is told as missing"],
        "UseKey kms:Decrypt": ["a caller reads the summary", ...heard, kept],
        "UseKey kms:GenerateDataKey*": [...results, reason, ...heard, kept],
        "Notify sns:Publish": [...heard, kept],
        "WriteLogs logs:CreateLogGroup": [group],
        "WriteLogs logs:CreateLogStream": [logs],
        "WriteLogs logs:DescribeLogStreams": [logs, group],
        "WriteLogs logs:PutLogEvents": [logs, group],
        "PutMetrics cloudwatch:PutMetricData": ["requests are counted", alarm],
        "PullImage ecr:BatchCheckLayerAvailability": noInstance,
        "PullImage ecr:BatchGetImage": noInstance,
        "PullImage ecr:GetDownloadUrlForLayer": noInstance,
        "LogInToRegistry ecr:GetAuthorizationToken": noInstance,
    },
    "managed policy summarizer-dev-caller": {
        "PutArticles s3:PutObject": ["a caller puts an article"],
        "Invoke sagemaker:InvokeEndpointAsync": ["a caller has it summarized"],
        "GetResults s3:GetObject": ["a caller reads the summary", reason],
        "UseKey kms:Decrypt": ["a caller reads the summary", reason],
        "UseKey kms:GenerateDataKey": ["a caller puts an article"],
    },
    "policy of the key": {
        "AccountAdministersKey kms:*": ["a caller puts an article", ...results, reason, ...heard, kept],
        "SnsDeliversToEncryptedQueues kms:GenerateDataKey*": [...heard, kept, alarm],
        "SnsDeliversToEncryptedQueues kms:Decrypt": [...heard, kept, alarm],
        "AlarmsPublishToEncryptedTopics kms:GenerateDataKey*": [alarm],
        "AlarmsPublishToEncryptedTopics kms:Decrypt": [alarm],
    },
    "policy of topic summarizer-dev-alarms": { "AlarmsPublish sns:Publish": [alarm] },
    "policy of queue summarizer-dev-notification-dead-letters": { "TopicsSend sqs:SendMessage": [kept] },
    "policy of queue summarizer-dev-smoke": { "TopicsSend sqs:SendMessage": heard.slice(0, 2) },
    "policy of queue summarizer-dev-load": { "TopicsSend sqs:SendMessage": heard.slice(2) },
    "policy of queue summarizer-dev-alarm-inbox": { "TopicsSend sqs:SendMessage": [alarm] },
};

describe("every grant of the program", function () {
    this.timeout(120_000);
    let stack: DeployedStack;
    let stored: StoredPolicy[];
    const rows: Row[] = [];

    before(async () => {
        stack = await DeployedStack.deploy(root, { containers: new AnsweringHost() });
        stored = await policiesOf(stack);
    });

    after(async () => {
        await stack.close();
        console.log(table(rows));
    });

    it("is enough for all that the stack is there for", async () => {
        assert.deepEqual(await goodRun(stack), []);
    });

    it("is missed when it is taken away, and by exactly what needs it", async () => {
        for (const policy of stored) {
            const document = await policy.read();
            for (const grant of grantsIn(policy.name, document)) {
                await policy.write(without(grant, document));
                rows.push({ grant, missed: await goodRun(stack) });
                await policy.write(document);
            }
        }
        assert.deepEqual(byPolicy(rows), inOrder(expected));
    });

    it("is missed by something", () => {
        const unused = rows.filter(({ missed }) => missed.length === 0).map(({ grant }) => grant);
        assert.deepEqual(unused, []);
    });

    it("is enough again once all were given back", async () => {
        assert.deepEqual(await goodRun(stack), []);
    });
});

/** Each row's expectations in the order of the good run. */
function byPolicy(rows: readonly Row[]): Record<string, Record<string, readonly Expectation[]>> {
    const tree: Record<string, Record<string, readonly Expectation[]>> = {};
    for (const { grant, missed } of rows) (tree[grant.policy] ??= {})[`${grant.sid} ${grant.action}`] = missed;
    return tree;
}

function inOrder(tree: typeof expected): typeof expected {
    const ordered = (missed: readonly Expectation[]) => expectations.filter((one) => missed.includes(one));
    return Object.fromEntries(
        Object.entries(tree).map(([policy, grants]) => [
            policy,
            Object.fromEntries(Object.entries(grants).map(([grant, missed]) => [grant, ordered(missed)])),
        ]),
    );
}

function table(rows: readonly Row[]): string {
    const lines = new Table({ head: ["policy", "statement", "action", "without it, not so"], style: { head: [] } });
    for (const { grant, missed } of rows) lines.push([grant.policy, grant.sid, grant.action, missed.join("\n")]);
    return lines.toString();
}
