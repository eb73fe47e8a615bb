import assert from "node:assert/strict";

import { concerning } from "./concerning";

/** Values concern the resources whose letters they hold, and with a question mark possibly any. */
const find = concerning(
    ["b", "?", "ab", "a?", "c", "aa"],
    (value) => [...value].filter((letter) => letter !== "?"),
    (value) => value.includes("?"),
);
const found = (...resources: string[]): string[] =>
    find(resources).map(({ value, certain }) => `${value} ${certain ? "certainly" : "perhaps"}`);

describe("what concerns resources", () => {
    const table: [string, string[], string[]][] = [
        ["is found in order, each once", ["a"], ["? perhaps", "ab certainly", "a? certainly", "aa certainly"]],
        ["may concern a resource that nothing names", ["d"], ["? perhaps", "a? perhaps"]],
        ["may concern even none", [], ["? perhaps", "a? perhaps"]],
        [
            "is found for several together, in order",
            ["c", "b"],
            ["b certainly", "? perhaps", "ab certainly", "a? perhaps", "c certainly"],
        ],
    ];
    for (const [title, resources, expected] of table) {
        it(title, () => assert.deepEqual(found(...resources), expected));
    }

    it("is nothing where there are no values", () => {
        const none = concerning(
            [],
            () => ["a"],
            () => true,
        );
        assert.deepEqual(none(["a"]), []);
    });
});
