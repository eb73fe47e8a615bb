import assert from "node:assert/strict";

import fc from "fast-check";

import {
    concernsAction,
    concernsResource,
    covers,
    isEverybody,
    parsePolicyDocument,
    type Patterns,
    type Principals,
    type Statement,
} from "./policyDocument";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::articles/*" };

const documentWith = (change: object): object => ({ Version: "2012-10-17", Statement: { ...allow, ...change } });

function statements(document: unknown): Statement[] {
    const parsed = parsePolicyDocument(document);
    return "statements" in parsed ? parsed.statements : assert.fail(parsed.malformed);
}

function only(document: unknown): Statement {
    const [statement, ...others] = statements(document);
    assert.equal(others.length, 0);
    return statement ?? assert.fail("no statement");
}

describe("reading a policy document", () => {
    it("reads text and block alike, one-or-many as lists", () => {
        const expected: Statement = {
            label: "statement 1",
            effect: "Allow",
            actions: { negated: false, values: ["s3:GetObject"] },
            resources: { negated: false, values: ["arn:aws:s3:::articles/*"] },
            conditions: [],
        };
        const one = { Version: "2012-10-17", Statement: allow };
        const many = { Id: "a", Statement: [{ ...allow, Action: ["s3:GetObject"], Resource: [allow.Resource] }] };
        for (const document of [one, many, JSON.stringify(one), ` ${JSON.stringify(many, undefined, 2)}\n`]) {
            assert.deepEqual(statements(document), [expected]);
        }
    });

    it("names statements by Sid, or by their place", () => {
        const labels = statements({ Statement: [{ ...allow, Sid: "Read" }, { ...allow, Sid: "" }, allow] }).map(
            ({ label }) => label,
        );
        assert.deepEqual(labels, ['statement "Read"', "statement 2", "statement 3"]);
    });

    const good: [string, object, Partial<Statement>][] = [
        ["Deny", { Effect: "Deny" }, { effect: "Deny" }],
        [
            "NotAction",
            { Action: undefined, NotAction: ["s3:*", "*"] },
            { actions: { negated: true, values: ["s3:*", "*"] } },
        ],
        ["NotResource", { Resource: undefined, NotResource: "*" }, { resources: { negated: true, values: ["*"] } }],
        ["Principal *", { Principal: "*" }, { principals: { negated: false, entries: [{ kind: "AWS", value: "*" }] } }],
        [
            "principals of several kinds",
            { Principal: { AWS: ["1", "2"], Service: "s3.amazonaws.com", Federated: "a", CanonicalUser: "b" } },
            {
                principals: {
                    negated: false,
                    entries: [
                        { kind: "AWS", value: "1" },
                        { kind: "AWS", value: "2" },
                        { kind: "Service", value: "s3.amazonaws.com" },
                        { kind: "Federated", value: "a" },
                        { kind: "CanonicalUser", value: "b" },
                    ],
                },
            },
        ],
        [
            "NotPrincipal",
            { NotPrincipal: { AWS: "1" } },
            { principals: { negated: true, entries: [{ kind: "AWS", value: "1" }] } },
        ],
        [
            "conditions, keys in lower case, numbers and booleans as text",
            {
                Condition: {
                    StringEquals: { "aws:SourceAccount": "1", "AWS:sourcearn": ["a", "b"] },
                    Bool: { a: false },
                    NumericLessThan: { b: 7 },
                    Null: { c: [] },
                },
            },
            {
                conditions: [
                    { operator: "StringEquals", key: "aws:sourceaccount", values: ["1"] },
                    { operator: "StringEquals", key: "aws:sourcearn", values: ["a", "b"] },
                    { operator: "Bool", key: "a", values: ["false"] },
                    { operator: "NumericLessThan", key: "b", values: ["7"] },
                    { operator: "Null", key: "c", values: [] },
                ],
            },
        ],
        ["no condition", { Condition: {} }, { conditions: [] }],
    ];
    for (const [what, change, says] of good) {
        it(`takes ${what}`, () => {
            const statement = only(JSON.stringify(documentWith(change)));
            for (const [name, value] of Object.entries(says))
                assert.deepEqual(statement[name as keyof Statement], value);
        });
    }

    it("takes a trust policy, which has no resource, and a policy without principals", () => {
        const { resources, principals } = only(JSON.stringify(documentWith({ Resource: undefined })));
        assert.deepEqual([resources, principals], [undefined, undefined]);
    });

    for (const operator of [
        ..."StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike".split(
            " ",
        ),
        ..."NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals".split(
            " ",
        ),
        ..."DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals".split(" "),
        ..."Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null bool".split(" "),
        ..."StringLikeIfExists ForAllValues:StringEquals ForAnyValue:ArnLikeIfExists forAnyValue:StringLike".split(" "),
    ]) {
        it(`takes the operator ${operator}`, () =>
            assert.equal(
                only(documentWith({ Condition: { [operator]: { a: "b" } } })).conditions[0]?.operator,
                operator,
            ));
    }

    const malformed: [string, unknown, string][] = [
        ["nothing", undefined, "is not a block"],
        ["null", null, "is not a block"],
        ["a number", 7, "is not a block"],
        ["a list", [allow], "is not a block"],
        ["an empty text", "", "is not JSON"],
        ["text", "s3:GetObject", "is not JSON"],
        ["two documents", "{}{}", "is not JSON"],
        ["text of a number", "7", "is not a block"],
        ["an unknown key", { ...documentWith({}), Statements: [] }, "has the unknown key Statements"],
        ["a key in another case", { version: "2012-10-17", Statement: allow }, "has the unknown key version"],
        ["an unknown Version", { ...documentWith({}), Version: "2026-11-27" }, "has an unknown Version"],
        ["a Version that is null", { ...documentWith({}), Version: null }, "has an unknown Version"],
        ["an Id that is a number", { ...documentWith({}), Id: 7 }, "has an Id that is not text"],
        ["no Statement", { Version: "2012-10-17" }, "has a Statement 1 that is not a block"],
        ["an empty list", { Statement: [] }, "has no Statement"],
        ["a statement that is text", { Statement: [allow, "b"] }, "has a Statement 2 that is not a block"],
        ["a list of lists", { Statement: [[allow]] }, "has a Statement 1 that is not a block"],
        ["a Sid that is a number", documentWith({ Sid: 7 }), "has a statement 1 whose Sid is not text"],
        [
            "an unknown key in a statement",
            documentWith({ Sid: "A", Actions: "a:b" }),
            'has a statement "A" with the unknown key Actions',
        ],
        [
            "an element in another case",
            documentWith({ condition: {} }),
            "has a statement 1 with the unknown key condition",
        ],
        ["no Effect", documentWith({ Effect: undefined }), "has a statement 1 whose Effect is neither Allow nor Deny"],
        [
            "an Effect in another case",
            documentWith({ Effect: "deny" }),
            "has a statement 1 whose Effect is neither Allow nor Deny",
        ],
        [
            "Action and NotAction",
            documentWith({ NotAction: "a:b" }),
            "has a statement 1 with both Action and NotAction",
        ],
        [
            "Resource and NotResource",
            documentWith({ NotResource: "*" }),
            "has a statement 1 with both Resource and NotResource",
        ],
        [
            "Principal and NotPrincipal",
            documentWith({ Principal: "*", NotPrincipal: "*" }),
            "has a statement 1 with both Principal and NotPrincipal",
        ],
        ["no Action", { Statement: { Effect: "Deny", Resource: "*" } }, "has a statement 1 without Action"],
        ["an empty Action", documentWith({ Action: "" }), "has a statement 1 whose Action is not text"],
        ["no actions", documentWith({ Action: [] }), "has a statement 1 whose Action is not text"],
        ["an Action that is a number", documentWith({ Action: [7] }), "has a statement 1 whose Action is not text"],
        ...["GetObject", "s3", "s3:", ":GetObject", "s3:Get:Object", "s3:Get Object", "**", "iam*"].map(
            (action): [string, unknown, string] => [
                `the Action ${action}`,
                documentWith({ Action: action }),
                "has a statement 1 with an Action that is neither * nor of the form service:action",
            ],
        ),
        ["a Resource that is null", documentWith({ Resource: null }), "has a statement 1 whose Resource is not text"],
        ["no resources", documentWith({ Resource: [] }), "has a statement 1 whose Resource is not text"],
        [
            "a Principal that is text",
            documentWith({ Principal: "123456789012" }),
            "has a statement 1 whose Principal is neither a block nor *",
        ],
        [
            "a Principal that is a list",
            documentWith({ Principal: ["*"] }),
            "has a statement 1 whose Principal is neither a block nor *",
        ],
        [
            "no principals",
            documentWith({ Principal: {} }),
            "has a statement 1 whose Principal is neither a block nor *",
        ],
        [
            "no principals of a kind",
            documentWith({ Principal: { AWS: [] } }),
            "has a statement 1 whose Principal is not text",
        ],
        [
            "an unknown kind of Principal",
            documentWith({ Principal: { aws: "*" } }),
            "has a statement 1 with the unknown kind of Principal aws",
        ],
        [
            "a Condition that is text",
            documentWith({ Condition: "a" }),
            "has a statement 1 whose Condition is not a block",
        ],
        [
            "a Condition that is null",
            documentWith({ Condition: null }),
            "has a statement 1 whose Condition is not a block",
        ],
        [
            "an operator without keys",
            documentWith({ Condition: { Bool: "false" } }),
            "has a statement 1 whose Condition Bool is not a block",
        ],
        ...[
            "Equals",
            "StringEqual",
            "NullIfExists",
            "ForAllValues:",
            "ForAll:StringEquals",
            "StringEqualsIfExistsIfExists",
            "constructor",
        ].map((operator): [string, unknown, string] => [
            `the operator ${operator}`,
            documentWith({ Condition: { [operator]: { a: "b" } } }),
            `has a statement 1 with the unknown condition operator ${operator}`,
        ]),
        [
            "a value that is null",
            documentWith({ Condition: { Bool: { a: null } } }),
            "has a statement 1 with a Condition whose value is not text",
        ],
        [
            "a value that is a block",
            documentWith({ Condition: { Bool: { a: [{}] } } }),
            "has a statement 1 with a Condition whose value is not text",
        ],
        [
            "a name twice",
            `{"Statement":{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}}`,
            "has a name twice in one block",
        ],
        [
            "two Statements",
            `{"Statement":${JSON.stringify(allow)},"Statement":${JSON.stringify(allow)}}`,
            "has a name twice in one block",
        ],
        [
            "a name twice, once with an escape",
            `{"Statement":{"Effect":"Deny","\\u0045ffect":"Allow","Action":"*","Resource":"*"}}`,
            "has a name twice in one block",
        ],
        [
            "an operator twice",
            `{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"a":"b"},"Bool" : {"c":"d"}}}}`,
            "has a name twice in one block",
        ],
    ];
    for (const [what, document, says] of malformed) {
        it(`refuses ${what}`, () => assert.deepEqual(parsePolicyDocument(document), { malformed: says }));
    }

    it("takes the same name in several blocks, and text that looks like a name or a block", () => {
        const Condition = { StringEquals: { "a:b": ['"a:b":', "{", "}]", '\\"'] }, StringLike: { "a:b": "c" } };
        assert.equal(
            statements(
                JSON.stringify({
                    Statement: [documentWith({ Condition }), documentWith({ Condition })].map(
                        ({ Statement }: { Statement?: object }) => Statement,
                    ),
                }),
            ).length,
            2,
        );
    });

    const json = fc.jsonValue({ maxDepth: 4 });
    const part = fc.oneof(
        json,
        fc.constantFrom<unknown>(
            "*",
            "Allow",
            "Deny",
            "s3:*",
            [],
            {},
            null,
            { AWS: "*" },
            { StringEquals: { a: "b" } },
            "__proto__",
            { ["__proto__"]: 1 },
        ),
    );

    it("never throws, and what it takes is what stands there", () => {
        const statement = fc.record(
            {
                Effect: part,
                Action: part,
                Resource: part,
                Principal: part,
                Condition: part,
                Sid: part,
                NotAction: part,
            },
            { requiredKeys: [] },
        );
        const document = fc.oneof(
            part,
            fc.record(
                { Version: part, Statement: fc.oneof(statement, fc.array(statement, { maxLength: 3 })) },
                { requiredKeys: ["Statement"] },
            ),
        );
        fc.assert(
            fc.property(document, (value) => {
                const [asBlock, asText] = [parsePolicyDocument(value), parsePolicyDocument(JSON.stringify(value))];
                if (typeof value !== "string") assert.deepEqual(asText, asBlock);
                if ("malformed" in asBlock) return assert.match(asBlock.malformed, /^(is|has) /);
                const given = (value as { Statement: object }).Statement;
                assert.equal(asBlock.statements.length, Array.isArray(given) ? given.length : 1);
            }),
            { numRuns: 300 },
        );
    });

    it("never throws on any text", () => {
        fc.assert(fc.property(fc.string(), (value) => void parsePolicyDocument(value)));
        assert.deepEqual(parsePolicyDocument("[".repeat(100_000)), { malformed: "is not JSON" });
    });
});

/** AWS's patterns, the slow way: one character after the other. */
function matches(pattern: string, text: string): boolean {
    const [head, rest] = [pattern[0], pattern.slice(1)];
    if (head === undefined) return text === "";
    if (head === "*") return matches(rest, text) || (text !== "" && matches(pattern, text.slice(1)));
    return text !== "" && (head === "?" || head === text[0]) && matches(rest, text.slice(1));
}

