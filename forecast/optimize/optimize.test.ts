import assert from "node:assert/strict";

import { parse } from "yaml";

import { parseSettings } from "../../contract/settings";
import { costOf } from "../cost";
import { type Case } from "../forecast";
import { replicate } from "../runs/replications";
import { SimulationPool } from "../runs/simulationPool";
import { smallCase } from "../testing/smallCase";
import { typeScriptInWorkers } from "../testing/typeScriptInWorkers";
import { optimizationAnswer } from "../wording/optimizationAnswer";
import { type Candidates, type KnownType, type Optimization, type OptimizeArgs, type Point } from "./optimization";
import { optimize, optimizeIn } from "./optimize";
import { isAsGood, tolerance } from "./pareto";

const constant = (seconds: number) => ({ kind: "constant", seconds }) as const;

/** 2,000 requests that begin at a whole minute: nothing is left to chance. */
const certain = smallCase({ workload: { kind: "burst", requests: 2000 }, scenario: { phaseSeconds: 0 } });
const random = smallCase({
    workload: { kind: "burst", requests: 400 },
    scenario: { serviceSeconds: { kind: "exponential", meanSeconds: 4 } },
});

/** The stack's own value of all but what is said. */
const only = (candidates: Partial<Candidates>): Partial<Candidates> => ({
    maxCapacity: [],
    backlogPerInstance: [],
    scaleInCooldownSeconds: [],
    scaleOutCooldownSeconds: [],
    wakeUpScalingAdjustment: [],
    ...candidates,
});

function search(of: Case, args: Partial<OptimizeArgs> = {}): Promise<Optimization> {
    return optimize({ case: of, candidates: only({ maxCapacity: [1, 10] }), seed: 1, threads: 1, ...args });
}

const weighed = ({ usd, seconds }: Point) => ({ usd: usd.median, seconds });

/** Another type, on which a request takes an eighth of the time. */
const fast: KnownType = {
    instanceType: "ml.g4dn.xlarge",
    price: { usdPerHour: 0.736, origin: "listed", source: "list price" },
    coldStartSeconds: constant(300),
    serviceTimes: [
        {
            maxConcurrentInvocationsPerInstance: 2,
            serviceTime: { seconds: constant(0.5), origin: "given", source: "--service-time" },
        },
    ],
};

