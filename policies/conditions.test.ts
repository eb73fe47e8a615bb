import assert from "node:assert/strict";

import { demandsItsValues, operatorOf } from "./conditions";

describe("condition operators", () => {
    const operators: [string, object][] = [
        ["Bool", { name: "bool", ifExists: false }],
        ["StringLikeIfExists", { name: "stringlike", ifExists: true }],
        ["ForAllValues:StringEquals", { quantifier: "forallvalues", name: "stringequals", ifExists: false }],
        ["ForAnyValue:ArnLikeIfExists", { quantifier: "foranyvalue", name: "arnlike", ifExists: true }],
    ];
    for (const [operator, says] of operators) {
        it(`${operator} is taken apart`, () => assert.deepEqual(operatorOf({ operator }), says));
    }

    const demanding =
        "StringEquals StringEqualsIgnoreCase StringLike ArnEquals ArnLike stringequals ForAnyValue:StringEquals";
    const others =
        "StringNotEquals StringNotLike ArnNotEquals ArnNotLike Null Bool IpAddress NumericEquals DateEquals StringEqualsIfExists " +
        "ForAllValues:StringEquals ForAllValues:ArnLike ForAnyValue:StringLikeIfExists";
    for (const operator of `${demanding} ${others}`.split(" ")) {
        const demands = demanding.split(" ").includes(operator);
        it(`${operator} ${demands ? "demands" : "does not demand"} one of its values`, () => {
            assert.equal(demandsItsValues({ operator, key: "aws:sourceaccount", values: ["1"] }), demands);
            assert.equal(demandsItsValues({ operator, key: "aws:sourceaccount", values: [] }), false);
        });
    }
});
