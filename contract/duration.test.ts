import assert from "node:assert/strict";

import { parseDuration } from "./duration";

describe("durations", () => {
    const some: [string, number][] = [
        ["90s", 90],
        ["20m", 1200],
        ["2h", 7200],
        ["3d", 259_200],
        ["1.5h", 5400],
        ["0.25s", 0.25],
    ];
    for (const [text, seconds] of some) {
        it(`"${text}" is ${String(seconds)} s`, () => {
            assert.equal(parseDuration(text), seconds);
        });
    }

    const tooLong = `${"9".repeat(400)}s`;
    const none = [
        "",
        "20",
        "m",
        "-1m",
        "0s",
        "0.0d",
        "1h30m",
        "20 m",
        " 20m",
        "1e3s",
        "Infinityh",
        "20M",
        ".5h",
        "1.h",
        tooLong,
    ];
    for (const text of none) {
        it(`"${text.slice(0, 12)}" is none`, () => {
            assert.equal(parseDuration(text), undefined);
        });
    }
});
