import assert from "node:assert/strict";

import { asKnown } from "./asKnown";
import { changes } from "./diff";
import { block, blocks, boolean, json, map, number, text, texts } from "./property";
import { type Properties } from "./resource";

const shape = {
    name: text(),
    path: text({ default: "/" }),
    rotated: boolean({ default: false }),
    policy: json(),
    topics: texts(),
    tags: map(),
    period: number({ computed: true }),
    folder: text({ stateOnly: true }),
    force: boolean({ default: false, stateOnly: true }),
    client: block({ limit: number(), mode: text({ default: "one" }), period: number({ computed: true }) }),
    variants: blocks({ name: text(), disk: number({ computed: true }) }),
};
const defaults = { path: "/", rotated: false, force: false };

const cases: [what: string, live: Properties, known: Properties | undefined, inputs: Properties][] = [
    ["what it was", { name: "a", path: "/" }, { name: "a", path: "/" }, { name: "a", path: "/", force: false }],
    ["what changed", { name: "b" }, { name: "a" }, { name: "b", force: false }],
    ["what is gone", {}, { name: "a" }, { force: false }],
    ["what came without being asked for", { ...defaults, tags: { a: "1" } }, {}, { ...defaults, tags: { a: "1" } }],
    [
        "nothing where AWS has nothing special",
        { ...defaults, name: "", topics: [], tags: {}, policy: undefined, client: {}, variants: [] },
        {},
        defaults,
    ],
    [
        "emptiness that was asked for",
        { name: "", tags: {} },
        { name: "", topics: [], tags: {} },
        { name: "", topics: [], tags: {}, force: false },
    ],
    [
        "defaults that are no longer so",
        { path: "/a/", rotated: true },
        defaults,
        { path: "/a/", rotated: true, force: false },
    ],
    [
        "a document as it was written",
        { policy: '{"a":1}' },
        { policy: '{ "a": 1 }' },
        { policy: '{ "a": 1 }', force: false },
    ],
    [
        "a document that means something else",
        { policy: '{"a":2}' },
        { policy: "{}" },
        { policy: '{"a":2}', force: false },
    ],
    [
        "strings in the order they were in",
        { topics: ["b", "a"] },
        { topics: ["a", "b"] },
        { topics: ["a", "b"], force: false },
    ],
    ["not what AWS chose itself", { period: 1 }, {}, { force: false }],
    ["what AWS was asked for and now has otherwise", { period: 1 }, { period: 2 }, { period: 1, force: false }],
    ["what only the state knows", {}, { folder: "f", force: true }, { folder: "f", force: true }],
    [
        "a block in the same way",
        { client: { limit: 2, mode: "one", period: 1 } },
        { client: { limit: 1, mode: "one" } },
        { client: { limit: 2, mode: "one" }, force: false },
    ],
    [
        "a block that nobody asked for",
        { client: { limit: 2, mode: "one" } },
        {},
        { client: { limit: 2, mode: "one" }, force: false },
    ],
    [
        "items in the same way",
        { variants: [{ name: "a", disk: 1 }, { name: "b", disk: 2 }, { name: "c" }] },
        { variants: [{ name: "a" }, { name: "b", disk: 1 }] },
        { variants: [{ name: "a" }, { name: "b", disk: 2 }, { name: "c" }], force: false },
    ],
    [
        "for an import, everything that is anything",
        { ...defaults, name: "a", policy: "{}", period: 1, topics: [], client: { limit: 1, mode: "one", period: 1 } },
        undefined,
        { ...defaults, name: "a", policy: "{}", period: 1, client: { limit: 1, mode: "one", period: 1 } },
    ],
    [
        "of a block that nobody asked for only what AWS does not choose itself",
        { ...defaults, name: "a", client: { limit: 1, mode: "one", period: 1 } },
        { ...defaults, name: "a" },
        { ...defaults, name: "a", client: { limit: 1, mode: "one" } },
    ],
];

describe("asKnown", () => {
    for (const [what, live, known, inputs] of cases) {
        it(`tells ${what}`, () => {
            assert.deepEqual(asKnown(shape, live, known), inputs);
        });

        it(`tells ${what} the same way a second time`, () => {
            assert.deepEqual(changes(shape, asKnown(shape, live, inputs), inputs), []);
        });
    }
});
