import { deepEqual, throws } from "node:assert/strict";

import { parsePolicyDocument, type PolicyKind } from "./policyDocument";

const statements: Record<PolicyKind, object> = {
    identity: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/articles/*" },
    trust: { Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" },
    resource: { Effect: "Deny", Principal: "*", Action: "sqs:*", Resource: "*" },
};
const text = (statement: unknown, others: object = {}) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statement, ...others });

describe("a policy document", () => {
    for (const kind of ["identity", "trust", "resource"] as const) {
        it(`of kind ${kind} is taken`, () => {
            parsePolicyDocument(text(statements[kind]), kind);
            parsePolicyDocument(text([statements[kind]], { Id: "id" }), kind);
        });
    }

    it("may name one thing in several objects, and hold what looks like a name", () => {
        const odd = '{"Sid": "Sid\\": {\\"Sid"}, ';
        const again = [1, 2].map((n) => ({ ...statements.identity, Sid: `${odd}${String(n)}` }));
        deepEqual(parsePolicyDocument(text(again), "identity").Statement.length, 2);
    });

    it("has lists where its text has single values, and conditions as text", () => {
        const statement = { ...statements.resource, Condition: { Bool: { "aws:SecureTransport": false } } };
        deepEqual(parsePolicyDocument(text(statement), "resource").Statement, [
            {
                Effect: "Deny",
                Principal: "*",
                Action: ["sqs:*"],
                Resource: ["*"],
                Condition: { Bool: { "aws:SecureTransport": ["false"] } },
            },
        ]);
    });

    const syntax = "Syntax errors in policy.";
    const noPrincipal = "Missing required field Principal";
    const faults: [string, PolicyKind, string, string][] = [
        ["text that is no JSON", "identity", "{", "This policy contains invalid Json"],
        ["a list", "identity", "[]", syntax],
        [
            "a version given twice",
            "identity",
            text(statements.identity).replace("{", '{"Version":"2012-10-17",'),
            syntax,
        ],
        [
            "a Deny that a second effect undoes",
            "resource",
            text(statements.resource).replace('"Action"', '"\\u0045ffect":"Allow","Action"'),
            syntax,
        ],
        ["a principal that is nobody", "resource", text({ ...statements.resource, Principal: {} }), noPrincipal],
        ["a list of no principals", "trust", text({ ...statements.trust, Principal: { AWS: [] } }), noPrincipal],
        ["an unknown member", "identity", text(statements.identity, { Statements: [] }), syntax],
        ["an unknown version", "resource", text(statements.resource, { Version: "2020-01-01" }), syntax],
        ["no statement", "identity", text([]), syntax],
        ["no member Statement", "identity", '{"Version":"2012-10-17"}', syntax],
        ["an unknown effect", "identity", text({ ...statements.identity, Effect: "allow" }), syntax],
        ["an unknown member of a statement", "identity", text({ ...statements.identity, Actions: "*" }), syntax],
        ["Action beside NotAction", "identity", text({ ...statements.identity, NotAction: "s3:*" }), syntax],
        ["a condition that is no object", "resource", text({ ...statements.resource, Condition: "Bool" }), syntax],
        ["a principal of no kind", "resource", text({ ...statements.resource, Principal: "root" }), syntax],
        ["an unknown kind of principal", "trust", text({ ...statements.trust, Principal: { Role: "x" } }), syntax],
        [
            "an old version in an identity policy",
            "identity",
            text(statements.identity, { Version: "2008-10-17" }),
            "Policy document must be version 2012-10-17 or greater.",
        ],
        [
            "the same Sid twice",
            "identity",
            text([
                { Sid: "One", ...statements.identity },
                { Sid: "One", ...statements.identity },
            ]),
            "Statement IDs (SID) in a single policy must be unique.",
        ],
        ["no action", "identity", text({ Effect: "Allow", Resource: "*" }), "Policy statement must contain actions."],
        [
            "an action without its service",
            "identity",
            text({ ...statements.identity, Action: "GetObject" }),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ],
        [
            "an action with two colons",
            "identity",
            text({ ...statements.identity, Action: "s3:Get:Object" }),
            "Actions/Condition can contain only one colon.",
        ],
        [
            "an action of no service",
            "identity",
            text({ ...statements.identity, Action: "s 3:GetObject" }),
            "Vendor s 3 is not valid",
        ],
        [
            "no resource",
            "identity",
            text({ Effect: "Allow", Action: "s3:GetObject" }),
            "Policy statement must contain resources.",
        ],
        [
            "a resource that is no ARN",
            "identity",
            text({ ...statements.identity, Resource: "bucket/*" }),
            'Resource bucket/* must be in ARN format or "*".',
        ],
        [
            "a principal in an identity policy",
            "identity",
            text({ ...statements.identity, Principal: "*" }),
            "Policy document should not specify a principal.",
        ],
        [
            "a resource in a trust policy",
            "trust",
            text({ ...statements.trust, Resource: "*" }),
            "Has prohibited field Resource",
        ],
        [
            "no principal in a trust policy",
            "trust",
            text({ Effect: "Allow", Action: "sts:AssumeRole" }),
            "Missing required field Principal",
        ],
        [
            "another service's action in a trust policy",
            "trust",
            text({ ...statements.trust, Action: "s3:GetObject" }),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ],
        [
            "no principal in a resource's policy",
            "resource",
            text({ Effect: "Allow", Action: "sqs:*", Resource: "*" }),
            "Missing required field Principal",
        ],
    ];
    for (const [what, kind, document, message] of faults) {
        it(`with ${what} is refused`, () => {
            throws(() => parsePolicyDocument(document, kind), { name: "PolicyFault", message });
        });
    }
});
