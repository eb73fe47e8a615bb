import assert from "node:assert/strict";

import { measuredSamples } from "./measuredSamples";
import { UsageError } from "./usageError";

describe("measured samples", () => {
    it("are numbers, one a line, between comments and blank lines", () => {
        assert.deepEqual(measuredSamples("t.txt", "# seconds\r\n3.5\r\n\r\n  4 \n#4.5\n1e1"), [3.5, 4, 10]);
    });

    const bad: [string, string][] = [
        ["", "t.txt has no samples: one number of seconds a line."],
        ["# none\n\n", "t.txt has no samples: one number of seconds a line."],
        ["4\n\n-1\n", 't.txt line 3: "-1" must be a number of seconds above 0 and at most 86,400.'],
        ["0", 't.txt line 1: "0" must be a number of seconds above 0 and at most 86,400.'],
        ["4,5", 't.txt line 1: "4,5" must be a number of seconds above 0 and at most 86,400.'],
        ["4 # slow", 't.txt line 1: "4 # slow" must be a number of seconds above 0 and at most 86,400.'],
        [
            "\u0000\u001b[31m",
            't.txt line 1: "\\u0000\\u001b[31m" must be a number of seconds above 0 and at most 86,400.',
        ],
        ["x".repeat(100), `t.txt line 1: "${"x".repeat(40)}…" must be a number of seconds above 0 and at most 86,400.`],
        ["1\n".repeat(1_000_001), "t.txt has more than 1,000,000 samples."],
    ];
    for (const [text, message] of bad) {
        it(`${JSON.stringify(text.slice(0, 12))} is refused`, () => {
            assert.throws(() => measuredSamples("t.txt", text), new UsageError(message));
        });
    }
});