describe("a search", () => {
    typeScriptInWorkers();

    it("of three maximum capacities has the answer that can be worked out", async () => {
        const { frontier, present, searched, feasible, leftOut, chosen, nearest, all } = await search(certain);
        // In service at 7 min (3 until the alarm, 4 to start), all of them 4 min later; 1 × 2 slots, then max × 2 of 4 s each.
        const makespan = (max: number): number =>
            max === 1 ? 420 + 1000 * 4 : 660 + Math.ceil((2000 - 120) / (2 * max)) * 4;
        assert.deepEqual(
            frontier.map(({ settings, seconds, lines }) => [settings.maxCapacity, seconds, lines]),
            [
                [1, makespan(1), ["summarizer:maxCapacity: 1"]],
                [5, makespan(5), []],
                [10, makespan(10), ["summarizer:maxCapacity: 10"]],
            ],
        );
        assert.deepEqual(
            frontier.map(({ usd }) => usd.low === usd.high),
            [true, true, true],
        );
        assert.deepEqual([searched, feasible, leftOut, all], [3, 3, 0, []]);
        assert.deepEqual([chosen, nearest], [undefined, undefined]);
        assert.deepEqual(present, frontier[1]);
        assert.match(
            frontier[0]?.binds.join() ?? "",
            /^Max capacity: all 1 are in service and requests wait for 9\d %/,
        );
    });

    it("has a frontier that no other configuration beats, and that has one as good for each", async () => {
        const candidates = only({
            maxCapacity: [1, 2, 4, 8],
            wakeUpScalingAdjustment: [1, 2, 8],
            backlogPerInstance: [2, 50],
        });
        const { frontier, searched } = await search(random, { candidates });
        assert.ok(searched > 30, String(searched));
        for (const point of frontier)
            assert.ok(
                frontier.every(
                    (other) =>
                        other === point ||
                        !isAsGood(weighed(other), {
                            usd: point.usd.median / (1 + tolerance),
                            seconds: point.seconds / (1 + tolerance),
                        }),
                ),
            );
        // By brute force: every configuration with as many runs as the frontier had.
        for (const maxCapacity of [1, 2, 4, 5, 8]) {
            for (const wakeUpScalingAdjustment of [1, 2, 8]) {
                for (const backlogPerInstance of [2, 5, 50]) {
                    const fleet = {
                        ...random.scenario.fleet,
                        maxCapacity,
                        wakeUpScalingAdjustment,
                        backlogPerInstance,
                    };
                    const outcomes = await replicate({ ...random.scenario, fleet }, { runs: 20, seed: 1, threads: 1 });
                    const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);
                    const usd = sorted(outcomes.map((outcome) => costOf(outcome, random.price, true).usd));
                    const seconds = sorted(outcomes.map(({ makespanSeconds }) => makespanSeconds));
                    const medianUsd = ((usd[9] as number) + (usd[10] as number)) / 2;
                    const high = (seconds[18] as number) * 0.95 + (seconds[19] as number) * 0.05;
                    assert.ok(
                        frontier.some((point) => isAsGood(weighed(point), { usd: medianUsd, seconds: high })),
                        `${maxCapacity} ${wakeUpScalingAdjustment} ${backlogPerInstance}: ${medianUsd} ${high}`,
                    );
                }
            }
        }
    });

    it("is the same on this thread and in workers", async () => {
        const args = { case: random, candidates: only({ maxCapacity: [1, 3, 8] }), seed: 3, deadlineSeconds: 900 };
        const pool = new SimulationPool(2, 0);
        assert.deepEqual(await optimizeIn(pool, args), await optimize({ ...args, threads: 1 }));
        assert.equal(pool.size, 2);
        await pool.close();
    });

    it("with a deadline has the cheapest that meets it in 95 % of the runs", async () => {
        const { chosen, nearest, frontier } = await search(certain, { deadlineSeconds: 1500 });
        assert.deepEqual(chosen?.settings.maxCapacity, 5);
        assert.deepEqual([chosen.withinDeadline, nearest], [1, undefined]);
        assert.deepEqual(
            frontier.map(({ withinDeadline }) => withinDeadline),
            [0, 1, 1],
        );
    });

    it("does not take for met what is met in nine of ten runs", async () => {
        const outcomes = await replicate(random.scenario, { runs: 20, seed: 1, threads: 1 });
        const ascending = outcomes.map(({ makespanSeconds }) => makespanSeconds).sort((a, b) => a - b);
        const args = { candidates: only({}), runs: 20 };
        const at = async (place: number): Promise<[number | undefined, boolean]> => {
            const { present, chosen } = await search(random, { ...args, deadlineSeconds: ascending[place] as number });
            return [present.withinDeadline, chosen !== undefined];
        };
        assert.deepEqual(await at(17), [0.9, false]);
        assert.deepEqual(await at(18), [0.95, true]);
    });

    it("without anything that meets the deadline has what comes nearest, and what else would", async () => {
        const { chosen, nearest, findings } = await search(certain, { deadlineSeconds: 800 });
        assert.deepEqual([chosen, nearest?.settings.maxCapacity], [undefined, 10]);
        // 660 s + ⌈1,880 / 2n⌉ × 4 s is at most 800 s from 27 instances on; (2 × 240 + 20 × 140) / s is 2,000 for s = 1.64.
        assert.match(
            findings[0] ?? "",
            /^Changed alone from there \(maxCapacity: 10\), this would meet the deadline: maxCapacity 27; or a service time of 1\.6 s on average; or minCapacity 2 \(which costs \$335\.80 a month with nothing to do and ends scaling to zero: the policy pack async-inference refuses it\)\.$/,
        );
    });

    it("says so when the cold start alone is longer than the deadline", async () => {
        const { findings } = await search(certain, { deadlineSeconds: 300 });
        assert.equal(
            findings[0],
            "Changed alone from there (maxCapacity: 10), this would meet the deadline: minCapacity and maxCapacity 14 together (which costs $2,351 a month with nothing to do and ends scaling to zero: the policy pack async-inference refuses it).",
        );
    });

    it("of what cannot start within the time to live says how much is answered, and which setting would answer all", async () => {
        const late = smallCase({
            workload: { kind: "burst", requests: 2000 },
            scenario: { phaseSeconds: 0 },
            fleet: { requestTtlSeconds: 900 },
        });
        const { feasible, frontier, chosen, nearest, present, findings } = await search(late);
        assert.deepEqual([feasible, frontier, chosen], [0, [], undefined]);
        // Two slots from 420 s, twenty from 660 s, none after 900 s.
        assert.deepEqual([nearest?.settings.maxCapacity, nearest?.done], [10, 120 + 20 * 60]);
        assert.equal(present.done, 120 + 10 * 60);
        // (2 × 240 + 20 × 240) / s is 2,000 for s = 2.64.
        assert.deepEqual(findings, [
            "None of 3 configurations answers all requests: at best 680 of 2,000 stay unanswered (680 expire, 0 time out).",
            "Changed alone from there (maxCapacity: 10), this would answer all: maxCapacity 16; or wakeUpScalingAdjustment 7; or a service time of 2.6 s on average; or minCapacity 1 (which costs $167.90 a month with nothing to do and ends scaling to zero: the policy pack async-inference refuses it); or a time to live of 18 min (RequestTTLSeconds 1,080).",
        ]);
        assert.match(nearest?.binds[0] ?? "", /^TTL: 34 % of the requests wait longer than 15 min and expire\.$/);
    });

    it("of what times out recommends only what answers it", async () => {
        const slow = smallCase({
            workload: { kind: "burst", requests: 4 },
            scenario: { serviceSeconds: constant(1000) },
        });
        const { findings } = await search(slow);
        assert.deepEqual(findings, [
            "None of 3 configurations answers all requests: at best 4 of 4 stay unanswered (0 expire, 4 time out).",
            "Changed alone from there, this would answer all: a service time of 15 min on average; or invocationTimeoutSeconds 1,000.",
        ]);
    });

    it("with a deadline says how many requests time out where no setting that is searched avoids it", async () => {
        // Every second request takes longer than the timeout; at 900 s it is given up.
        const tail = smallCase({
            workload: { kind: "burst", requests: 400 },
            scenario: { phaseSeconds: 0, serviceSeconds: { kind: "samples", seconds: [1, 1000] } },
        });
        const found = await search(tail, { deadlineSeconds: 86_400, candidates: only({ maxCapacity: [10] }) });
        const { timedOut = 0, done, withinDeadline } = found.chosen ?? {};
        assert.ok(timedOut > 100 && timedOut + (done ?? 0) === 400, `${timedOut} ${done}`);
        assert.equal(withinDeadline, 1);
        assert.match(
            optimizationAnswer(found),
            /, which holds in 100 % of the runs; [\d.]+ of 400 requests time out\.$/,
        );
        assert.match(
            optimizationAnswer({ ...found, chosen: undefined, deadlineSeconds: undefined }),
            /; [\d.]+ of 400 requests time out\.$/,
        );
        assert.doesNotMatch(optimizationAnswer(await search(certain, { deadlineSeconds: 1500 })), /time out/);
    });

    it("says which of the frontier is cheaper or faster than the present settings", async () => {
        const { findings } = await search(certain, { types: [fast], candidates: only({ maxCapacity: [1] }) });
        assert.match(
            findings[0] ?? "",
            /^The present settings take 24 min and cost \$\d\.\d\d; instead, 16 min for \$0\.\d\d is possible \(instanceType: ml\.g4dn\.xlarge, maxCapacity: 1\)\.$/,
        );
    });

    it("raises maxCapacity and the wake-up together where neither is enough alone", async () => {
        // In service at 420 s: (600 - 420) / 4 × 2 slots are 90 requests an instance, so that 2,000 need 23 from the beginning.
        const { findings } = await search(certain, { deadlineSeconds: 600 });
        assert.match(findings[0] ?? "", /meet the deadline: maxCapacity and wakeUpScalingAdjustment 23 together; or /);
    });

    it("leaves out what answers less than others do", async () => {
        const late = smallCase({
            workload: { kind: "burst", requests: 2000 },
            scenario: { phaseSeconds: 0 },
            fleet: { requestTtlSeconds: 1200 },
        });
        const { frontier, feasible, findings } = await search(late);
        assert.deepEqual([feasible, frontier.map(({ settings }) => settings.maxCapacity)], [1, [10]]);
        assert.ok(findings.some((finding) => /^The present settings .* do not answer all requests\.$/.test(finding)));
    });

    it("weighs what 95 % of the requests take when they come over a time", async () => {
        const stream = smallCase({
            workload: { kind: "rate", perSecond: 1, requests: 1000, durationSeconds: Infinity },
        });
        const { objective, present } = await search(stream);
        assert.equal(objective, "latencyP95Seconds");
        assert.equal(present.seconds, present.latencyP95Seconds.high);
    });

    it("has settings to paste that the parser of stack files takes as they are meant", async () => {
        const candidates = {
            maxCapacity: [1, 8],
            backlogPerInstance: [2],
            wakeUpScalingAdjustment: [8],
            scaleInCooldownSeconds: [0],
        };
        const { frontier } = await search(random, { candidates });
        assert.ok(frontier.some(({ lines }) => lines.length > 1));
        for (const { lines, settings } of frontier) {
            const { config } = parse(
                ["config:", "  aws:region: us-east-1", ...lines.map((line) => `  ${line}`)].join("\n"),
            ) as {
                config: Record<string, unknown>;
            };
            const changed = Object.entries(config)
                .filter(([key]) => key.startsWith("summarizer:"))
                .map(([key, value]) => [key.slice("summarizer:".length), value]);
            const parsed = parseSettings({ ...random.settings, ...Object.fromEntries(changed) });
            assert.deepEqual({ ...parsed, ...settings }, parsed);
        }
    });

    it("prefers the present settings to others that come to nearly the same", async () => {
        const candidates = only({ scaleInCooldownSeconds: [60, 119, 121], scaleOutCooldownSeconds: [100] });
        const { frontier, searched, findings } = await search(random, { candidates });
        assert.equal(searched, 8);
        assert.deepEqual(
            frontier.map(({ lines }) => lines),
            [[]],
        );
        assert.match(findings.join(), /^The present settings are on the frontier/);
    });

    it("searches types whose service time is known, each with its own price, times and cold start", async () => {
        const { frontier, types, breakEven, notes } = await search(certain, {
            types: [fast],
            candidates: only({ maxCapacity: [1] }),
        });
        assert.deepEqual(
            types.map(({ instanceType }) => instanceType),
            ["ml.m5.xlarge", "ml.g4dn.xlarge"],
        );
        const one = frontier.find(
            ({ settings }) => settings.instanceType === "ml.g4dn.xlarge" && settings.maxCapacity === 1,
        );
        // 3 min until the alarm, 5 min to start, 1,000 × 0.5 s.
        assert.equal(one?.seconds, 480 + 500);
        assert.deepEqual(one.lines, ["summarizer:instanceType: ml.g4dn.xlarge", "summarizer:maxCapacity: 1"]);
        assert.ok(!breakEven.some(({ instanceType }) => instanceType === "ml.g4dn.xlarge"));
        assert.ok(notes.some((note) => note.startsWith("Only ml.m5.xlarge, ml.g4dn.xlarge were searched")));
    });

    it("never finds speed in a concurrency that nobody has measured, unless told to", async () => {
        const candidates = only({ maxConcurrentInvocationsPerInstance: [8], maxCapacity: [5] });
        const shared = await search(certain, { candidates });
        assert.deepEqual(
            shared.frontier.map(({ lines }) => lines),
            [[]],
        );
        assert.ok(shared.notes.some((note) => /assumed to answer no more requests per second/.test(note)));
        const independent = await search(certain, { candidates, concurrencyScaling: "independent" });
        assert.deepEqual(independent.frontier.at(-1)?.lines, ["summarizer:maxConcurrentInvocationsPerInstance: 8"]);
        assert.ok(independent.notes.some((note) => /measure that before you rely on it/.test(note)));
    });

    it("tells of the policy pack's ceiling when something goes beyond", async () => {
        const told = async (maxCapacity: number): Promise<boolean> => {
            const { notes } = await search(certain, { candidates: only({ maxCapacity: [maxCapacity] }) });
            return notes.some((note) => /refuses a maxCapacity above 10 unless maxCapacityCeiling/.test(note));
        };
        assert.deepEqual([await told(10), await told(11)], [false, true]);
    });

    it("says how far it has come, up to all", async () => {
        const told: [number, number][] = [];
        await search(random, { onProgress: (done, total) => told.push([done, total]) });
        const shares = told.map(([done, total]) => done / total);
        assert.equal(shares.at(-1), 1);
        assert.deepEqual(
            [...shares].sort((a, b) => a - b),
            shares,
        );
    });

    it("is given up when the signal is aborted", async () => {
        const controller = new AbortController();
        const onProgress = (): void => {
            controller.abort(new Error("enough"));
        };
        await assert.rejects(search(random, { signal: controller.signal, onProgress }), /^Error: enough$/);
    });
});
