import assert from "node:assert/strict";

import fc from "fast-check";

import { longestLine, PrintedLines } from "./printedLines";

function linesOf(pieces: readonly string[]): string[] {
    const told: string[] = [];
    const lines = new PrintedLines((line) => told.push(line));
    for (const piece of pieces) lines.add(piece);
    lines.end();
    return told;
}

describe("PrintedLines", () => {
    it("is told of a line when it ends, not before", () => {
        const told: string[] = [];
        const lines = new PrintedLines((line) => told.push(line));
        lines.add("one\ntw");
        assert.deepEqual(told, ["one"]);
        lines.add("o\n");
        assert.deepEqual(told, ["one", "two"]);
    });

    for (const [what, pieces, expected] of [
        ["an end without a line end", ["one\ntwo"], ["one", "two"]],
        ["line ends of Windows, also in two pieces", ["one\r\ntwo\r", "\nthree"], ["one", "two", "three"]],
        ["lines without a character", ["\n\none\n\n"], ["one"]],
        ["nothing", [], []],
        ["a line that is too long", [`${"x".repeat(longestLine + 1)}\ny`], ["x".repeat(longestLine), "x", "y"]],
    ] as const) {
        it(`makes lines of ${what}`, () => {
            assert.deepEqual(linesOf(pieces), expected);
        });
    }

    it("does not wait for the end of a line that never ends", () => {
        const told: string[] = [];
        const lines = new PrintedLines((line) => told.push(line));
        for (let count = 0; count < 5; count++) lines.add("x".repeat(longestLine / 2));
        assert.deepEqual(
            told.map((line) => line.length),
            [longestLine, longestLine],
        );
    });

    it("makes the same lines of the same text, however it comes in pieces", () => {
        const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 60 });
        fc.assert(
            fc.property(text, fc.array(fc.nat(60)), (printed, cuts) => {
                const at = [0, ...cuts.sort((a, b) => a - b), printed.length];
                const pieces = at.map((from, index) => printed.slice(from, Math.max(from, at[index + 1] ?? from)));
                assert.deepEqual(
                    linesOf(pieces.filter((_, index) => index < at.length - 1)),
                    printed.split("\n").filter((line) => line !== ""),
                );
            }),
        );
    });
});
