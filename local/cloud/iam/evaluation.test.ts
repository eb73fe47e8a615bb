import { deepEqual, equal, throws } from "node:assert/strict";

import { type ConditionKeys } from "./conditionKeys";
import { type Decision, evaluate, type KeyGrant, type Policies } from "./evaluation";
import { type Caller, anonymous, roleSession, service, user } from "./principal";

type Statement = Readonly<Record<string, unknown>>;

interface Asked {
    by: Caller;
    action: string;
    resource: string;
    resourceAccount?: string;
    keys?: Readonly<Record<string, readonly string[]>>;
    identity?: readonly Statement[];
    /** Of a bucket, a topic, a queue. */
    resourcePolicy?: readonly Statement[];
    keyPolicy?: readonly Statement[];
    trust?: readonly Statement[];
    grants?: readonly KeyGrant[];
}

function document(statements: readonly Statement[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function decide(asked: Asked): Decision {
    const { by, action, resource, resourceAccount = "111111111111", keys = {}, identity = [], grants = [] } = asked;
    const has: ConditionKeys = (key) => keys[key];
    return evaluate({ principal: by.principal, action, resource, resourceAccount, keys: has }, policiesOf(asked));

    function policiesOf({ resourcePolicy, keyPolicy, trust }: Asked): Policies {
        const own = keyPolicy ?? trust ?? resourcePolicy;
        return {
            identity: identity.map((statement, index) => ({
                name: `policy ${String(index + 1)}`,
                document: document([statement]),
            })),
            ...(own && {
                resource: { name: "own policy", document: document(own), kind: trust ? "trust" : "resource" },
            }),
            grants,
            resourceMustAllow: keyPolicy !== undefined || trust !== undefined,
        };
    }
}

const account = "111111111111";
const root = `arn:aws:iam::${account}:root`;
const carlosArn = `arn:aws:iam::${account}:user/carlossalazar`;
const carlos = user(carlosArn);
const roleArn = `arn:aws:iam::${account}:role/examplerole`;
const session = roleSession(roleArn, "examplerolesessionname");
const sessionArn = `arn:aws:sts::${account}:assumed-role/examplerole/examplerolesessionname`;
const elsewhere = user("arn:aws:iam::222222222222:user/eve");
const sns = service("sns.amazonaws.com", `arn:aws:sns:us-east-1:${account}:topic`, account);
const everyCaller: [string, Caller][] = [
    ["a user", carlos],
    ["a session", session],
    ["a user of another account", elsewhere],
    ["a service", sns],
    ["nobody", anonymous],
];

const object = "arn:aws:s3:::bucket/object";
const read: Pick<Asked, "action" | "resource"> = { action: "s3:GetObject", resource: object };
const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: object };
const deny = { ...allow, Effect: "Deny" };
const key = `arn:aws:kms:us-east-1:${account}:key/1234`;
const decrypt: Pick<Asked, "action" | "resource"> = { action: "kms:Decrypt", resource: key };
const assume: Pick<Asked, "action" | "resource"> = { action: "sts:AssumeRole", resource: roleArn };

describe("IAM's example of identity-based and resource-based policies", () => {
    // AWS: IAM User Guide, "Policy evaluation for requests within a single account".
    const identity = [
        { Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:ListAllMyBuckets"], Resource: "arn:aws:s3:::*" },
        {
            Effect: "Allow",
            Action: "s3:*",
            Resource: ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"],
        },
        { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::*log*" },
    ];
    const resourcePolicy = [
        {
            Effect: "Allow",
            Principal: { AWS: carlosArn },
            Action: "s3:*",
            Resource: ["arn:aws:s3:::carlossalazar", "arn:aws:s3:::carlossalazar/*"],
        },
    ];
    const put = { by: carlos, action: "s3:PutObject", identity };

    it("denies the bucket with log in its name, whatever else allows", () => {
        deepEqual(decide({ ...put, resource: "arn:aws:s3:::carlossalazar-logs/file" }), {
            allowed: false,
            reason: "denied",
            statements: [{ side: "identity", policy: "policy 3", statement: "statement 1" }],
            missing: [],
        });
    });

    it("allows his own bucket, by both of its sides", () => {
        deepEqual(decide({ ...put, resource: "arn:aws:s3:::carlossalazar/file", resourcePolicy }), {
            allowed: true,
            reason: "allowed",
            statements: [
                { side: "identity", policy: "policy 2", statement: "statement 1" },
                { side: "resource", policy: "own policy", statement: "statement 1" },
            ],
            missing: [],
        });
    });

    it("does not allow what no policy speaks of", () => {
        deepEqual(decide({ ...put, resource: "arn:aws:s3:::other/file" }), {
            allowed: false,
            reason: "not allowed",
            statements: [],
            missing: ["identity"],
        });
    });
});

describe("IAM's example of a request between accounts", () => {
    // AWS: IAM User Guide, "Cross-account policy evaluation logic".
    const identity = [
        { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
        { Effect: "Allow", Action: "s3:*Object*", Resource: "arn:aws:s3:::Production/*" },
        { Effect: "Deny", Action: "s3:*", Resource: ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"] },
    ];
    const resourcePolicy = [
        {
            Effect: "Allow",
            Principal: { AWS: carlosArn },
            Action: ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
            Resource: "arn:aws:s3:::Production/*",
        },
    ];
    const asked = { by: carlos, resourceAccount: "222222222222", identity };

    it("denies the bucket with log in its name", () => {
        const resource = "arn:aws:s3:::Production-logs/file";
        equal(decide({ ...asked, action: "s3:PutObject", resource }).reason, "denied");
    });

    it("allows an object of the bucket Production", () => {
        const resource = "arn:aws:s3:::Production/file";
        equal(decide({ ...asked, action: "s3:PutObject", resource, resourcePolicy }).allowed, true);
    });

    it("does not allow to delete it, which the bucket's policy does not speak of", () => {
        const resource = "arn:aws:s3:::Production/file";
        deepEqual(decide({ ...asked, action: "s3:DeleteObject", resource, resourcePolicy }).missing, ["resource"]);
    });
});

describe("within one account", () => {
    // AWS: IAM User Guide, "Policy evaluation logic": who is named by a resource's policy, and what that alone allows.
    const named = (AWS: unknown): Statement[] => [{ ...allow, Principal: { AWS } }];
    const cases: [string, Partial<Asked> & { by: Caller }, boolean][] = [
        ["an identity policy alone allows", { by: carlos, identity: [allow] }, true],
        ["a role's policy allows its session", { by: session, identity: [allow] }, true],
        ["a resource's policy alone allows the user it names", { by: carlos, resourcePolicy: named(carlosArn) }, true],
        [
            "a resource's policy alone allows sessions of the role",
            { by: session, resourcePolicy: named(roleArn) },
            true,
        ],
        ["a resource's policy alone allows the session", { by: session, resourcePolicy: named(sessionArn) }, true],
        [
            "a session is not allowed by another session's name",
            { by: session, resourcePolicy: named(`${sessionArn}x`) },
            false,
        ],
        ["a resource's policy alone allows by *", { by: carlos, resourcePolicy: named("*") }, true],
        ["a resource's policy for the account is not enough", { by: carlos, resourcePolicy: named(root) }, false],
        ["nor is it by the account's digits", { by: carlos, resourcePolicy: named(account) }, false],
        ["nor is one that names another user", { by: carlos, resourcePolicy: named(`${carlosArn}2`) }, false],
        [
            "a part of a name with a * is no name",
            { by: carlos, resourcePolicy: named(`arn:aws:iam::${account}:user/*`) },
            false,
        ],
        ["one of several names is enough", { by: carlos, resourcePolicy: named(["222222222222", carlosArn]) }, true],
        [
            "a user is not allowed as a service",
            { by: carlos, resourcePolicy: [{ ...allow, Principal: { Service: carlosArn } }] },
            false,
        ],
        ["nothing allows by itself", { by: carlos }, false],
        ["an identity's Deny wins", { by: carlos, identity: [deny, allow], resourcePolicy: named("*") }, false],
        [
            "a resource's Deny wins",
            { by: carlos, identity: [allow], resourcePolicy: [...named("*"), { ...deny, Principal: "*" }] },
            false,
        ],
        [
            "a Deny for the account holds for who belongs to it",
            { by: carlos, identity: [allow], resourcePolicy: [{ ...deny, Principal: { AWS: root } }] },
            false,
        ],
        [
            "a Deny for the account, by its digits, holds for a session",
            { by: session, identity: [allow], resourcePolicy: [{ ...deny, Principal: { AWS: account } }] },
            false,
        ],
        [
            "a Deny for another account does not matter",
            { by: carlos, identity: [allow], resourcePolicy: [{ ...deny, Principal: { AWS: "222222222222" } }] },
            true,
        ],
        [
            "a Deny for another user does not matter",
            { by: carlos, identity: [allow], resourcePolicy: [{ ...deny, Principal: { AWS: roleArn } }] },
            true,
        ],
        [
            "a Deny for a service does not matter",
            {
                by: carlos,
                identity: [allow],
                resourcePolicy: [{ ...deny, Principal: { Service: "sns.amazonaws.com" } }],
            },
            true,
        ],
    ];
    for (const [what, asked, allowed] of cases) {
        it(what, () => {
            equal(decide({ ...read, ...asked }).allowed, allowed);
        });
    }
});

describe("between accounts", () => {
    const cases: [string, Statement[], unknown, Decision["missing"]][] = [
        ["both sides allow: the user", [allow], { AWS: "arn:aws:iam::222222222222:user/eve" }, []],
        ["both sides allow: her account", [allow], { AWS: "222222222222" }, []],
        ["both sides allow: everybody", [allow], "*", []],
        ["her policy alone is not enough", [allow], undefined, ["resource"]],
        ["her policy is not enough where the resource names her neighbour", [allow], { AWS: carlosArn }, ["resource"]],
        ["the resource's policy alone is not enough", [], "*", ["identity"]],
        ["neither allows", [], undefined, ["resource", "identity"]],
    ];
    for (const [what, identity, Principal, missing] of cases) {
        it(what, () => {
            const resourcePolicy = Principal === undefined ? {} : { resourcePolicy: [{ ...allow, Principal }] };
            const decision = decide({ ...read, by: elsewhere, identity, ...resourcePolicy });
            deepEqual([decision.allowed, decision.missing], [missing.length === 0, missing]);
        });
    }
});

describe("services and anonymous ones", () => {
    const cases: [string, Caller, Partial<Asked>, boolean][] = [
        [
            "a service is allowed by its name",
            sns,
            { resourcePolicy: [{ ...allow, Principal: { Service: "sns.amazonaws.com" } }] },
            true,
        ],
        [
            "a service is not allowed by another's",
            sns,
            { resourcePolicy: [{ ...allow, Principal: { Service: "sqs.amazonaws.com" } }] },
            false,
        ],
        ["a service is allowed by *", sns, { resourcePolicy: [{ ...allow, Principal: "*" }] }, true],
        ["a service is allowed by AWS: *", sns, { resourcePolicy: [{ ...allow, Principal: { AWS: "*" } }] }, true],
        [
            "a service is not allowed by the account it acts for",
            sns,
            { resourcePolicy: [{ ...allow, Principal: { AWS: account } }] },
            false,
        ],
        [
            "a service is denied by *",
            sns,
            {
                resourcePolicy: [
                    { ...allow, Principal: "*" },
                    { ...deny, Principal: "*" },
                ],
            },
            false,
        ],
        ["identity policies say nothing about a service", sns, { identity: [allow] }, false],
        [
            "nor do they deny it anything",
            sns,
            { identity: [deny], resourcePolicy: [{ ...allow, Principal: "*" }] },
            true,
        ],
        [
            "an anonymous one is not denied as one of the account",
            anonymous,
            {
                resourcePolicy: [
                    { ...allow, Principal: "*" },
                    { ...deny, Principal: { AWS: root } },
                ],
            },
            true,
        ],
        ["an anonymous one is allowed by *", anonymous, { resourcePolicy: [{ ...allow, Principal: "*" }] }, true],
        [
            "an anonymous one is allowed by AWS: *",
            anonymous,
            { resourcePolicy: [{ ...allow, Principal: { AWS: "*" } }] },
            true,
        ],
        [
            "an anonymous one is nobody of the account",
            anonymous,
            { resourcePolicy: [{ ...allow, Principal: { AWS: root } }] },
            false,
        ],
        ["identity policies say nothing about an anonymous one", anonymous, { identity: [allow] }, false],
    ];
    for (const [what, by, asked, allowed] of cases) {
        it(what, () => {
            const decision = decide({ ...read, by, ...asked });
            deepEqual(
                [decision.allowed, decision.missing],
                [allowed, allowed || decision.reason === "denied" ? [] : ["resource"]],
            );
        });
    }

    it("need no leave of an account: the resource's policy is enough for each", () => {
        const resourcePolicy = [{ ...allow, Principal: { Service: "sns.amazonaws.com" } }];
        equal(decide({ ...read, by: sns, resourceAccount: "222222222222", resourcePolicy }).allowed, true);
    });
});

describe("NotPrincipal", () => {
    const except = (AWS: unknown): Statement[] => [{ ...deny, NotPrincipal: { AWS } }];
    // AWS: IAM User Guide, "NotPrincipal": the account, the role and the session are all to be named.
    const cases: [string, Caller, unknown, boolean][] = [
        ["excepts a user named with the account", carlos, [carlosArn, root], true],
        ["excepts a user named with the account's digits", carlos, [carlosArn, account], true],
        ["does not except a user named without the account", carlos, carlosArn, false],
        ["does not except a user by the account alone", carlos, root, false],
        ["does not except another user", carlos, [`${carlosArn}2`, root], false],
        ["excepts a session named with role and account", session, [sessionArn, roleArn, root], true],
        ["does not except a session by role and account", session, [roleArn, root], false],
        ["does not except a session without its role", session, [sessionArn, root], false],
        ["does not except a session without its account", session, [sessionArn, roleArn], false],
        ["excepts everybody", carlos, "*", true],
    ];
    for (const [what, by, listed, allowed] of cases) {
        it(what, () => {
            const decision = decide({ ...read, by, identity: [allow], resourcePolicy: except(listed) });
            equal(decision.reason, allowed ? "allowed" : "denied");
        });
    }

    it("excepts a service by its name, and no other one", () => {
        const open = { ...allow, Principal: "*" };
        for (const [name, reason] of [
            ["sns.amazonaws.com", "allowed"],
            ["sqs.amazonaws.com", "denied"],
        ] as const) {
            const resourcePolicy = [open, { ...deny, NotPrincipal: { Service: name } }];
            equal(decide({ ...read, by: sns, resourcePolicy }).reason, reason);
            equal(decide({ ...read, by: anonymous, resourcePolicy }).reason, "denied");
        }
    });
});

describe("an action and a resource", () => {
    const cases: [string, Statement, boolean][] = [
        ["an action's case does not matter", { ...allow, Action: "S3:getobject" }, true],
        ["a resource's case matters", { ...allow, Resource: "arn:aws:s3:::Bucket/object" }, false],
        ["a * stands in an action", { ...allow, Action: "s3:Get*" }, true],
        ["a ? stands in an action", { ...allow, Action: "s3:GetObjec?" }, true],
        ["* is every action", { ...allow, Action: "*" }, true],
        ["another service's action of the same name is another one", { ...allow, Action: "sns:GetObject" }, false],
        ["one of several is enough", { ...allow, Action: ["s3:PutObject", "s3:GetObject"] }, true],
        ["a bucket is not its objects", { ...allow, Resource: "arn:aws:s3:::bucket" }, false],
        // AWS: IAM User Guide, "NotAction", "NotResource".
        ["NotAction speaks of all other actions", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, true],
        ["NotAction does not speak of those it names", { Effect: "Allow", NotAction: "s3:Get*", Resource: "*" }, false],
        [
            "NotAction needs none of its actions to match",
            { Effect: "Allow", NotAction: ["iam:*", "s3:*"], Resource: "*" },
            false,
        ],
        [
            "NotResource speaks of all others",
            { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::other/*" },
            true,
        ],
        ["NotResource does not speak of those it names", { Effect: "Allow", Action: "*", NotResource: object }, false],
        [
            "NotResource needs none of them to match",
            { Effect: "Allow", Action: "*", NotResource: ["arn:aws:s3:::other/*", "arn:aws:s3:::bucket/*"] },
            false,
        ],
        ["a variable stands in a resource", { ...allow, Resource: "arn:aws:s3:::bucket/${aws:username}" }, true],
    ];
    for (const [what, statement, allowed] of cases) {
        it(what, () => {
            const keys = { "aws:username": ["object"] };
            equal(decide({ ...read, by: carlos, keys, identity: [statement] }).allowed, allowed);
        });
    }

    it("have no variables in a policy of another version", () => {
        const Statement = [{ ...allow, Principal: "*", Resource: "arn:aws:s3:::bucket/${aws:username}" }];
        for (const [Version, allowed] of [
            ["2012-10-17", true],
            ["2008-10-17", false],
            [undefined, false],
        ] as const) {
            const resource = {
                name: "own",
                document: JSON.stringify({ Version, Statement }),
                kind: "resource",
            } as const;
            const keys: ConditionKeys = (key) => (key === "aws:username" ? ["object"] : undefined);
            const question = { principal: carlos.principal, ...read, resourceAccount: account, keys };
            equal(evaluate(question, { identity: [], resource, resourceMustAllow: false }).allowed, allowed);
        }
    });

    it("are denied but for what NotAction and NotResource name", () => {
        const only = { Effect: "Deny", NotAction: "s3:GetObject", Resource: "*" };
        equal(decide({ ...read, by: carlos, identity: [{ ...allow, Action: "*" }, only] }).reason, "allowed");
        equal(
            decide({ ...read, action: "s3:PutObject", by: carlos, identity: [{ ...allow, Action: "*" }, only] }).reason,
            "denied",
        );
    });

    it("are those of a request that takes no resource only for *", () => {
        const put = { action: "cloudwatch:PutMetricData", resource: "*" };
        const granted = (Resource: string): boolean =>
            decide({ ...put, by: carlos, identity: [{ Effect: "Allow", Action: put.action, Resource }] }).allowed;
        deepEqual([granted("*"), granted("arn:aws:cloudwatch:*:*:*")], [true, false]);
    });
});

describe("a condition", () => {
    const tls = { Condition: { Bool: { "aws:SecureTransport": "false" } } };

    it("that does not hold takes its statement away", () => {
        const keys = { "aws:securetransport": ["true"] };
        equal(decide({ ...read, by: carlos, keys, identity: [{ ...allow, ...tls }] }).allowed, false);
        equal(decide({ ...read, by: carlos, keys, identity: [allow, { ...deny, ...tls }] }).allowed, true);
    });

    it("that holds leaves it", () => {
        const keys = { "aws:securetransport": ["false"] };
        equal(decide({ ...read, by: carlos, keys, identity: [{ ...allow, ...tls }] }).allowed, true);
        equal(decide({ ...read, by: carlos, keys, identity: [allow, { ...deny, ...tls }] }).reason, "denied");
    });
});

describe("a KMS key", () => {
    const use = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
    // AWS: KMS Developer Guide, "Default key policy": "allows access to the AWS account and enables IAM policies".
    const enabling = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
    const grant: KeyGrant = { id: "g-1", grantee: roleArn, operations: ["Decrypt", "GenerateDataKey"] };
    const cases: [string, Partial<Asked> & { by: Caller }, boolean, Decision["missing"]][] = [
        [
            "an identity policy alone has no effect",
            { by: carlos, identity: [use], keyPolicy: [{ ...use, Principal: { AWS: roleArn } }] },
            false,
            ["resource"],
        ],
        [
            "a key policy for the account alone gives no leave",
            { by: carlos, keyPolicy: [enabling] },
            false,
            ["identity"],
        ],
        ["both together do", { by: carlos, identity: [use], keyPolicy: [enabling] }, true, []],
        [
            "a key policy that names the user is enough",
            { by: carlos, keyPolicy: [{ ...use, Principal: { AWS: carlosArn } }] },
            true,
            [],
        ],
        [
            "a key policy that names the role is enough for its session",
            { by: session, keyPolicy: [{ ...use, Principal: { AWS: roleArn } }] },
            true,
            [],
        ],
        [
            "a key policy that names the service is enough",
            { by: sns, keyPolicy: [{ ...use, Principal: { Service: "sns.amazonaws.com" } }] },
            true,
            [],
        ],
        [
            "another account needs both",
            { by: elsewhere, identity: [use], keyPolicy: [{ ...use, Principal: { AWS: "222222222222" } }] },
            true,
            [],
        ],
        [
            "another account needs its identity policy",
            { by: elsewhere, keyPolicy: [{ ...use, Principal: { AWS: "222222222222" } }] },
            false,
            ["identity"],
        ],
        [
            "another account needs the key policy",
            { by: elsewhere, identity: [use], keyPolicy: [enabling] },
            false,
            ["resource"],
        ],
        ["a grant is enough for the role's session", { by: session, keyPolicy: [enabling], grants: [grant] }, true, []],
        ["a grant is nothing for others", { by: carlos, keyPolicy: [enabling], grants: [grant] }, false, ["identity"]],
        [
            "a grant is for its operations",
            { by: session, keyPolicy: [enabling], grants: [{ ...grant, operations: ["Encrypt"] }] },
            false,
            ["identity"],
        ],
        [
            "a grant is enough for a service",
            { by: sns, keyPolicy: [enabling], grants: [{ ...grant, grantee: "sns.amazonaws.com" }] },
            true,
            [],
        ],
        [
            "a grant is enough for the session it names",
            { by: session, keyPolicy: [enabling], grants: [{ ...grant, grantee: sessionArn }] },
            true,
            [],
        ],
        [
            "a Deny wins over a grant",
            { by: session, keyPolicy: [enabling, { ...use, Effect: "Deny", Principal: "*" }], grants: [grant] },
            false,
            [],
        ],
    ];
    for (const [what, asked, allowed, missing] of cases) {
        it(what, () => {
            const decision = decide({ ...decrypt, ...asked });
            deepEqual([decision.allowed, decision.missing], [allowed, missing]);
        });
    }

    it("tells of the grant that allows", () => {
        deepEqual(decide({ ...decrypt, by: session, keyPolicy: [enabling], grants: [grant] }).statements, [
            { side: "grant", policy: "g-1", statement: "grant" },
            { side: "resource", policy: "own policy", statement: "statement 1" },
        ]);
    });
});

describe("a role's trust", () => {
    const may = { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn };
    const trusts = (Principal: unknown): Statement[] => [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
    const cases: [string, Partial<Asked> & { by: Caller }, boolean, Decision["missing"]][] = [
        ["in a service is enough", { by: sns, trust: trusts({ Service: "sns.amazonaws.com" }) }, true, []],
        [
            "in another service is none",
            { by: sns, trust: trusts({ Service: "sagemaker.amazonaws.com" }) },
            false,
            ["resource"],
        ],
        ["in a user is enough", { by: carlos, trust: trusts({ AWS: carlosArn }) }, true, []],
        [
            "in the account leaves it to identity policies: with one",
            { by: carlos, identity: [may], trust: trusts({ AWS: root }) },
            true,
            [],
        ],
        [
            "in the account leaves it to identity policies: without",
            { by: carlos, trust: trusts({ AWS: root }) },
            false,
            ["identity"],
        ],
        [
            "has to be there, whatever identity policies say",
            { by: carlos, identity: [may], trust: trusts({ AWS: roleArn }) },
            false,
            ["resource"],
        ],
        [
            "in an identity provider lets no user in",
            { by: carlos, identity: [may], trust: trusts({ Federated: "cognito-identity.amazonaws.com" }) },
            false,
            ["resource"],
        ],
    ];
    for (const [what, asked, allowed, missing] of cases) {
        it(what, () => {
            const decision = decide({ ...assume, ...asked });
            deepEqual([decision.allowed, decision.missing], [allowed, missing]);
        });
    }
});

describe("what cannot be judged", () => {
    const unknownKey = { Condition: { StringEquals: { "aws:Nonsense": "a" } } };
    const error = (unknown: string, where: string) => ({
        name: "UnknownCondition",
        message: `The laptop AWS does not know the ${unknown}. It is in ${where}.`,
    });

    it("is an error that names statement and policy", () => {
        throws(
            () => decide({ ...read, by: carlos, identity: [allow, { ...allow, Sid: "Odd", ...unknownKey }] }),
            error("condition key aws:Nonsense", "Odd of policy 2"),
        );
        throws(
            () =>
                decide({
                    ...read,
                    by: carlos,
                    resourcePolicy: [allow, allow].map((one) => ({ ...one, Principal: "*", ...unknownKey })),
                }),
            error("condition key aws:Nonsense", "statement 1 of own policy"),
        );
    });

    it("is an error after a Deny too", () => {
        throws(() => decide({ ...read, by: carlos, identity: [deny, { ...allow, ...unknownKey }] }), {
            name: "UnknownCondition",
        });
    });

    const beside: [string, Statement][] = [
        ["another action", { ...allow, Action: "s3:PutObject", ...unknownKey }],
        ["another resource", { ...allow, Resource: "arn:aws:s3:::other/*", ...unknownKey }],
    ];
    for (const [what, statement] of beside) {
        it(`is none in a statement about ${what}`, () => {
            equal(decide({ ...read, by: carlos, identity: [allow, statement] }).allowed, true);
        });
    }

    it("is none in a statement about somebody else", () => {
        const resourcePolicy = [{ ...allow, Principal: { AWS: roleArn }, ...unknownKey }];
        equal(decide({ ...read, by: carlos, identity: [allow], resourcePolicy }).allowed, true);
    });

    it("is a variable without a value in NotResource, which AWS calls invalid without saying what then", () => {
        const statement = { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::bucket/${aws:username}" };
        throws(
            () => decide({ ...read, by: session, identity: [allow, statement] }),
            error("effect of the policy variable aws:username without a value", "statement 1 of policy 2"),
        );
    });

    const principals: [string, Statement, string][] = [
        [
            "NotPrincipal in an Allow",
            { ...allow, NotPrincipal: { AWS: carlosArn } },
            "effect of NotPrincipal in an Allow",
        ],
        ["a canonical user", { ...deny, Principal: { CanonicalUser: "79a5" } }, "principal CanonicalUser"],
        ["a * for services", { ...deny, Principal: { Service: "*" } }, 'principal {"Service": "*"}'],
    ];
    for (const [what, statement, unknown] of principals) {
        for (const [who, by] of everyCaller) {
            it(`is ${what}, for ${who}`, () => {
                throws(
                    () => decide({ ...read, by, resourcePolicy: [statement] }),
                    error(unknown, "statement 1 of own policy"),
                );
            });
        }
    }

    it("is NotPrincipal in a role's trust", () => {
        const trust = [{ Effect: "Deny", NotPrincipal: { AWS: carlosArn }, Action: "sts:AssumeRole" }];
        throws(
            () => decide({ ...assume, by: carlos, trust }),
            error("effect of NotPrincipal in a trust policy", "statement 1 of own policy"),
        );
    });
});

describe("a document that is no policy", () => {
    it("is an error of its own", () => {
        const policies = { identity: [{ name: "broken", document: "{" }], resourceMustAllow: false };
        const question = { principal: carlos.principal, ...read, resourceAccount: account, keys: () => undefined };
        throws(() => evaluate(question, policies), { name: "PolicyFault" });
    });
});
