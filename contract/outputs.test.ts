import assert from "node:assert/strict";

import { outputKeys, OutputsError, parseOutputs } from "./outputs";

const numbers = ["minCapacity", "maxCapacity", "invocationTimeoutSeconds"];
const good = Object.fromEntries(outputKeys.map((key) => [key, numbers.includes(key) ? 0 : `a ${key}`]));

describe("parseOutputs", () => {
    it("takes what the program exports", () => {
        assert.deepEqual(parseOutputs(good), good);
    });

    it("takes outputs that a later program adds", () => {
        assert.deepEqual(parseOutputs({ ...good, dashboardUrl: "https://…" }), { ...good, dashboardUrl: "https://…" });
    });

    for (const key of outputKeys) {
        it(`misses ${key}`, () => {
            const rest = Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));
            assert.throws(
                () => parseOutputs(rest),
                new OutputsError(`stack output "${key}" is missing: was this stack deployed by this program?`),
            );
        });
    }

    it("refuses an output of another type", () => {
        assert.throws(
            () => parseOutputs({ ...good, maxCapacity: "5" }),
            new OutputsError('stack output "maxCapacity" must be a number, not "5"'),
        );
        assert.throws(
            () => parseOutputs({ ...good, region: "" }),
            new OutputsError('stack output "region" must be a string, not ""'),
        );
    });

    for (const value of [undefined, null, "outputs", ["outputs"]]) {
        it(`refuses ${JSON.stringify(value) ?? "nothing"}`, () => {
            assert.throws(
                () => parseOutputs(value),
                new OutputsError("stack outputs must be one JSON object, as `pulumi stack output --json` prints it"),
            );
        });
    }
});
