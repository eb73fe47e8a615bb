import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Edit } from "../testing/temporaryProject";
import { type Ended } from "./pulumi";
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
        rule: "failure-path-is-set",
        edit: { file: "infra/endpoint.ts", from: "s3FailurePath: ", to: "// " },
        untouched: "CreateEndpointConfig",
    },
    {
        rule: "buckets-block-public-access",
        edit: { file: "infra/privateBucket.ts", from: "blockPublicPolicy: true", to: "blockPublicPolicy: false" },
        untouched: "PutPublicAccessBlock",
    },
];

/** Seen only in the stack as a whole, which an update judges once it is made and a preview judges before. */
const relations: Omit<Violation, "untouched">[] = [
    {
        rule: "every-variant-is-scaled",
        edit: { file: "infra/autoscaling.ts", from: "/variant/${args.variantName}", to: "/variant/other" },
    },
    {
        rule: "empty-fleet-wakes-up",
        edit: { file: "infra/autoscaling.ts", from: "alarmActions: [wakeUp.arn]", to: "alarmActions: []" },
    },
    {
        rule: "buckets-refuse-plain-http",
        edit: { file: "infra/privateBucket.ts", from: 'Transport("s3:*"', to: 'Transport("s3:GetObject"' },
    },
];

inEachEnvironment("policies", (stage) => {
    const { environment } = stage;
    const preview = ["preview", "--stack", environment];

    for (const { rule, edit } of [...violations, ...relations]) {
        it(`${rule} stops a first preview`, async () => {
            const output = await stage.stack.edited([edit], () =>
                stage.stack.bad([...preview, ...underPacks(environment)]),
            );
            assert.match(output, new RegExp(`\\[mandatory\\] .* ${rule} `));
            assert.doesNotMatch(output, /can't run policy/);
        });
    }

    /** A first preview of a program that violates the first rule, by one pack in which that rule is set so. */
    const violated = async (setting: object): Promise<Ended> => {
        const [pack] = packs as [string];
        const [{ rule, edit }] = violations as [Violation];
        const own = JSON.parse(readFileSync(join(pack, "config", `${environment}.json`), "utf8")) as object;
        const file = join(stage.stack.root, "configuration.json");
        writeFileSync(file, JSON.stringify({ ...own, [rule]: setting }));
        const configured = ["--policy-pack", pack, "--policy-pack-config", file];
        return stage.stack.edited([edit], () => stage.stack.run([...preview, ...configured]));
    };

    it("take their configuration from files", async () => {
        const { code, output } = await violated({ enforcementLevel: "advisory" });
        assert.equal(code, 0, output);
        assert.match(output, /\[advisory\] .* min-capacity-is-zero /);
    });

    it("let pass what is exempted, as long as it is", async () => {
        const exempted = (expires: string): Promise<Ended> => {
            const resource = "aws:appautoscaling/target:Target::scaling";
            const exemptions = [{ resource, reason: "A load test that must not wait.", expires }];
            return violated({ enforcementLevel: "mandatory", exemptions });
        };
        const held = await exempted("9999-12-31");
        assert.equal(held.code, 0, held.output);
        assert.match((await exempted("2026-01-01")).output, /\[mandatory\] .* min-capacity-is-zero /);
    });

    it("say nothing of what they defer", async () => {
        const { output } = await stage.stack.good([...preview, ...underPacks(environment)]);
        assert.doesNotMatch(output, /deferred|\[advisory\]|\[mandatory\]|can't run policy/);
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
