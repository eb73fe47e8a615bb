import assert from "node:assert/strict";

import { type PolicyArgs } from "@pulumi/aws/iam";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { deferrals, violations } from "../../testing/violations";
import { passRoleIsNarrow as rule } from "./passRoleIsNarrow";

const policyType = "aws:iam/policy:Policy";
const role = "arn:aws:iam::123456789012:role/summaries-execution";

const allow = {
    Sid: "Pass",
    Effect: "Allow",
    Action: "iam:PassRole" as unknown,
    Resource: role as unknown,
    Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } } as unknown,
};

const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const changed = (change: object): string => text({ ...allow, ...change });
const policyOf = (policy: unknown): object => ({ policy: policy as string }) satisfies PolicyArgs;

const say = (what: string): string => `policy: statement "Pass" ${what}`;
const onAny = (resource: string): string =>
    say(`allows iam:PassRole on "${resource}". Name each role by its whole ARN.`);
const toAny = say(
    "allows iam:PassRole to every service. Demand iam:PassedToService by StringEquals, with the services that need the role.",
);
const butSome = say("allows iam:PassRole on all roles but some. Name the roles in Resource.");
const to = (Condition: unknown): string => changed({ Condition });

const documents: [string, unknown, string[]][] = [
    ["a named role to a named service passes", text(allow), []],
    [
        "several of both pass",
        changed({
            Resource: [role, `${role}-2`],
            Condition: { StringEquals: { "iam:PassedToService": ["sagemaker.amazonaws.com", "lambda.amazonaws.com"] } },
        }),
        [],
    ],
    ["a role with a path passes", changed({ Resource: "arn:aws:iam::123456789012:role/service-role/execution" }), []],
    ["another partition passes", changed({ Resource: role.replace("arn:aws:", "arn:aws-cn:") }), []],
    ["a Deny passes", changed({ Effect: "Deny", Resource: "*", Condition: undefined }), []],
    [
        "other actions pass",
        changed({ Action: ["iam:GetRole", "iam:PassRoleX"], Resource: "*", Condition: undefined }),
        [],
    ],
    ["iam:Get* passes", changed({ Action: "iam:Get*", Resource: "*", Condition: undefined }), []],
    [
        "all actions but passing roles pass",
        changed({ Action: undefined, NotAction: "iam:*", Resource: "*", Condition: undefined }),
        [],
    ],
    [
        "actions on what is no role pass",
        changed({
            Action: "*",
            Resource: ["arn:aws:s3:::articles/*", "arn:aws:iam::123456789012:user/*"],
            Condition: undefined,
        }),
        [],
    ],
    [
        "another key of the service's name passes in any case",
        to({ StringEquals: { "IAM:passedtoservice": "sagemaker.amazonaws.com" } }),
        [],
    ],

    ["every role is refused", changed({ Resource: "*" }), [onAny("*")]],
    [
        "every role of the account is refused",
        changed({ Resource: "arn:aws:iam::123456789012:role/*" }),
        [onAny("arn:aws:iam::123456789012:role/*")],
    ],
    ["roles by parts of their names are refused", changed({ Resource: `${role}*` }), [onAny(`${role}*`)]],
    ["a character of a name is refused", changed({ Resource: `${role}?` }), [onAny(`${role}?`)]],
    [
        "a role named by its holder is refused",
        changed({ Resource: "arn:aws:iam::123456789012:role/${aws:username}" }),
        [onAny("arn:aws:iam::123456789012:role/${aws:username}")],
    ],
    [
        "a role of any account is refused",
        changed({ Resource: "arn:aws:iam::*:role/execution" }),
        [onAny("arn:aws:iam::*:role/execution")],
    ],
    [
        "patterns that reach roles are refused",
        changed({
            Resource: ["arn:*", "arn:aws:ia*", "arn:aws:iam::123456789012:*", "arn:aws:iam::123456789012:r*", "a*"],
        }),
        ["arn:*", "arn:aws:ia*", "arn:aws:iam::123456789012:*", "arn:aws:iam::123456789012:r*", "a*"].map(onAny),
    ],
    [
        "patterns that do not are not",
        changed({ Resource: [role, "arn:aws:iam::123456789012:p*", "arn:aws:s3:::*", "arn:aws:iamx*"] }),
        [],
    ],
    ["all roles but some are refused", changed({ Resource: undefined, NotResource: role }), [butSome]],
    ["no resource is refused", changed({ Resource: undefined }), [butSome]],
    ["through iam:*", changed({ Action: "iam:*", Resource: "*", Condition: undefined }), [onAny("*"), toAny]],
    ["through iam:Pass*", changed({ Action: "iam:Pass*", Resource: "*" }), [onAny("*")]],
    ["through *", changed({ Action: "*", Resource: "*", Condition: undefined }), [onAny("*"), toAny]],
    ["through another case", changed({ Action: "IAM:passrole", Resource: "*" }), [onAny("*")]],
    ["through all actions but others", changed({ Action: undefined, NotAction: "s3:*", Resource: "*" }), [onAny("*")]],
    ["in a list", changed({ Action: ["s3:GetObject", "iam:PassRole"], Resource: [role, "*"] }), [onAny("*")]],

    ["to any service is refused", to(undefined), [toAny]],
    [
        "to services by parts of their names is refused",
        to({ StringLike: { "iam:PassedToService": "*.amazonaws.com" } }),
        [toAny],
    ],
    ["to no service is refused", to({ StringEquals: { "iam:PassedToService": [] } }), [toAny]],
    [
        "to one of several that is open is refused",
        to({ StringLike: { "iam:PassedToService": ["sagemaker.amazonaws.com", "*"] } }),
        [toAny],
    ],
    [
        "to a service that need not be named is refused",
        to({ StringEqualsIfExists: { "iam:PassedToService": "sagemaker.amazonaws.com" } }),
        [toAny],
    ],
    [
        "to all services but one is refused",
        to({ StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
        [toAny],
    ],
    [
        "by all of no values is refused",
        to({ "ForAllValues:StringEquals": { "iam:PassedToService": "sagemaker.amazonaws.com" } }),
        [toAny],
    ],
    ["for a resource of the service is refused", to({ StringEquals: { "iam:AssociatedResourceARN": role } }), [toAny]],

    ["text that is not JSON is refused", "{", ["policy is not JSON. Write a policy document."]],
    ["none is for AWS to ask for", undefined, []],
];

/** Cases of others' rules, told again; `passes` is theirs. */
const peers: { source: string; what: string; passes: boolean; policy: string; differs?: string }[] = [
    ...["cfn-nag F38", "cfn-nag F39", "cfn-nag F40", "Trivy AWS-0342"].flatMap((source) => [
        { source, what: "PassRole on *", passes: false, policy: changed({ Resource: "*" }) },
        { source, what: "PassRole on one role", passes: true, policy: text(allow) },
    ]),
    { source: "cfn-nag F38", what: "* on *", passes: false, policy: changed({ Action: "*", Resource: "*" }) },
    {
        source: "cfn-nag F39",
        what: "roles by parts of their names",
        passes: true,
        policy: changed({ Resource: `${role}*` }),
        differs: "whoever may make roles makes one that fits",
    },
    {
        source: "Trivy AWS-0342",
        what: "one role to any service",
        passes: true,
        policy: to(undefined),
        differs: "a role may trust several services, and each runs its holder's code",
    },
];

const judge = (props: object, preview: boolean, type = policyType): Promise<string[]> =>
    violations(rule, type, props, { preview });
const defers = (props: object, type = policyType): Promise<string[]> => deferrals(rule, type, props, { preview: true });

describe("pass-role-is-narrow", () => {
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

    it("a document that is an output is judged once it is known", async () => {
        const bad = policyOf(output(changed({ Resource: "*" })));
        assert.deepEqual(await judge(bad, true), []);
        assert.deepEqual(await defers(bad), ["policy is known only after deployment"]);
        assert.deepEqual(await judge(bad, false), [onAny("*")]);
    });

    it("concerns inline policies of a role, and not who may assume it", async () => {
        const bad = changed({ Resource: "*" });
        const says = [onAny("*").replace("policy", "inlinePolicies[0].policy")];
        const props = { assumeRolePolicy: bad, inlinePolicies: [{ policy: bad }] };
        assert.deepEqual(await judge(props, true, "aws:iam/role:Role"), says);
        assert.deepEqual(
            await analyze(rule, "aws:sns/topicPolicy:TopicPolicy", { policy: bad }, { preview: true }),
            [],
        );
    });

    it("whatever stands in a statement, nothing makes the rule throw, and an unknown makes no bad one pass", async () => {
        const part = fc.constantFrom(...Object.keys(allow), "NotResource", "NotAction");
        await fc.assert(
            fc.asyncProperty(part, anything("*", "iam:*", "Deny"), async (name, value) => {
                const document = { Version: "2012-10-17", Statement: [{ ...allow, Resource: "*", [name]: value }] };
                for (const policy of [value, document]) {
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
