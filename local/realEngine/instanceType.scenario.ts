import assert from "node:assert/strict";

import { inEachEnvironment } from "./scenario";
import { assertServes, instanceTypeSteps, otherInstanceType, recover } from "./testing/instanceTypeChange";

inEachEnvironment("another instance type, while the variant is a registered scalable target", (stage) => {
    const { environment } = stage;
    before(() => stage.stack.goodUp());

    it("is refused by AWS when the gate never shuts; with the old type `pulumi up --refresh` heals", async () => {
        const before = (await (await stage.deployed()).servedInstanceType()) as string;
        await otherInstanceType(stage);
        const file = "infra/endpoint.ts";
        const open = { file, from: "replacementTrigger: `${variantName} on ${instanceType}`, ", to: "" };
        const { code, output } = await stage.stack.edited([open], () => stage.stack.up());
        assert.notEqual(code, 0);
        assert.match(output, /ValidationException: .* must be deregistered as scalable target/);
        // The provider has saved the configuration that was asked for, as if it were served: only a refresh tells.
        await stage.stack.set("instanceType", before);
        await recover(stage);
        await assertServes(stage, before);
    });

    it("takes one `pulumi up`, which shows each step, and keeps the backlog", async () => {
        const { aws } = stage.stack;
        const before = await stage.deployed();
        await aws.advanceUntil(async () => (await before.instances()) === 0, 60);
        const waiting = await Promise.all(["x", "y"].map((id) => before.invoke(`load-${id}`)));
        const type = await otherInstanceType(stage);
        const { output } = await stage.stack.good(["preview", "--stack", environment]);
        for (const step of ["Stash endpoint-variant replace", "Target scaling replace", "Policy wake-up replace"]) {
            assert.ok(output.includes(step), `${step} in\n${output}`);
        }
        await stage.stack.goodUp();
        const asked = stage.stack.changesAsked();
        assert.deepEqual([...asked].sort(), [...instanceTypeSteps].sort());
        const order = ["DeregisterScalableTarget", "UpdateEndpoint", "RegisterScalableTarget", "PutMetricAlarm"];
        assert.deepEqual(
            asked.filter((operation) => order.includes(operation)),
            order,
        );
        await assertServes(stage, type);
        await aws.advanceUntil(() => before.allExist(waiting), 10);
    });

    it("is like another variant: that takes one `pulumi up` too", async () => {
        await stage.stack.set("variantName", "secondary");
        stage.stack.changesAsked();
        await stage.stack.goodUp();
        // The alarms on single requests watch the variant by its name.
        const alarms = Array<string>(3).fill("PutMetricAlarm");
        assert.deepEqual(stage.stack.changesAsked().sort(), [...instanceTypeSteps, ...alarms].sort());
        const deployed = await stage.deployed();
        assert.equal(deployed.outputs.variantName, "secondary");
        assert.equal((await deployed.served()).ProductionVariants?.[0]?.VariantName, "secondary");
        await deployed.assertScales();
    });

    it("leaves the target alone when something else changes", async () => {
        await stage.stack.set("maxConcurrentInvocationsPerInstance", "3");
        stage.stack.changesAsked();
        await stage.stack.goodUp();
        assert.deepEqual(
            stage.stack.changesAsked().filter((operation) => /Scal/.test(operation)),
            [],
        );
    });
});
