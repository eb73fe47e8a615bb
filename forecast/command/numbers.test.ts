import assert from "node:assert/strict";

import { numberOf, numberWithin } from "./numbers";
import { UsageError } from "./usageError";

describe("numbers in files and options", () => {
    it("are decimal, with a point and an exponent if need be", () => {
        assert.deepEqual(
            ["0", "007", "+4", "-4", "4.", ".5", "1e3", "2.5E-1"].map(numberOf),
            [0, 7, 4, -4, 4, 0.5, 1000, 0.25],
        );
    });

    for (const text of [
        "",
        " ",
        "4 ",
        " 4",
        "0x10",
        "1,000",
        "1_000",
        "NaN",
        "Infinity",
        "1e400",
        ".",
        "e3",
        "--4",
        "4.5.6",
        "٤",
    ]) {
        it(`"${text}" is none`, () => {
            assert.equal(numberOf(text), undefined);
        });
    }

    it("have ends that are included, and one that is not where it says above", () => {
        assert.equal(numberWithin("1", { least: 1, most: 3 }), 1);
        assert.equal(numberWithin("3", { least: 1, most: 3 }), 3);
        assert.equal(numberWithin("3", { least: 1, above: true, most: 3 }), 3);
        assert.throws(
            () => numberWithin("1", { least: 1, above: true, most: 3 }),
            new UsageError("It must be a number above 1 and at most 3."),
        );
        assert.throws(
            () => numberWithin("3.5", { least: 1, most: 3, unit: "apples" }, "A bag"),
            new UsageError("A bag must be a number of apples from 1 to 3."),
        );
    });

    it("that are to be whole have no fraction", () => {
        assert.equal(numberWithin("2.0", { least: 1, most: 3, whole: true }), 2);
        assert.throws(
            () => numberWithin("2.5", { least: 1, most: 1e8, whole: true }),
            new UsageError("It must be a whole number from 1 to 100,000,000."),
        );
    });
});
