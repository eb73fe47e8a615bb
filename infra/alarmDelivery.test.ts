import assert from "node:assert/strict";
import { resolve } from "node:path";

import { DeployedStack } from "../local/testing/deployedStack";
import { type Edit, withEditedProject } from "../local/testing/temporaryProject";

const root = resolve(__dirname, "..");
const unheard = /^Alarm "summarizer-dev-invocation-failures": (.*)$/;

/** The program deployed as it stands, or as edited, with one request that failed some minutes ago. */
async function withFailure(edits: Edit[], use: (stack: DeployedStack) => Promise<void>): Promise<void> {
    const deployAndFail = async (directory: string): Promise<void> => {
        const stack = await DeployedStack.deploy(directory);
        try {
            // An alarm is OK once it was evaluated.
            await stack.cloud.clock.advance(60);
            await stack.containers.stopAll();
            await stack.invoke("one");
            await stack.cloud.clock.advance(180);
            await use(stack);
        } finally {
            await stack.close();
        }
    };
    await (edits.length === 0 ? deployAndFail(root) : withEditedProject(edits, deployAndFail));
}

/** What waits in the inbox, oldest first. */
async function inbox({ cloud, outputs }: DeployedStack): Promise<Record<string, unknown>[]> {
    const { Messages = [] } = await cloud.call("sqs", "ReceiveMessage", {
        QueueUrl: outputs.alarmInboxUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
    });
    return Messages.map(({ Body }) => JSON.parse(Body as string) as Record<string, unknown>);
}

const fired = (stack: DeployedStack): string[] =>
    stack.of("alarmState").flatMap(({ alarmName, state }) => (state === "ALARM" ? [alarmName] : []));
const lost = (stack: DeployedStack): string[] =>
    stack.of("undelivered").flatMap(({ reason }) => unheard.exec(reason)?.[1] ?? []);

describe("a failed inference", () => {
    it("makes the alarm fire, and its message arrive in the alarm inbox", async () => {
        await withFailure([], async (stack) => {
            assert.deepEqual(fired(stack), ["summarizer-dev-invocation-failures"]);
            assert.deepEqual(lost(stack), []);
            const [message, ...others] = await inbox(stack);
            assert.deepEqual(others, []);
            assert.equal(message?.AlarmName, "summarizer-dev-invocation-failures");
            assert.equal(
                message.AlarmArn,
                "arn:aws:cloudwatch:us-east-1:123456789012:alarm:summarizer-dev-invocation-failures",
            );
            assert.deepEqual([message.OldStateValue, message.NewStateValue], ["OK", "ALARM"]);
            assert.match(String(message.NewStateReason), /^Threshold Crossed: 1 out of the last 1 datapoints? \[1\.0 /);
            const { MetricName, Dimensions } = message.Trigger as Record<string, unknown>;
            assert.deepEqual(
                [MetricName, Dimensions],
                [
                    "InvocationFailures",
                    [
                        { value: "summarizer-dev", name: "EndpointName" },
                        { value: "primary", name: "VariantName" },
                    ],
                ],
            );
        });
    }).timeout(60_000);

    const topicRefuses = `Resource: arn:aws:cloudwatch:us-east-1:123456789012:alarm:summarizer-dev-invocation-failures is not authorized to perform: SNS:Publish on resource: arn:aws:sns:us-east-1:123456789012:summarizer-dev-alarms`;
    const silenced: [string, Edit, string][] = [
        [
            "the topic's policy does not let CloudWatch publish",
            {
                file: "infra/encryptedTopic.ts",
                from: "...(alarms.length === 0 ? [] : [alarmsPublish(accountId, topic, alarms)]),",
                to: "",
            },
            topicRefuses,
        ],
        [
            "the topic's policy is for other alarms",
            { file: "infra/alarms.ts", from: "            failed: names.invocationFailuresAlarm,\n", to: "" },
            topicRefuses,
        ],
        [
            "the key's policy does not let CloudWatch use it",
            { file: "infra/encryption.ts", from: '"cloudwatch.amazonaws.com"', to: '"events.amazonaws.com"' },
            "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.",
        ],
    ];
    for (const [what, edit, reason] of silenced) {
        it(`is an alarm that nobody hears, and the laptop AWS says so, where ${what}`, async () => {
            // The program is not type-checked here: the alarm itself keeps its name.
            const named = {
                file: "infra/alarms.ts",
                from: "alarms.failed, {",
                to: "names.invocationFailuresAlarm, {",
            };
            await withFailure([edit, named], async (stack) => {
                assert.deepEqual(fired(stack), ["summarizer-dev-invocation-failures"]);
                assert.deepEqual(await inbox(stack), []);
                assert.deepEqual(lost(stack), [reason]);
            });
        }).timeout(60_000);
    }
});
