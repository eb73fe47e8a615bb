import assert from "node:assert/strict";

import fc from "fast-check";

import { byDependency, type RegisteredResource } from "./registeredResource";

function resource(urn: string, dependencies: string[] = [], parent = ""): RegisteredResource {
    const options = {
        protect: false,
        retainOnDelete: false,
        deleteBeforeReplace: false,
        ignoreChanges: [],
        additionalSecretOutputs: [],
        aliases: [],
        replacementTrigger: undefined,
        beforeDelete: [],
    };
    return {
        urn,
        type: "t",
        name: urn,
        custom: true,
        parent,
        inputs: {},
        id: urn,
        outputs: {},
        dependencies,
        propertyDependencies: {},
        options,
    };
}

describe("byDependency", () => {
    it("puts each resource after its parent and what it depends on", () => {
        const resources = [resource("c", ["b"]), resource("b", [], "a"), resource("a")];
        assert.deepEqual(
            byDependency(resources).map(({ urn }) => urn),
            ["a", "b", "c"],
        );
    });

    it("ignores what is not among them", () => {
        assert.deepEqual(byDependency([resource("a", ["gone"])]).length, 1);
    });

    it("refuses a circle", () => {
        assert.throws(() => byDependency([resource("a", ["b"]), resource("b", ["a"])]), /depends on itself/);
    });

    it("orders any graph without circles", () => {
        const graph = fc.array(fc.array(fc.nat()), { maxLength: 30 });
        fc.assert(
            fc.property(graph, (edges) => {
                const resources = edges.map((targets, i) =>
                    resource(String(i), i === 0 ? [] : targets.map((t) => String(t % i))),
                );
                const ordered = byDependency([...resources].reverse());
                assert.equal(ordered.length, resources.length);
                ordered.forEach((one, position) => {
                    for (const urn of one.dependencies)
                        assert.ok(ordered.findIndex((other) => other.urn === urn) < position);
                });
            }),
        );
    });
});
