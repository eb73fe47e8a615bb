import assert from "node:assert/strict";
import { join } from "node:path";

import { ConfigurationError } from "../engine/packConfiguration";
import { withProject } from "../testing/temporaryProject";
import { judgeRecording } from "./gate";
import { recording } from "./testing/recordings";

const pack = `
const { PolicyPack } = require("@pulumi/policy");
const rule = (name, tags) => ({
    name,
    description: name + " must hold; otherwise it does not.",
    enforcementLevel: "mandatory",
    validateResource: () => undefined,
    ...tags,
});
new PolicyPack("sample", { policies: [rule("must", { tags: ["required"] }), rule("should")] });
`;
const lowered = JSON.stringify({ must: "disabled", should: "disabled" });
const files = {
    "policies/sample/PulumiPolicy.yaml": "runtime: nodejs\n",
    "policies/sample/package.json": '{ "name": "sample", "version": "1.0.0", "main": "index.js" }\n',
    "policies/sample/index.js": pack,
    "policies/sample/config/dev.json": lowered,
    "other/policies/sample/config/dev.json": lowered,
};

/** Rules that are off in stack dev, if the project in this folder sets the packs. */
async function disabled(configuredBy: (root: string) => string | undefined): Promise<string[]> {
    return withProject(files, async (root) => {
        const folder = configuredBy(root);
        const args = {
            packs: [join(root, "policies", "sample")],
            today: new Date(),
            ...(folder !== undefined && { configuredBy: folder }),
        };
        const { verdicts } = await judgeRecording(recording("state", []), args);
        return verdicts.flatMap((verdict) => verdict.disabled.map(({ policy }) => policy));
    });
}

describe("what may lower a rule that a running pack tags as required", () => {
    for (const [whose, folder] of [
        ["the packs' own configuration", () => undefined],
        ["that of the project that the packs are of", (root: string) => root],
        ["that of the same project, named in another way", (root: string) => `${root}/other/..`],
    ] as const) {
        it(`is not ${whose}`, async () => {
            await assert.rejects(disabled(folder), (error: unknown) => {
                assert.ok(error instanceof ConfigurationError);
                assert.equal(
                    error.message,
                    "policies/sample/config/dev.json: must is required: it may not be set below mandatory. Exempt a resource instead.",
                );
                return true;
            });
        });
    }

    it("is another project's", async () => {
        assert.deepEqual(await disabled((root) => join(root, "other")), ["must", "should"]);
    });
});
