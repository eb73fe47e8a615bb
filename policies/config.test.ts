import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigurationError, packConfiguration } from "../local/engine/packConfiguration";
import { type PackInfo, type RuleLevel } from "../local/engine/packInfo";
import { stackNames } from "../contract/project";
import { configurationOf, packs } from "./mutation/environments";
import { type Rule, served } from "./rule";

const root = join(__dirname, "..");
const environments = stackNames(root);

describe("the packs' configuration", () => {
    for (const [pack, rules] of Object.entries(packs)) {
        it(`of ${pack} is there for each stack, and for nothing else`, () => {
            assert.deepEqual(
                readdirSync(join(__dirname, pack, "config")).sort(),
                environments.map((environment) => `${environment}.json`),
            );
        });

        for (const environment of environments) {
            it(`of ${pack} for ${environment} gives each rule a level, and nothing that its rule does not know`, () => {
                assert.deepEqual(faults(rules, join(__dirname, pack), environment), []);
            });
        }

        it(`of ${pack} is nowhere weaker in prod than in dev`, () => {
            const strength: readonly unknown[] = ["disabled", "advisory", "mandatory"];
            const [dev, prod] = ["dev", "prod"].map((environment) => configurationOf(pack, environment) ?? {});
            const weaker = rules.filter(
                ({ name }) => strength.indexOf(levelOf(prod?.[name])) < strength.indexOf(levelOf(dev?.[name])),
            );
            assert.deepEqual(
                weaker.map(({ name }) => name),
                [],
            );
        });

        it(`of ${pack} is nowhere stricter than what holds where nothing is configured`, () => {
            const stricter = rules.filter(
                ({ name, enforcementLevel }) =>
                    enforcementLevel !== "mandatory" &&
                    environments.some((one) => levelOf(configurationOf(pack, one)?.[name]) === "mandatory"),
            );
            assert.deepEqual(
                stricter.map(({ name }) => name),
                [],
            );
        });
    }
});

describe("a configuration that is wrong", () => {
    const rules = packs["async-inference"] ?? assert.fail("no such pack");
    const good = Object.fromEntries(rules.map(({ name }) => [name, { enforcementLevel: "mandatory" }]));
    const exemption = {
        resource: "aws:sqs/queue:Queue::smoke",
        reason: "until the queue is gone",
        expires: "2027-01-31",
    };

    const rows: readonly { what: string; content: unknown; faults: readonly string[] }[] = [
        { what: "nothing, where it is right", content: good, faults: [] },
        {
            what: "nothing, where a level is all there is",
            content: { ...good, "min-capacity-is-zero": "mandatory" },
            faults: [],
        },
        {
            what: "a rule that there is not",
            content: { ...good, "min-capacity-is-zeroo": "mandatory" },
            faults: ['there is no rule "min-capacity-is-zeroo". Did you mean "min-capacity-is-zero"?'],
        },
        {
            what: "a rule without a level of its own",
            content: { ...without(good, "topics-are-heard"), all: "mandatory" },
            faults: ["topics-are-heard: has no level of its own"],
        },
        {
            what: "a required rule that is a remark",
            content: { ...good, "min-capacity-is-zero": "advisory" },
            faults: ["min-capacity-is-zero: is advisory, but must be mandatory"],
        },
        {
            what: "a required rule that is off",
            content: { ...good, "error-topic-is-set": { enforcementLevel: "disabled" } },
            faults: ["error-topic-is-set: is disabled, but must be mandatory"],
        },
        {
            what: "a level that there is not",
            content: { ...good, "topics-are-heard": "strict" },
            faults: [
                'topics-are-heard: enforcementLevel is "strict", but must be one of advisory, mandatory, disabled, remediate',
            ],
        },
        {
            what: "a property that the rule does not know",
            content: { ...good, "success-topic-is-set": { enforcementLevel: "mandatory", poling: true } },
            faults: ['success-topic-is-set: there is no property "poling". Did you mean "polling"?'],
        },
        {
            what: "a value of another type",
            content: { ...good, "success-topic-is-set": { enforcementLevel: "mandatory", polling: "yes" } },
            faults: ["success-topic-is-set: polling must be boolean"],
        },
        {
            what: "an exemption without a reason",
            content: withExemption({ ...exemption, reason: undefined }),
            faults: ["topics-are-heard: exemptions[0] must have required property 'reason'"],
        },
        {
            what: "an exemption that ends on no day",
            content: withExemption({ ...exemption, expires: "2027-02-30" }),
            faults: ["topics-are-heard: exemptions[0].expires is no day: 2027-02-30"],
        },
        { what: "nothing, where an exemption is whole", content: withExemption(exemption), faults: [] },
        { what: "no object", content: [], faults: ["it holds no object, but must map rules to their settings"] },
    ];

    for (const { what, content, faults: expected } of rows) {
        it(`is told of ${what}`, () => {
            const directory = mkdtempSync(join(tmpdir(), "pack-"));
            try {
                mkdirSync(join(directory, "config"));
                writeFileSync(join(directory, "config", "dev.json"), JSON.stringify(content));
                assert.deepEqual(faults(rules, directory, "dev", content as object), expected);
            } finally {
                rmSync(directory, { recursive: true });
            }
        });
    }

    function withExemption(one: object): object {
        return { ...good, "topics-are-heard": { enforcementLevel: "mandatory", exemptions: [one] } };
    }
});

/** What is wrong with a pack's configuration of one environment, the file's name taken off. */
function faults(
    rules: readonly Rule[],
    directory: string,
    environment: string,
    content: object = configurationOf(directory.split("/").at(-1) ?? "", environment) ?? {},
): string[] {
    try {
        packConfiguration(directory, environment, infoOf(rules));
    } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        return error.message.split("\n").map((line) => line.slice(line.indexOf(".json: ") + ".json: ".length));
    }
    const levels = new Map(Object.entries(content).map(([rule, entry]) => [rule, levelOf(entry)]));
    return rules.flatMap(({ name, required }) => {
        const level = levels.get(name);
        if (level === undefined) return [`${name}: has no level of its own`];
        return required && level !== "mandatory" ? [`${name}: is ${level}, but must be mandatory`] : [];
    });
}

function levelOf(entry: unknown): string | undefined {
    if (typeof entry === "string") return entry;
    return (entry as { enforcementLevel?: string } | undefined)?.enforcementLevel;
}

/** What the pack would say of itself, were it running. */
function infoOf(rules: readonly Rule[]): PackInfo {
    return {
        ...{ name: "pack", version: "1.0.0", initial: new Map() },
        rules: served(rules).map(({ name, description, enforcementLevel, configSchema }) => ({
            ...{ name, description, remediationSteps: "", url: "", required: configSchema?.required ?? [] },
            level: (enforcementLevel ?? "advisory") as RuleLevel,
            parameters: (configSchema?.properties ?? {}) as Record<string, Record<string, unknown>>,
        })),
    };
}

function without(block: Record<string, unknown>, key: string): Record<string, unknown> {
    return Object.fromEntries(Object.entries(block).filter(([name]) => name !== key));
}
