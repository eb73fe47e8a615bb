import assert from "node:assert/strict";

import fc from "fast-check";

import { sparkline } from "./sparkline";

describe("a sparkline", () => {
    const cases: { what: string; values: number[]; width: number; top?: number; line: string }[] = [
        { what: "goes from 0 to the largest value", values: [0, 1, 2, 3, 4, 5, 6, 7], width: 8, line: "▁▂▃▄▅▆▇█" },
        { what: "does not show anything above 0 as 0", values: [0, 0.001, 1000], width: 3, line: "▁▂█" },
        { what: "keeps the peak of a stretch", values: [0, 0, 9, 0, 0, 0, 0, 3], width: 4, line: "▁█▁▄" },
        { what: "is as long as there are values, if they are few", values: [1, 2], width: 10, line: "▅█" },
        { what: "is flat at the bottom when all is 0", values: [0, 0, 0], width: 3, line: "▁▁▁" },
        { what: "takes a negative value for 0", values: [-5, 7], width: 2, line: "▁█" },
        { what: "leaves out what is not finite", values: [7, NaN, Infinity, 7], width: 4, line: "█  █" },
        { what: "shows what is finite of a stretch", values: [NaN, 7, 7, NaN], width: 2, line: "██" },
        { what: "is drawn to a height that is given", values: [2, 4, 20], width: 3, top: 8, line: "▃▅█" },
        { what: "of nothing is nothing", values: [], width: 5, line: "" },
        { what: "of no width is nothing", values: [1], width: 0, line: "" },
    ];
    for (const { what, values, width, top, line } of cases) {
        it(`${what}: "${line}"`, () => {
            assert.equal(sparkline(values, width, top), line);
        });
    }

    it("is never wider than it may be, and always shows the peak", () => {
        fc.assert(
            fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (values, width) => {
                const line = sparkline(values, width);
                assert.equal([...line].length, Math.min(width, values.length));
                assert.equal(line.includes("█"), Math.max(...values) > 0);
            }),
        );
    });
});
