import assert from "node:assert/strict";

import { type BucketArgs, type BucketPolicyArgs } from "@pulumi/aws/s3";
import fc from "fast-check";

import { output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { bucketPolicyType, bucketsRefusePlainHttp } from "./bucketsRefusePlainHttp";

const arn = "arn:aws:s3:::articles-123456789012";

const deny = {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*" as unknown,
    Action: "s3:*" as unknown,
    Resource: [arn, `${arn}/*`] as unknown,
    Condition: { Bool: { "aws:SecureTransport": "false" } } as unknown,
};

const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const changed = (change: object): string => text({ ...deny, ...change });

function bucket(props: object = {}, name = "articles", type = "aws:s3/bucket:Bucket"): StackResource {
    return { type, name, props: { bucket: `${name}-123456789012`, ...props } satisfies BucketArgs };
}

/** As a program writes it with `bucket: articles.bucket`. */
function policyOf(policy: unknown, change: Partial<StackResource> = {}): StackResource {
    const props = { bucket: output("articles-123456789012"), policy: policy as string } satisfies BucketPolicyArgs;
    return {
        type: bucketPolicyType,
        name: "articles-policy",
        props,
        propertyDependencies: { bucket: ["articles"] },
        ...change,
    };
}

const mend =
    "Deny s3:* to everybody on the bucket and on its objects (/*) where aws:SecureTransport is false, under no other condition.";
const none = (name = "articles"): string =>
    `${name}: No bucket policy names this bucket, so it takes plain HTTP. Add an aws.s3.BucketPolicy with this bucket's id, ` +
    `and nothing else, as its bucket. ${mend}`;
const open = (what: string, carrier = "articles-policy"): string =>
    `${carrier}: policy lets plain HTTP through to ${what}. ${mend}`;
const both = open("the bucket and its objects");

const judge = (resources: StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(bucketsRefusePlainHttp, resources, { preview });
const defers = (resources: StackResource[]): Promise<string[]> =>
    stackDeferrals(bucketsRefusePlainHttp, resources, { preview: true });

async function saysAlways(resources: StackResource[], says: string[]): Promise<void> {
    assert.deepEqual(await judge(resources, true), says);
    assert.deepEqual(await judge(resources, false), says);
    assert.deepEqual(await defers(resources), []);
}

const documents: [string, unknown, string[]][] = [
    ["a Deny on bucket and objects passes", text(deny), []],
    ["the same as a block passes", { Version: "2012-10-17", Statement: [deny] }, []],
    ["one beside an Allow passes", text({ ...deny, Effect: "Allow", Condition: {} }, deny), []],
    ["AWS: * is everybody", changed({ Principal: { AWS: "*" } }), []],
    ["AWS: * in a list is everybody", changed({ Principal: { AWS: ["123456789012", "*"] } }), []],
    ["* in a list is everybody", changed({ Principal: { AWS: ["*"] } }), []],
    ["every action is s3:* too", changed({ Action: "*" }), []],
    ["actions are compared in any case", changed({ Action: ["S3:*"] }), []],
    ["every resource is the bucket too", changed({ Resource: "*" }), []],
    ["a pattern for both passes", changed({ Resource: `${arn}*` }), []],
    ["another partition passes", text(deny).replaceAll("arn:aws:", "arn:aws-cn:"), []],
    ["a boolean false passes", changed({ Condition: { Bool: { "aws:SecureTransport": false } } }), []],
    ["a key in another case passes", changed({ Condition: { bool: { "AWS:securetransport": "false" } } }), []],
    ["BoolIfExists denies no less", changed({ Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }), []],
    [
        "two statements, one on the bucket, one on its objects, pass",
        text({ ...deny, Sid: "A", Resource: arn }, { ...deny, Sid: "B", Resource: `${arn}/*` }),
        [],
    ],
    ["one on the bucket alone is refused", changed({ Resource: arn }), [open("its objects")]],
    ["one on the objects alone is refused", changed({ Resource: `${arn}/*` }), [open("the bucket")]],
    ["one on some objects is refused", changed({ Resource: [arn, `${arn}/summaries/*`] }), [open("its objects")]],
    ["one on short keys is refused", changed({ Resource: [arn, `${arn}/?`] }), [open("its objects")]],
    ["one on nested keys is refused", changed({ Resource: [arn, `${arn}/*/*`] }), [open("its objects")]],
    ["one on another bucket is refused", changed({ Resource: ["arn:aws:s3:::other", "arn:aws:s3:::other/*"] }), [both]],
    ["one on a longer name is refused", text(deny).replaceAll(arn, `${arn}4`) as unknown, [both]],
    ["one on everything but the bucket is refused", changed({ Resource: undefined, NotResource: arn }), [both]],
    [
        "partitions do not add up",
        changed({
            Resource: ["arn:aws:s3:::articles-123456789012", "arn:aws-cn:s3:::articles-123456789012/any/object"],
        }),
        [open("its objects")],
    ],
    ["an Allow is refused", changed({ Effect: "Allow" }), [both]],
    ["a Deny for one account is refused", changed({ Principal: { AWS: "123456789012" } }), [both]],
    ["a Deny for a service is refused", changed({ Principal: { Service: "sns.amazonaws.com" } }), [both]],
    [
        "a Deny for all but some is refused",
        changed({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } }),
        [both],
    ],
    ["a Deny without Principal is refused", changed({ Principal: undefined }), [both]],
    ["a Deny of reading alone is refused", changed({ Action: "s3:GetObject" }), [both]],
    ["a Deny of several actions is refused", changed({ Action: ["s3:Get*", "s3:Put*"] }), [both]],
    ["a Deny of all but one action is refused", changed({ Action: undefined, NotAction: "s3:GetObject" }), [both]],
    ["a Deny of another service's actions is refused", changed({ Action: "sqs:*" }), [both]],
    ["a Deny without condition is refused", changed({ Condition: undefined }), [both]],
    ["a Deny of TLS is refused", changed({ Condition: { Bool: { "aws:SecureTransport": "true" } } }), [both]],
    ["a condition without value is refused", changed({ Condition: { Bool: { "aws:SecureTransport": [] } } }), [both]],
    [
        "true or false is refused",
        changed({ Condition: { Bool: { "aws:SecureTransport": ["false", "true"] } } }),
        [both],
    ],
    ["another key is refused", changed({ Condition: { Bool: { "aws:ViaAWSService": "false" } } }), [both]],
    ["another operator is refused", changed({ Condition: { Null: { "aws:SecureTransport": "false" } } }), [both]],
    [
        "a quantifier is refused",
        changed({ Condition: { "ForAnyValue:Bool": { "aws:SecureTransport": "false" } } }),
        [both],
    ],
    [
        "a further condition is refused",
        changed({ Condition: { ...(deny.Condition as object), StringEquals: { "aws:PrincipalAccount": "1" } } }),
        [both],
    ],
    ["text that is not JSON is refused", "{", ["articles-policy: policy is not JSON. Write a policy document."]],
    ["an empty text is refused", "", ["articles-policy: policy is not JSON. Write a policy document."]],
    [
        "what AWS would refuse is refused",
        changed({ Effect: "deny" }),
        [
            'articles-policy: policy has a statement "DenyInsecureTransport" whose Effect is neither Allow nor Deny. ' +
                "Write a policy document.",
        ],
    ],
    ["a number is refused", 7, ["articles-policy: policy is not a block. Write a policy document."]],
    ["null is no policy", null, [none()]],
    ["nothing is no policy", undefined, [none()]],
];

/** Cases of others' rules, told again; `passes` is theirs. */
const peers: { source: string; what: string; passes: boolean; resources: StackResource[]; differs?: string }[] = [
    { source: "CKV_AWS_379", what: "no policy", passes: false, resources: [bucket()] },
    { source: "CKV_AWS_379", what: "Deny with s3:*", passes: true, resources: [bucket(), policyOf(text(deny))] },
    {
        source: "CKV_AWS_379",
        what: "Allow where SecureTransport is true",
        passes: false,
        resources: [
            bucket(),
            policyOf(changed({ Effect: "Allow", Condition: { Bool: { "aws:SecureTransport": "true" } } })),
        ],
    },
    {
        source: "cdk-nag S10",
        what: "Deny on objects only",
        passes: false,
        resources: [bucket(), policyOf(changed({ Resource: `${arn}/*` }))],
    },
    {
        source: "cdk-nag S10",
        what: "Deny of some actions",
        passes: false,
        resources: [bucket(), policyOf(changed({ Action: "s3:getobject" }))],
    },
    {
        source: "cdk-nag S10",
        what: "Deny for one role",
        passes: false,
        resources: [bucket(), policyOf(changed({ Principal: { AWS: "arn:aws:iam::123456789012:role/r" } }))],
    },
    {
        source: "cdk-nag S10",
        what: "Action *",
        passes: true,
        resources: [bucket(), policyOf(changed({ Action: "*" }))],
    },
    {
        source: "Security Hub S3.5",
        what: "a Deny without a condition denies plain HTTP too",
        passes: true,
        resources: [bucket(), policyOf(changed({ Condition: undefined }))],
        differs: "it denies TLS as well, so nobody uses the bucket, and whoever mends that takes the whole Deny away",
    },
];

describe("buckets-refuse-plain-http: the policy", () => {
    for (const [what, policy, says] of documents) {
        it(what, () => saysAlways([bucket(), policyOf(policy)], says));
    }

    it("as an output is judged once it is known", async () => {
        for (const [policy, says] of [
            [text(deny), []],
            [changed({ Effect: "Allow" }), [both]],
        ] as const) {
            const resources = [bucket(), policyOf(output(policy))];
            assert.deepEqual(await judge(resources, true), []);
            assert.deepEqual(await defers(resources), ["articles-policy.policy is known only after deployment"]);
            assert.deepEqual(await judge(resources, false), says);
            assert.deepEqual(await stackDeferrals(bucketsRefusePlainHttp, resources, { preview: false }), []);
        }
    });

    it("as a block with an output in it is judged once it is known", async () => {
        const resources = [
            bucket(),
            policyOf({ Version: "2012-10-17", Statement: [{ ...deny, Resource: [arn, output(`${arn}/*`)] }] }),
        ];
        assert.deepEqual(await judge(resources, true), []);
        assert.deepEqual(await defers(resources), ["articles-policy.policy is known only after deployment"]);
        assert.deepEqual(await judge(resources, false), []);
    });

    it("of a bucket whose name is an output is judged once that is known, unless it is for every bucket", async () => {
        const unnamed = bucket({ bucket: output("articles-123456789012") });
        assert.deepEqual(await judge([unnamed, policyOf(text(deny))], true), []);
        assert.deepEqual(await defers([unnamed, policyOf(text(deny))]), [
            "articles.bucket is known only after deployment",
        ]);
        assert.deepEqual(await judge([unnamed, policyOf(text(deny))], false), []);
        assert.deepEqual(await defers([unnamed, policyOf(changed({ Resource: "*" }))]), []);
        assert.deepEqual(await judge([unnamed, policyOf(changed({ Effect: "Allow" }))], true), [both]);
    });

    for (const { source, what, passes, resources, differs } of peers) {
        it(`${source}: ${what}`, async () => {
            const said = await judge(resources, true);
            assert.equal(said.length === 0, differs === undefined ? passes : !passes);
        });
    }
});

describe("buckets-refuse-plain-http: every bucket", () => {
    const other = bucket({}, "summaries");

    it("has a policy, whichever comes first", () => saysAlways([policyOf(text(deny)), bucket()], []));

    it("without one is refused", () => saysAlways([bucket(), other, policyOf(text(deny))], [none("summaries")]));

    it("under its old type needs one too", async () => {
        const old = bucket({}, "articles", "aws:s3/bucketV2:BucketV2");
        await saysAlways([old], [none()]);
        await saysAlways([old, policyOf(text(deny))], []);
    });

    it("may be named by a literal", () => {
        const props = { bucket: "articles-123456789012", policy: text(deny) };
        return saysAlways([bucket(), policyOf("", { props, propertyDependencies: {} })], []);
    });

    it("named by a literal that is another's is refused, whatever it depends on", () => {
        const policy = policyOf("", { props: { bucket: "summaries-123456789012", policy: text(deny) } });
        return saysAlways([bucket(), other, policy], [none(), both]);
    });

    it("named by nothing usable is refused", async () => {
        for (const value of [undefined, null, "", 7, [], {}, "elsewhere"]) {
            const policy = policyOf("", { props: { bucket: value, policy: text(deny) } });
            await saysAlways([bucket(), policy], [none()]);
        }
    });

    it("mixed into one policy with another is refused until names are known", async () => {
        const resources = [
            bucket(),
            other,
            policyOf(text(deny), { propertyDependencies: { bucket: ["articles", "summaries"] } }),
        ];
        assert.deepEqual(await judge(resources, true), [none(), none("summaries")]);
        assert.deepEqual(await judge(resources, false), [none("summaries")]);
    });

    it("with two policies is refused when either lets plain HTTP through: the last one wins", () => {
        const resources = [
            bucket(),
            policyOf(text(deny)),
            policyOf(changed({ Action: "s3:Get*" }), { name: "second" }),
        ];
        return saysAlways(resources, [open("the bucket and its objects", "second")]);
    });

    it("may carry its policy itself, as it could in older versions of the provider", async () => {
        await saysAlways([bucket({ policy: text(deny) })], []);
        await saysAlways(
            [bucket({ policy: changed({ Effect: "Allow" }) })],
            [open("the bucket and its objects", "articles")],
        );
        for (const policy of ["", null]) await saysAlways([bucket({ policy })], [none()]);
        const made = { ...bucket({ policy: output(text(deny)) }), propertyDependencies: { policy: ["other"] } };
        const stack = [made, bucket({ policy: text(deny).replaceAll("articles", "other") }, "other")];
        assert.deepEqual(await judge(stack, true), []);
        assert.deepEqual(await defers(stack), ["articles.policy is known only after deployment"]);
    });

    it("has what the provider will fill in for no policy", async () => {
        const filled = bucket({ policy: output("") });
        assert.deepEqual(await judge([filled], true), [none()]);
        assert.deepEqual(await judge([filled, policyOf(text(deny))], true), []);
        assert.deepEqual(await judge([bucket({ policy: "not a policy" }), policyOf(text(deny))], false), []);
    });

    it("a stack without buckets passes", () => saysAlways([{ type: "aws:sns/topic:Topic", name: "t", props: {} }], []));

    it("whatever a policy is, nothing makes the rule throw, and an unknown makes no bad one pass", async () => {
        const value = anything(text(deny), changed({ Action: "s3:Get*" }));
        await fc.assert(
            fc.asyncProperty(value, async (policy) => {
                await neverPassesUnseen([bucket(), policyOf(policy)]);
                await neverPassesUnseen([bucket({ policy })]);
                const props = { bucket: policy, policy: text(deny) };
                await neverPassesUnseen([bucket(), policyOf("", { props, propertyDependencies: {} })]);
            }),
            { numRuns: 40 },
        );
    });

    it("whatever stands in a statement, nothing makes the rule throw, and an unknown makes no bad one pass", async () => {
        const part = fc.constantFrom(...Object.keys(deny), "NotAction");
        await fc.assert(
            fc.asyncProperty(part, anything("*", "s3:*", "Deny"), async (name, value) => {
                const policy = { Version: "2012-10-17", Statement: [{ ...deny, [name]: value }] };
                await neverPassesUnseen([bucket(), policyOf(policy)]);
            }),
            { numRuns: 40 },
        );
    });
});

/** What is refused once all is known is refused, or left for later, while something is not. */
async function neverPassesUnseen(resources: StackResource[]): Promise<void> {
    const bad = (await judge(resources, false)).length > 0;
    const early = (await judge(resources, true)).length + (await defers(resources)).length;
    assert.ok(early > 0 || !bad);
}
