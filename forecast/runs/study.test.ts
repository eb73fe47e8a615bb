import assert from "node:assert/strict";

import { type Outcome } from "../simulation/outcome";
import { simulate } from "../simulation/simulate";
import { type Change, smallCase } from "../testing/smallCase";
import { replicate, runSeed } from "./replications";
import { typicalOf } from "./study";

const seed = 5;
const poisson = { kind: "poisson", perSecond: 0.5, requests: Infinity, durationSeconds: 600 } as const;

async function typicalAmong(change: Change): Promise<{ typical: Outcome & { seed: number }; outcomes: Outcome[] }> {
    const { scenario } = smallCase(change);
    const outcomes = await replicate(scenario, { runs: 9, seed, threads: 1 });
    return { typical: typicalOf(scenario, outcomes, seed), outcomes };
}

/** The fifth of nine. */
function middle(outcomes: readonly Outcome[], measure: (outcome: Outcome) => number): number | undefined {
    return outcomes.map(measure).sort((a, b) => a - b)[4];
}

describe("a typical run", () => {
    it("of a burst is the one whose makespan is in the middle", async () => {
        const scenario = { serviceSeconds: { kind: "exponential", meanSeconds: 4 } } as const;
        const { typical, outcomes } = await typicalAmong({ scenario });
        assert.equal(
            typical.makespanSeconds,
            middle(outcomes, ({ makespanSeconds }) => makespanSeconds),
        );
    });

    it("of a load over a time is the one whose 95 % quantile of latency is in the middle", async () => {
        const { typical, outcomes } = await typicalAmong({ workload: poisson });
        assert.equal(
            typical.latencySeconds.p95,
            middle(outcomes, ({ latencySeconds }) => latencySeconds.p95),
        );
        assert.notEqual(
            typical.makespanSeconds,
            middle(outcomes, ({ makespanSeconds }) => makespanSeconds),
        );
    });

    it("is the first where nothing is answered, and there is no latency", async () => {
        const { typical } = await typicalAmong({ workload: poisson, fleet: { invocationTimeoutSeconds: 1 } });
        assert.equal(typical.done, 0);
        assert.equal(typical.seed, seed);
    });

    it("is never one without a latency while others have one", () => {
        const { scenario } = smallCase({ workload: poisson });
        const failed = smallCase({ workload: poisson, fleet: { invocationTimeoutSeconds: 1 } }).scenario;
        const outcomes = [failed, failed, scenario].map((each, run) => simulate(each, runSeed(seed, run)));
        assert.equal(typicalOf(scenario, outcomes, seed).seed, runSeed(seed, 2));
    });

    it("has its minutes, and can be had again with its seed", async () => {
        const { typical, outcomes } = await typicalAmong({ workload: poisson });
        const { seed: itsSeed, minutes, ...bare } = typical;
        assert.ok((minutes?.atSeconds.length ?? 0) > 10);
        const run = Array.from({ length: 9 }, (_, each) => runSeed(seed, each)).indexOf(itsSeed);
        const { minutes: none, ...again } = outcomes[run] as Outcome;
        assert.equal(none, undefined);
        assert.deepEqual(bare, again);
    });
});
