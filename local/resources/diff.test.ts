import assert from "node:assert/strict";

import { changes } from "./diff";
import { block, blocks, json, map, number, text, texts } from "./property";
import { type Properties, unknown } from "./resource";

const shape = {
    name: text(),
    size: number(),
    policy: json(),
    topics: texts(),
    tags: map(),
    client: block({ limit: number(), key: text({ computed: true }) }),
    variants: blocks({ name: text(), disk: number({ computed: true }) }),
    period: number({ computed: true }),
};

type Changed = [kind: "add" | "update" | "delete", path: string];

const cases: [what: string, before: Properties, after: Properties, ...changed: Changed[]][] = [
    ["nothing", { name: "a", size: 0 }, { size: 0, name: "a" }],
    ["a value", { name: "a" }, { name: "b" }, ["update", "name"]],
    ["a new value", {}, { size: 0 }, ["add", "size"]],
    ["no value any more", { size: 0 }, {}, ["delete", "size"]],
    ["zero", { size: 1 }, { size: 0 }, ["update", "size"]],
    ["one that AWS chooses, to another", { period: 1 }, { period: 2 }, ["update", "period"]],
    ["one that AWS chooses, from nothing", {}, { period: 2 }, ["add", "period"]],
    ["none any more where AWS chooses one", { period: 1 }, {}],
    ["what the table does not have", { colour: "red" }, { colour: "blue" }],
    ["the layout of a document", { policy: '{"a":[1],"b":2}' }, { policy: '{ "b": 2, "a": [1] }' }],
    ["a document's meaning", { policy: '{"a":[1,2]}' }, { policy: '{"a":[2,1]}' }, ["update", "policy"]],
    ["text that is no document", { policy: "{" }, { policy: "{ " }, ["update", "policy"]],
    ["the order of strings", { topics: ["a", "b"] }, { topics: ["b", "a"] }],
    ["how often a string is there", { topics: ["a", "b"] }, { topics: ["b", "a", "a"] }, ["update", "topics"]],
    [
        "keys",
        { tags: { kept: "1", changed: "1", gone: "1" } },
        { tags: { kept: "1", changed: "2", "a.b": "1" } },
        ["update", "tags.changed"],
        ["delete", "tags.gone"],
        ["add", 'tags["a.b"]'],
    ],
    ["a whole map", {}, { tags: { a: "1" } }, ["add", "tags"]],
    ["inside a block", { client: { limit: 1 } }, { client: { limit: 2 } }, ["update", "client.limit"]],
    ["what AWS chooses inside a block", { client: { limit: 1, key: "k" } }, { client: { limit: 1 } }],
    ["a whole block", { client: { limit: 1, key: "k" } }, {}, ["delete", "client"]],
    [
        "items",
        { variants: [{ name: "a" }, { name: "b", disk: 1 }] },
        { variants: [{ name: "a", disk: 1 }, { name: "c" }, { name: "d" }] },
        ["add", "variants[0].disk"],
        ["update", "variants[1].name"],
        ["add", "variants[2]"],
    ],
    [
        "an item less",
        { variants: [{ name: "a" }, { name: "b" }] },
        { variants: [{ name: "a" }] },
        ["delete", "variants[1]"],
    ],
    ["a value to one not known yet", { name: "a" }, { name: unknown }, ["update", "name"]],
    ["nothing to a value not known yet", {}, { policy: unknown }, ["add", "policy"]],
    ["a key not known yet", { tags: { a: "1" } }, { tags: { a: unknown } }, ["update", "tags.a"]],
    ["a string not known yet", { topics: ["a"] }, { topics: [unknown] }, ["update", "topics"]],
    ["an item not known yet", { variants: [{ name: "a" }] }, { variants: [unknown] }, ["update", "variants[0]"]],
    ["a block not known yet", { client: { limit: 1 } }, { client: unknown }, ["update", "client"]],
];

/** What says as little as absence. */
const empty: Properties[] = [
    { name: "" },
    { policy: "" },
    { topics: [] },
    { tags: {} },
    { client: {} },
    { variants: [] },
];

describe("changes", () => {
    for (const [what, before, after, ...changed] of cases) {
        it(`of ${what}`, () => {
            assert.deepEqual(
                changes(shape, before, after),
                changed.map(([kind, path]) => ({ path, kind })),
            );
        });
    }

    for (const inputs of empty) {
        it(`of ${JSON.stringify(inputs)} to nothing, or back, are none`, () => {
            assert.deepEqual(changes(shape, inputs, {}), []);
            assert.deepEqual(changes(shape, {}, inputs), []);
        });
    }
});
