import assert from "node:assert/strict";

import { type KeyArgs } from "@pulumi/aws/kms";
import { type TopicPolicyArgs } from "@pulumi/aws/sns";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { deferrals, violations } from "../../testing/violations";
import { resourcePoliciesAreNotPublic as rule } from "./resourcePoliciesAreNotPublic";

const topicPolicyType = "aws:sns/topicPolicy:TopicPolicy";
const topic = "arn:aws:sns:us-east-1:123456789012:errors";

const allow = {
    Sid: "Publish",
    Effect: "Allow",
    Principal: { AWS: "123456789012" } as unknown,
    Action: "sns:Publish",
    Resource: topic,
};

const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const changed = (change: object): string => text({ ...allow, ...change });
const policyOf = (policy: unknown): object =>
    ({ arn: output(topic), policy: policy as string }) satisfies TopicPolicyArgs;
/** For everybody, under this condition. */
const under = (Condition: unknown, Principal: unknown = "*"): string => changed({ Principal, Condition });

const keys = "aws:SourceAccount, aws:SourceArn, aws:PrincipalOrgID, aws:PrincipalAccount or kms:CallerAccount";
const open = (principal = "*"): string =>
    `policy: statement "Publish" allows "${principal}" without a condition that says who that is. ` +
    `Name the principals, or demand ${keys}.`;

const judge = (props: object, preview: boolean, type = topicPolicyType): Promise<string[]> =>
    violations(rule, type, props, { preview });
const defers = (props: object, type = topicPolicyType): Promise<string[]> =>
    deferrals(rule, type, props, { preview: true });

