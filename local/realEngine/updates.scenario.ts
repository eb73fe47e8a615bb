import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { inEachEnvironment } from "./scenario";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:2.0";
const token = "hf_ofNoConsequence";

interface Change {
    what: string;
    settings: [key: string, value: string, ...flags: string[]][];
    /** The execution role has to be allowed to fetch it. */
    granted?: true;
}

const changes: Change[] = [
    { what: "another model of the Hub", settings: [["modelId", "google/pegasus-xsum"]] },
    { what: "a new image", settings: [["image", image]], granted: true },
    {
        what: "a new artifact under a new key",
        settings: [["modelDataUrl", "s3://artifacts/pegasus/2/model.tar.gz"]],
        granted: true,
    },
    { what: "another environment of the container", settings: [["hubToken", token, "--secret"]] },
];

inEachEnvironment("an update", (stage) => {
    const { environment } = stage;

    before(async () => {
        const { cloud } = stage.stack.aws;
        await cloud.call("s3", "CreateBucket", { Bucket: "artifacts" });
        const artifact = { Bucket: "artifacts", Key: "pegasus/2/model.tar.gz", Body: Buffer.from("weights") };
        await cloud.call("s3", "PutObject", artifact);
        await stage.stack.goodUp();
        stage.stack.changesAsked();
    });

    for (const { what, settings, granted } of changes) {
        it(`to ${what} keeps the queue, and the endpoint scales on from its initial count`, async () => {
            const { aws } = stage.stack;
            const before = await stage.deployed();
            await aws.advanceUntil(async () => (await before.instances()) === 0, 60);
            const waiting = await Promise.all(["a", "b", "c"].map((id) => before.invoke(`load-${what.length}-${id}`)));

            aws.capacity.length = 0;
            for (const [key, value, ...flags] of settings) await stage.stack.set(key, value, ...flags);
            const { output } = await stage.stack.goodUp();
            assert.match(output, /EndpointConfiguration endpoint created replacement/);
            // The new configuration before the old one goes, the endpoint in between; scaling is left alone.
            assert.deepEqual(stage.stack.changesAsked(), [
                ...(granted ? ["PutRolePolicy"] : []),
                "CreateModel",
                "CreateEndpointConfig",
                "UpdateEndpoint",
                "DeleteEndpointConfig",
                "DeleteModel",
            ]);

            const after = await stage.deployed();
            assert.notEqual(after.outputs.endpointConfigName, before.outputs.endpointConfigName);
            assert.equal((await after.endpoint()).EndpointConfigName, after.outputs.endpointConfigName);
            assert.equal(aws.capacity[0], 1);
            await aws.advanceUntil(() => after.allExist(waiting), 10);
            await after.assertScales();
            await aws.advanceUntil(async () => (await after.instances()) === 0, 60);
        });
    }

    it("keeps a token out of the state", async () => {
        const { stdout } = await stage.stack.good(["stack", "export", "--stack", environment]);
        assert.match(stdout, /HF_API_TOKEN/);
        assert.equal(stdout.includes(token), false);
        assert.equal(readFileSync(`${stage.stack.root}/Pulumi.${environment}.yaml`, "utf8").includes(token), false);
    });
});