describe("patterns of actions and resources", () => {
    const table: [string, string, boolean][] = [
        ["*", "", true],
        ["*", "anything\nat all", true],
        ["s3:Get*", "s3:GetObject", true],
        ["s3:Get*", "s3:Get", true],
        ["s3:Get*", "s3:PutObject", false],
        ["s3:Get?bject", "s3:GetObject", true],
        ["s3:Get?", "s3:Get", false],
        ["a.c", "abc", false],
        ["a+(b)[c]{d}|^$\\", "a+(b)[c]{d}|^$\\", true],
        ["arn:aws:s3:::a/*", "arn:aws:s3:::a", false],
        ["arn:aws:s3:::a*", "arn:aws:s3:::a/b/c", true],
        ["a", "A", false],
        ["", "", true],
        ["", "a", false],
    ];
    for (const [pattern, text, says] of table) {
        it(`${JSON.stringify(pattern)} ${says ? "covers" : "does not cover"} ${JSON.stringify(text)}`, () =>
            assert.equal(covers(pattern, text), says));
    }

    it("cover in any case on demand", () => assert.equal(covers("S3:get*", "s3:GetObject", { anyCase: true }), true));

    it("agree with matching one character after the other", () => {
        const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "\n"), maxLength: 6 });
        const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?", "\\"), maxLength: 6 });
        fc.assert(
            fc.property(pattern, letters, (glob, text) => assert.equal(covers(glob, text), matches(glob, text))),
            { numRuns: 1000 },
        );
    });

    it("do not take for ever", () => assert.equal(covers(`${"*a".repeat(12)}b`, "a".repeat(200)), false)).timeout(2000);
});

