import assert from "node:assert/strict";

import { type PackConfiguration } from "../engine/packConfiguration";
import { type PolicyPack } from "../engine/policyPack";
import { type Properties, unknown } from "../resources/resource";
import { judge, passes, type StackVerdict } from "./judge";
import { type Recording } from "./record";
import { inBothModes, queue, recording, root, urnOf } from "./testing/recordings";
import { startSamplePack } from "./testing/samplePack";

const today = new Date("2027-01-31T12:00:00Z");
const both = ["firstPreview", "deterministicIds"];

describe("judging what was recorded", () => {
    let pack: PolicyPack;
    let configured: (config?: object) => Promise<PackConfiguration>;
    before(async () => ({ pack, configured } = await startSamplePack()));
    after(() => pack.stop());

    async function judged(recordings: Recording[], config?: object, on = today): Promise<StackVerdict> {
        return judge(recordings, [pack], [await configured(config)], on);
    }

    const said = ({ policy, level, urn, message, modes }: StackVerdict["violations"][number]) => [
        policy,
        level,
        urn,
        message,
        modes,
    ];

    it("passes what no rule has anything to say of", async () => {
        const verdict = await judged(inBothModes({ a: {} }));
        assert.deepEqual(verdict, {
            stack: "dev",
            resources: 2,
            modes: both,
            errors: [],
            violations: [],
            unevaluated: [],
            notJudged: [],
            exemptionFaults: [],
            advisories: [],
            exempted: [],
            deferred: [],
            packs: [{ pack: "sample" }],
            disabled: [],
            warnings: [],
        });
        assert.ok(passes(verdict));
    });

    it("says once what was found in both modes, and in which modes what was found in one", async () => {
        const verdict = await judged(
            inBothModes({ a: { rule: "must", say: "no" }, b: { rule: "must", document: unknown } }, 7),
        );
        assert.deepEqual(verdict.violations.map(said), [
            ["must", "mandatory", urnOf("a"), "must must hold; otherwise it does not.\nno", both],
            ["must", "mandatory", urnOf("b"), "must must hold; otherwise it does not.\nno text", ["deterministicIds"]],
        ]);
        assert.equal(passes(verdict), false);
    });

    it("lets advisories pass", async () => {
        const verdict = await judged(inBothModes({ a: { rule: "should", say: "hm" } }));
        assert.deepEqual(verdict.advisories.map(said), [
            ["should", "advisory", urnOf("a"), "should must hold; otherwise it does not.\nhm", both],
        ]);
        assert.ok(passes(verdict));
    });

    for (const rule of ["must", "should"]) {
        it(`fails when a rule could not run, though it only ${rule} hold`, async () => {
            const verdict = await judged(inBothModes({ a: { rule, read: "secret", secret: unknown } }));
            assert.deepEqual(
                verdict.unevaluated.map(({ policy, modes }) => [policy, modes]),
                [[rule, ["firstPreview"]]],
            );
            assert.deepEqual(verdict.advisories, []);
            assert.equal(passes(verdict), false);
        });
    }

    it("passes what was put off and then judged", async () => {
        const first = recording("firstPreview", [queue("a", { rule: "must", put: "deferred: policy is an output" })]);
        const verdict = await judged([first, recording("deterministicIds", [queue("a", {})])]);
        const deferred = { pack: "sample", policy: "must", urn: urnOf("a"), reason: "policy is an output" };
        assert.deepEqual(verdict.deferred, [deferred]);
        assert.deepEqual(verdict.notJudged, []);
        assert.ok(passes(verdict));
    });

    const putOff: Properties = { rule: "must", put: "deferred: policy is an output" };
    const notJudged: [string, Recording[], string[]][] = [
        ["is put off in every mode", inBothModes({ a: putOff }), both],
        [
            "is put off in the last mode only",
            [recording("firstPreview", [queue("a", {})]), recording("deterministicIds", [queue("a", putOff)])],
            ["deterministicIds"],
        ],
        [
            "is put off for a resource that the last mode does not have",
            [recording("firstPreview", [queue("a", putOff)]), recording("deterministicIds", [])],
            ["firstPreview"],
        ],
    ];
    for (const [what, recordings, modes] of notJudged) {
        it(`fails on what ${what}`, async () => {
            const verdict = await judged(recordings);
            assert.deepEqual(verdict.notJudged, [
                { pack: "sample", policy: "must", urn: urnOf("a"), reason: "policy is an output", modes },
            ]);
            assert.deepEqual(verdict.deferred, []);
            assert.equal(passes(verdict), false);
        });
    }

    it("takes another reason for not being applicable as what it is", async () => {
        const verdict = await judged(inBothModes({ a: { rule: "must", put: "Concerns topics" } }));
        assert.deepEqual([verdict.deferred, verdict.notJudged], [[], []]);
    });

    it("asks stack rules about all resources together, and takes what they say for the stack's", async () => {
        const bare = inBothModes({ a: {} });
        for (const { resources } of bare) for (const resource of resources) resource.outputs = {};
        const verdict = await judged(bare);
        assert.deepEqual(verdict.violations.map(said), [
            ["one-is-wanted", "mandatory", root, "One must be wanted; otherwise none is.\nnone is wanted", both],
        ]);
        const later = await judged(inBothModes({ a: { later: true } }));
        assert.deepEqual(later.notJudged, [
            { pack: "sample", policy: "one-is-wanted", urn: root, reason: "later", modes: both },
        ]);
    });

    it("asks no stack rule about a program that did not run to its end, and fails on it", async () => {
        const broken = recording("firstPreview", [], { errors: ["it broke"], warnings: ["it creaked"] });
        for (const resource of broken.resources) resource.outputs = {};
        const verdict = await judged([broken, { ...broken, mode: "deterministicIds" }]);
        assert.deepEqual([verdict.errors, verdict.warnings, verdict.violations], [["it broke"], ["it creaked"], []]);
        assert.equal(passes(verdict), false);
    });

    it("does not judge what the program only looked up, by itself or with the stack", async () => {
        const looked = { ...queue("a", { rule: "must", say: "no", later: true }), external: true };
        const verdict = await judged([recording("deterministicIds", [looked])]);
        assert.deepEqual([verdict.violations, verdict.notJudged], [[], []]);
        assert.ok(passes(verdict));
    });

    it("lets nothing that was looked up stand in for what a stack rule wants the program to make", async () => {
        const wanted = queue("a", { wanted: true });
        const found = async (more: object) => {
            const one = recording("deterministicIds", [{ ...wanted, ...more }]);
            for (const resource of one.resources) if (resource.urn === root) resource.outputs = {};
            return (await judged([one])).violations.map(({ policy, urn }) => [policy, urn]);
        };
        assert.deepEqual(await found({}), []);
        assert.deepEqual(await found({ external: true }), [["one-is-wanted", root]]);
    });

    it("shows rules the provider, and its parameters without exemptions", async () => {
        const provider = {
            urn: "u",
            type: "pulumi:providers:aws",
            name: "default",
            properties: { region: "eu-west-1" },
        };
        const one = { ...queue("a", { rule: "must", provider: true }), provider };
        const two = queue("b", { rule: "should", limited: true });
        const config = { should: { limit: 4, exemptions: [] } };
        const verdict = await judged([recording("firstPreview", [one, two])], config);
        const shown = (finding: StackVerdict["violations"][number] | undefined) => finding?.message.split("\n")[1];
        assert.deepEqual(JSON.parse(String(shown(verdict.violations[0]))), {
            type: "pulumi:providers:aws",
            props: { region: "eu-west-1" },
            urn: "u",
            name: "default",
        });
        assert.equal(shown(verdict.advisories[0]), "limit 4, exempted undefined");
    });

    it("sets levels as the configuration says, names what is off, and from which file", async () => {
        const config = { all: "advisory", should: "mandatory", "one-is-wanted": "disabled" };
        const bare = inBothModes({ a: { rule: "must", say: "no" }, b: { rule: "should", say: "no" } });
        for (const { resources } of bare) for (const resource of resources) resource.outputs = {};
        const verdict = await judged(bare, config);
        assert.deepEqual(
            [...verdict.violations, ...verdict.advisories].map(({ policy, level }) => [policy, level]),
            [
                ["should", "mandatory"],
                ["must", "advisory"],
            ],
        );
        assert.deepEqual(verdict.disabled, [{ pack: "sample", policy: "one-is-wanted" }]);
        assert.deepEqual(verdict.packs, [{ pack: "sample", file: "policies/sample/config/dev.json" }]);
        // What one stack sets does not stay with the next.
        const next = await judged(bare);
        assert.deepEqual(next.disabled, []);
        assert.deepEqual(
            next.violations.map(({ policy }) => policy),
            ["must", "one-is-wanted"],
        );
    });

    it("takes out what is exempted, and fails on an exemption that expired or is not needed", async () => {
        const exemption = (name: string, expires: string) => ({
            resource: `aws:sqs/queue:Queue::${name}`,
            reason: "it is emptied daily",
            expires,
        });
        const config = { must: { exemptions: [exemption("a", "2027-01-31")] } };
        const recordings = inBothModes({ a: { rule: "must", say: "no" } });
        const valid = await judged(recordings, config);
        assert.deepEqual(
            valid.exempted.map(({ urn, exemption: { reason, expires } }) => [urn, reason, expires]),
            [[urnOf("a"), "it is emptied daily", "2027-01-31"]],
        );
        assert.deepEqual(valid.violations, []);
        assert.ok(passes(valid));

        const expired = await judged(recordings, config, new Date("2027-02-01T00:00:00Z"));
        assert.equal(expired.violations.length, 1);
        assert.deepEqual(
            expired.exemptionFaults.map(({ fault, file }) => [fault, file]),
            [["expired", "policies/sample/config/dev.json"]],
        );
        const unused = await judged(inBothModes({ a: {} }), config);
        assert.deepEqual(
            unused.exemptionFaults.map(({ fault, rule, resource }) => [fault, rule, resource]),
            [["unused", "must", "aws:sqs/queue:Queue::a"]],
        );
        assert.equal(passes(unused), false);
    });
});
