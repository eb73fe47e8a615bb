import assert from "node:assert/strict";

import { effortOf } from "../workload/effort";
import { type Workload } from "../workload/workload";
import { mostToConfirm, searchPlan } from "./searchPlan";

const burst = (requests: number): Workload => ({ kind: "burst", requests });

/** Effort of all that a search simulates. */
function spent(workload: Workload, grid: number): number {
    const plan = searchPlan(workload, grid);
    const searched = Math.min(grid, plan.configurations);
    return effortOf(workload) * (searched * plan.searchRuns + mostToConfirm(workload, searched, plan) * plan.runs);
}

describe("the plan of a search", () => {
    it("is all of the grid, three runs each and twenty close up, for ten thousand requests", () => {
        const plan = searchPlan(burst(10_000), 2653);
        assert.ok(plan.configurations >= 2653, String(plan.configurations));
        assert.deepEqual([plan.searchRuns, plan.runs, plan.fewerRuns], [3, 20, false]);
        assert.equal(mostToConfirm(burst(10_000), 2653, plan), 120);
    });

    it("stays within the same effort however large the load is, as long as it can", () => {
        for (const requests of [10_000, 100_000, 1_000_000, 5_000_000]) {
            assert.ok(spent(burst(requests), 2653) <= 1_050_000_000, String(requests));
        }
        const day: Workload = { kind: "rate", perSecond: 2, requests: Infinity, durationSeconds: 86_400 };
        assert.ok(spent(day, 2653) <= 1_050_000_000);
    });

    it("gives up runs before configurations, and never all of either", () => {
        const million = searchPlan(burst(1_000_000), 2653);
        assert.deepEqual(million, { configurations: 800, searchRuns: 1, runs: 12, fewerRuns: true });
        const endless = searchPlan(burst(1e9), 2653);
        assert.deepEqual(endless, { configurations: 16, searchRuns: 1, runs: 5, fewerRuns: true });
        assert.equal(mostToConfirm(burst(1e9), 16, endless), 8);
    });

    it("takes the number of runs that is given", () => {
        assert.equal(searchPlan(burst(1_000_000), 2653, 30).runs, 30);
    });
});
