import assert from "node:assert/strict";

import { type RolePolicyArgs } from "@pulumi/aws/iam";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { deferrals, violations } from "../../testing/violations";
import { iamGrantsAreNarrow as rule } from "./iamGrantsAreNarrow";

const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const roleType = "aws:iam/role:Role";
const articles = "arn:aws:s3:::articles/articles/*";

const allow = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: articles };

const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const changed = (change: object): string => text({ ...allow, ...change });
const policyOf = (policy: unknown): object => ({ role: "r", policy: policy as string }) satisfies RolePolicyArgs;

const say = (what: string, path = "policy"): string => `${path}: statement "Read" ${what}`;
const everything = say('allows "*", which is actions of every service. List the actions that it needs.');
const whole = (action: string): string =>
    say(`allows "${action}", which is every action of a service. List the actions that it needs.`);
const unnamed = (resource: string, actions = "s3:GetObject"): string =>
    say(`allows ${actions} on "${resource}", which names none. Name the resources.`);
const metrics = (resource = "*"): string =>
    say(
        `allows cloudwatch:PutMetricData on "${resource}", which names none. Name the resources, or demand cloudwatch:namespace.`,
    );

const key = "arn:aws:kms:us-east-1:123456789012:key/*";
const byAlias = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/summaries" } };
const useKey = (change: object): string =>
    changed({ Action: "kms:Decrypt", Resource: key, Condition: byAlias, ...change });
const putMetrics = (Condition: unknown): string =>
    changed({ Action: "cloudwatch:PutMetricData", Resource: "*", Condition });