describe("what a statement speaks of", () => {
    const statement = (change: Partial<Statement>): Statement => ({
        label: "statement 1",
        effect: "Allow",
        actions: { negated: false, values: ["s3:GetObject"] },
        conditions: [],
        ...change,
    });
    const patterns = (negated: boolean, ...values: string[]): Patterns => ({ negated, values });

    it("is any of its actions, in any case", () => {
        assert.equal(concernsAction(statement({ actions: patterns(false, "sqs:*", "S3:get*") }), "s3:GetObject"), true);
        assert.equal(concernsAction(statement({}), "s3:PutObject"), false);
        assert.equal(concernsAction(statement({ actions: patterns(true, "iam:*") }), "s3:PutObject"), true);
        assert.equal(concernsAction(statement({ actions: patterns(true, "iam:*", "s3:*") }), "s3:PutObject"), false);
    });

    it("is any of its resources, in one case, and what it is attached to where it names none", () => {
        assert.equal(concernsResource(statement({ resources: patterns(false, "a", "b*") }), "bc"), true);
        assert.equal(concernsResource(statement({ resources: patterns(false, "A") }), "a"), false);
        assert.equal(concernsResource(statement({ resources: patterns(true, "a") }), "b"), true);
        assert.equal(concernsResource(statement({ resources: patterns(true, "*") }), "b"), false);
        assert.equal(concernsResource(statement({}), "b"), true);
    });

    it("is everybody by * alone, or by all but some", () => {
        const principals = (negated: boolean, kind: string, value: string): Principals => ({
            negated,
            entries: [{ kind, value }],
        });
        assert.equal(isEverybody(principals(false, "AWS", "*")), true);
        assert.equal(isEverybody(principals(true, "AWS", "123456789012")), true);
        assert.equal(isEverybody(principals(false, "AWS", "123456789012")), false);
        assert.equal(isEverybody(principals(false, "Service", "*")), false);
        assert.equal(isEverybody(undefined), false);
    });
});