const documents: [string, unknown, string[]][] = [
    ["an account passes", text(allow), []],
    ["a role passes", changed({ Principal: { AWS: "arn:aws:iam::123456789012:role/publisher" } }), []],
    [
        "a service passes; its source is another rule's business",
        changed({ Principal: { Service: "sns.amazonaws.com" } }),
        [],
    ],
    ["a canonical user passes", changed({ Principal: { CanonicalUser: "79a59df900b949e55d96a1e698fbaced" } }), []],
    ["a Deny for everybody passes", changed({ Effect: "Deny", Principal: "*" }), []],
    [
        "a Deny for everybody but some passes",
        changed({ Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: "123456789012" } }),
        [],
    ],
    [
        "a Deny of all actions but some passes",
        changed({ Effect: "Deny", Action: undefined, NotAction: "sns:Publish" }),
        [],
    ],
    ["no Principal opens nothing", changed({ Principal: undefined }), []],
    ["everybody is refused", changed({ Principal: "*" }), [open()]],
    ["everybody in AWS is refused", changed({ Principal: { AWS: "*" } }), [open()]],
    ["everybody in a list is refused", changed({ Principal: { AWS: ["123456789012", "*"] } }), [open()]],
    ["everybody of another kind is refused", changed({ Principal: { Service: "*" } }), [open()]],
    [
        "everybody beside a service is refused",
        changed({ Principal: { Service: "sns.amazonaws.com", AWS: ["*"] } }),
        [open()],
    ],
    [
        "a root of any account is refused",
        changed({ Principal: { AWS: "arn:aws:iam::*:root" } }),
        [open("arn:aws:iam::*:root")],
    ],
    [
        "any role of an account is refused, as AWS refuses it",
        changed({ Principal: { AWS: "arn:aws:iam::123456789012:role/*" } }),
        [open("arn:aws:iam::123456789012:role/*")],
    ],
    [
        "everybody but some is refused, whatever the condition",
        changed({
            Principal: undefined,
            NotPrincipal: { AWS: "123456789012" },
            Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        }),
        ['policy: statement "Publish" allows everybody but some. Name whom it allows in Principal.'],
    ],
    [
        "all actions but some are refused",
        changed({ Action: undefined, NotAction: "sns:Publish" }),
        [
            'policy: statement "Publish" allows all actions but some, also those that AWS adds later. ' +
                "List the actions in Action.",
        ],
    ],
    [
        "a statement without Sid is named by its place",
        text(allow, { ...allow, Sid: undefined, Principal: "*" }),
        [open().replace('"Publish"', "2")],
    ],
    [
        "each open statement is refused",
        text({ ...allow, Principal: "*" }, { ...allow, Principal: "*" }),
        [open(), open()],
    ],
    ["one narrow statement does not narrow another", text(allow, { ...allow, Principal: "*" }), [open()]],

    ["an account that asks passes", under({ StringEquals: { "aws:PrincipalAccount": "123456789012" } }), []],
    [
        "an account that a service acts for passes",
        under({ StringEquals: { "aws:SourceAccount": ["123456789012"] } }),
        [],
    ],
    ["an owner passes, as in SNS's default policy", under({ StringEquals: { "AWS:SourceOwner": "123456789012" } }), []],
    ["an account in KMS passes", under({ StringEquals: { "kms:CallerAccount": "123456789012" } }), []],
    ["an organization passes", under({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }), []],
    [
        "a part of an organization passes",
        under({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" } }),
        [],
    ],
    ["a source's organization passes", under({ StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } }), []],
    ["a VPC endpoint passes", under({ StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }), []],
    ["a VPC passes", under({ StringEquals: { "aws:SourceVpc": "vpc-111bbb22" } }), []],
    ["a source's ARN passes", under({ ArnEquals: { "aws:SourceArn": topic } }), []],
    ["sources of one account pass", under({ ArnLike: { "aws:SourceArn": "arn:aws:s3:*:123456789012:*" } }), []],
    [
        "a bucket passes, whose ARN has no account",
        under({ ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:articles" } }),
        [],
    ],
    ["roles of one account pass", under({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } }), []],
    [
        "one narrowing condition among others is enough",
        under({ Bool: { "aws:SecureTransport": "true" }, StringLike: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
        [],
    ],

    ["any account is refused", under({ StringLike: { "aws:SourceAccount": "*" } }), [open()]],
    [
        "any account of twelve digits is refused",
        under({ StringLike: { "aws:SourceAccount": "????????????" } }),
        [open()],
    ],
    [
        "any of several is refused when one is open",
        under({ StringLike: { "aws:SourceAccount": ["123456789012", "*"] } }),
        [open()],
    ],
    [
        "an account that the caller brings is refused",
        under({ StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } }),
        [open()],
    ],
    ["no value is refused", under({ StringEquals: { "aws:SourceAccount": [] } }), [open()]],
    ["an empty value is refused", under({ StringEquals: { "aws:SourceAccount": "" } }), [open()]],
    ["…IfExists is refused", under({ StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } }), [open()]],
    [
        "ForAllValues is refused",
        under({ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }),
        [open()],
    ],
    ["every other account is refused", under({ StringNotEquals: { "aws:SourceAccount": "123456789012" } }), [open()]],
    ["a key that has to be there is refused", under({ Null: { "aws:SourceAccount": "false" } }), [open()]],
    ["any organization is refused", under({ StringLike: { "aws:PrincipalOrgID": "o-*" } }), [open()]],
    [
        "any part of any organization is refused",
        under({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/r-ab12/*" } }),
        [open()],
    ],
    ["any source is refused", under({ ArnLike: { "aws:SourceArn": "arn:aws:*:*:*:*" } }), [open()]],
    ["any bucket is refused", under({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }), [open()]],
    [
        "any bucket that begins so is refused",
        under({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::articles-*" } }),
        [open()],
    ],
    [
        "any account's alarms are refused",
        under({ ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:*:alarm:errors" } }),
        [open()],
    ],
    ["a source that is no ARN is refused", under({ StringLike: { "aws:SourceArn": "errors" } }), [open()]],
    [
        "an address is refused: it is where, not who",
        under({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
        [open()],
    ],
    [
        "a service in between is refused",
        under({ StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
        [open()],
    ],
    ["TLS is refused", under({ Bool: { "aws:SecureTransport": "true" } }), [open()]],
    ["an external id is refused", under({ StringEquals: { "sts:ExternalId": "42" } }, { AWS: "*" }), [open()]],
    ["no condition in the block is refused", under({ StringEquals: {} }), [open()]],

    ["text that is not JSON is refused", "{", ["policy is not JSON. Write a policy document."]],
    ["an empty text is refused", "", ["policy is not JSON. Write a policy document."]],
    ["a number is refused", 7, ["policy is not a block. Write a policy document."]],
    [
        "what AWS would refuse is refused",
        changed({ Effect: "allow" }),
        ['policy has a statement "Publish" whose Effect is neither Allow nor Deny. Write a policy document.'],
    ],
    ["none is for other rules to ask for", undefined, []],
    ["null is none", null, []],
];

/** Resources that carry a policy, and where. */
const carriers: [string, string][] = [
    ["aws:s3/bucketPolicy:BucketPolicy", "policy"],
    ["aws:s3/bucket:Bucket", "policy"],
    ["aws:s3/bucketV2:BucketV2", "policy"],
    ["aws:sns/topic:Topic", "policy"],
    [topicPolicyType, "policy"],
    ["aws:sqs/queue:Queue", "policy"],
    ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
    ["aws:kms/key:Key", "policy"],
    ["aws:kms/keyPolicy:KeyPolicy", "policy"],
    ["aws:kms/externalKey:ExternalKey", "policy"],
    ["aws:kms/replicaKey:ReplicaKey", "policy"],
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
    ["aws:secretsmanager/secret:Secret", "policy"],
    ["aws:dynamodb/resourcePolicy:ResourcePolicy", "policy"],
    ["aws:iam/role:Role", "assumeRolePolicy"],
];

/** Cases of others' rules, told again; `passes` is theirs. */
const peers: { source: string; what: string; passes: boolean; policy: string; differs?: string }[] = [
    {
        source: "CKV_AWS_33",
        what: "a key for everybody",
        passes: false,
        policy: changed({ Principal: "*", Action: "kms:*", Resource: "*" }),
    },
    {
        source: "CKV_AWS_33",
        what: "a key for everybody in AWS",
        passes: false,
        policy: changed({ Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }),
    },
    {
        source: "CKV_AWS_33",
        what: "a key for the account's root",
        passes: true,
        policy: changed({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" }),
    },
    {
        source: "CKV_AWS_33",
        what: "a Deny for everybody",
        passes: true,
        policy: changed({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }),
    },
    {
        source: "CKV_AWS_70",
        what: "any principal on a bucket",
        passes: false,
        policy: changed({ Principal: { AWS: "*" }, Action: "s3:GetObject" }),
    },
    {
        source: "CKV_AWS_70",
        what: "a list with *",
        passes: false,
        policy: changed({ Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }),
    },
    {
        source: "CKV_AWS_168",
        what: "a queue for everybody",
        passes: false,
        policy: changed({ Principal: "*", Action: "sqs:SendMessage" }),
    },
    {
        source: "CKV_AWS_168",
        what: "a queue for everybody with a source",
        passes: true,
        policy: under({ ArnEquals: { "aws:SourceArn": topic } }),
    },
    { source: "CKV_AWS_169", what: "a topic for everybody", passes: false, policy: changed({ Principal: "*" }) },
    {
        source: "CKV_AWS_169",
        what: "a topic for everybody in AWS",
        passes: false,
        policy: changed({ Principal: { AWS: "*" } }),
    },
    { source: "CKV_AWS_169", what: "a topic for an account", passes: true, policy: text(allow) },
    {
        source: "CKV_AWS_70",
        what: "any principal under any condition",
        passes: true,
        policy: under({ Bool: { "aws:SecureTransport": "true" } }),
        differs: "a condition that does not say who leaves it open to everybody",
    },
    {
        source: "Security Hub S3.2",
        what: "everybody from a few addresses",
        passes: true,
        policy: under({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
        differs: "addresses change hands, and a service that acts for others brings its own",
    },
    {
        source: "Security Hub SQS.3",
        what: "sources in every account",
        passes: false,
        policy: under({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }),
    },
];

describe("resource-policies-are-not-public", () => {
    for (const [what, policy, says] of documents) {
        it(what, async () => {
            assert.deepEqual(await judge(policyOf(policy), true), says);
            assert.deepEqual(await judge(policyOf(policy), false), says);
            assert.deepEqual(await defers(policyOf(policy)), []);
        });
    }

    for (const [type, path] of carriers) {
        it(`concerns ${path} of a ${type}`, async () => {
            const bad = changed({ Principal: "*" });
            const props = { enableKeyRotation: true, [path]: bad } satisfies KeyArgs & Record<string, unknown>;
            const says = [open().replace("policy", path)];
            assert.deepEqual(await judge(props, true, type), says);
            assert.deepEqual(await judge({ [path]: output(bad) }, true, type), []);
            assert.deepEqual(await defers({ [path]: output(bad) }, type), [`${path} is known only after deployment`]);
            assert.deepEqual(await judge({ [path]: output(bad) }, false, type), says);
        });
    }

    it("guards the carriers, and no other", () =>
        assert.deepEqual(new Map(rule.guards.map(({ type, path }) => [type, path])), new Map(carriers)));

    for (const type of [
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/policy:Policy",
        "aws:sns/topicSubscription:TopicSubscription",
    ]) {
        it(`does not concern a ${type}`, async () => {
            assert.deepEqual(await analyze(rule, type, { policy: changed({ Principal: "*" }) }, { preview: true }), []);
        });
    }

    it("does not concern a role's own permissions", async () => {
        const props = { assumeRolePolicy: text(allow), inlinePolicies: [{ policy: changed({ Principal: "*" }) }] };
        assert.deepEqual(await judge(props, true, "aws:iam/role:Role"), []);
    });

    it("a block with an output in it is judged once it is known", async () => {
        const props = policyOf({ Version: "2012-10-17", Statement: [{ ...allow, Principal: output("*") }] });
        assert.deepEqual(await judge(props, true), []);
        assert.deepEqual(await defers(props), ["policy is known only after deployment"]);
        assert.deepEqual(await judge(props, false), [open()]);
    });

    for (const { source, what, passes, policy, differs } of peers) {
        it(`${source}: ${what}`, async () => {
            const said = await judge(policyOf(policy), true);
            assert.equal(said.length === 0, differs === undefined ? passes : !passes);
        });
    }

    it("whatever stands in a statement, nothing makes the rule throw, and an unknown makes no bad one pass", async () => {
        const part = fc.constantFrom(...Object.keys(allow), "NotPrincipal", "NotAction", "Condition");
        const likely = anything("*", { AWS: "*" }, { StringEquals: { "aws:SourceAccount": "*" } }, text(allow));
        await fc.assert(
            fc.asyncProperty(part, likely, async (name, value) => {
                const statement = { ...allow, Principal: "*", [name]: value };
                for (const policy of [value, { Version: "2012-10-17", Statement: [statement] }]) {
                    const bad = (await judge(policyOf(policy), false)).length > 0;
                    const early =
                        (await judge(policyOf(policy), true)).length + (await defers(policyOf(policy))).length;
                    assert.ok(early > 0 || !bad);
                }
            }),
            { numRuns: 60 },
        );
    });
});
