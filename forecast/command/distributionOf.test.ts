import assert from "node:assert/strict";

import { type Distribution } from "../distribution";
import { distributionOf } from "./distributionOf";
import { UsageError } from "./usageError";

const allowed =
    "It must be a number of seconds, exponential:MEAN or lognormal:MEDIAN,SIGMA, such as 4 or lognormal:3.5,0.4.";

describe("distributions on the command line", () => {
    const some: [string, Distribution][] = [
        ["4", { kind: "constant", seconds: 4 }],
        [".5", { kind: "constant", seconds: 0.5 }],
        ["1e-3", { kind: "constant", seconds: 0.001 }],
        ["exponential:4", { kind: "exponential", meanSeconds: 4 }],
        ["lognormal:3.5,0.4", { kind: "logNormal", medianSeconds: 3.5, sigma: 0.4 }],
        ["lognormal:330,3", { kind: "logNormal", medianSeconds: 330, sigma: 3 }],
    ];
    for (const [text, distribution] of some) {
        it(`${text} is one`, () => {
            assert.deepEqual(distributionOf(text), distribution);
        });
    }

    const none: [string, string][] = [
        ["", allowed],
        ["four", allowed],
        ["4,5", allowed],
        ["normal:4", allowed],
        ["Exponential:4", allowed],
        ["exponential:4,1", allowed],
        ["lognormal:3.5", allowed],
        ["lognormal:3.5,0.4,1", allowed],
        ["lognormal:3:0.4", allowed],
        ["0", "It must be a number of seconds above 0 and at most 86,400."],
        ["-4", "It must be a number of seconds above 0 and at most 86,400."],
        ["4s", "It must be a number of seconds above 0 and at most 86,400."],
        ["1e9", "It must be a number of seconds above 0 and at most 86,400."],
        ["exponential:", "Its mean must be a number of seconds above 0 and at most 86,400."],
        ["exponential:NaN", "Its mean must be a number of seconds above 0 and at most 86,400."],
        ["lognormal:0,0.4", "Its median must be a number of seconds above 0 and at most 86,400."],
        ["lognormal:3.5,0", "Its sigma must be a number above 0 and at most 3."],
        ["lognormal:3.5,3.1", "Its sigma must be a number above 0 and at most 3."],
        ["lognormal:3.5,", "Its sigma must be a number above 0 and at most 3."],
    ];
    for (const [text, message] of none) {
        it(`"${text}" is none`, () => {
            assert.throws(() => distributionOf(text), new UsageError(message));
        });
    }
});
