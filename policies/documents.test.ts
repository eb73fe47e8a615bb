import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";

import { type Document, type DocumentKind, documentsOf, typesWith } from "./documents";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const good = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
const statements = [
    {
        label: "statement 1",
        effect: "Allow",
        actions: { negated: false, values: ["s3:GetObject"] },
        resources: { negated: false, values: ["*"] },
        conditions: [],
    },
];

/** Properties as a rule receives them; `unknownValue` in them is unknown. */
function received(props: object): Record<string, unknown> {
    return unknownCheckingProxy(props) as Record<string, unknown>;
}

const documents = (type: string, props: object, ...kinds: DocumentKind[]): Document[] =>
    documentsOf({ type, props: received(props) }, ...kinds);

const roleType = "aws:iam/role:Role";
const uncheckable = "so the policy in it cannot be checked. Write the block as a literal.";

/** A type whose token is misspelt would never be judged. The class's file holds its token; loading it would take seconds. */
function isOfProvider(type: string): boolean {
    const [, module = "", file = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
    const source = require.resolve("@pulumi/aws/package.json").replace("package.json", `${module}/${file}.js`);
    return readFileSync(source, "utf8").includes(`__pulumiType = '${type}'`);
}

describe("documents of a resource", () => {
    const policies: [unknown, object][] = [
        [good, { state: "known", statements }],
        [JSON.parse(good), { state: "known", statements }],
        [unknownValue, { state: "deferred" }],
        [{ Version: "2012-10-17", Statement: [{ ...allow, Resource: unknownValue }] }, { state: "deferred" }],
        [{ Version: "2012-10-17", Statement: unknownValue }, { state: "deferred" }],
        ["", { state: "unreadable", because: "policy is not JSON. Write a policy document." }],
        [7, { state: "unreadable", because: "policy is not a block. Write a policy document." }],
        [false, { state: "unreadable", because: "policy is not a block. Write a policy document." }],
        [
            {},
            { state: "unreadable", because: "policy has a Statement 1 that is not a block. Write a policy document." },
        ],
    ];
    for (const [policy, says] of policies) {
        it(`${JSON.stringify(policy)} is ${JSON.stringify(says).slice(0, 40)}`, () =>
            assert.deepEqual(documents("aws:sns/topicPolicy:TopicPolicy", { policy }, "topic"), [
                { kind: "topic", path: "policy", ...says },
            ]));
    }

    it("leave out what is not there", () => {
        for (const props of [{}, { policy: null }, { policy: undefined }]) {
            assert.deepEqual(documents("aws:sns/topicPolicy:TopicPolicy", props, "topic"), []);
        }
    });

    it("are those of the kinds asked for, in the order in which they stand", () => {
        const props = {
            assumeRolePolicy: good,
            inlinePolicies: [{ policy: good }, { name: "empty" }, { policy: unknownValue }],
        };
        const inline = [
            { kind: "identity", path: "inlinePolicies[0].policy", state: "known", statements },
            { kind: "identity", path: "inlinePolicies[2].policy", state: "deferred" },
        ];
        const trust = { kind: "trust", path: "assumeRolePolicy", state: "known", statements };
        assert.deepEqual(documents(roleType, props, "identity"), inline);
        assert.deepEqual(documents(roleType, props, "trust"), [trust]);
        assert.deepEqual(documents(roleType, props, "identity", "trust"), [trust, ...inline]);
        assert.deepEqual(documents(roleType, props, "key"), []);
        assert.deepEqual(documents("aws:ecs/service:Service", { policy: good }, "key"), []);
    });

    const lists: [unknown, object[]][] = [
        [undefined, []],
        [null, []],
        [[], []],
        [
            unknownValue,
            [
                {
                    path: "inlinePolicies",
                    because: `inlinePolicies is known as a whole only after deployment, ${uncheckable}`,
                },
            ],
        ],
        ["", [{ path: "inlinePolicies", because: `inlinePolicies is an empty string, ${uncheckable}` }]],
        // A policy document in the place of the list is no list.
        [JSON.parse(good), [{ path: "inlinePolicies", because: `inlinePolicies is a block, ${uncheckable}` }]],
        [
            [unknownValue],
            [
                {
                    path: "inlinePolicies[0].policy",
                    because: `inlinePolicies[0] is known as a whole only after deployment, ${uncheckable}`,
                },
            ],
        ],
        [[null], [{ path: "inlinePolicies[0].policy", because: `inlinePolicies[0] is null, ${uncheckable}` }]],
        [[good], [{ path: "inlinePolicies[0].policy", because: `inlinePolicies[0] is a string, ${uncheckable}` }]],
    ];
    for (const [inlinePolicies, says] of lists) {
        it(`in ${JSON.stringify(inlinePolicies)}, a list that may hold some, are unreadable or none`, () =>
            assert.deepEqual(
                documents(roleType, { inlinePolicies }, "identity"),
                says.map((found) => ({ kind: "identity", state: "unreadable", ...found })),
            ));
    }

    it("are found in each type that can carry one", () => {
        for (const kind of [
            "bucket",
            "topic",
            "queue",
            "key",
            "repository",
            "secret",
            "table",
            "identity",
            "trust",
        ] as const) {
            assert.ok(typesWith(kind).length > 0, kind);
            for (const type of typesWith(kind)) {
                const props = { policy: good, assumeRolePolicy: good, inlinePolicies: [{ policy: good }] };
                assert.deepEqual(
                    documents(type, props, kind).map(({ kind: found, state }) => [found, state]),
                    [[kind, "known"]],
                    type,
                );
            }
        }
        assert.deepEqual(typesWith("trust"), [roleType]);
        assert.deepEqual(typesWith(), []);
    });

    it("are those of types that the AWS provider has", () => {
        const types = new Set(
            (["bucket", "topic", "queue", "key", "repository", "secret", "table", "identity"] as const).flatMap(
                (kind) => typesWith(kind),
            ),
        );
        assert.equal(types.size, 20);
        for (const type of types) assert.ok(isOfProvider(type), type);
    });

    it("are read without a throw, whatever stands there, and never left out for being odd", () => {
        const value = fc.letrec<{ node: unknown }>((tie) => ({
            node: fc.oneof(
                { maxDepth: 3 },
                fc.constantFrom<unknown>(unknownValue, null, "", good, 7, true),
                fc.array(tie("node"), { maxLength: 3 }),
                fc.dictionary(fc.constantFrom("policy", "Statement", "Effect", "a"), tie("node"), { maxKeys: 3 }),
            ),
        })).node;
        fc.assert(
            fc.property(value, (node) => {
                const [inline, policy] = [
                    documents(roleType, { inlinePolicies: node }, "identity"),
                    documents("aws:iam/policy:Policy", { policy: node }, "identity"),
                ];
                assert.equal(policy.length, node === null ? 0 : 1);
                if (node !== null && !Array.isArray(node)) assert.equal(inline[0]?.state, "unreadable");
                if (JSON.stringify(node).includes(JSON.stringify(unknownValue)))
                    assert.notEqual(policy[0]?.state, "known");
            }),
        );
    });
});
