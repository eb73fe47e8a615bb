import assert from "node:assert/strict";

import fc from "fast-check";

import { onSharedTime, type Track } from "./sharedTime";

const slope: Track = { seconds: [0, 60, 120], values: [0, 6, 0], step: false };
const stairs: Track = { seconds: [30, 90], values: [1, 2], step: true };

describe("tracks on the same times", () => {
    it("have a value at each time of any of them: of a step the last one, else one between its neighbours", () => {
        assert.deepEqual(onSharedTime([slope, stairs]), {
            seconds: [0, 30, 60, 90, 120],
            values: [
                [0, 3, 6, 3, 0],
                [NaN, 1, 1, 2, NaN],
            ],
        });
    });

    it("can be cut to a stretch of time, whose ends belong to it", () => {
        assert.deepEqual(onSharedTime([slope, stairs], 30, 90), {
            seconds: [30, 60, 90],
            values: [
                [3, 6, 3],
                [1, 1, 2],
            ],
        });
    });

    it("are nothing when there are none", () => {
        assert.deepEqual(onSharedTime([]), { seconds: [], values: [] });
    });

    it("keep what was recorded, and are nowhere above or below it", () => {
        const track = fc
            .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 9 })), {
                minLength: 1,
                selector: ([second]) => second,
            })
            .chain((points) => {
                const sorted = [...points].sort(([a], [b]) => a - b);
                return fc.boolean().map((step): Track => {
                    return { seconds: sorted.map(([at]) => at), values: sorted.map(([, value]) => value), step };
                });
            });
        fc.assert(
            fc.property(fc.array(track, { minLength: 1, maxLength: 3 }), (tracks) => {
                const { seconds, values } = onSharedTime(tracks);
                for (const [index, one] of tracks.entries()) {
                    const own = one.seconds.map((second) => values[index]?.[seconds.indexOf(second)]);
                    assert.deepEqual(own, one.values);
                    const shared = (values[index] ?? []).filter((value) => !Number.isNaN(value));
                    assert.ok(Math.max(...shared) <= Math.max(...one.values));
                    assert.ok(Math.min(...shared) >= Math.min(...one.values));
                }
            }),
        );
    });
});
