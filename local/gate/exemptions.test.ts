import assert from "node:assert/strict";

import fc from "fast-check";

import { type PackConfiguration, type RuleExemption } from "../engine/packConfiguration";
import { withExemptions } from "./exemptions";
import { type JudgedFinding } from "./judge";
import { urnOf } from "./testing/recordings";

const finding = (policy: string, name: string, more: Partial<JudgedFinding> = {}): JudgedFinding => ({
    pack: "sample",
    policy,
    level: "mandatory",
    message: "no",
    urn: urnOf(name),
    unevaluated: false,
    modes: ["firstPreview"],
    ...more,
});

const exemption = (rule: string, name: string, expires = "2027-01-31"): RuleExemption => ({
    rule,
    resource: `aws:sqs/queue:Queue::${name}`,
    reason: "it is emptied daily",
    expires,
});

function configuration(...exemptions: RuleExemption[]): PackConfiguration {
    const settings: PackConfiguration["settings"] = new Map();
    for (const { rule, ...one } of exemptions) {
        const known = (settings.get(rule)?.parameters["exemptions"] ?? []) as object[];
        settings.set(rule, { level: "mandatory", parameters: { exemptions: [...known, one] } });
    }
    return { pack: "sample", file: "policies/sample/config/dev.json", settings };
}

const noon = new Date("2027-01-15T12:00:00Z");

/** What becomes of one finding that has one exemption. */
function fate(found: JudgedFinding, given: RuleExemption, today = noon): string[] {
    const { kept, exempted, faults } = withExemptions([found], [configuration(given)], today);
    return [...kept.map(() => "kept"), ...exempted.map(() => "exempted"), ...faults.map(({ fault }) => fault)];
}

describe("exemptions", () => {
    const days: [string, string, string[]][] = [
        ["in its last millisecond", "2027-01-31T23:59:59.999Z", ["exempted"]],
        ["the moment after", "2027-02-01T00:00:00.000Z", ["kept", "expired"]],
        ["the last day where it is already the next", "2027-02-01T08:00:00+09:00", ["exempted"]],
        ["the next day where it is still the last", "2027-01-31T17:00:00-08:00", ["kept", "expired"]],
    ];
    for (const [when, today, expected] of days) {
        it(`hold until their last day ends, in UTC: ${when}`, () => {
            assert.deepEqual(fate(finding("r", "a"), exemption("r", "a"), new Date(today)), expected);
        });
    }

    const fates: [string, JudgedFinding, RuleExemption, string[]][] = [
        ["another resource", finding("r", "a"), exemption("r", "b"), ["kept", "unused"]],
        ["another rule", finding("r", "a"), exemption("s", "a"), ["kept", "unused"]],
        [
            "another pack's rule of that name",
            finding("r", "a", { pack: "other" }),
            exemption("r", "a"),
            ["kept", "unused"],
        ],
        ["a rule that did not run", finding("r", "a", { unevaluated: true }), exemption("r", "a"), ["kept", "unused"]],
        ["an advisory", finding("r", "a", { level: "advisory" }), exemption("r", "a"), ["exempted"]],
        [
            "a resource in a component, by its own type",
            finding("r", "a", { urn: "urn:pulumi:dev::p::my:index:Component$aws:sqs/queue:Queue::a" }),
            exemption("r", "a"),
            ["exempted"],
        ],
        ["a name with colons", finding("r", "a", { urn: urnOf("a::b") }), exemption("r", "a::b"), ["exempted"]],
    ];
    for (const [what, found, given, expected] of fates) {
        it(`${expected.includes("exempted") ? "reach" : "do not reach"} ${what}`, () => {
            assert.deepEqual(fate(found, given), expected);
        });
    }

    it("one is enough for all that a rule says of a resource, and for nothing else", () => {
        const found = [finding("r", "a"), finding("r", "a", { message: "nor this" }), finding("r", "b")];
        const { kept, exempted, faults } = withExemptions(found, [configuration(exemption("r", "a"))], noon);
        assert.deepEqual([kept, exempted.length, faults], [[found[2]], 2, []]);
    });

    it("say where they stand when they are at fault", () => {
        const { faults } = withExemptions([], [configuration(exemption("r", "a"))], noon);
        assert.deepEqual(faults, [
            { ...exemption("r", "a"), pack: "sample", file: "policies/sample/config/dev.json", fault: "unused" },
        ]);
    });

    it("lose no finding: each is kept or exempted, and what is exempted has an exemption that holds", () => {
        const names = fc.constantFrom("a", "b", "c");
        const rules = fc.constantFrom("r", "s");
        const expires = fc.constantFrom("2027-01-14", "2027-01-15", "2027-01-16");
        const findings = fc.array(fc.tuple(rules, names).map(([rule, name]) => finding(rule, name)));
        const given = fc.array(fc.tuple(rules, names, expires).map((all) => exemption(...all)));
        fc.assert(
            fc.property(findings, given, (found, exemptions) => {
                const { kept, exempted, faults } = withExemptions(found, [configuration(...exemptions)], noon);
                assert.equal(kept.length + exempted.length, found.length);
                for (const { exemption: used } of exempted) assert.ok(used.expires >= "2027-01-15");
                const held = exemptions.filter((one) => one.expires >= "2027-01-15");
                for (const one of kept) {
                    assert.ok(!held.some(({ rule, resource }) => rule === one.policy && one.urn.endsWith(resource)));
                }
                assert.equal(faults.filter(({ fault }) => fault === "expired").length, exemptions.length - held.length);
            }),
        );
    });
});
