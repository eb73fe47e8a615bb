import assert from "node:assert/strict";

import { queue, recording } from "../gate/testing/recordings";
import { withSamplePack } from "../gate/testing/samplePack";
import { withProject } from "../testing/temporaryProject";
import { PolicyPack, withPacks } from "./policyPack";
import { type Project } from "../../contract/project";

const project: Project = {
    root: "/nowhere",
    name: "p",
    stack: "dev",
    main: "/nowhere",
    nodeArguments: [],
    config: {},
    secretKeys: [],
};

describe("a policy pack", () => {
    it("says what it is, and how each rule is set and mended", async () => {
        await withSamplePack(undefined, async (directory) => {
            const pack = await PolicyPack.start(directory, project, true);
            const { name, version, rules } = pack.info;
            await pack.stop();
            assert.deepEqual([name, version], ["sample", "1.0.0"]);
            assert.deepEqual(rules[1], {
                name: "should",
                description: "should must hold; otherwise it does not.",
                remediationSteps: "Mend should.",
                url: "",
                level: "advisory",
                parameters: { limit: { type: "number", default: 1 }, exemptions: { type: "array", default: [] } },
                required: [],
                mandatoryEverywhere: false,
            });
        });
    });

    it("is set by its stack's configuration for a preview or an update, exemptions with it", async () => {
        const smoke = { resource: "aws:sqs/queue:Queue::smoke", reason: "it is emptied daily", expires: "2027-01-31" };
        await withSamplePack({ must: { limit: 4, exemptions: [smoke] } }, async (directory) => {
            const { findings } = await withPacks([directory], project, true, async (starting) => {
                const [pack] = await starting;
                return (pack as PolicyPack).analyze(queue("a", { rule: "must", limited: true }));
            });
            assert.deepEqual(
                findings.map(({ message }) => message.split("\n")[1]),
                ["limit 4, exempted aws:sqs/queue:Queue::smoke"],
            );
        });
    });

    it("tells apart what is put off and what is not its concern", async () => {
        await withSamplePack(undefined, async (directory) => {
            await withPacks([directory], project, true, async (starting) => {
                const [pack] = (await starting) as [PolicyPack];
                const { resources } = recording("firstPreview", [
                    queue("a", { rule: "must", put: "deferred: policy is unknown" }),
                    queue("b", { rule: "must", put: "Concerns topics" }),
                ]);
                const analyses = await Promise.all(resources.map((resource) => pack.analyze(resource)));
                assert.deepEqual(
                    analyses.flatMap(({ deferred }) => deferred),
                    [{ pack: "sample", policy: "must", urn: resources[1]?.urn, reason: "policy is unknown" }],
                );
            });
        });
    });

    it("is named when it fails, with what went wrong", async () => {
        await withSamplePack(undefined, async (directory) => {
            await withPacks([directory], project, true, async (starting) => {
                const [pack] = (await starting) as [PolicyPack];
                await pack.stop();
                await assert.rejects(pack.analyze(queue("a", {})), /^Error: The policy pack sample failed: /);
            });
        });
    });

    it("that does not start says why", async () => {
        const files = {
            "broken/PulumiPolicy.yaml": "runtime: nodejs\n",
            "broken/package.json": '{ "name": "broken", "version": "1.0.0", "main": "index.js" }',
            "broken/index.js": 'throw new Error("it has no rules");',
        };
        await withProject(files, async (root) => {
            await assert.rejects(
                PolicyPack.start(`${root}/broken`, project, true),
                /^Error: Policy pack \S+broken did not start: [\s\S]*it has no rules/,
            );
        });
    });
});
