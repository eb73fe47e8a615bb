import assert from "node:assert/strict";

import fc from "fast-check";

import { csvRow, parseCsv } from "./csv";

describe("parseCsv", () => {
    it("reads quotes, quoted commas, quoted line ends and every kind of line end", () => {
        assert.deepEqual(parseCsv('id,inputs\r\n1,"a, ""b""\nc"\n\n2,d\r3,'), [
            ["id", "inputs"],
            ["1", 'a, "b"\nc'],
            ["2", "d"],
            ["3", ""],
        ]);
    });

    it("reads what csvRow writes", () => {
        const fields = fc.array(fc.string({ minLength: 1 }), { minLength: 1 });
        fc.assert(
            fc.property(fc.array(fields), (rows) => {
                assert.deepEqual(parseCsv(rows.map(csvRow).join("")), rows);
            }),
        );
    });
});
