import assert from "node:assert/strict";

import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";

import { unlike, wrongLiteral } from "./literal";

const three = { is: (value: unknown): boolean => value === 3, mend: "Write 3." };

/** Properties as a rule receives them, each of these an output. */
const unknown = unknownCheckingProxy({ count: unknownValue, block: unknownValue, blocks: unknownValue }) as object;

describe("literals", () => {
    for (const [what, value, says] of [
        ["what is right", 3, undefined],
        ["another number", 4, "block.count is 4. Write 3."],
        ["a flag", true, "block.count is true. Write 3."],
        ["a text, which is not shown", "3", "block.count is a string. Write 3."],
        ["nothing", undefined, "block.count is not set. Write 3."],
        ["null", null, "block.count is null. Write 3."],
        ["an empty text", "", "block.count is an empty string. Write 3."],
        ["a list", [3], "block.count is a list. Write 3."],
    ] as [string, unknown, string | undefined][]) {
        it(`say of ${what}: ${says ?? "nothing"}`, () => {
            assert.equal(wrongLiteral({ block: { count: value } }, ["block", "count"], three), says);
        });
    }

    it("show a text where that is wanted", () => {
        const found = wrongLiteral({ mode: "on" }, ["mode"], { ...three, printed: true });
        assert.equal(found, 'mode is "on". Write 3.');
    });

    it("refuse outputs, and say where a whole block is one", () => {
        assert.equal(
            wrongLiteral(unknown, ["count"], three),
            "count is known only after deployment, so it cannot be checked. Write 3.",
        );
        assert.equal(
            wrongLiteral(unknown, ["block", "count"], three),
            "block is known as a whole only after deployment, so block.count cannot be checked. " +
                "Write the block as a literal; only the values in it may be outputs.",
        );
        assert.deepEqual(unlike(unknown, ["blocks", 0, 1], three), {
            because: "blocks is known as a whole only after deployment, so blocks[0][1] cannot be checked",
            block: true,
        });
    });
});
