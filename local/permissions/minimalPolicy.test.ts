import assert from "node:assert/strict";

import fc from "fast-check";

import { type Decision, evaluate } from "../cloud/iam/evaluation";
import { roleSession } from "../cloud/iam/principal";
import { minimalStatements, policyDocument } from "./minimalPolicy";
import { filledIn, type Filling } from "./placeholders";
import { type Asked } from "./recording";

const filling: Filling = {
    partition: "aws",
    region: "eu-west-1",
    accountId: "111122223333",
    name: "summarizer-dev",
    endpointName: "Summaries",
};

function arnsOf({ partition, region, accountId, name, endpointName }: Filling) {
    const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
    const bucket = (use: string) => `arn:${partition}:s3:::${name}-${use}-${accountId}`;
    return {
        input: bucket("input"),
        output: bucket("output"),
        article: `${bucket("input")}/articles/a.json`,
        key: arn("kms", "key/1234"),
        success: arn("sns", `${name}-success`),
        error: arn("sns", `${name}-error`),
        role: `arn:${partition}:iam::${accountId}:role/${name}-execution`,
        endpoint: arn("sagemaker", `endpoint/${endpointName.toLowerCase()}`),
        config: arn("sagemaker", "endpoint-config/endpoint-0a1b2c3"),
        tried: arn("sagemaker", "endpoint-config/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
        logs: arn("logs", `log-group:/aws/sagemaker/Endpoints/${endpointName}:log-stream:`),
    };
}
const arns = arnsOf(filling);

const asked = (action: string, resource: string, conditions: Asked["conditions"] = {}): Asked => ({
    action,
    resource,
    conditions,
});
const statements = (...all: Asked[]) => minimalStatements([{ asked: all, filling }]);

describe("a minimal policy", () => {
    it("gives resources for which the same was asked one statement, all in alphabetical order", () => {
        assert.deepEqual(
            statements(
                asked("s3:PutBucketPolicy", arns.output),
                asked("s3:CreateBucket", arns.output),
                asked("s3:CreateBucket", arns.input),
                asked("s3:PutBucketPolicy", arns.input),
            ),
            [
                {
                    Sid: "Buckets",
                    Effect: "Allow",
                    Action: ["s3:CreateBucket", "s3:PutBucketPolicy"],
                    Resource: [
                        "arn:<partition>:s3:::<name>-input-<account>",
                        "arn:<partition>:s3:::<name>-output-<account>",
                    ],
                },
            ],
        );
    });

    it("gives one for which more was asked a statement of its own, with a number", () => {
        const found = statements(
            asked("sns:CreateTopic", arns.success),
            asked("sns:CreateTopic", arns.error),
            asked("sns:Publish", arns.error),
        );
        assert.deepEqual(
            found.map(({ Sid, Action }) => [Sid, Action]),
            [
                ["Topics", ["sns:CreateTopic", "sns:Publish"]],
                ["Topics2", ["sns:CreateTopic"]],
            ],
        );
    });

    it("keeps a condition that every request met, with all its values", () => {
        const via = (service: string) => ({ "kms:ViaService": [`${service}.eu-west-1.amazonaws.com`] });
        assert.deepEqual(
            statements(asked("kms:Decrypt", arns.key, via("sns")), asked("kms:Decrypt", arns.key, via("s3"))),
            [
                {
                    Sid: "KeysViaService",
                    Effect: "Allow",
                    Action: ["kms:Decrypt"],
                    Resource: ["arn:<partition>:kms:<region>:<account>:key/*"],
                    Condition: {
                        StringEquals: { "kms:ViaService": ["s3.<region>.<dns-suffix>", "sns.<region>.<dns-suffix>"] },
                    },
                },
            ],
        );
    });

    it("drops a condition that one request did not meet", () => {
        const found = statements(
            asked("kms:Decrypt", arns.key, { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] }),
            asked("kms:Decrypt", arns.key),
        );
        assert.deepEqual(
            found.map(({ Sid, Condition }) => [Sid, Condition]),
            [["Keys", undefined]],
        );
    });

    it("writes a condition on a truth as Bool", () => {
        const [found] = statements(asked("kms:CreateGrant", arns.key, { "kms:GrantIsForAWSResource": ["true"] }));
        assert.deepEqual(found?.Condition, { Bool: { "kms:GrantIsForAWSResource": ["true"] } });
    });

    it("leaves out what a wider resource holds", () => {
        const found = statements(
            asked("sagemaker:DescribeEndpointConfig", arns.config),
            asked("sagemaker:DescribeEndpointConfig", arns.tried),
            asked("sagemaker:DeleteEndpointConfig", arns.config),
        );
        assert.deepEqual(
            found.map(({ Action, Resource }) => [Action, Resource[0]?.split(":").at(-1)]),
            [
                [["sagemaker:DescribeEndpointConfig"], "endpoint-config/*"],
                [["sagemaker:DeleteEndpointConfig"], "endpoint-config/endpoint-*"],
            ],
        );
    });

    it("puts several stacks together", () => {
        const prod = { ...filling, name: "summarizer-prod", endpointName: "summarizer-prod" };
        const found = minimalStatements([
            { filling, asked: [asked("logs:CreateLogGroup", arns.logs)] },
            { filling: prod, asked: [asked("logs:DeleteLogGroup", arnsOf(prod).logs)] },
        ]);
        assert.deepEqual(
            found.map(({ Action, Resource }) => [Action, Resource.length]),
            [[["logs:CreateLogGroup", "logs:DeleteLogGroup"], 1]],
        );
    });

    it("speaks of nothing that is not the stack's", () => {
        assert.throws(() => statements(asked("s3:GetObject", "arn:aws:s3:::artifacts/model.tar.gz")), {
            message: "arn:aws:s3:::artifacts/model.tar.gz belongs to no resource of the stack summarizer-dev.",
        });
    });
});

