import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Edit } from "../testing/temporaryProject";
import { packs, underPacks } from "./realStack";
import { inEachEnvironment } from "./scenario";

interface Violation {
    rule: string;
    /** What a pull request might change; it is undone afterwards. */
    edit: Edit;
    /** What an update must not ask for once the rule has spoken. */
    untouched: string;
}

const violations: Violation[] = [
    {
        rule: "min-capacity-is-zero",
        edit: { file: "infra/autoscaling.ts", from: "minCapacity: args.minCapacity", to: "minCapacity: 1" },
        untouched: "RegisterScalableTarget",
    },
    {
        rule: "error-topic-is-set",
        edit: { file: "infra/endpoint.ts", from: ", errorTopic: args.errorTopicArn", to: "" },
        untouched: "CreateEndpointConfig",
    },
    {
        rule: "success-topic-is-set",
        edit: { file: "infra/endpoint.ts", from: "successTopic: args.successTopicArn, ", to: "" },
        untouched: "CreateEndpointConfig",
    },
    {
        rule: "buckets-block-public-access",
        edit: { file: "infra/privateBucket.ts", from: "blockPublicPolicy: true", to: "blockPublicPolicy: false" },
        untouched: "PutPublicAccessBlock",
    },
];

inEachEnvironment("policies", (stage) => {
    const { environment } = stage;
    const preview = ["preview", "--stack", environment];

    for (const { rule, edit } of violations) {
        it(`${rule} stops a first preview`, async () => {
            const output = await stage.stack.edited([edit], () => stage.stack.bad([...preview, ...underPacks(environment)]));
            assert.match(output, new RegExp(`\\[mandatory\\] .* ${rule} `));
            assert.doesNotMatch(output, /can't run policy/);
        });
    }

    it("take their configuration from files", async () => {
        const file = join(stage.stack.root, "lenient.json");
        writeFileSync(file, JSON.stringify({ "min-capacity-is-zero": "advisory" }));
        const lenient = ["--policy-pack", packs[0] as string, "--policy-pack-config", file];
        const [{ edit }] = violations as [Violation];
        const { output } = await stage.stack.edited([edit], () => stage.stack.good([...preview, ...lenient]));
        assert.match(output, /\[advisory\] .* min-capacity-is-zero /);
    });

    it("let the program itself pass", () => stage.stack.goodUp(...underPacks(environment)));

    for (const { rule, edit, untouched } of violations) {
        it(`${rule} stops an update before its resource is touched`, async () => {
            stage.stack.changesAsked();
            const { code, output } = await stage.stack.edited([edit], () => stage.stack.up(...underPacks(environment)));
            assert.notEqual(code, 0);
            assert.match(output, new RegExp(`\\[mandatory\\] .* ${rule} `));
            assert.equal(stage.stack.changesAsked().includes(untouched), false, untouched);
        });
    }
});
