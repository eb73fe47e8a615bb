import { equal, throws } from "node:assert/strict";

import fc from "fast-check";

import { type FilteredMessage, passesFilter } from "./filterPolicy";
import { type FilterPolicyScope, parseFilterPolicy } from "./filterPolicySyntax";

const passes = (policy: unknown, scope: FilterPolicyScope, message: FilteredMessage) =>
    passesFilter(parseFilterPolicy(JSON.stringify(policy), scope), scope, message);
const body = (value: unknown): FilteredMessage => ({ message: JSON.stringify(value), attributes: {} });

describe("a filter policy on the message body", () => {
    const cases: [string, unknown, unknown, boolean][] = [
        ["an exact string", { a: ["x"] }, { a: "x" }, true],
        ["another string", { a: ["x"] }, { a: "X" }, false],
        ["one of several", { a: ["x", "y"] }, { a: "y" }, true],
        ["a missing key", { a: ["x"] }, { b: "x" }, false],
        ["a number", { a: [1] }, { a: 1.0 }, true],
        ["a number as text", { a: [1] }, { a: "1" }, false],
        ["true", { a: [true] }, { a: true }, true],
        ["true as text", { a: [true] }, { a: "true" }, false],
        ["null", { a: [null] }, { a: null }, true],
        ["no null", { a: [null] }, {}, false],
        ["a prefix", { inferenceId: [{ prefix: "smoke-" }] }, { inferenceId: "smoke-1" }, true],
        ["another prefix", { inferenceId: [{ prefix: "smoke-" }] }, { inferenceId: "load-1" }, false],
        ["a prefix of a number", { a: [{ prefix: "1" }] }, { a: 12 }, false],
        ["a suffix", { a: [{ suffix: ".out" }] }, { a: "b.out" }, true],
        ["another suffix", { a: [{ suffix: ".out" }] }, { a: "b.in" }, false],
        ["another case", { a: [{ "equals-ignore-case": "Failed" }] }, { a: "fAILED" }, true],
        ["another word", { a: [{ "equals-ignore-case": "Failed" }] }, { a: "fail" }, false],
        ["anything but one", { a: [{ "anything-but": "x" }] }, { a: "y" }, true],
        ["that one", { a: [{ "anything-but": "x" }] }, { a: "x" }, false],
        ["one of what is left out", { a: [{ "anything-but": ["x", 1] }] }, { a: 1 }, false],
        ["none of what is left out", { a: [{ "anything-but": ["x", 1] }] }, { a: 2 }, true],
        ["a left-out prefix", { a: [{ "anything-but": { prefix: "smoke-" } }] }, { a: "smoke-1" }, false],
        ["another than the left-out prefix", { a: [{ "anything-but": { prefix: "smoke-" } }] }, { a: "1" }, true],
        ["anything-but without the key", { a: [{ "anything-but": "x" }] }, {}, false],
        ["anything-but or no key", { a: [{ "anything-but": "x" }, { exists: false }] }, {}, true],
        ["an existing key", { a: [{ exists: true }] }, { a: null }, true],
        ["no existing key", { a: [{ exists: true }] }, {}, false],
        ["an absent key", { a: [{ exists: false }] }, { b: 1 }, true],
        ["no absent key", { a: [{ exists: false }] }, { a: 1 }, false],
        ["an object where a value exists", { a: [{ exists: true }] }, { a: { b: 1 } }, false],
        ["equal", { a: [{ numeric: ["=", 3] }] }, { a: 3 }, true],
        ["in a range", { a: [{ numeric: [">=", 0, "<", 10] }] }, { a: 0 }, true],
        ["at the end of a range", { a: [{ numeric: [">=", 0, "<", 10] }] }, { a: 10 }, false],
        ["above", { a: [{ numeric: [">", 0] }] }, { a: 0 }, false],
        ["at most", { a: [{ numeric: ["<=", 0] }] }, { a: 0 }, true],
        ["a range of a text", { a: [{ numeric: [">", 0] }] }, { a: "1" }, false],
        ["in a network", { a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0.255" }, true],
        ["outside a network", { a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.1.0" }, false],
        ["no address", { a: [{ cidr: "10.0.0.0/24" }] }, { a: "localhost" }, false],
        ["all keys", { a: ["x"], b: ["y"] }, { a: "x", b: "y", c: 1 }, true],
        ["one key of two", { a: ["x"], b: ["y"] }, { a: "x" }, false],
        ["a nested key", { a: { b: ["x"] } }, { a: { b: "x" } }, true],
        ["a nested key elsewhere", { a: { b: ["x"] } }, { b: "x", a: {} }, false],
        ["an absent nested key", { a: { b: [{ exists: false }] } }, {}, true],
        ["an element of a list", { a: ["x"] }, { a: ["w", ["x"]] }, true],
        ["no element of a list", { a: ["x"] }, { a: [] }, false],
        ["a key in a list of objects", { a: { b: ["x"] } }, { a: [{ b: "w" }, { b: "x" }] }, true],
        ["an inherited name", { toString: [{ exists: true }] }, {}, false],
        ["the first alternative", { $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "x" }, true],
        ["the second alternative", { $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, true],
        ["no alternative", { $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "y", b: "x" }, false],
        ["an alternative without the rest", { c: ["z"], $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "x" }, false],
        ["$or as a key where it has one value", { $or: ["x"] }, { $or: "x" }, true],
    ];
    for (const [what, policy, message, expected] of cases) {
        it(`${expected ? "lets pass" : "keeps back"}: ${what}`, () => {
            equal(passes(policy, "MessageBody", body(message)), expected);
        });
    }

    for (const message of ["no JSON", "[]", '"x"', "null"]) {
        it(`keeps back a message that is no JSON object: ${message}`, () => {
            equal(passes({ a: [{ exists: false }] }, "MessageBody", { message, attributes: {} }), false);
        });
    }
});

describe("a filter policy on message attributes", () => {
    const attribute = (DataType: string, StringValue: string): FilteredMessage => ({
        message: "text",
        attributes: { a: { DataType, StringValue } },
    });
    const cases: [string, unknown, FilteredMessage, boolean][] = [
        ["a String", ["x"], attribute("String", "x"), true],
        ["a String that looks like a number", [1], attribute("String", "1"), false],
        ["a Number", [{ numeric: [">", 0.5] }], attribute("Number", "1"), true],
        ["a Number with an own label", [1], attribute("Number.int", "1.0"), true],
        ["an element of a String.Array", ["y"], attribute("String.Array", '["x","y"]'), true],
        ["true in a String.Array", [true], attribute("String.Array", "[true]"), true],
        ["no element of a String.Array", ["z"], attribute("String.Array", '["x","y"]'), false],
        ["a Binary as if it were absent", [{ exists: true }], attribute("Binary", "x"), false],
        ["an absent attribute", [{ exists: false }], { message: "{}", attributes: {} }, true],
    ];
    for (const [what, conditions, message, expected] of cases) {
        it(`${expected ? "lets pass" : "keeps back"}: ${what}`, () => {
            equal(passes({ a: conditions }, "MessageAttributes", message), expected);
        });
    }
});

describe("a filter policy that SNS would not take", () => {
    const six = Object.fromEntries("abcdef".split("").map((key) => [key, ["x"]]));
    const twelve = Array.from({ length: 12 }, (_, index) => `v${String(index)}`);
    const cases: [string, string, FilterPolicyScope?][] = [
        ["{", "failed to parse JSON."],
        ["[]", "Filter policy must be an object"],
        ['{"a":"x"}', '"a" must be an object or an array'],
        ['{"a":[]}', "Empty arrays are not allowed"],
        ['{"a":{}}', "Empty objects are not allowed"],
        ['{"a":[["x"]]}', "Match value must be String, number, true, false, or null"],
        ['{"a":[{"wildcard":"*x"}]}', "Unrecognized match type wildcard"],
        ['{"a":[{}]}', "Unrecognized match type "],
        ['{"a":{"b":[{"regex":"x"}]}}', "Unrecognized match type regex"],
        ['{"$or":[{"a":["x"]},{"b":[{"like":"y"}]}]}', "Unrecognized match type like"],
        ['{"$or":[{"a":["x"]}]}', "Unrecognized match type a"],
        ['{"a":[{"prefix":"x","suffix":"y"}]}', "Only one key allowed in match expression"],
        ['{"a":[{"prefix":1}]}', "prefix match pattern must be a string"],
        ['{"a":[{"exists":"yes"}]}', "exists match pattern must be either true or false."],
        ['{"a":[{"anything-but":{"suffix":"x"}}]}', "Unsupported anything-but pattern: suffix"],
        ['{"a":[{"anything-but":{"prefix":1}}]}', "prefix match pattern must be a string"],
        ['{"a":[{"anything-but":[]}]}', "Empty arrays are not allowed"],
        ['{"a":[{"numeric":[]}]}', "Invalid member in numeric match: ]"],
        ['{"a":[{"numeric":[3,"<"]}]}', "Invalid member in numeric match: 3"],
        ['{"a":[{"numeric":["<>",3]}]}', "Unrecognized numeric range operator: <>"],
        ['{"a":[{"numeric":["=","3"]}]}', "Value of equals must be numeric"],
        ['{"a":[{"numeric":["<",3,">",1]}]}', "Too many elements in numeric expression"],
        ['{"a":[{"numeric":[">",3,4]}]}', "Bad value in numeric range: 4"],
        ['{"a":[{"numeric":[">",3,"=",4]}]}', "Bad numeric range operator: ="],
        ['{"a":[{"numeric":[">",3,"<"]}]}', "Value of < must be numeric"],
        ['{"a":[{"numeric":[">",3,"<",3]}]}', "Bottom must be less than top"],
        ['{"a":[{"numeric":[">",3,"<",4,"<"]}]}', "Too many terms in numeric range expression"],
        ['{"a":[1000000001]}', "Value must be between -1.0E9 and 1.0E9, inclusive"],
        ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
        ['{"a":[{"cidr":"10.0.0.0/x"}]}', "Malformed CIDR, mask bits must be an integer"],
        ['{"a":[{"cidr":"10.0.0/8"}]}', "Nonstandard IP address: 10.0.0"],
        ['{"a":[{"cidr":"10.0.0.0/33"}]}', "Nonstandard IP address: 10.0.0.0"],
        [JSON.stringify(six), "Filter policy can not have more than 5 keys"],
        [JSON.stringify({ a: twelve, b: [...twelve, "w"] }), "Filter policy is too complex"],
        [JSON.stringify({ a: { b: { c: twelve } }, d: twelve.slice(0, 5) }), "Filter policy is too complex"],
    ];
    for (const [policy, reason, scope = "MessageBody"] of cases) {
        it(`is refused: ${policy.slice(0, 60)}`, () => {
            throws(() => parseFilterPolicy(policy, scope), {
                name: "FilterPolicyFault",
                message: `FilterPolicy: ${reason}`,
            });
        });
    }

    it("is refused when it nests keys of attributes", () => {
        throws(() => parseFilterPolicy('{"a":{"b":["x"]}}', "MessageAttributes"), {
            message: "Filter policy scope MessageAttributes does not support nested filter policy",
        });
    });

    it("is taken with 144 combinations", () => {
        parseFilterPolicy(JSON.stringify({ a: twelve, b: twelve }), "MessageBody");
    });
});

describe("filter policies, whatever they are", () => {
    const key = fc.constantFrom("a", "b", "c", "d");
    const scalar = fc.oneof(fc.constantFrom("x", "xy", "X", "y"), fc.integer({ min: 0, max: 3 }), fc.boolean());
    const condition = fc.oneof(
        scalar,
        fc.constant(null),
        fc.constantFrom("x", "y").map((prefix) => ({ prefix })),
        fc.constantFrom("x", "y").map((suffix) => ({ suffix })),
        fc.array(scalar, { minLength: 1, maxLength: 2 }).map((values) => ({ "anything-but": values })),
        fc.boolean().map((exists) => ({ exists })),
        fc.constantFrom("<", ">=").map((operator) => ({ numeric: [operator, 2] })),
    );
    const conditions = fc.array(condition, { minLength: 1, maxLength: 2 });
    const nested = fc.dictionary(key, conditions, { minKeys: 1, maxKeys: 1 });
    const policy = fc.dictionary(key, fc.oneof(conditions, nested), { maxKeys: 2 });
    const value = fc.oneof(scalar, fc.constant(null), fc.array(scalar, { maxLength: 2 }));
    const message = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value, { maxKeys: 2 })), { maxKeys: 4 });

    it("let no more messages pass when a key is added", () => {
        fc.assert(
            fc.property(policy, key, fc.oneof(conditions, nested), message, (before, added, wanted, sent) => {
                const fewer = Object.fromEntries(Object.entries(before).filter(([name]) => name !== added));
                if (passes({ ...fewer, [added]: wanted }, "MessageBody", body(sent))) {
                    equal(passes(fewer, "MessageBody", body(sent)), true);
                }
            }),
        );
    });

    it("let no fewer messages pass when a condition is added to a key", () => {
        fc.assert(
            fc.property(policy, key, conditions, condition, message, (before, changed, wanted, added, sent) => {
                if (passes({ ...before, [changed]: wanted }, "MessageBody", body(sent))) {
                    equal(passes({ ...before, [changed]: [...wanted, added] }, "MessageBody", body(sent)), true);
                }
            }),
        );
    });

    it("are refused with an operator that SNS does not know, wherever it stands", () => {
        const known = ["prefix", "suffix", "equals-ignore-case", "cidr", "exists", "numeric", "anything-but"];
        const operator = fc.string().filter((name) => !known.includes(name) && name !== "__proto__");
        const place = fc.constantFrom<(bad: object) => object>(
            (bad) => ({ z: [bad] }),
            (bad) => ({ z: ["x", bad] }),
            (bad) => ({ z: { y: [bad] } }),
            (bad) => ({ $or: [{ z: ["x"] }, { y: [bad] }] }),
        );
        fc.assert(
            fc.property(policy, operator, fc.jsonValue(), place, (good, name, operand, put) => {
                const text = JSON.stringify({ ...good, ...put({ [name]: operand }) });
                throws(() => parseFilterPolicy(text, "MessageBody"), {
                    message: `FilterPolicy: Unrecognized match type ${name}`,
                });
            }),
        );
    });
});
