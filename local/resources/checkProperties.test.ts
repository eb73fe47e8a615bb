import assert from "node:assert/strict";

import fc from "fast-check";

import { checkProperties } from "./checkProperties";
import { block, blocks, boolean, json, map, number, type Shape, text, texts } from "./property";
import { type CheckFailure, type Properties, unknown } from "./resource";

const shape = {
    name: text({ autoname: true }),
    status: text({ required: true, oneOf: ["Enabled", "Disabled"] }),
    days: number({ range: [1, 30] }),
    enabled: boolean({ default: true }),
    policy: json(),
    actions: texts(),
    dimensions: map(),
    filter: block({ prefix: text({ required: true }) }),
    rules: blocks({ id: text({ required: true }), days: number({ default: 7 }) }),
} satisfies Shape;

const good = { status: "Enabled" };

function check(inputs: Properties): { checked: Properties; failures: CheckFailure[] } {
    const failures: CheckFailure[] = [];
    return { checked: checkProperties(shape, inputs, () => "automatic", failures), failures };
}

function failureOf(inputs: Properties): CheckFailure {
    const { failures } = check({ ...good, ...inputs });
    assert.equal(failures.length, 1);
    return failures[0] as CheckFailure;
}

describe("checkProperties", () => {
    it("fills in automatic names and defaults, and leaves absent what has none", () => {
        assert.deepEqual(check(good), {
            checked: { name: "automatic", status: "Enabled", enabled: true },
            failures: [],
        });
    });

    it("keeps what the program gives, false and 0 included", () => {
        const inputs = { name: "mine", status: "Disabled", enabled: false, rules: [{ id: "a", days: 0 }] };
        assert.deepEqual(check(inputs), { checked: inputs, failures: [] });
    });

    it("takes null for absent", () => {
        assert.deepEqual(check({ ...good, name: null, days: null }).checked, check(good).checked);
    });

    it("takes an unknown for a whole block, one of a list, and a leaf", () => {
        const inputs = { status: unknown, filter: { prefix: unknown }, rules: [unknown, { id: unknown, days: 1 }] };
        const { checked, failures } = check({ ...inputs, dimensions: unknown });
        assert.deepEqual(failures, []);
        assert.deepEqual(checked, { name: "automatic", enabled: true, ...inputs, dimensions: unknown });
    });

    it("names every failure, not just the first", () => {
        const { failures } = check({ days: 31, colour: "red" });
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["colour", "status", "days"],
        );
    });

    it("refuses a value that is not one of the allowed", () => {
        assert.deepEqual(failureOf({ status: "On" }), {
            property: "status",
            reason: 'expected status to be one of ["Enabled" "Disabled"], got On',
        });
    });

    it("refuses a number out of its range", () => {
        assert.deepEqual(failureOf({ days: 0 }), {
            property: "days",
            reason: "expected days to be in the range (1 - 30), got 0",
        });
    });

    for (const [property, value, reason] of [
        ["name", 1, "expected a string, got 1"],
        ["days", "1", 'expected a number, got "1"'],
        ["enabled", "true", 'expected a boolean, got "true"'],
        ["policy", 1, "expected a JSON document, got 1"],
        ["policy", "{", '"policy" contains an invalid JSON: "{"'],
        ["actions", "a", 'expected a list of strings, got "a"'],
        ["actions", [1], "expected a list of strings, got [1]"],
        ["dimensions", ["a"], 'expected strings by key, got ["a"]'],
        ["filter", [], "expected a block, got []"],
        ["rules", {}, "expected a list of blocks, got {}"],
    ] as const) {
        it(`refuses ${JSON.stringify(value)} for ${property}`, () => {
            assert.deepEqual(failureOf({ [property]: value }), { property, reason });
        });
    }

    it("refuses a value of a map that is no string, by its key", () => {
        assert.deepEqual(failureOf({ dimensions: { EndpointName: 1 } }), {
            property: "dimensions.EndpointName",
            reason: "expected a string, got 1",
        });
    });

    it("refuses what is missing or not known inside a block, by its path", () => {
        const { failures } = check({ ...good, rules: [{ id: "a" }, { days: 1, colour: "red" }, 3] });
        assert.deepEqual(failures, [
            {
                property: "rules[1].colour",
                reason: 'The laptop AWS does not implement the property "colour"; it would have no effect',
            },
            {
                property: "rules[1].id",
                reason: 'Missing required argument: The argument "id" is required, but no definition was found',
            },
            { property: "rules[2]", reason: "expected a block, got 3" },
        ]);
    });

    it("cuts long values short", () => {
        assert.equal(failureOf({ days: "x".repeat(500) }).reason.length, "expected a number, got ".length + 80);
    });

    it("writes a document given as an object as JSON, and as unknown when a part of it is", () => {
        assert.equal(check({ ...good, policy: { Version: "1" } }).checked["policy"], '{"Version":"1"}');
        assert.equal(check({ ...good, policy: { Statement: [{ Resource: unknown }] } }).checked["policy"], unknown);
    });

    it("never throws, and names a failure or changes nothing but defaults", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.constantFrom(...Object.keys(shape), "other"), fc.jsonValue()), (inputs) => {
                const { checked, failures } = check(inputs);
                if (failures.length > 0) return;
                assert.deepEqual(check(checked), { checked, failures: [] });
            }),
        );
    });
});
