import assert from "node:assert/strict";

import { underPacks } from "./realStack";
import { inEachEnvironment } from "./scenario";

/** Each of these is deleted before the next: what scales before the endpoint, the endpoint before what it runs on. */
const destroyOrder = [
    "DeleteScalingPolicy",
    "DeregisterScalableTarget",
    "DeleteEndpoint",
    "DeleteEndpointConfig",
    "DeleteModel",
    "DeleteRole",
];

inEachEnvironment("from the first preview to destroy", (stage) => {
    const { environment } = stage;

    it("previews under both packs: nothing is violated, and every rule could run", async () => {
        const { output } = await stage.stack.good(["preview", "--stack", environment, ...underPacks(environment)]);
        assert.match(output, /\+ 72 to create/);
        assert.match(output, /✅ async-inference@.*\n.*✅ security-baseline@/);
        assert.doesNotMatch(output, /can't run policy|mandatory|advisory|error:|warning:/);
        assert.deepEqual(stage.stack.changesAsked(), []);
    });

    it("deploys, exports and scales", async () => {
        const { output } = await stage.stack.goodUp(...underPacks(environment));
        assert.match(output, /\+ 72 created/);
        const deployed = await stage.deployed();
        assert.equal(deployed.outputs.endpointName, `summarizer-${environment}`);
        assert.equal((await deployed.endpoint()).EndpointConfigName, deployed.outputs.endpointConfigName);
        await deployed.assertScales();
    });

    it("passes the smoke test over the wire", async () => {
        const { code, output } = await stage.stack.smoke();
        assert.equal(code, 0, output);
    });

    it("has told the alarm inbox of the smoke test's request that must fail, and of nothing else", async () => {
        const QueueUrl = (await stage.deployed()).outputs.alarmInboxUrl;
        const { Messages = [] } = await stage.stack.aws.cloud.call("sqs", "ReceiveMessage", {
            QueueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: 0,
        });
        assert.deepEqual(
            Messages.map(({ Body }) => (JSON.parse(Body as string) as { AlarmName: string }).AlarmName),
            [`summarizer-${environment}-invocation-failures`],
        );
    });

    it("changes nothing when deployed again", async () => {
        const { output } = await stage.stack.goodUp(...underPacks(environment), "--expect-no-changes");
        assert.match(output, /72 unchanged/);
    });

    it("finds no drift", async () => {
        await stage.stack.good(["refresh", "--yes", "--stack", environment, "--expect-no-changes"]);
        await stage.stack.good(["preview", "--stack", environment, "--refresh", "--expect-no-changes"]);
    });

    if (environment === "prod") {
        it("refuses to destroy what is protected, and needs the program for its guards", async () => {
            const destroy = ["destroy", "--yes", "--stack", environment];
            assert.match(await stage.stack.bad(destroy), /--run-program/);
            assert.match(await stage.stack.bad([...destroy, "--run-program"]), /protected/);
            await stage.stack.set("protect", "false");
            await emptyBuckets();
        });
    }

    it("destroys in order and leaves nothing", async () => {
        stage.stack.changesAsked();
        const program = environment === "prod" ? ["--run-program"] : [];
        await stage.stack.good(["destroy", "--yes", "--stack", environment, ...program]);
        const asked = stage.stack.changesAsked().filter((operation) => destroyOrder.includes(operation));
        assert.deepEqual([...new Set(asked)], destroyOrder);
        assert.deepEqual(stage.stack.aws.cloud.inventory(), []);
        await stage.stack.good(["stack", "rm", "--yes", environment]);
    });

    /** prod has forceDestroy false: objects keep their bucket. */
    async function emptyBuckets(): Promise<void> {
        const { inputBucketName, outputBucketName } = (await stage.deployed()).outputs;
        for (const Bucket of [inputBucketName, outputBucketName]) {
            const { Contents = [] } = await stage.stack.aws.cloud.call("s3", "ListObjectsV2", { Bucket });
            for (const { Key } of Contents) await stage.stack.aws.cloud.call("s3", "DeleteObject", { Bucket, Key });
        }
    }
});
