import assert from "node:assert/strict";

import { type Properties } from "../resources/resource";
import { renderedPolicyDocument } from "./renderedPolicyDocument";

const rendered = (args: Properties): unknown => JSON.parse(String(renderedPolicyDocument(args)["json"]));
const statements = (...given: Properties[]): unknown =>
    (rendered({ statements: given }) as { Statement: unknown }).Statement;

describe("a rendered policy document", () => {
    it("writes one value as a string and several as a list sorted downwards, in the provider's order of members", () => {
        const { json, minifiedJson } = renderedPolicyDocument({
            statements: [
                {
                    sid: "Read",
                    actions: ["s3:GetObject", "s3:ListBucket"],
                    resources: ["arn:aws:s3:::b"],
                    effect: "Deny",
                },
            ],
        });
        assert.equal(
            minifiedJson,
            '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Deny","Action":["s3:ListBucket","s3:GetObject"],"Resource":"arn:aws:s3:::b"}]}',
        );
        assert.equal(json, JSON.stringify(JSON.parse(minifiedJson as string), undefined, 2));
    });

    const members: [string, Properties, Properties][] = [
        ["everybody", { principals: [{ type: "*", identifiers: ["*"] }] }, { Principal: "*" }],
        ["any AWS account", { principals: [{ type: "AWS", identifiers: ["*"] }] }, { Principal: { AWS: "*" } }],
        [
            "principals of several types, by type",
            {
                principals: [
                    { type: "Service", identifiers: ["sns.amazonaws.com"] },
                    { type: "AWS", identifiers: ["1", "2"] },
                    { type: "Service", identifiers: ["sqs.amazonaws.com"] },
                ],
            },
            { Principal: { AWS: ["2", "1"], Service: ["sns.amazonaws.com", "sqs.amazonaws.com"] } },
        ],
        ["notPrincipals", { notPrincipals: [{ type: "AWS", identifiers: ["1"] }] }, { NotPrincipal: { AWS: "1" } }],
        [
            "conditions by test and variable, their values in order",
            {
                conditions: [
                    { test: "StringEquals", variable: "a", values: ["2", "1"] },
                    { test: "StringEquals", variable: "b", values: ["3"] },
                    { test: "Bool", variable: "c", values: ["false"] },
                ],
            },
            { Condition: { StringEquals: { a: ["2", "1"], b: "3" }, Bool: { c: "false" } } },
        ],
        ["what is excepted", { notActions: ["s3:*"], notResources: ["r"] }, { NotAction: "s3:*", NotResource: "r" }],
        ["variables", { resources: ["home/&{aws:username}"] }, { Resource: "home/${aws:username}" }],
    ];
    for (const [what, given, written] of members) {
        it(`writes ${what}`, () => {
            assert.deepEqual(statements(given), [{ Effect: "Allow", ...written }]);
        });
    }

    it("has no Statement where none is given", () => {
        assert.deepEqual(rendered({ policyId: "empty" }), { Version: "2012-10-17", Id: "empty" });
    });

    it("lays its statements over source documents and override documents over them, by Sid", () => {
        const document = (...Statement: object[]) => JSON.stringify({ Version: "2008-10-17", Statement });
        assert.deepEqual(
            rendered({
                sourcePolicyDocuments: [document({ Sid: "a", Effect: "Allow" }, { Effect: "Deny" })],
                statements: [
                    { sid: "a", actions: ["own"] },
                    { sid: "b", actions: ["own"] },
                ],
                overridePolicyDocuments: [document({ Sid: "b", Effect: "Deny" })],
            }),
            {
                Version: "2012-10-17",
                Statement: [
                    { Sid: "a", Effect: "Allow", Action: "own" },
                    { Effect: "Deny" },
                    { Sid: "b", Effect: "Deny" },
                ],
            },
        );
    });

    it("refuses a source document that is no JSON", () => {
        assert.throws(() => rendered({ sourcePolicyDocuments: ["{"] }), /^Error: a document to merge is no JSON: /);
    });
});
