import assert from "node:assert/strict";

import { type PolicyResource, unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";

import { deferUntilKnown } from "./deferral";
import {
    dependencies,
    grouped,
    isNamed,
    knownText,
    namedByAny,
    namesOf,
    ofType,
    ofTypes,
    oncePerList,
    reference,
} from "./relations";

const arn = "arn:aws:sns:us-east-1:123456789012:errors";

/** A resource as a stack rule receives it; `unknownValue` in its properties is unknown. */
function resource(
    name: string,
    props: object = {},
    propertyDependencies: Record<string, PolicyResource[]> = {},
): PolicyResource {
    const type = "aws:sns/topic:Topic";
    return {
        type,
        name,
        urn: `urn:pulumi:dev::project::${type}::${name}`,
        props: unknownCheckingProxy(props) as object,
        propertyDependencies,
    } as PolicyResource;
}

const errors = resource("errors", { name: "errors", arn: unknownValue, id: unknownValue });
const success = resource("success", { name: "success", arn: unknownValue });
const candidates = [errors, success];

describe("what a property names", () => {
    const at = (topic: unknown, sources: PolicyResource[] = []): object =>
        reference(resource("subscription", { topic }, { topic: sources }), ["topic"], candidates);

    const table: [string, unknown, PolicyResource[], object][] = [
        ["a known ARN names the one whose name it ends in", arn, [], { to: [errors], certain: true, known: true }],
        ["a known name names its bearer", "success", [], { to: [success], certain: true, known: true }],
        [
            "a known text counts, whatever the property is made of",
            arn,
            [success],
            { to: [errors], certain: true, known: true },
        ],
        ["a known text of nobody names nobody", `${arn}2`, [errors], { to: [], certain: true, known: true }],
        ["a number names nobody", 7, [errors], { to: [], certain: true, known: true }],
        ["an empty text names nobody", "", [errors], { to: [], certain: true, known: true }],
        ["null names nobody", null, [errors], { to: [], certain: true, known: true }],
        ["nothing names nobody", undefined, [errors], { to: [], certain: true, known: true }],
        ["an output names what it is made of", unknownValue, [errors], { to: [errors], certain: true, known: false }],
        [
            "an output made of other things names nobody certainly",
            unknownValue,
            [resource("key")],
            { to: [], certain: false, known: false },
        ],
        [
            "an output made of several names none of them certainly",
            unknownValue,
            [success, errors],
            { to: candidates, certain: false, known: false },
        ],
    ];
    for (const [what, value, sources, says] of table) it(what, () => assert.deepEqual(at(value, sources), says));

    it("in a block that is an output is what the block is made of", () => {
        const from = resource("configuration", { block: unknownValue }, { block: [errors] });
        assert.deepEqual(reference(from, ["block", "topic"], candidates), {
            to: [errors],
            certain: true,
            known: false,
        });
    });

    it("may be all resources of one name", () => {
        const twin = resource("twin", { name: "errors" });
        assert.deepEqual(reference(resource("s", { topic: arn }), ["topic"], [errors, twin]).to, [errors, twin]);
    });

    it("is told by the property at the head of the path alone", () => {
        const from = resource(
            "configuration",
            { block: { topic: unknownValue } },
            { block: [errors], topic: [success] },
        );
        assert.deepEqual(dependencies(from, ["block", "topic"], candidates), [errors]);
        assert.deepEqual(dependencies(from, ["absent"], candidates), []);
        assert.deepEqual(dependencies(from, [], candidates), []);
    });

    it("is never somebody who is no candidate, and a throw for nothing", () => {
        const value = fc.oneof(fc.constantFrom<unknown>(unknownValue, arn, "errors", null, undefined), fc.jsonValue());
        fc.assert(
            fc.property(value, fc.subarray([...candidates, resource("key")]), (topic, sources) => {
                const { to, certain, known } = reference(
                    resource("s", { topic }, { topic: sources }),
                    ["topic"],
                    candidates,
                );
                assert.ok(to.every((one) => candidates.includes(one)));
                assert.equal(known, topic !== unknownValue);
                assert.equal(certain, known || to.length === 1);
            }),
        );
    });
});

describe("being named", () => {
    const queue = "https://sqs.us-east-1.amazonaws.com/123456789012/inbox";
    const table: [object, unknown, boolean][] = [
        [{ name: "errors" }, "errors", true],
        [{ name: "errors" }, arn, true],
        [{ name: "errors" }, "arn:aws:iam::123456789012:role/path/errors", true],
        [{ name: "errors" }, "path/errors", false],
        [{ name: "errors" }, `${arn}:0bf3`, false],
        [{ name: "rrors" }, arn, false],
        [{ bucket: "articles" }, "articles", true],
        [{ bucket: "articles" }, "arn:aws:s3:::articles", true],
        [{ bucket: "articles" }, "arn:aws:s3:::articles/key", false],
        [{ keyId: "key-1" }, "arn:aws:kms:us-east-1:123456789012:key/key-1", true],
        [{ name: "inbox" }, queue, true],
        [{ url: queue }, queue, true],
        [{ id: queue }, queue, true],
        // Once its own is known, another account's of the same name is told from it.
        [{ name: "errors", arn }, arn, true],
        [{ name: "errors", arn }, arn.replace("123456789012", "210987654321"), false],
        [{ name: "errors", arn }, "errors", true],
        [{ name: "inbox", url: queue }, queue.replace("us-east-1", "us-east-2"), false],
        [{ name: "errors", arn: unknownValue }, arn, true],
        [{ name: unknownValue }, "errors", false],
        [{ name: "" }, "arn:aws:s3:::", false],
        [{ name: 7 }, "7", false],
        [{ name: "7" }, 7, false],
        [{ description: "errors" }, "errors", false],
        [{}, "", false],
    ];
    for (const [props, text, says] of table) {
        it(`${JSON.stringify(props)} is ${says ? "" : "not "}named by ${JSON.stringify(text)}`, () =>
            assert.equal(isNamed(resource("r", props), text), says));
    }

    it("takes a known text that is not empty", () => {
        const from = resource("r", { text: "a", empty: "", number: 1, unknown: unknownValue });
        assert.deepEqual(
            ["text", "empty", "number", "unknown", "absent"].map((name) => knownText(from, [name])),
            ["a", undefined, undefined, undefined, undefined],
        );
    });

    it("asks resources of certain types, in their order", () => {
        assert.deepEqual(ofTypes([success, errors], new Set([errors.type])), [success, errors]);
        assert.deepEqual(ofTypes(candidates, new Set(["aws:sqs/queue:Queue"])), []);
        assert.deepEqual(ofType([success, errors], errors.type), [success, errors]);
        assert.deepEqual(ofType(candidates, "aws:sqs/queue:Queue"), []);
    });

    it("gives the same list for the same question, so that it is searched through once", () => {
        const types = new Set([errors.type]);
        assert.equal(ofTypes(candidates, types), ofTypes(candidates, types));
        assert.equal(ofType(candidates, errors.type), ofType(candidates, errors.type));
        assert.notEqual(ofType(candidates, errors.type), ofType([...candidates], errors.type));
    });

    it("finds what one of several texts names, in order, each once", () => {
        assert.deepEqual(namedByAny(["success", 7, arn, "nobody", "errors"], candidates), [errors, success]);
        assert.deepEqual(namedByAny([], candidates), []);
    });

    it("tells known names from those that are not", () => {
        const [nameless, other] = [resource("a", { name: unknownValue }), resource("b", { name: "errors" })];
        assert.deepEqual(namesOf([other, nameless, errors]), {
            named: new Map([["errors", [other, errors]]]),
            nameless: [nameless],
        });
    });

    it("groups values by each of their keys, in order", () => {
        const letters = (text: string): string[] => [...text];
        assert.deepEqual(
            [...grouped(["ab", "b", "", "a"], letters)],
            [
                ["a", ["ab", "a"]],
                ["b", ["ab", "b"]],
            ],
        );
    });

    it("makes once for each list what is made of it, undefined too", () => {
        let made = 0;
        const count = oncePerList((resources) => {
            made += 1;
            return resources.length > 1 ? resources.length : undefined;
        });
        assert.deepEqual([candidates, candidates, [errors]].map(count), [2, 2, undefined]);
        const one = [success];
        assert.deepEqual([count(one), count(one), made], [undefined, undefined, 3]);
    });
});

describe("deferring", () => {
    const reason = (...paths: string[]): string | undefined => {
        let given: string | undefined;
        const notApplicable = (text?: string): never => {
            given = text;
            throw new Error("ended");
        };
        if (paths.length > 0) assert.throws(() => deferUntilKnown({ notApplicable }, paths), /ended/);
        else deferUntilKnown({ notApplicable }, paths);
        return given;
    };

    it("says what is not known yet, and ends the rule", () => {
        assert.equal(reason("policy"), "deferred: policy is known only after deployment");
        assert.equal(reason("a", "b.c"), "deferred: a, b.c are known only after deployment");
    });

    it("goes on where all is known", () => assert.equal(reason(), undefined));
});
