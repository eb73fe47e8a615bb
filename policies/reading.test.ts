import assert from "node:assert/strict";

import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";

import { isAbsent, readKeys, readLeaf, readList, readWhole, written } from "./reading";

/** Properties as a rule receives them; `unknownValue` in them is unknown. */
function received(props: object): object {
    return unknownCheckingProxy(props) as object;
}

const path = ["outer", "inner"] as const;

describe("reading a leaf", () => {
    for (const value of ["text", 0, 7, false, true]) {
        it(`${JSON.stringify(value)} is set, falsy or not`, () => {
            assert.deepEqual(readLeaf(received({ outer: { inner: value } }), path), {
                state: "set",
                known: true,
                value,
            });
        });
    }

    it("an output is set, its value not known", () => {
        const props = received({ outer: { inner: unknownValue } });
        assert.deepEqual(readLeaf(props, path), { state: "set", known: false });
    });

    it("a block that is an output as a whole makes it unverifiable", () => {
        assert.deepEqual(readLeaf(received({ outer: unknownValue }), path), {
            state: "unverifiable",
            because: "outer is known as a whole only after deployment",
        });
    });

    const missing: [object, string][] = [
        [{}, "outer is not set"],
        [{ outer: null }, "outer is null"],
        [{ outer: "" }, "outer is an empty string"],
        [{ outer: "text" }, "outer is a string"],
        [{ outer: 7 }, "outer is a number"],
        [{ outer: true }, "outer is a boolean"],
        [{ outer: [{ inner: "text" }] }, "outer is a list"],
        [{ outer: {} }, "outer.inner is not set"],
        [{ outer: { inner: null } }, "outer.inner is null"],
        [{ outer: { inner: "" } }, "outer.inner is an empty string"],
        [{ outer: { inner: ["text"] } }, "outer.inner is a list"],
        [{ outer: { inner: { value: "text" } } }, "outer.inner is a block"],
    ];
    for (const [props, because] of missing) {
        it(`is missing in ${JSON.stringify(props)}`, () => {
            assert.deepEqual(readLeaf(received(props), path), { state: "missing", because });
        });
    }

    it("finds nothing that only a prototype has", () => {
        const props = received(Object.create({ outer: { inner: "text" } }) as object);
        assert.deepEqual(readLeaf(props, path), { state: "missing", because: "outer is not set" });
        assert.equal(readLeaf(received({}), ["constructor", "name"]).state, "missing");
    });

    it("reads an element of a list by its position", () => {
        const props = received({ list: [{ leaf: "first" }, null, unknownValue] });
        assert.deepEqual(readLeaf(props, ["list", 0, "leaf"]), { state: "set", known: true, value: "first" });
        assert.deepEqual(readLeaf(props, ["list", 1, "leaf"]), { state: "missing", because: "list[1] is null" });
        assert.deepEqual(readLeaf(props, ["list", 2, "leaf"]), {
            state: "unverifiable",
            because: "list[2] is known as a whole only after deployment",
        });
        assert.deepEqual(readLeaf(props, ["list", 3, "leaf"]), { state: "missing", because: "list[3] is not set" });
    });

    it("does not hide an error that is not about an unknown", () => {
        const broken = new Proxy({ outer: 1 }, { get: () => assert.fail("broken") });
        assert.throws(() => readLeaf(broken, ["outer"]), /broken/);
    });
});

describe("reading a list", () => {
    it("tells its length, also when elements are unknown", () => {
        const props = received({ list: ["a", unknownValue] });
        assert.deepEqual(readList(props, ["list"]), { state: "set", length: 2 });
    });

    it("a list that is an output as a whole is unverifiable", () => {
        assert.deepEqual(readList(received({ list: unknownValue }), ["list"]), {
            state: "unverifiable",
            because: "list is known as a whole only after deployment",
        });
        assert.deepEqual(readList(received({ outer: unknownValue }), ["outer", "list"]), {
            state: "unverifiable",
            because: "outer is known as a whole only after deployment",
        });
    });

    it("anything else is missing, and says what was found", () => {
        for (const [props, because] of [
            [{}, "list is not set"],
            [{ list: "text" }, "list is a string"],
            [{ list: { 0: "a", length: 1 } }, "list is a block"],
        ] as const) {
            assert.deepEqual(readList(received(props), ["list"]), { state: "missing", because });
        }
        assert.deepEqual(readList(received({}), ["outer", "list"]), { state: "missing", because: "outer is not set" });
    });
});

