import assert from "node:assert/strict";

import { type Deciding, type Policies } from "../cloud/iam/evaluation";
import { quoted } from "./decidingStatement";

const version = { Version: "2012-10-17" };
const read = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const write = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const grant = { id: "g-1", grantee: "arn:aws:iam::123456789012:role/r", operations: ["Decrypt"] };
const policies: Policies = {
    identity: [
        { name: "both", document: JSON.stringify({ ...version, Statement: [read, write] }) },
        { name: "one", document: JSON.stringify({ ...version, Statement: write }) },
        {
            name: "one",
            document: JSON.stringify({ ...version, Statement: [{ ...read, Resource: "arn:aws:s3:::b/*" }] }),
        },
    ],
    resource: {
        name: "bucket policy",
        kind: "resource",
        document: JSON.stringify({ ...version, Statement: [{ ...read, Principal: "*" }] }),
    },
    grants: [grant],
    resourceMustAllow: false,
};

describe("quoted", () => {
    for (const [what, found, json] of [
        ["a statement by its Sid", { side: "identity", policy: "both", statement: "Read" }, read],
        ["a statement without Sid by its place", { side: "identity", policy: "both", statement: "statement 2" }, write],
        ["a statement that is no list", { side: "identity", policy: "one", statement: "statement 1" }, write],
        [
            "a statement of the second policy that has the name",
            { side: "identity", policy: "one", statement: "Read" },
            { ...read, Resource: "arn:aws:s3:::b/*" },
        ],
        [
            "a statement of the resource's policy",
            { side: "resource", policy: "bucket policy", statement: "Read" },
            { ...read, Principal: "*" },
        ],
        ["a grant", { side: "grant", policy: "g-1", statement: "grant" }, grant],
    ] as const satisfies readonly (readonly [string, Deciding, unknown])[]) {
        it(`quotes ${what}`, () => {
            assert.deepEqual(quoted(found, policies), { ...found, json });
        });
    }

    it("quotes nothing that is not there", () => {
        const found: Deciding = { side: "resource", policy: "key policy", statement: "Write" };
        assert.equal(quoted(found, policies).json, undefined);
    });
});
