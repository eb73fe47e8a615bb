import assert from "node:assert/strict";

import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";

import { isAbsent, readLeaf, readList } from "./reading";

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