describe("reading the names in a block", () => {
    it("tells them, also when values are unknown", () => {
        const props = received({ block: { a: 1, b: unknownValue, c: null } });
        assert.deepEqual(readKeys(props, ["block"]), { state: "set", keys: ["a", "b", "c"] });
        assert.deepEqual(readKeys(received({ block: {} }), ["block"]), { state: "set", keys: [] });
    });

    it("a block that is an output as a whole is unverifiable", () => {
        assert.deepEqual(readKeys(received({ block: unknownValue }), ["block"]), {
            state: "unverifiable",
            because: "block is known as a whole only after deployment",
        });
        assert.deepEqual(readKeys(received({ outer: unknownValue }), ["outer", "block"]), {
            state: "unverifiable",
            because: "outer is known as a whole only after deployment",
        });
    });

    it("anything else is missing, and says what was found", () => {
        for (const [props, because] of [
            [{}, "block is not set"],
            [{ block: null }, "block is null"],
            [{ block: "text" }, "block is a string"],
            [{ block: ["a"] }, "block is a list"],
        ] as const) {
            assert.deepEqual(readKeys(received(props), ["block"]), { state: "missing", because });
        }
        assert.deepEqual(readKeys(received({}), ["outer", "block"]), { state: "missing", because: "outer is not set" });
    });
});

describe("being absent", () => {
    it("holds for undefined and null", () => {
        assert.equal(isAbsent(received({}), ["leaf"]), true);
        assert.equal(isAbsent(received({ leaf: null }), ["leaf"]), true);
        assert.equal(isAbsent(received({ outer: {} }), path), true);
    });

    it("does not hold for anything else, nor where it cannot be told", () => {
        for (const leaf of ["", 0, false, {}, [], unknownValue]) {
            assert.equal(isAbsent(received({ leaf }), ["leaf"]), false, JSON.stringify(leaf));
        }
        assert.equal(isAbsent(received({ outer: unknownValue }), path), false);
        assert.equal(isAbsent(received({}), path), false);
    });
});

describe("reading a value as a whole", () => {
    it("gives plain data, whatever it is", () => {
        for (const inner of ["text", "", 0, false, null, undefined, [], {}, [{ a: [1, null] }], { a: { b: "c" } }]) {
            assert.deepEqual(readWhole(received({ outer: { inner } }), path), { state: "known", value: inner });
        }
        assert.deepEqual(readWhole(received({ outer: {} }), path), { state: "known", value: undefined });
    });

    it("with an output anywhere in it is unknown", () => {
        for (const inner of [unknownValue, [unknownValue], { a: unknownValue }, [{ a: [{ b: unknownValue }] }]]) {
            assert.deepEqual(readWhole(received({ outer: { inner } }), path), { state: "unknown" });
        }
    });

    it("does not mind outputs beside it", () => {
        const props = received({ outer: { inner: "text", other: unknownValue }, other: unknownValue });
        assert.deepEqual(readWhole(props, path), { state: "known", value: "text" });
    });

    it("in what is an output, or no block, is unverifiable", () => {
        for (const [props, because] of [
            [{ outer: unknownValue }, "outer is known as a whole only after deployment"],
            [{}, "outer is not set"],
            [{ outer: "text" }, "outer is a string"],
            [{ outer: [] }, "outer is a list"],
        ] as const) {
            assert.deepEqual(readWhole(received(props), path), { state: "unverifiable", because });
        }
    });

    it("keeps a name that objects have of themselves", () => {
        const inner = JSON.parse('{"__proto__":{"a":1},"constructor":2}') as object;
        assert.deepEqual(readWhole(received({ outer: { inner } }), path), { state: "known", value: inner });
    });

    it("does not hide an error that is not about an unknown", () => {
        const broken = new Proxy({ inner: 1 }, { get: () => assert.fail("broken") });
        assert.throws(() => readWhole({ outer: broken }, ["outer"]), /broken/);
    });
});

describe("a path in a message", () => {
    it("is written as a program would", () => {
        assert.equal(written(["grants", 0, "grantee", "uri"]), "grants[0].grantee.uri");
        assert.equal(written([]), "");
        assert.equal(written(["a"]), "a");
    });
});

describe("reading anything", () => {
    const value = fc.letrec<{ node: unknown }>((tie) => ({
        node: fc.oneof(
            { maxDepth: 4 },
            fc.constantFrom<unknown>(unknownValue, null, "", "text", 0, true),
            fc.array(tie("node"), { maxLength: 3 }),
            fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("node"), { maxKeys: 3 }),
        ),
    })).node;
    const anyPath = fc.array(fc.constantFrom("a", "b", "length", "constructor", 0, 1, -1), {
        minLength: 1,
        maxLength: 4,
    });

    it("never throws, and takes nothing unknown for absent", () => {
        fc.assert(
            fc.property(value, anyPath, (a, at) => {
                const props = received({ a });
                const [leaf, list, keys, whole] = [
                    readLeaf(props, at),
                    readList(props, at),
                    readKeys(props, at),
                    readWhole(props, at),
                ];
                const unknown = leaf.state === "unverifiable" || (leaf.state === "set" && !leaf.known);
                assert.equal(list.state === "unverifiable" || keys.state === "unverifiable", unknown);
                if (unknown) assert.notEqual(whole.state, "known");
                assert.equal(
                    isAbsent(props, at),
                    whole.state === "known" && (whole.value === undefined || whole.value === null),
                );
                assert.ok([list.state, keys.state].filter((state) => state === "set").length <= 1);
            }),
            { numRuns: 500 },
        );
    });
});
