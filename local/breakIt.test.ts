import assert from "node:assert/strict";
import { resolve } from "node:path";

import { DeployedStack } from "./testing/deployedStack";
import { type Edit, withEditedProject } from "./testing/temporaryProject";

const root = resolve(__dirname, "..");
/** Fifteen quiet minutes, up to one for alignment, and the scaling itself. */
const asleepWithinMinutes = 25;

/** The program deployed as it stands, or as edited, and asleep. */
async function withStack(edits: Edit[], use: (stack: DeployedStack) => Promise<void>): Promise<void> {
    const deployAndUse = async (directory: string): Promise<void> => {
        const stack = await DeployedStack.deploy(directory);
        try {
            await use(stack);
        } finally {
            await stack.close();
        }
    };
    await (edits.length === 0 ? deployAndUse(root) : withEditedProject(edits, deployAndUse));
}

describe("the program on a laptop AWS", () => {
    it("sleeps after fifteen quiet minutes, wakes for one request in two to three, and sleeps again", async () => {
        await withStack([], async (stack) => {
            const { clock } = stack.cloud;
            await stack.advanceUntil(() => stack.instances === 0, asleepWithinMinutes);

            const invokedAt = clock.now();
            const { OutputLocation } = await stack.invoke("one");
            await stack.advanceUntil(() => stack.of("request").some(({ status }) => status === "Completed"), 10);
            const woken = stack
                .of("alarmState")
                .find(({ alarmName, state }) => alarmName === stack.outputs.wakeUpAlarmName && state === "ALARM");
            const seconds = ((woken?.at ?? 0) - invokedAt) / 1000;
            assert.ok(seconds >= 120 && seconds <= 180, String(seconds));
            assert.match(String(await stack.read(OutputLocation)), /^\[\{"summary_text":"/);

            const doneAt = stack.of("request").find(({ status }) => status === "Completed")?.at ?? 0;
            await stack.advanceUntil(() => stack.instances === 0, asleepWithinMinutes);
            const asleepAt = stack.of("capacity").at(-1)?.at ?? 0;
            assert.ok(asleepAt - doneAt >= 900_000, String((asleepAt - doneAt) / 1000));
            assert.deepEqual(
                stack.of("capacity").map(({ instances }) => instances),
                [1, 0, 1, 0],
            );
        });
    }).timeout(60_000);

    for (const [adjustment, woken] of [
        [2, 2],
        [8, 3],
    ] as const) {
        it(`wakes with ${String(woken)} instances of at most 3 where the setting says ${String(adjustment)}`, async () => {
            const edit = {
                file: "Pulumi.dev.yaml",
                from: "config:\n",
                to: `config:\n  summarizer:maxCapacity: 3\n  summarizer:wakeUpScalingAdjustment: ${String(adjustment)}\n`,
            };
            await withStack([edit], async (stack) => {
                await stack.advanceUntil(() => stack.instances === 0, asleepWithinMinutes);
                await stack.invoke("one");
                await stack.advanceUntil(() => stack.of("request").some(({ status }) => status === "Completed"), 10);
                assert.deepEqual(
                    stack.of("capacity").map(({ instances }) => instances),
                    [1, 0, woken],
                );
            });
        }).timeout(60_000);
    }

    it("grows to its maximum for a burst, answers all of it, and goes back to zero", async () => {
        await withStack([], async (stack) => {
            for (let i = 0; i < 200; i++) await stack.invoke(`burst-${String(i)}`);
            await stack.advanceUntil(() => stack.instances === 0, 120);
            assert.equal(stack.of("request").filter(({ status }) => status === "Completed").length, 200);
            assert.equal(Math.max(...stack.of("capacity").map(({ instances }) => instances)), 5);
        });
    }).timeout(90_000);

    it("without the step policy, one request never wakes the endpoint", async () => {
        const withoutAction = [{ file: "infra/autoscaling.ts", from: "alarmActions: [wakeUp.arn],", to: "" }];
        const withoutPolicy = {
            file: "infra/autoscaling.ts",
            from: /const wakeUp = new Policy\([\s\S]*?\n {8}\);/,
            to: "",
        };
        await withStack([...withoutAction, withoutPolicy], async (stack) => {
            await stack.advanceUntil(() => stack.instances === 0, asleepWithinMinutes);
            await stack.invoke("one");
            await stack.cloud.clock.advance(5 * 3600);
            assert.equal(stack.instances, 0);
            const states = stack.of("request").map(({ status }) => status);
            assert.deepEqual(states, ["Queued"]);
            // The alarm does ring: there is nobody to act on it.
            const { MetricAlarms } = await stack.cloud.call("cloudwatch", "DescribeAlarms", {
                AlarmNames: [stack.outputs.wakeUpAlarmName],
            });
            assert.equal(MetricAlarms[0]?.StateValue, "ALARM");
        });
    }).timeout(60_000);

    it("with VariantName among the tracking metric's dimensions, never scales in", async () => {
        const edit = {
            file: "infra/autoscaling.ts",
            from: 'dimensions: [{ name: "EndpointName", value: endpoint.name }],',
            to: 'dimensions: [{ name: "EndpointName", value: endpoint.name }, { name: "VariantName", value: args.variantName }],',
        };
        await withStack([edit], async (stack) => {
            await stack.cloud.clock.advance(6 * 3600);
            assert.equal(stack.instances, 1);
            const { MetricAlarms } = await stack.cloud.call("cloudwatch", "DescribeAlarms", {
                AlarmNamePrefix: "TargetTracking-",
            });
            assert.deepEqual(
                MetricAlarms.map(({ StateValue }) => StateValue),
                ["INSUFFICIENT_DATA", "INSUFFICIENT_DATA"],
            );
        });
    }).timeout(60_000);

    it("with a model that does not exist, is refused at CreateEndpointConfig", async () => {
        const edit = { file: "infra/endpoint.ts", from: "modelName: args.modelName", to: 'modelName: "missing"' };
        await assert.rejects(
            withStack([edit], () => Promise.resolve()),
            /endpointConfiguration:EndpointConfiguration \S+: .*Could not find model "arn:aws:sagemaker:us-east-1:123456789012:model\/missing"\./,
        );
    }).timeout(60_000);

    it("with a dead container, writes a failure object and tells the error topic", async () => {
        await withStack([], async (stack) => {
            await stack.containers.stopAll();
            const { FailureLocation, OutputLocation } = await stack.invoke("one");
            await stack.cloud.clock.advance(60);
            assert.match(String(await stack.read(String(FailureLocation))), /server error \(0\) from model/);
            assert.equal(await stack.read(OutputLocation), undefined);
            const told = stack.of("published").filter(({ message }) => message.includes("InferenceResult"));
            assert.deepEqual(
                told.map(({ topicArn, delivered }) => [topicArn, delivered]),
                [[stack.outputs.errorTopicArn, 1]],
            );
        });
    }).timeout(60_000);

    it("without sns:Publish in the role's stored policy, reports that the notification is lost", async () => {
        const edit = { file: "infra/executionRole.ts", from: '"sns:Publish"', to: '"sns:GetTopicAttributes"' };
        await withStack([edit], async (stack) => {
            const { OutputLocation } = await stack.invoke("one");
            await stack.cloud.clock.advance(60);
            assert.ok(await stack.read(OutputLocation));
            // What does arrive is that something is lost.
            assert.deepEqual(
                stack.of("published").map(({ topicArn, message }) => [topicArn, JSON.parse(message).AlarmName]),
                [[stack.outputs.alarmTopicArn, `${stack.outputs.endpointName}-notification-failures`]],
            );
            const lost = stack.of("undelivered");
            assert.ok(lost.length > 0);
            assert.match(String(lost.at(-1)?.reason), /is not authorized to perform: SNS:Publish/);
        });
    }).timeout(60_000);
});
