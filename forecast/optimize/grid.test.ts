import assert from "node:assert/strict";
import fc from "fast-check";

import { type Outcome } from "../simulation/outcome";
import { simulate } from "../simulation/simulate";
import { type Workload } from "../workload/workload";
import { smallCase } from "../testing/smallCase";
import { candidatesFor, gridOf } from "./grid";
import { type Candidates, type KnownType, searchedNumbers, type SearchedSettings } from "./optimization";
import { typesToSearch } from "./serviceTimes";

const small = smallCase();
const types = typesToSearch(small, []);
const { fleet, switches } = small.scenario;
const present = presentOf(small.settings);
const single: Candidates = {
    maxCapacity: [5],
    maxConcurrentInvocationsPerInstance: [2],
    backlogPerInstance: [5],
    scaleInCooldownSeconds: [120],
    scaleOutCooldownSeconds: [120],
    wakeUpScalingAdjustment: [1],
};

function presentOf(settings: SearchedSettings): SearchedSettings {
    const numbers = searchedNumbers.map((key) => [key, settings[key]]);
    return { instanceType: settings.instanceType, ...Object.fromEntries(numbers) } as SearchedSettings;
}

describe("what is tried", () => {
    it("has the stack's own values among it, each value once, in order", () => {
        const { settings } = smallCase({ fleet: { maxCapacity: 11, backlogPerInstance: 7 } });
        const candidates = candidatesFor(settings, types, "shared");
        for (const key of searchedNumbers) {
            const values = candidates[key];
            assert.ok(values.includes(settings[key]), key);
            assert.deepEqual(
                [...new Set(values)].sort((a, b) => a - b),
                values,
            );
        }
    });

    it("is what is given instead, setting by setting, and the stack's own value", () => {
        const candidates = candidatesFor(small.settings, types, "shared", { maxCapacity: [9, 7] });
        assert.deepEqual(candidates.maxCapacity, [5, 7, 9]);
        assert.deepEqual(candidates.wakeUpScalingAdjustment, [1, 2, 3, 5, 9]);
        assert.ok(candidates.backlogPerInstance.length > 3);
    });

    it("has no concurrency without a service time, unless requests are said not to slow each other", () => {
        assert.deepEqual(candidatesFor(small.settings, types, "shared").maxConcurrentInvocationsPerInstance, [2]);
        assert.deepEqual(
            candidatesFor(small.settings, types, "independent").maxConcurrentInvocationsPerInstance,
            [2, 4, 8],
        );
        const four = { maxConcurrentInvocationsPerInstance: 4, serviceTime: small.serviceTime };
        const known: KnownType[] = types.map((type) => ({ ...type, serviceTimes: [...type.serviceTimes, four] }));
        assert.deepEqual(candidatesFor(small.settings, known, "shared").maxConcurrentInvocationsPerInstance, [2, 4]);
    });

    it("is two to four thousand configurations unless told otherwise", () => {
        const candidates = candidatesFor(small.settings, types, "shared");
        const { configurations } = gridOf(candidates, types, present, fleet, switches);
        assert.ok(configurations.length >= 2000 && configurations.length <= 4000, String(configurations.length));
    });
});

describe("the grid", () => {
    it("is every combination, for every type", () => {
        const two: KnownType[] = [...types, { ...(types[0] as KnownType), instanceType: "ml.c5.xlarge" }];
        const candidates = { ...single, maxCapacity: [5, 6], backlogPerInstance: [3, 5] };
        const { configurations, leftOut } = gridOf(candidates, two, present, fleet, switches);
        assert.deepEqual(
            configurations.map((each) => `${each.instanceType} ${each.maxCapacity} ${each.backlogPerInstance}`),
            [
                "ml.m5.xlarge 5 3",
                "ml.m5.xlarge 5 5",
                "ml.m5.xlarge 6 3",
                "ml.m5.xlarge 6 5",
                "ml.c5.xlarge 5 3",
                "ml.c5.xlarge 5 5",
                "ml.c5.xlarge 6 3",
                "ml.c5.xlarge 6 5",
            ],
        );
        assert.equal(leftOut, 0);
    });

    const leftOut: [what: string, candidates: Partial<Candidates>, minCapacity: number, kept: number, out: number][] = [
        ["leaves out wake-ups by more than the maximum capacity", { wakeUpScalingAdjustment: [1, 5, 6, 9] }, 0, 2, 2],
        ["leaves out wake-ups of a fleet that never sleeps", { wakeUpScalingAdjustment: [1, 2, 5] }, 1, 1, 2],
        [
            "leaves out cooldowns of a single instance",
            { maxCapacity: [1], scaleInCooldownSeconds: [60, 120], scaleOutCooldownSeconds: [0, 120, 900] },
            0,
            1,
            5,
        ],
        [
            "keeps a cooldown of a single instance that is longer than the low alarm",
            { maxCapacity: [1], scaleOutCooldownSeconds: [120, 901] },
            0,
            2,
            0,
        ],
        ["keeps cooldowns of two instances", { maxCapacity: [2], scaleInCooldownSeconds: [60, 120] }, 0, 2, 0],
    ];
    for (const [what, changed, minCapacity, kept, out] of leftOut) {
        it(what, () => {
            const grid = gridOf({ ...single, ...changed }, types, present, { ...fleet, minCapacity }, switches);
            assert.deepEqual([grid.configurations.length, grid.leftOut], [kept, out]);
        });
    }

    it("keeps the present value where another one makes no difference", () => {
        const candidates = { ...single, maxCapacity: [1], scaleInCooldownSeconds: [600], wakeUpScalingAdjustment: [3] };
        const [only] = gridOf(candidates, types, present, fleet, switches).configurations;
        assert.deepEqual(only, { ...present, maxCapacity: 1 });
    });

    it("leaves out only what comes to the same", () => {
        const setting = (...values: number[]) => fc.constantFrom(...values);
        const any = fc.record({
            instanceType: fc.constant("ml.m5.xlarge"),
            maxCapacity: setting(1, 2, 3),
            maxConcurrentInvocationsPerInstance: setting(1, 2),
            backlogPerInstance: setting(1, 5),
            scaleInCooldownSeconds: setting(0, 120, 3600),
            scaleOutCooldownSeconds: setting(0, 120, 900, 3600),
            wakeUpScalingAdjustment: setting(1, 2, 3, 9),
        });
        const bursts: Workload = {
            kind: "bursts",
            basePerSecond: 0.01,
            burstRequests: 40,
            everySeconds: 2400,
            durationSeconds: 7200,
        };
        fc.assert(
            fc.property(any, setting(0, 1), fc.nat(1000), (settings, minCapacity, seed) => {
                const own = { ...fleet, minCapacity, initialCapacity: minCapacity };
                const candidates = Object.fromEntries(searchedNumbers.map((key) => [key, [settings[key]]]));
                const [kept] = gridOf(
                    candidates as unknown as Candidates,
                    types,
                    present,
                    own,
                    switches,
                ).configurations;
                const run = (fleetSettings: SearchedSettings): Outcome =>
                    simulate({ ...small.scenario, workload: bursts, fleet: { ...own, ...fleetSettings } }, seed);
                assert.deepEqual(run(kept ?? assert.fail()), run(settings));
            }),
            { numRuns: 150 },
        );
    });

    it("has no maximum below the minimum", () => {
        const grid = gridOf(
            { ...single, maxCapacity: [1, 2, 3] },
            types,
            present,
            { ...fleet, minCapacity: 2 },
            switches,
        );
        assert.deepEqual(
            grid.configurations.map(({ maxCapacity }) => maxCapacity),
            [2, 3],
        );
    });
});
