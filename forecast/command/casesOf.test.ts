import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { ProjectError } from "../../contract/project";
import { SettingsError } from "../../contract/settings";
import { type Case } from "../forecast";
import { defaultSwitches } from "../switches";
import { casesOf, type GivenForCases, refuseUnused, type StackOptions } from "./casesOf";
import { changedSetting } from "./changedSettings";
import { assumedServiceTime } from "./serviceTimes";
import { UsageError } from "./usageError";

const root = resolve(__dirname, "../..");

const given: GivenForCases = {
    workload: { kind: "burst", requests: 10 },
    serviceTimes: [],
    coldStarts: [],
    imageCached: false,
    prices: [],
    switches: defaultSwitches,
    overheadSeconds: 0.25,
    ttlSeconds: 3600,
    phaseSeconds: 7,
    initialCapacity: undefined,
};

function only(options: Partial<StackOptions>, more: Partial<GivenForCases> = {}): Case {
    const cases = casesOf(root, { set: [], ...options }, { ...given, ...more });
    assert.equal(cases.length, 1);
    return cases[0] as Case;
}

const names = (options: Partial<StackOptions>): string[] =>
    casesOf(root, { set: [], ...options }, given).map(({ name }) => name);

describe("cases", () => {
    it("take fleet, region, type and price from the stack file, and the rest from the command line", () => {
        const { settings, ...rest } = only({ stack: "prod" });
        assert.equal(settings.instanceType, "ml.g4dn.xlarge");
        assert.deepEqual(rest, {
            name: "prod",
            stack: "prod",
            region: "us-east-1",
            scenario: {
                fleet: {
                    minCapacity: 0,
                    maxCapacity: 5,
                    initialCapacity: 0,
                    maxConcurrentInvocationsPerInstance: 2,
                    backlogPerInstance: 5,
                    scaleInCooldownSeconds: 900,
                    scaleOutCooldownSeconds: 120,
                    wakeUpScalingAdjustment: 1,
                    requestTtlSeconds: 3600,
                    invocationTimeoutSeconds: 900,
                },
                workload: given.workload,
                serviceSeconds: { kind: "constant", seconds: 4 },
                requestOverheadSeconds: 0.25,
                coldStartSeconds: { kind: "logNormal", medianSeconds: 330, sigma: 0.25 },
                phaseSeconds: 7,
                switches: defaultSwitches,
            },
            serviceTime: {
                seconds: { kind: "constant", seconds: 4 },
                origin: "assumed",
                source: "assumed, not measured",
            },
            coldStart: { origin: "inferred", source: "inferred for GPU types" },
            price: { usdPerHour: 0.736, origin: "listed", source: "list price of us-east-1, 2026-05-20" },
        });
    });

    it("are of dev unless a stack is named", () => {
        assert.deepEqual(names({}), ["dev"]);
    });

    it("have what --set says, by any name of the setting, and say so in their own", () => {
        const set = [
            changedSetting("targetValue=10"),
            changedSetting("maxCapacity=8"),
            changedSetting("aws:region=eu-west-1"),
        ];
        const { name, region, scenario, price } = only({ set });
        assert.equal(name, "dev with backlogPerInstance=10, maxCapacity=8, aws:region=eu-west-1");
        assert.equal(region, "eu-west-1");
        assert.equal(scenario.fleet.backlogPerInstance, 10);
        assert.equal(scenario.fleet.maxCapacity, 8);
        assert.deepEqual(price, { usdPerHour: 0.257, origin: "listed", source: "list price of eu-west-1, 2026-05-20" });
    });

    const set = [changedSetting("maxCapacity=8")];
    const compared: [string, Partial<StackOptions>, string[]][] = [
        ["several stacks", { compare: ["dev", "prod"] }, ["dev", "prod"]],
        ["the stack and another", { stack: "prod", compare: ["dev"] }, ["prod", "dev"]],
        ["a stack once", { stack: "dev", compare: ["dev", "prod", "dev"] }, ["dev", "prod"]],
        ["one as it is and as it would be", { compare: ["prod"], set }, ["prod", "prod with maxCapacity=8"]],
        [
            "several as they are and as they would be",
            { compare: ["dev", "prod"], set },
            ["dev", "prod", "dev with maxCapacity=8", "prod with maxCapacity=8"],
        ],
    ];
    for (const [what, options, expected] of compared) {
        it(`with --compare are ${what}`, () => {
            assert.deepEqual(names(options), expected);
        });
    }

    const bad: [string, Partial<StackOptions>, Partial<GivenForCases>, Error][] = [
        [
            "nothing to compare with",
            { compare: ["prod"] },
            {},
            new UsageError(
                "There is nothing to compare prod with: name another stack, or change a setting with --set.",
            ),
        ],
        [
            "a stack that does not exist",
            { stack: "stage" },
            {},
            new ProjectError(
                `There is no stack "stage": ${join(root, "Pulumi.stage.yaml")} does not exist. Stacks here: dev, prod.`,
            ),
        ],
        [
            "a setting that does not exist",
            { set: [changedSetting("maxCapcity=8")] },
            {},
            new SettingsError("summarizer:maxCapcity is not a setting: did you mean summarizer:maxCapacity?"),
        ],
        [
            "a setting that is out of bounds",
            { set: [changedSetting("maxCapacity=0")] },
            {},
            new SettingsError("summarizer:maxCapacity is 0, but must be a whole number from 1 to 1000"),
        ],
        [
            "a setting set twice",
            { set: [changedSetting("maxCapacity=8"), changedSetting("maxCapacity=9")] },
            {},
            new UsageError("--set maxCapacity is given twice: give it once."),
        ],
        [
            "more instances at the beginning than there may be",
            {},
            { initialCapacity: 6 },
            new UsageError("--initial-capacity is 6, but must be from minCapacity to maxCapacity, which are 0 and 5."),
        ],
        [
            "fewer instances at the beginning than there may be",
            { set: [changedSetting("minCapacity=2")] },
            { initialCapacity: 1 },
            new UsageError("--initial-capacity is 1, but must be from minCapacity to maxCapacity, which are 2 and 5."),
        ],
        [
            "a type whose price is not known",
            { set: [changedSetting("instanceType=ml.p5.48xlarge")] },
            {},
            new UsageError(
                "What ml.p5.48xlarge costs is not known here in us-east-1: give US dollars per instance hour with --price.",
            ),
        ],
    ];
    for (const [what, options, more, error] of bad) {
        it(`refuse ${what}`, () => {
            assert.throws(() => casesOf(root, { set: [], ...options }, { ...given, ...more }), error);
        });
    }

    it("begin with the instances that are asked for, else with the fewest", () => {
        assert.equal(only({}, { initialCapacity: 5 }).scenario.fleet.initialCapacity, 5);
        assert.equal(only({ set: [changedSetting("minCapacity=2")] }).scenario.fleet.initialCapacity, 2);
    });

    it("take what is given for their type and concurrency, before what is given for all", () => {
        const fast = { seconds: { kind: "constant", seconds: 1 }, origin: "given", source: "--service-time" } as const;
        const serviceTimes = [
            { value: assumedServiceTime },
            { instanceType: "ml.m5.xlarge", concurrency: 2, value: fast },
        ];
        const coldStarts = [{ instanceType: "ml.m5.xlarge", value: { kind: "constant", seconds: 99 } }] as const;
        const prices = [{ value: 7 }, { instanceType: "ml.g4dn.xlarge", value: 8 }];
        const more = { serviceTimes, coldStarts, prices };
        const dev = only({}, more);
        assert.equal(dev.serviceTime, fast);
        assert.equal(dev.scenario.serviceSeconds, fast.seconds);
        assert.deepEqual(dev.scenario.coldStartSeconds, coldStarts[0].value);
        assert.deepEqual(dev.coldStart, { origin: "given", source: "--cold-start" });
        assert.deepEqual(dev.price, { usdPerHour: 7, origin: "given", source: "--price" });
        const prod = only({ stack: "prod" }, more);
        assert.equal(prod.serviceTime, assumedServiceTime);
        assert.deepEqual(prod.coldStart, { origin: "inferred", source: "inferred for GPU types" });
        assert.equal(prod.price.usdPerHour, 8);
    });

    const starts: [string, boolean, object, string][] = [
        ["ml.m5.xlarge", false, { kind: "constant", seconds: 240 }, "inferred for CPU types"],
        ["ml.m5.xlarge", true, { kind: "constant", seconds: 240 }, "inferred for CPU types"],
        ["ml.g4dn.xlarge", false, { kind: "logNormal", medianSeconds: 330, sigma: 0.25 }, "inferred for GPU types"],
        ["ml.g4dn.xlarge", true, { kind: "constant", seconds: 180 }, "inferred for GPU types with a cached image"],
    ];
    for (const [instanceType, imageCached, seconds, source] of starts) {
        it(`on ${instanceType} ${imageCached ? "with a cached image" : ""} start as is inferred`, () => {
            const one = only({ set: [changedSetting(`instanceType=${instanceType}`)] }, { imageCached });
            assert.deepEqual(one.scenario.coldStartSeconds, seconds);
            assert.deepEqual(one.coldStart, { origin: "inferred", source });
        });
    }

    it("of a stack without a region need a price", () => {
        const folder = mkdtempSync(join(tmpdir(), "cases-"));
        try {
            writeFileSync(join(folder, "Pulumi.yaml"), "name: summarizer\nruntime: nodejs\n");
            const settings = Object.entries(only({}).settings).map(
                ([key, value]) => `  summarizer:${key}: ${JSON.stringify(value)}`,
            );
            writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n${settings.join("\n")}\n`);
            assert.throws(
                () => casesOf(folder, { set: [] }, given),
                new UsageError(
                    "What ml.m5.xlarge costs is not known here as the stack has no aws:region: give US dollars per instance hour with --price.",
                ),
            );
            const [one] = casesOf(folder, { set: [] }, { ...given, prices: [{ value: 0.5 }] });
            assert.deepEqual(one?.price, { usdPerHour: 0.5, origin: "given", source: "--price" });
            assert.equal(one?.region, "");
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("refuse what is given for a type that none of them has", () => {
        const cases = casesOf(root, { compare: ["dev", "prod"], set: [] }, given);
        const own = { instanceType: "ml.m5.xlarge", value: 1 };
        refuseUnused(cases, [{ value: 1 }, own], "--price");
        const unused: [object, string][] = [
            [{ instanceType: "ml.g5.xlarge", value: 1 }, "ml.g5.xlarge"],
            [{ instanceType: "ml.m5.xlarge", concurrency: 4, value: 1 }, "ml.m5.xlarge@4"],
        ];
        for (const [value, key] of unused) {
            assert.throws(
                () => {
                    refuseUnused(cases, [own, value as typeof own], "--price");
                },
                new UsageError(
                    `--price is given for ${key}, which is used nowhere: ml.m5.xlarge@2 and ml.g4dn.xlarge@2 are forecast.`,
                ),
            );
        }
        assert.throws(() => {
            refuseUnused(cases.slice(0, 1), [own, { value: 1 }], "--price");
        }, new UsageError("--price is given for all types, which is used nowhere: ml.m5.xlarge@2 is forecast."));
    });
});
