import assert from "node:assert/strict";

import { costOf, idleUsdPerMonth } from "./cost";
import { type Outcome } from "./simulation/outcome";

const price = { usdPerHour: 0.25, origin: "given", source: "--price" } as const;
const outcome = { done: 2000, inServiceSeconds: 7200, provisioningSeconds: 1800 } as Outcome;

describe("what a run costs", () => {
    it("has provisioning in it or not, as it is billed", () => {
        assert.deepEqual(costOf(outcome, price, true), {
            usd: 0.625,
            usdWithProvisioning: 0.625,
            usdWithoutProvisioning: 0.5,
            usdPerThousandResults: 0.3125,
        });
        const unbilled = costOf(outcome, price, false);
        assert.equal(unbilled.usd, 0.5);
        assert.equal(unbilled.usdPerThousandResults, 0.25);
        assert.equal(unbilled.usdWithProvisioning, 0.625);
    });

    it("is not told per result when there is none", () => {
        assert.ok(Number.isNaN(costOf({ ...outcome, done: 0 }, price, true).usdPerThousandResults));
    });

    it("is 730 hours of the minimum capacity a month with nothing to do", () => {
        assert.equal(idleUsdPerMonth(2, price), 365);
        assert.equal(idleUsdPerMonth(0, price), 0);
    });
});
