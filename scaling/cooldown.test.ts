import assert from "node:assert/strict";
import {
    type CooldownState,
    capacityAfterCooldown,
    cooldownAtEnd,
    cooldownAtStart,
    noCooldown,
    otherPolicyScaledOut,
    scalingFailed,
    scalingFulfilled,
    scalingStarted,
} from "./cooldown";
import { targetTrackingCapacity } from "./targetTracking";

const cooldowns = { scaleOutSeconds: 300, scaleInSeconds: 120 };

/** Capacity after a policy asks for `change` instances more or fewer. */
function after(state: CooldownState, now: number, current: number, change: number): number {
    return capacityAfterCooldown(state, now, current, (capacity) => capacity + change);
}

describe("cooldowns", () => {
    /** Scaled out from 1 to 3 at 0 s, fulfilled at 240 s: the cooldown ends at 540 s. */
    const out = scalingFulfilled(scalingStarted(noCooldown, 0, 1, 3), 240, cooldowns);
    /** Scaled in from 3 to 1 at 0 s, fulfilled at 60 s: the cooldown ends at 180 s. */
    const scaledIn = scalingFulfilled(scalingStarted(noCooldown, 0, 3, 1), 60, cooldowns);

    it("leave a first action alone", () => {
        assert.equal(after(noCooldown, 0, 1, 2), 3);
        assert.equal(after(noCooldown, 0, 3, -2), 1);
    });

    it("count from fulfilment, not from the request", () => {
        assert.equal(after(out, 539, 3, 2), 3);
        assert.equal(after(out, 540, 3, 2), 5);
        assert.equal(after(scaledIn, 179, 2, -1), 2);
        assert.equal(after(scaledIn, 180, 2, -1), 1);
    });

    it("let a larger scale-out pass, less what was added: after 2 added, +3 adds 1", () => {
        assert.equal(after(out, 300, 3, 3), 4);
    });

    it("do not add to an exact capacity or to a metric from before the first scale-out", () => {
        assert.equal(
            capacityAfterCooldown(out, 300, 3, () => 7),
            7,
        );
        const elevenPerInstance = (capacity: number) => targetTrackingCapacity(capacity, 11, 5);
        assert.equal(capacityAfterCooldown(out, 300, 3, elevenPerInstance), 3);
        assert.equal(capacityAfterCooldown(out, 540, 3, elevenPerInstance), 7);
    });

    it("hold an equal or smaller scale-out while the first is under way", () => {
        const started = scalingStarted(noCooldown, 0, 0, 1);
        assert.equal(after(started, 1e6, 1, 1), 1);
    });

    it("count all that a chain of scale-outs added", () => {
        const chain = scalingFulfilled(scalingStarted(out, 300, 3, 4), 360, cooldowns);
        assert.equal(after(chain, 400, 4, 3), 4);
        assert.equal(after(chain, 400, 4, 4), 5);
    });

    it("of a scale-out do not hold up a scale-in", () => {
        assert.equal(after(out, 300, 3, -2), 1);
    });

    it("of a scale-in do not hold up a scale-out, which ends them", () => {
        assert.equal(after(scaledIn, 100, 1, 3), 4);
        const again = scalingFulfilled(scalingStarted(scaledIn, 100, 1, 4), 110, cooldowns);
        assert.equal(after(again, 111, 4, -2), 2);
    });

    it("of a scale-in end when another policy scales out", () => {
        assert.equal(after(otherPolicyScaledOut(scaledIn), 100, 2, -1), 1);
        assert.equal(otherPolicyScaledOut(out), out);
    });

    it("do not start after a failed action", () => {
        assert.deepEqual(scalingFailed(scalingStarted(noCooldown, 0, 0, 2)), noCooldown);
        assert.deepEqual(scalingFailed(scalingStarted(noCooldown, 0, 2, 0)), noCooldown);
    });

    it("at the start of a change are the policy's own, or what another policy's scale-out leaves of them", () => {
        assert.deepEqual(cooldownAtStart(out, true, 300, 3, 4), scalingStarted(out, 300, 3, 4));
        assert.deepEqual(cooldownAtStart(out, true, 300, 3, 0), scalingStarted(out, 300, 3, 0));
        assert.deepEqual(cooldownAtStart(scaledIn, false, 100, 1, 2), otherPolicyScaledOut(scaledIn));
        assert.equal(cooldownAtStart(scaledIn, false, 100, 2, 1), scaledIn);
        assert.equal(cooldownAtStart(out, false, 300, 3, 4), out);
    });

    it("at the end of a change begin when it was fulfilled, and never when it was overridden", () => {
        const started = scalingStarted(noCooldown, 0, 0, 2);
        assert.deepEqual(cooldownAtEnd(started, "fulfilled", 240, cooldowns), {
            added: 2,
            scaleOutEndsAt: 540,
            scaleInEndsAt: -Infinity,
        });
        assert.deepEqual(cooldownAtEnd(started, "overridden", 240, cooldowns), noCooldown);
    });
});