const documents: [string, unknown, string[]][] = [
    ["named actions on named resources pass", text(allow), []],
    ["a Deny of everything passes", changed({ Effect: "Deny", Action: "*", Resource: "*" }), []],
    [
        "a Deny of all but some passes",
        changed({ Effect: "Deny", Action: undefined, NotAction: "s3:*", Resource: "*" }),
        [],
    ],
    ["a part of an action's name passes", changed({ Action: "s3:Get*" }), []],

    ["every action is refused", changed({ Action: "*" }), [everything]],
    ["every action in a list is refused", changed({ Action: ["s3:GetObject", "*"] }), [everything]],
    ["*:* is refused", changed({ Action: "*:*" }), [everything.replace('"*"', '"*:*"')]],
    [
        "an action of any service is refused",
        changed({ Action: "*:GetObject" }),
        [everything.replace('"*"', '"*:GetObject"')],
    ],
    [
        "services by parts of their names are refused",
        changed({ Action: "s*:GetObject" }),
        [say('allows "s*:GetObject", which is actions of several services. List the actions that it needs.')],
    ],
    ["every action of a service is refused", changed({ Action: "s3:*" }), [whole("s3:*")]],
    ["in any case", changed({ Action: "S3:*" }), [whole("S3:*")]],
    ["and in other spellings", changed({ Action: ["s3:**", "sqs:?*"] }), [whole("s3:**"), whole("sqs:?*")]],
    [
        "all actions but some are refused",
        changed({ Action: undefined, NotAction: "iam:*" }),
        [say("allows all actions but some, also those that AWS adds later. List the actions in Action.")],
    ],
    ["everything on everything is said once", changed({ Action: "*", Resource: "*" }), [everything]],

    ["every resource is refused", changed({ Resource: "*" }), [unnamed("*")]],
    ["every resource in a list is refused", changed({ Resource: [articles, "*"] }), [unnamed("*")]],
    [
        "the actions that need a name are listed",
        changed({ Action: ["s3:GetObject", "sts:GetCallerIdentity", "s3:PutObject"], Resource: "*" }),
        [unnamed("*", "s3:GetObject, s3:PutObject")],
    ],
    ["every object of every bucket is refused", changed({ Resource: "arn:aws:s3:::*" }), [unnamed("arn:aws:s3:::*")]],
    [
        "and in other spellings",
        changed({
            Resource: [
                "arn:aws:s3:::*/*",
                "arn:aws:s3:*:*:**",
                "arn:*",
                "arn:aws:s3:*",
                "**",
                "arn:aws:*:us-east-1:123456789012:x",
            ],
        }),
        [
            "arn:aws:s3:::*/*",
            "arn:aws:s3:*:*:**",
            "arn:*",
            "arn:aws:s3:*",
            "**",
            "arn:aws:*:us-east-1:123456789012:x",
        ].map((resource) => unnamed(resource)),
    ],
    ["every object of one bucket passes", changed({ Resource: "arn:aws:s3:::articles/*" }), []],
    ["buckets by parts of their names pass", changed({ Resource: "arn:aws:s3:::articles-*/*" }), []],
    [
        "every queue of an account is refused",
        changed({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:us-east-1:123456789012:*" }),
        [unnamed("arn:aws:sqs:us-east-1:123456789012:*", "sqs:SendMessage")],
    ],
    ["a queue of any account passes", changed({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:inbox" }), []],
    [
        "every table is refused",
        changed({ Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:us-east-1:123456789012:table/*" }),
        [unnamed("arn:aws:dynamodb:us-east-1:123456789012:table/*", "dynamodb:GetItem")],
    ],
    [
        "a table's indexes pass",
        changed({
            Action: "dynamodb:Query",
            Resource: "arn:aws:dynamodb:us-east-1:123456789012:table/results/index/*",
        }),
        [],
    ],
    [
        "every log group is refused",
        changed({ Action: "logs:PutLogEvents", Resource: "arn:aws:logs:*:*:*" }),
        [unnamed("arn:aws:logs:*:*:*", "logs:PutLogEvents")],
    ],
    [
        "a log group's streams pass",
        changed({
            Action: "logs:PutLogEvents",
            Resource: "arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/Endpoints/summaries:*",
        }),
        [],
    ],
    [
        "all resources but some are refused",
        changed({ Resource: undefined, NotResource: articles }),
        [say("allows its actions on all resources but some. Name the resources in Resource.")],
    ],
    [
        "no resource is refused, as AWS refuses it",
        changed({ Resource: undefined }),
        [say("names no resource. Name them in Resource.")],
    ],
    ["a user's own objects pass", changed({ Resource: "arn:aws:s3:::articles/${aws:username}/*" }), []],

    ["every key of an account picked by alias passes", useKey({}), []],
    ["and by tag", useKey({ Condition: { StringEquals: { "aws:ResourceTag/stack": "dev" } } }), []],
    ["every key of an account is refused", useKey({ Condition: undefined }), [unnamed(key, "kms:Decrypt")]],
    [
        "a service in between picks no key",
        useKey({ Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }),
        [unnamed(key, "kms:Decrypt")],
    ],
    [
        "any alias picks no key",
        useKey({ Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "*" } } }),
        [unnamed(key, "kms:Decrypt")],
    ],
    [
        "keys without alias are refused",
        useKey({ Condition: { "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/summaries" } } }),
        [unnamed(key, "kms:Decrypt")],
    ],
    [
        "every key of every account is refused, whatever the alias",
        useKey({ Resource: "arn:aws:kms:*:*:key/*" }),
        [unnamed("arn:aws:kms:*:*:key/*", "kms:Decrypt")],
    ],
    ["every resource is refused, whatever the alias", useKey({ Resource: "*" }), [unnamed("*", "kms:Decrypt")]],

    ["the registry's token takes no resource", changed({ Action: "ecr:GetAuthorizationToken", Resource: "*" }), []],
    [
        "nor do others of the list, in any case",
        changed({
            Action: ["EC2:DescribeVpcs", "ec2:Describe*", "xray:PutTraceSegments", "sts:getcalleridentity"],
            Resource: "*",
        }),
        [],
    ],
    [
        "a pattern that is wider than the list is refused",
        changed({ Action: "ec2:D*", Resource: "*" }),
        [unnamed("*", "ec2:D*")],
    ],
    [
        "the registry's images do take a resource",
        changed({ Action: "ecr:BatchGetImage", Resource: "*" }),
        [unnamed("*", "ecr:BatchGetImage")],
    ],
    [
        "metrics of one namespace pass",
        putMetrics({ StringEquals: { "cloudwatch:namespace": ["AWS/SageMaker", "/aws/sagemaker/Endpoints"] } }),
        [],
    ],
    [
        "metrics of namespaces that begin so pass",
        putMetrics({ StringLike: { "cloudwatch:namespace": "summaries/*" } }),
        [],
    ],
    ["metrics of any namespace are refused", putMetrics(undefined), [metrics()]],
    ["an open namespace is refused", putMetrics({ StringLike: { "cloudwatch:namespace": "*" } }), [metrics()]],
    [
        "a namespace that need not be there is refused",
        putMetrics({ StringEqualsIfExists: { "cloudwatch:namespace": "a" } }),
        [metrics()],
    ],
    ["no namespace is refused", putMetrics({ StringEquals: { "cloudwatch:namespace": [] } }), [metrics()]],
    ["another key is refused", putMetrics({ StringEquals: { "aws:PrincipalTag/a": "b" } }), [metrics()]],

    ["text that is not JSON is refused", "{", ["policy is not JSON. Write a policy document."]],
    ["an empty text is refused", "", ["policy is not JSON. Write a policy document."]],
    ["a list is refused", [], ["policy is not a block. Write a policy document."]],
    ["none is for AWS to ask for", undefined, []],
    ["null is none", null, []],
];

/** Cases of others' rules, told again; `passes` is theirs. */
const peers: { source: string; what: string; passes: boolean; policy: string; differs?: string }[] = [
    { source: "Security Hub IAM.1", what: "* on *", passes: false, policy: changed({ Action: "*", Resource: "*" }) },
    {
        source: "Security Hub IAM.21",
        what: "service:* on *",
        passes: false,
        policy: changed({ Action: "sqs:*", Resource: "*" }),
    },
    { source: "Security Hub IAM.21", what: "service:Get*", passes: true, policy: changed({ Action: "s3:Get*" }) },
    { source: "CKV_AWS_62", what: "* on *", passes: false, policy: changed({ Action: ["*"], Resource: ["*"] }) },
    {
        source: "CKV_AWS_62",
        what: "Deny of * on *",
        passes: true,
        policy: changed({ Effect: "Deny", Action: "*", Resource: "*" }),
    },
    { source: "CKV_AWS_63", what: "* on one bucket", passes: false, policy: changed({ Action: "*" }) },
    {
        source: "CKV_AWS_290",
        what: "writing to *",
        passes: false,
        policy: changed({ Action: "s3:PutObject", Resource: "*" }),
    },
    { source: "CKV_AWS_290", what: "writing to one bucket", passes: true, policy: changed({ Action: "s3:PutObject" }) },
    {
        source: "CKV_AWS_355",
        what: "a restrictable action on *",
        passes: false,
        policy: changed({ Action: "ecr:BatchGetImage", Resource: "*" }),
    },
    {
        source: "CKV_AWS_355",
        what: "an action that takes no resource on *",
        passes: true,
        policy: changed({ Action: "ecr:GetAuthorizationToken", Resource: "*" }),
    },
    { source: "cdk-nag IAM5", what: "s3:* on *", passes: false, policy: changed({ Action: "s3:*", Resource: "*" }) },
    {
        source: "CKV_AWS_290",
        what: "writing to * under any condition",
        passes: true,
        policy: changed({
            Action: "s3:PutObject",
            Resource: "*",
            Condition: { Bool: { "aws:SecureTransport": "true" } },
        }),
        differs: "a condition that says nothing of the resource leaves all of them",
    },
    {
        source: "cdk-nag IAM5",
        what: "a part of an action's name",
        passes: false,
        policy: changed({ Action: "kms:GenerateDataKey*", Resource: "arn:aws:kms:us-east-1:123456789012:key/1" }),
        differs: "AWS itself names the actions of a key so",
    },
    {
        source: "cdk-nag IAM5",
        what: "objects under a prefix",
        passes: false,
        policy: text(allow),
        differs: "keys are made by callers; a prefix is the name that a program has for them",
    },
    {
        source: "Security Hub IAM.21",
        what: "every action of a service on one resource",
        passes: true,
        policy: changed({ Action: "sqs:*", Resource: "arn:aws:sqs:us-east-1:123456789012:inbox" }),
        differs: "it gives away the resource's own policy too",
    },
];

const judge = (props: object, preview: boolean, type = rolePolicyType, config = {}): Promise<string[]> =>
    violations(rule, type, props, { preview, config });
const defers = (props: object, type = rolePolicyType): Promise<string[]> =>
    deferrals(rule, type, props, { preview: true });

describe("iam-grants-are-narrow", () => {
    for (const [what, policy, says] of documents) {
        it(what, async () => {
            assert.deepEqual(await judge(policyOf(policy), true), says);
            assert.deepEqual(await judge(policyOf(policy), false), says);
            assert.deepEqual(await defers(policyOf(policy)), []);
        });
    }

    for (const { source, what, passes, policy, differs } of peers) {
        it(`${source}: ${what}`, async () => {
            const said = await judge(policyOf(policy), true);
            assert.equal(said.length === 0, differs === undefined ? passes : !passes);
        });
    }

    for (const type of [
        rolePolicyType,
        "aws:iam/policy:Policy",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
    ]) {
        it(`concerns a ${type}, also one that is an output`, async () => {
            const policy = changed({ Action: "*" });
            assert.deepEqual(await judge({ policy }, true, type), [everything]);
            assert.deepEqual(await judge({ policy: output(policy) }, true, type), []);
            assert.deepEqual(await defers({ policy: output(policy) }, type), ["policy is known only after deployment"]);
            assert.deepEqual(await judge({ policy: output(policy) }, false, type), [everything]);
        });
    }

    it("concerns each inline policy of a role", async () => {
        const inline = (...policies: unknown[]): object => ({
            inlinePolicies: policies.map((policy) => ({ name: "p", policy })),
        });
        const bad = changed({ Action: "*" });
        const says = [
            say(
                'allows "*", which is actions of every service. List the actions that it needs.',
                "inlinePolicies[1].policy",
            ),
        ];
        assert.deepEqual(await judge(inline(text(allow), bad), true, roleType), says);
        assert.deepEqual(await judge(inline(output(bad), bad), true, roleType), says);
        assert.deepEqual(await defers(inline(output(bad), bad), roleType), [
            "inlinePolicies[0].policy is known only after deployment",
        ]);
        const mend = "so the policy in it cannot be checked. Write the block as a literal.";
        for (const [props, because] of [
            [{ inlinePolicies: output([{ policy: bad }]) }, "inlinePolicies is known as a whole only after deployment"],
            [
                { inlinePolicies: [output({ policy: bad })] },
                "inlinePolicies[0] is known as a whole only after deployment",
            ],
            [{ inlinePolicies: "" }, "inlinePolicies is an empty string"],
            [{ inlinePolicies: { policy: bad } }, "inlinePolicies is a block"],
            [{ inlinePolicies: [bad] }, "inlinePolicies[0] is a string"],
        ] as const) {
            assert.deepEqual(await judge(props, true, roleType), [`${because}, ${mend}`]);
        }
        for (const props of [{}, { inlinePolicies: null }, { inlinePolicies: [] }, inline(undefined)]) {
            assert.deepEqual(await judge(props, true, roleType), []);
        }
    });

    it("does not concern who may assume a role, nor policies of resources", async () => {
        const bad = changed({ Action: "*", Resource: "*" });
        assert.deepEqual(await judge({ assumeRolePolicy: bad }, true, roleType), []);
        assert.deepEqual(await analyze(rule, "aws:kms/key:Key", { policy: bad }, { preview: true }), []);
    });

    it("takes whole services and further actions as parameters", async () => {
        const config = {
            wholeServices: ["xray"],
            actionsOnEveryResource: ["polly:SynthesizeSpeech"],
        };
        const judged = (change: object): Promise<string[]> =>
            judge(policyOf(changed(change)), true, rolePolicyType, config);
        assert.deepEqual(
            await judged({ Action: "xray:*", Resource: "arn:aws:xray:us-east-1:123456789012:group/a/b" }),
            [],
        );
        assert.deepEqual(await judged({ Action: "xray:*", Resource: "*" }), [unnamed("*", "xray:*")]);
        assert.deepEqual(await judged({ Action: "polly:SynthesizeSpeech", Resource: "*" }), []);
        assert.deepEqual(await judged({ Action: "ecr:GetAuthorizationToken", Resource: "*" }), [
            unnamed("*", "ecr:GetAuthorizationToken"),
        ]);
        assert.deepEqual(await judged({ Action: "s3:*" }), [whole("s3:*")]);
    });

    it("whatever stands in a statement, nothing makes the rule throw, and an unknown makes no bad one pass", async () => {
        const part = fc.constantFrom(...Object.keys(allow), "NotResource", "NotAction", "Condition");
        await fc.assert(
            fc.asyncProperty(part, anything("*", "s3:*", "Deny", text(allow)), async (name, value) => {
                const document = { Version: "2012-10-17", Statement: [{ ...allow, Resource: "*", [name]: value }] };
                for (const [type, props] of [
                    [rolePolicyType, policyOf(value)],
                    [rolePolicyType, policyOf(document)],
                    [roleType, { inlinePolicies: value }],
                    [roleType, { inlinePolicies: [value, { policy: document }] }],
                ] as const) {
                    const bad = (await judge(props, false, type)).length > 0;
                    const early = (await judge(props, true, type)).length + (await defers(props, type)).length;
                    assert.ok(early > 0 || !bad);
                }
            }),
            { numRuns: 40 },
        );
    });
});
