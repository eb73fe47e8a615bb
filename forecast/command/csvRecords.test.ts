import assert from "node:assert/strict";

import fc from "fast-check";

import { type CsvRecord, eachRecord } from "./csvRecords";
import { UsageError } from "./usageError";

function records(text: string): CsvRecord[] {
    const all: CsvRecord[] = [];
    eachRecord("a.csv", text, (record) => all.push(record));
    return all;
}

describe("CSV records", () => {
    it("have their lines, without blanks around cells and without blank lines", () => {
        assert.deepEqual(records("a, b\r\n\r\n 1 ,2\n\n3"), [
            { line: 1, cells: ["a", "b"] },
            { line: 3, cells: ["1", "2"] },
            { line: 5, cells: ["3"] },
        ]);
    });

    it("end columns at whichever separator the first line has", () => {
        assert.deepEqual(
            records("a;b,c").map(({ cells }) => cells),
            [["a;b", "c"]],
        );
        assert.deepEqual(
            records("a;b\n1;2").map(({ cells }) => cells),
            [
                ["a", "b"],
                ["1", "2"],
            ],
        );
        assert.deepEqual(
            records("a\tb").map(({ cells }) => cells),
            [["a", "b"]],
        );
    });

    it("may be quoted", () => {
        assert.deepEqual(records('"a, ""b""",c\n"1\n2",3\n4,5'), [
            { line: 1, cells: ['a, "b"', "c"] },
            { line: 3, cells: ["1\n2", "3"] },
            { line: 4, cells: ["4", "5"] },
        ]);
    });

    it("are the same with and without quotes", () => {
        const cell = fc.stringMatching(/^[a-z0-9.:-]{1,8}$/);
        fc.assert(
            fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1 }), (rows) => {
                const plain = rows.map((cells) => cells.join(",")).join("\n");
                const quoted = rows.map((cells) => cells.map((each) => `"${each}"`).join(",")).join("\n");
                assert.deepEqual(records(quoted), records(plain));
            }),
        );
    });

    for (const [text, message] of [
        ['a\n"b', "a.csv is no CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2."],
        ['a\n"b" c', "a.csv is no CSV: Invalid Closing Quote: found non trimable byte after quote at line 2."],
    ] as const) {
        it(`${JSON.stringify(text)} is refused`, () => {
            assert.throws(() => records(text), new UsageError(message));
        });
    }

    it("let through what their reader throws", () => {
        for (const text of ["a", '"a"']) {
            assert.throws(() => {
                eachRecord("a.csv", text, () => {
                    throw new UsageError("no");
                });
            }, new UsageError("no"));
        }
    });
});
