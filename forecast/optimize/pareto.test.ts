import assert from "node:assert/strict";
import fc from "fast-check";

import { isAsGood, nearFrontier, paretoFrontier, preferredFrontier, tolerance, type Weighed } from "./pareto";

const points = fc.array(
    fc.record({ usd: fc.integer({ min: 1, max: 300 }), seconds: fc.integer({ min: 1, max: 300 }) }),
    { maxLength: 60 },
);

/** By the definition. */
function beats(a: Weighed, b: Weighed): boolean {
    return a.usd <= b.usd && a.seconds <= b.seconds && (a.usd < b.usd || a.seconds < b.seconds);
}

describe("the Pareto frontier", () => {
    it("has the points that no other beats, each once, the cheapest first", () => {
        fc.assert(
            fc.property(points, (all) => {
                const expected = all
                    .filter((point) => !all.some((other) => beats(other, point)))
                    .map(({ usd, seconds }) => `${usd} ${seconds}`);
                const frontier = paretoFrontier(all);
                assert.deepEqual(
                    frontier.map(({ usd, seconds }) => `${usd} ${seconds}`).sort(),
                    [...new Set(expected)].sort(),
                );
                frontier.slice(1).forEach(({ usd, seconds }, i) => {
                    const before = frontier[i] as Weighed;
                    assert.ok(before.usd < usd && before.seconds > seconds);
                });
            }),
        );
    });

    it("keeps the first of those that are alike", () => {
        const alike = ["a", "b"].map((name) => ({ name, usd: 1, seconds: 2 }));
        assert.deepEqual(
            paretoFrontier(alike).map(({ name }) => name),
            ["a"],
        );
    });

    it("is empty of nothing", () => {
        assert.deepEqual(preferredFrontier([]), []);
        assert.deepEqual(nearFrontier([], 0.05), []);
    });
});

describe("the preferred frontier", () => {
    it("leaves no point that anything beats by more than the tolerance, or that is beaten within it", () => {
        fc.assert(
            fc.property(points, (all) => {
                const frontier = preferredFrontier(all);
                for (const point of frontier) {
                    assert.ok(!frontier.some((other) => beats(other, point)));
                    const clearly = { usd: point.usd / (1 + tolerance), seconds: point.seconds / (1 + tolerance) };
                    assert.ok(!all.some(({ usd, seconds }) => usd < clearly.usd && seconds < clearly.seconds));
                }
            }),
        );
    });

    it("has for every point one that is worse by no more than the tolerance", () => {
        fc.assert(
            fc.property(points, (all) => {
                const frontier = preferredFrontier(all);
                for (const point of all) assert.ok(frontier.some((other) => isAsGood(other, point)));
            }),
        );
    });

    it("prefers what comes first among what differs by less than the tolerance", () => {
        const present = { usd: 1.01, seconds: 101 };
        const better = { usd: 1, seconds: 100 };
        assert.deepEqual(preferredFrontier([present, better]), [present]);
        assert.deepEqual(preferredFrontier([better, present]), [better]);
        const worse = { usd: 1.03, seconds: 101 };
        assert.deepEqual(preferredFrontier([worse, better]), [better]);
    });
});

describe("what is near the frontier", () => {
    it("is not beaten by what is cheaper by just the margin", () => {
        const points = [
            { usd: 50, seconds: 10 },
            { usd: 100, seconds: 90 },
        ];
        assert.deepEqual(nearFrontier(points, 0.5), points);
        assert.deepEqual(nearFrontier(points, 0.49), points.slice(0, 1));
    });

    it("is all that nothing beats by more than the margin in both measures", () => {
        fc.assert(
            fc.property(points, fc.constantFrom(0, 0.01, 0.1, 0.5), (all, margin) => {
                const expected = all.filter(
                    (point) =>
                        !all.some(
                            ({ usd, seconds }) =>
                                usd < point.usd * (1 - margin) && seconds < point.seconds * (1 - margin),
                        ),
                );
                const found = new Set(nearFrontier(all, margin));
                assert.deepEqual(
                    all.filter((point) => found.has(point)),
                    expected,
                );
            }),
        );
    });
});
