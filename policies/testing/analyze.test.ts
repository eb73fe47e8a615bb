import assert from "node:assert/strict";

import { type ResourceRule } from "../rule";
import { analyze, output } from "./analyze";

/** What a rule looks like that reads properties without minding unknowns. */
const naive: ResourceRule = {
    evidence: "values",
    required: true,
    guards: [],
    peers: [],
    name: "naive",
    description: "A topic must have a key.",
    enforcementLevel: "mandatory",
    validateResource: ({ props }, report) => {
        if (!props["kmsMasterKeyId"]) report("No key.");
    },
};

const topic = "aws:sns/topic:Topic";

describe("letting Pulumi's analyzer judge", () => {
    it("shows that a mandatory rule turns advisory over an unknown, as in a real first preview", async () => {
        const [diagnostic, ...others] = await analyze(
            naive,
            topic,
            { kmsMasterKeyId: output("key") },
            { preview: true },
        );
        assert.equal(others.length, 0);
        assert.equal(diagnostic?.level, "advisory");
        assert.match(
            diagnostic.message,
            /^can't run policy 'naive' .* during preview: string value at \.kmsMasterKeyId/,
        );
    });

    it("resolves outputs in an update", async () => {
        const props = { kmsMasterKeyId: output("key"), name: output(undefined) };
        assert.deepEqual(await analyze(naive, topic, props, { preview: false }), []);
    });

    it("reports a violation with its rule, level and resource", async () => {
        assert.deepEqual(await analyze(naive, topic, { kmsMasterKeyId: undefined }, { preview: true }), [
            {
                policy: "naive",
                level: "mandatory",
                message: "A topic must have a key.\nNo key.",
                urn: "",
            },
        ]);
    });

    it("fails when a rule throws", async () => {
        const broken = { ...naive, validateResource: () => assert.fail("broken") };
        await assert.rejects(analyze(broken, topic, {}, { preview: true }), /Error validating resource.*\n.*broken/);
    });
});
