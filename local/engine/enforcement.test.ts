import assert from "node:assert/strict";
import { resolve } from "node:path";

import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { InProcessHost } from "../container/inProcessHost";
import { withEditedProject } from "../testing/temporaryProject";
import { deploy, destroy } from "./deployment";
import { packDirectories, withPacks } from "./policyPack";
import { loadProject } from "../../contract/project";
import { laptopProvider } from "./provider";

const root = resolve(__dirname, "../..");

describe("an update under policy packs", () => {
    it("stops before the resource that violates a rule is made, and what was made can be destroyed", async () => {
        const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
        const cloud = new Cloud({ clock, containers: new InProcessHost(), region: "us-east-1" });
        const { accountId, region, partition } = cloud;
        const call = cloud.as(cloud.identities.deployer.caller);
        const provider = laptopProvider({ call, accountId, region, partition, sleep: () => clock.advance(5) });
        const edit = { file: "Pulumi.dev.yaml", from: "config:\n", to: "config:\n  summarizer:minCapacity: 1\n" };
        await withEditedProject([edit], async (edited) => {
            const project = loadProject(edited, "dev");
            const { errors, resources } = await withPacks(packDirectories(root), project, false, (packs) =>
                deploy({ project, provider, packs, preview: false }),
            );
            assert.equal(errors.length, 1);
            assert.match(String(errors[0]), /^aws:appautoscaling\/target:Target scaling: \[min-capacity-is-zero\]/);
            const targets = await call("application-autoscaling", "DescribeScalableTargets", {
                ServiceNamespace: "sagemaker",
            });
            assert.deepEqual(targets.ScalableTargets, []);
            assert.ok(resources.some(({ type }) => type === "aws:sagemaker/endpoint:Endpoint"));
            await destroy(resources, provider, { liftProtection: false });
            assert.deepEqual(cloud.inventory(), []);
        });
        await cloud.close();
    }).timeout(60_000);
});
