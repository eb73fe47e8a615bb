import assert from "node:assert/strict";

import fc from "fast-check";

import { timeAxis } from "./timeAxis";

const since = "after the first request";

describe("an axis of time", () => {
    const cases: { seconds: number[]; title: string; labels: number[] }[] = [
        { seconds: [0, 45], title: "seconds", labels: [0, 10, 20, 30, 40] },
        { seconds: [0, 179], title: "seconds", labels: [0, 20, 40, 60, 80, 100, 120, 140, 160] },
        { seconds: [0, 180], title: "minutes", labels: [0, 0.5, 1, 1.5, 2, 2.5, 3] },
        { seconds: [0, 3600], title: "minutes", labels: [0, 10, 20, 30, 40, 50, 60] },
        { seconds: [-300, 600], title: "minutes", labels: [-4, -2, 0, 2, 4, 6, 8, 10] },
        { seconds: [0, 5 * 3600], title: "hours", labels: [0, 1, 2, 3, 4, 5] },
        { seconds: [0, 86_400], title: "hours", labels: [0, 3, 6, 9, 12, 15, 18, 21, 24] },
        { seconds: [0, 7 * 86_400], title: "days", labels: [0, 1, 2, 3, 4, 5, 6, 7] },
        { seconds: [0, 3650 * 86_400], title: "days", labels: [0, 728, 1456, 2184, 2912, 3640] },
        { seconds: [60], title: "seconds", labels: [60] },
        { seconds: [], title: "seconds", labels: [0] },
    ];
    for (const { seconds, title, labels } of cases) {
        it(`of ${String(seconds.at(0))} to ${String(seconds.at(-1))} s is in ${title}`, () => {
            const axis = timeAxis(seconds, since);
            assert.equal(axis.title, `${title} after the first request`);
            assert.deepEqual(axis.labels, labels);
        });
    }

    it("has its values in its unit", () => {
        assert.deepEqual(timeAxis([0, 5400, 18_000], since).values, [0, 1.5, 5]);
    });

    it("has few labels, all of them on it", () => {
        const day = 86_400;
        fc.assert(
            fc.property(
                fc.double({ min: -day, max: day, noNaN: true }),
                fc.double({ min: 1, max: 1e9, noNaN: true }),
                (from, span) => {
                    const { values, labels = [] } = timeAxis([from, from + span], since);
                    assert.ok(labels.length <= 10, String(labels.length));
                    const [first = NaN, last = NaN] = values;
                    // A label may be off the axis by what rounding does to it.
                    const noise = 1e-9 * (last - first);
                    assert.ok(labels.every((label) => label >= first - noise && label <= last + noise));
                },
            ),
        );
    });
});
