import assert from "node:assert/strict";

import { inEachEnvironment } from "./scenario";

const broken = "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:broken";
const mended = "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:mended";

inEachEnvironment("an update that SageMaker rolls back", (stage) => {
    const { environment } = stage;
    let served = "";

    before(async () => {
        await stage.stack.goodUp();
        served = (await stage.deployed()).outputs.endpointConfigName;
        stage.stack.aws.brokenImages.add(broken);
        await stage.stack.set("image", broken);
    });

    const exists = async (EndpointConfigName: string): Promise<boolean> => {
        const { cloud } = stage.stack.aws;
        return cloud.call("sagemaker", "DescribeEndpointConfig", { EndpointConfigName }).then(
            () => true,
            () => false,
        );
    };

    if (environment === "prod") {
        it("fails, names what is still served, and keeps its configuration", async () => {
            const { code, output } = await stage.stack.up();
            assert.notEqual(code, 0);
            assert.match(
                output,
                new RegExp(`Endpoint summarizer-prod still serves the configuration ${served}: SageMaker rolled`),
            );
            assert.equal((await (await stage.deployed()).endpoint()).EndpointConfigName, served);
            assert.ok(await exists(served));
        });
    } else {
        it("passes for a success, as the AWS provider takes it, and the configuration that is served is gone", async () => {
            await stage.stack.goodUp();
            assert.equal((await (await stage.deployed()).endpoint()).EndpointConfigName, served);
            assert.equal(await exists(served), false);
        });
    }

    it("is told by the smoke test", async () => {
        const { code, output } = await stage.stack.smoke();
        assert.equal(code, 1, output);
        assert.match(output, new RegExp(`${served} serves; SageMaker rolled the update`));
    });

    it("is mended by a good image and `pulumi up --refresh`", async () => {
        await stage.stack.set("image", mended);
        await stage.stack.goodUp("--refresh");
        const deployed = await stage.deployed();
        assert.equal((await deployed.endpoint()).EndpointConfigName, deployed.outputs.endpointConfigName);
        assert.equal(await exists(served), false);
        await deployed.assertScales();
        await stage.stack.good(["preview", "--stack", environment, "--refresh", "--expect-no-changes"]);
    });

    if (environment === "prod") {
        it("does not destroy an endpoint with a backlog", async () => {
            const { aws } = stage.stack;
            const deployed = await stage.deployed();
            await aws.advanceUntil(async () => (await deployed.instances()) === 0, 60);
            const location = await deployed.invoke("load-waiting");
            await aws.clock.advance(60);
            await stage.stack.set("protect", "false");
            const output = await stage.stack.bad(["destroy", "--yes", "--run-program", "--stack", environment]);
            assert.match(output, /Endpoint summarizer-prod has 1 requests queued or in process/);
            // Scaling went before the endpoint was asked for: `pulumi up` brings it back, and the request is answered.
            await stage.stack.goodUp("--refresh");
            await (await stage.deployed()).assertScales();
            await aws.advanceUntil(() => deployed.exists(location), 30);
        });

        it("lets it go, without the program, once the guards are taken away as they say", async () => {
            await stage.stack.set("guardDeletes", "false");
            await stage.stack.set("forceDestroy", "true");
            await stage.stack.goodUp();
            await (await stage.deployed()).invoke("load-lost");
            await stage.stack.aws.clock.advance(60);
            await stage.stack.good(["destroy", "--yes", "--stack", environment]);
            assert.deepEqual(stage.stack.aws.cloud.inventory(), []);
        });
    }
});