/** What may be asked of a stack; a condition comes with some requests and not with others. */
const questions = Object.keys(arns).flatMap((name) =>
    ["Create", "Delete"].map((verb) => ({ name: name as keyof typeof arns, verb })),
);
const anyQuestion = fc.record({
    of: fc.constantFrom(...questions),
    via: fc.constantFrom(undefined, "s3", "sns"),
});
const questionOf = (
    { of: { name, verb }, via }: { of: (typeof questions)[number]; via?: string },
    of: Filling,
): Asked => {
    const resource = arnsOf(of)[name];
    const conditions: Asked["conditions"] =
        via === undefined ? {} : { "kms:ViaService": [`${via}.${of.region}.amazonaws.com`] };
    return asked(`${String(resource.split(":")[2])}:${verb}`, resource, name === "key" ? conditions : {});
};

function decide(document: string, { action, resource, conditions }: Asked): Decision {
    const keys = new Map(Object.entries(conditions).map(([key, values]) => [key.toLowerCase(), values]));
    const { principal } = roleSession("arn:aws:iam::111122223333:role/deployer", "laptop");
    return evaluate(
        { principal, action, resource, resourceAccount: "111122223333", keys: (key) => keys.get(key) },
        { identity: [{ name: "minimal", document }], resourceMustAllow: false },
    );
}

describe("any minimal policy", () => {
    const anyQuestions = fc.array(anyQuestion, { minLength: 1, maxLength: 12 });
    const documentOf = (all: Asked[], of: Filling) => {
        const found = minimalStatements([{ asked: all, filling }]);
        return filledIn(JSON.stringify(policyDocument(found)), of);
    };

    it("allows all that was asked", () => {
        fc.assert(
            fc.property(anyQuestions, (found) => {
                const all = found.map((one) => questionOf(one, filling));
                const document = documentOf(all, filling);
                assert.deepEqual(
                    all.filter((one) => !decide(document, one).allowed),
                    [],
                );
            }),
        );
    });

    it("allows the same in any other place", () => {
        const other = { ...filling, region: "us-east-1", name: "news-prod", endpointName: "news-prod" };
        fc.assert(
            fc.property(anyQuestions, (found) => {
                const document = documentOf(
                    found.map((one) => questionOf(one, filling)),
                    other,
                );
                const all = found.map((one) => questionOf(one, other));
                assert.deepEqual(
                    all.filter((one) => !decide(document, one).allowed),
                    [],
                );
            }),
        );
    });

    it("allows no action that was not asked, and nothing that has another stack's name", () => {
        const named = (name: string) => !["key", "config", "tried"].includes(name);
        // A stack whose name begins with this one's.
        const other = { ...filling, name: "summarizer-dev-2", endpointName: "Summaries-2" };
        fc.assert(
            fc.property(anyQuestions, anyQuestion, (found, one) => {
                const all = found.map((each) => questionOf(each, filling));
                const document = documentOf(all, filling);
                const question = questionOf(one, filling);
                if (!all.some(({ action }) => action === question.action)) {
                    assert.equal(decide(document, question).allowed, false);
                }
                if (named(one.of.name)) assert.equal(decide(document, questionOf(one, other)).allowed, false);
            }),
        );
    });

    it("does not depend on the order in which it was asked", () => {
        fc.assert(
            fc.property(anyQuestions, (found) => {
                const all = found.map((one) => questionOf(one, filling));
                assert.deepEqual(statements(...all), statements(...[...all].reverse()));
            }),
        );
    });
});
