import assert from "node:assert/strict";

import { type Policies, type Question } from "./evaluation";
import { nearMisses } from "./nearMisses";
import { service, user } from "./principal";

const bucket = "arn:aws:s3:::articles";
const account = "123456789012";
const reader = user(`arn:aws:iam::${account}:user/reader`).principal;

type Statement = Record<string, unknown>;

const document = (...Statement: Statement[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const listing: Statement = {
    Sid: "List",
    Effect: "Allow",
    Action: ["s3:ListBucket"],
    Resource: bucket,
    Condition: { StringLike: { "s3:prefix": "articles/*" }, Bool: { "aws:SecureTransport": "true" } },
};

/** A listing under `drafts/`, over TLS, that nothing allows. */
function ask(
    identity: Statement[],
    other: Partial<Question> = {},
    resource?: Statement,
): ReturnType<typeof nearMisses> {
    const keys: Record<string, string[]> = { "s3:prefix": ["drafts/"], "aws:securetransport": ["true"] };
    const question: Question = {
        principal: reader,
        action: "s3:ListBucket",
        resource: bucket,
        resourceAccount: account,
        keys: (key) => keys[key],
        ...other,
    };
    const policies: Policies = {
        identity: identity.length > 0 ? [{ name: "reading", document: document(...identity) }] : [],
        ...(resource && { resource: { name: "bucket policy", document: document(resource), kind: "resource" } }),
        resourceMustAllow: false,
    };
    return nearMisses(question, policies);
}

describe("nearMisses", () => {
    it("names the condition that does not hold, what it wants and what it got, and no other", () => {
        assert.deepEqual(ask([listing]), [
            {
                side: "identity",
                policy: "reading",
                statement: "List",
                differs: "condition",
                conditions: [{ operator: "StringLike", key: "s3:prefix", wanted: ["articles/*"], actual: ["drafts/"] }],
            },
        ]);
    });

    it("says that the request does not carry a key", () => {
        const [miss] = ask([listing], { keys: (key) => (key === "s3:prefix" ? undefined : ["true"]) });
        assert.deepEqual(miss?.conditions, [
            { operator: "StringLike", key: "s3:prefix", wanted: ["articles/*"], actual: undefined },
        ]);
    });

    it("finds all conditions that do not hold", () => {
        const [miss] = ask([listing], { keys: () => undefined });
        assert.deepEqual(
            miss?.conditions.map(({ operator, key }) => `${operator} ${key}`),
            ["StringLike s3:prefix", "Bool aws:SecureTransport"],
        );
    });

    it("finds a statement for the action on another resource, whatever the action's case", () => {
        const elsewhere = { ...listing, Action: "s3:listbuck*", Resource: "arn:aws:s3:::others" };
        assert.deepEqual(ask([elsewhere]), [
            { side: "identity", policy: "reading", statement: "List", differs: "resource", conditions: [] },
        ]);
    });

    it("looks into the policy of the resource, and names a statement without Sid by its place", () => {
        const { Sid, ...unnamed } = listing;
        assert.equal(Sid, "List");
        const found = ask([], {}, { ...unnamed, Principal: { AWS: account } });
        assert.deepEqual(
            found.map(({ side, policy, statement, differs }) => [side, policy, statement, differs]),
            [["resource", "bucket policy", "statement 1", "condition"]],
        );
    });

    for (const [what, statement] of [
        ["a Deny", { ...listing, Effect: "Deny" }],
        ["another action", { ...listing, Action: "s3:GetObject" }],
        ["all actions but others", { ...listing, Action: undefined, NotAction: "s3:ListBucket" }],
        ["a statement that allows it", { ...listing, Condition: undefined }],
    ] as const) {
        it(`takes ${what} for no near miss`, () => {
            assert.deepEqual(ask([statement]), []);
        });
    }

    it("takes a statement for somebody else for no near miss", () => {
        const other = { ...listing, Principal: { AWS: `arn:aws:iam::${account}:user/writer` } };
        assert.deepEqual(ask([], {}, other), []);
    });

    it("asks no identity's policies for a service", () => {
        const { principal } = service("sns.amazonaws.com", "arn:aws:sns:us-east-1:123456789012:topic", account);
        assert.deepEqual(ask([listing], { principal }), []);
    });
});
