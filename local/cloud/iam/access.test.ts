import { deepEqual, equal, throws } from "node:assert/strict";

import { AwsError } from "../awsError";
import { SimulatedClock } from "../clock";
import { Access, type Decided, type Permission, type PolicySources } from "./access";
import { type Policies, type Policy } from "./evaluation";
import { anonymous, type Caller, overPlainHttp, roleSession, service, user } from "./principal";
import { requestKeys } from "./requestKeys";

const accountId = "123456789012";
const clock = new SimulatedClock(new Date("2026-01-01T12:00:00.750Z"));
const account = { partition: "aws", region: "eu-west-1", accountId, clock };
const bob = user(`arn:aws:iam::${accountId}:user/team/bob`);
const roleArn = `arn:aws:iam::${accountId}:role/service/execution`;
const session = roleSession(roleArn, "SageMaker");
const topic = `arn:aws:sns:eu-west-1:${accountId}:success`;
const sns = service("sns.amazonaws.com", topic, accountId);
const key = `arn:aws:kms:eu-west-1:${accountId}:key/1234`;
const object = "arn:aws:s3:::bucket/object";

function policy(...statements: object[]): Policy {
    return { name: "own", document: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
}

function accessWith(
    identity: readonly object[] = [],
    resource: readonly object[] = [],
    rest: Partial<Policies> & { kind?: "resource" | "trust" } = {},
): Access {
    const { kind = "resource", resourceMustAllow = false } = rest;
    const sources: PolicySources = {
        identityPolicies: () => (identity.length > 0 ? [policy(...identity)] : []),
        resourcePolicies: () => ({
            ...(resource.length > 0 && { resource: { ...policy(...resource), kind } }),
            resourceMustAllow,
        }),
        aliases: () => ["alias/laptop", "alias/other"],
    };
    return new Access(account, sources);
}

describe("the condition keys of a request", () => {
    const read: Permission = { action: "s3:GetObject", resource: object };
    const decrypt: Permission = { action: "kms:Decrypt", resource: key };
    const viaS3: Permission = { ...decrypt, keys: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
    const grantOf = (service: string): Permission => ({
        action: "kms:CreateGrant",
        resource: key,
        keys: { "kms:GrantIsForAWSResource": service },
    });
    const callers: Record<string, Caller> = {
        "a user": bob,
        "a session": session,
        "a service": sns,
        nobody: anonymous,
    };
    /** The key; what it says of a user, a session, a service and an anonymous one. */
    const byCaller: [string, ...(string | undefined)[]][] = [
        ["aws:PrincipalArn", `arn:aws:iam::${accountId}:user/team/bob`, roleArn, undefined, undefined],
        ["aws:PrincipalAccount", accountId, accountId, "aws", "anonymous"],
        ["aws:username", "bob", undefined, undefined, undefined],
        ["aws:PrincipalIsAWSService", "false", "false", "true", undefined],
        ["aws:PrincipalServiceName", undefined, undefined, "sns.amazonaws.com", undefined],
        ["aws:SourceArn", undefined, undefined, topic, undefined],
        ["aws:SourceAccount", undefined, undefined, accountId, undefined],
        ["aws:SourceOwner", accountId, accountId, accountId, undefined],
        ["aws:SourceIp", "127.0.0.1", "127.0.0.1", "240.0.0.1", "127.0.0.1"],
        ["aws:MultiFactorAuthPresent", undefined, "false", undefined, undefined],
        ["aws:ViaAWSService", "false", "false", "false", "false"],
        ["aws:SecureTransport", "true", "true", "true", "true"],
        ["aws:ResourceAccount", accountId, accountId, accountId, accountId],
        ["aws:RequestedRegion", "eu-west-1", "eu-west-1", "eu-west-1", "eu-west-1"],
        ["aws:CurrentTime", ...Array<string>(4).fill("2026-01-01T12:00:00.750Z")],
        ["aws:EpochTime", ...Array<string>(4).fill("1767268800")],
        ["aws:PrincipalOrgID", undefined, undefined, undefined, undefined],
        ["aws:SourceVpc", undefined, undefined, undefined, undefined],
    ];
    for (const [name, ...said] of byCaller) {
        for (const [index, [who, caller]] of Object.entries(callers).entries()) {
            it(`say ${String(said[index])} to ${name} of ${who}`, () => {
                const keys = requestKeys(caller, read, account, () => []);
                const expected = said[index];
                deepEqual(keys(name.toLowerCase()), expected === undefined ? undefined : [expected]);
            });
        }
    }

    /** What it is, who asks for what, the key, what it says. */
    const byRequest: [string, Caller, Permission, string, readonly string[] | undefined][] = [
        ["plain HTTP", overPlainHttp(bob), read, "aws:SecureTransport", ["false"]],
        [
            "the account in an ARN",
            bob,
            { ...read, resource: "arn:aws:sqs:r:210987654321:q" },
            "aws:ResourceAccount",
            ["210987654321"],
        ],
        ["no resource", bob, { ...read, resource: "*" }, "aws:ResourceAccount", [accountId]],
        ["IAM, which is in one region", bob, { ...read, action: "iam:GetRole" }, "aws:RequestedRegion", ["us-east-1"]],
        ["the caller's account, towards KMS", bob, decrypt, "kms:CallerAccount", [accountId]],
        ["a service's account, towards KMS", sns, decrypt, "kms:CallerAccount", ["aws"]],
        ["nobody's account, towards KMS", anonymous, decrypt, "kms:CallerAccount", undefined],
        ["no caller's account elsewhere", bob, read, "kms:CallerAccount", undefined],
        ["a user", bob, read, "aws:PrincipalType", ["User"]],
        ["a session", session, read, "aws:PrincipalType", ["AssumedRole"]],
        ["nobody", anonymous, read, "aws:PrincipalType", ["Anonymous"]],
        ["a key's aliases", bob, decrypt, "kms:ResourceAliases", ["alias/laptop", "alias/other"]],
        ["no aliases of what is no key", bob, { ...decrypt, resource: "*" }, "kms:ResourceAliases", undefined],
        ["no aliases of a key elsewhere", bob, { ...read, resource: key }, "kms:ResourceAliases", undefined],
        ["a service on somebody's behalf", bob, viaS3, "aws:ViaAWSService", ["true"]],
        ["the address of a service on somebody's behalf", bob, viaS3, "aws:SourceIp", ["240.0.0.1"]],
        ["the credentials of a service on a user's behalf", bob, viaS3, "aws:MultiFactorAuthPresent", ["false"]],
        ["a grant that somebody makes", bob, grantOf("false"), "kms:RetiringPrincipal", undefined],
        ["what its service says", bob, viaS3, "kms:ViaService", ["s3.eu-west-1.amazonaws.com"]],
        ["several values", bob, { ...read, keys: { "s3:prefix": ["a", "b"] } }, "s3:prefix", ["a", "b"]],
        [
            "its service before what all requests carry",
            sns,
            { ...read, keys: { "aws:SourceArn": "x" } },
            "aws:SourceArn",
            ["x"],
        ],
        [
            "nothing where its service says nothing",
            sns,
            { ...read, keys: { "s3:prefix": undefined } },
            "s3:prefix",
            undefined,
        ],
        [
            "what all carry where its service says nothing",
            sns,
            { ...read, keys: { "aws:SourceArn": undefined } },
            "aws:SourceArn",
            [topic],
        ],
    ];
    for (const [what, caller, permission, name, expected] of byRequest) {
        it(`tell of ${what}: ${name}`, () => {
            const keys = requestKeys(caller, permission, account, () => ["alias/laptop", "alias/other"]);
            deepEqual(keys(name.toLowerCase()), expected);
        });
    }

    /** What AWS's requests carry, with a value that nobody but AWS knows. */
    for (const [what, caller, permission, name, words] of [
        ["who a service is", sns, read, "aws:PrincipalType", "aws:PrincipalType for a service"],
        ...["kms:GrantOperations", "kms:GranteePrincipal", "kms:RetiringPrincipal"].map(
            (name) =>
                [
                    "what a service grants itself",
                    bob,
                    grantOf("true"),
                    name,
                    `${name} in a grant that a service makes for itself`,
                ] as const,
        ),
    ] as const) {
        it(`cannot tell ${what}: ${name}`, () => {
            const keys = requestKeys(caller, permission, account, () => []);
            throws(() => keys(name.toLowerCase()), {
                name: "UnknownCondition",
                message: `The laptop AWS does not know the value of ${words}.`,
            });
        });
    }

    for (const [partition, region] of [
        ["aws-cn", "cn-north-1"],
        ["aws-us-gov", "us-gov-west-1"],
    ] as const) {
        it(`tell IAM's region in ${partition}`, () => {
            const keys = requestKeys(
                bob,
                { action: "iam:GetRole", resource: "*" },
                { ...account, partition },
                () => [],
            );
            deepEqual(keys("aws:requestedregion"), [region]);
        });
    }
});

describe("a decision", () => {
    const publish: Permission = { action: "sns:Publish", resource: topic };
    const allow = { Effect: "Allow", Action: "sns:Publish", Resource: topic };

    it("is made by the policies of who asks and of what is asked about", () => {
        equal(accessWith([allow]).decide(session, publish).allowed, true);
        equal(accessWith([], [{ ...allow, Principal: { AWS: roleArn } }]).decide(session, publish).allowed, true);
        equal(accessWith().decide(session, publish).allowed, false);
    });

    it("is made in the account of the laptop for what has no account in its ARN", () => {
        const readAny = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
        const read = { action: "s3:GetObject", resource: object };
        equal(accessWith([readAny]).decide(bob, read).allowed, true);
        equal(accessWith([readAny]).decide(user("arn:aws:iam::210987654321:user/eve"), read).allowed, false);
    });

    it("asks for nobody's identity policies but an identity's", () => {
        const asked: string[] = [];
        const access = new Access(account, {
            identityPolicies: (arn) => {
                asked.push(arn);
                return [];
            },
            resourcePolicies: () => ({ resourceMustAllow: false }),
            aliases: () => [],
        });
        for (const caller of [anonymous, sns, session, bob]) access.decide(caller, publish);
        deepEqual(asked, [roleArn, `arn:aws:iam::${accountId}:user/team/bob`]);
    });

    it("is not implemented (501) where a condition cannot be judged", () => {
        const odd = { ...allow, Sid: "Odd", Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } } };
        throws(() => accessWith([odd]).decide(bob, publish), {
            name: "AwsError",
            code: "NotImplemented",
            statusCode: 501,
            message: "The laptop AWS does not know the condition key aws:PrincipalTag/team. It is in Odd of own.",
        });
    });

    it("passes other errors on", () => {
        const sources = { identityPolicies: () => [{ name: "x", document: "{" }], aliases: () => [] };
        const access = new Access(account, { ...sources, resourcePolicies: () => ({ resourceMustAllow: false }) });
        throws(() => access.decide(bob, publish), { name: "PolicyFault" });
    });

    it("is told to whoever watches, until that ends", () => {
        const access = accessWith([allow]);
        const told: Decided[] = [];
        const end = access.watch((decided) => told.push(decided));
        const decision = access.decide(session, publish);
        equal(access.allows(anonymous, publish), false);
        end();
        access.decide(session, publish);
        equal(told.length, 2);
        deepEqual(told[0], { caller: session, permission: publish, decision });
        equal(told[1]?.decision.allowed, false);
    });

    it("is not asked for by AWS itself", () => {
        const access = accessWith();
        access.watch(() => {
            throw new Error("asked");
        });
        equal(access.allows(undefined, publish), true);
        access.require(undefined, publish, (message) => new AwsError("AccessDenied", message, 403));
    });
});

describe("a refusal", () => {
    const role = `arn:aws:sts::${accountId}:assumed-role/execution/SageMaker`;
    const statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const deny = { ...statement, Effect: "Deny" };
    const publish: Permission = { action: "sns:Publish", resource: topic };
    const assume: Permission = { action: "sts:AssumeRole", resource: roleArn };
    const trusting = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "events.amazonaws.com" } };
    const forTrust = { kind: "trust", resourceMustAllow: true } as const;
    const cases: [string, Access, Caller, Permission, string][] = [
        [
            "an identity policy is missing",
            accessWith(),
            session,
            publish,
            `User: ${role} is not authorized to perform: sns:Publish on resource: ${topic} because no identity-based policy allows the sns:Publish action`,
        ],
        [
            "there is no resource",
            accessWith(),
            bob,
            { action: "s3:ListAllMyBuckets", resource: "*" },
            `User: arn:aws:iam::${accountId}:user/team/bob is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`,
        ],
        [
            "the resource has to agree",
            accessWith([statement], [], { resourceMustAllow: true }),
            session,
            { action: "kms:Decrypt", resource: key },
            `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`,
        ],
        [
            "an identity policy denies",
            accessWith([statement, deny]),
            session,
            publish,
            `User: ${role} is not authorized to perform: sns:Publish on resource: ${topic} with an explicit deny in an identity-based policy`,
        ],
        [
            "the resource's policy denies",
            accessWith([statement], [{ ...deny, Principal: "*" }]),
            session,
            publish,
            `User: ${role} is not authorized to perform: sns:Publish on resource: ${topic} with an explicit deny in a resource-based policy`,
        ],
        [
            "both deny",
            accessWith([deny], [{ ...deny, Principal: "*" }]),
            session,
            publish,
            `User: ${role} is not authorized to perform: sns:Publish on resource: ${topic} with an explicit deny in an identity-based policy`,
        ],
        [
            "a service is not let in",
            accessWith(),
            sns,
            { action: "sqs:SendMessage", resource: "arn:aws:sqs:eu-west-1:123456789012:inbox" },
            "User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:123456789012:inbox because no resource-based policy allows the sqs:SendMessage action",
        ],
        [
            "an anonymous one is not let in",
            accessWith([statement]),
            anonymous,
            { action: "s3:GetObject", resource: object },
            `User: anonymous is not authorized to perform: s3:GetObject on resource: ${object} because no resource-based policy allows the s3:GetObject action`,
        ],
        [
            "a role does not trust",
            accessWith([statement], [trusting], forTrust),
            bob,
            assume,
            `User: arn:aws:iam::${accountId}:user/team/bob is not authorized to perform: sts:AssumeRole on resource: ${roleArn} because no role trust policy allows the sts:AssumeRole action`,
        ],
        [
            "a role's trust denies",
            accessWith([statement], [{ ...trusting, Effect: "Deny", Principal: "*" }], forTrust),
            bob,
            assume,
            `User: arn:aws:iam::${accountId}:user/team/bob is not authorized to perform: sts:AssumeRole on resource: ${roleArn} with an explicit deny in the role trust policy`,
        ],
        [
            "a trusted account's user has no identity policy",
            accessWith([], [{ ...trusting, Principal: { AWS: accountId } }], forTrust),
            bob,
            assume,
            `User: arn:aws:iam::${accountId}:user/team/bob is not authorized to perform: sts:AssumeRole on resource: ${roleArn} because no identity-based policy allows the sts:AssumeRole action`,
        ],
    ];
    for (const [what, access, caller, permission, message] of cases) {
        it(`says that ${what}`, () => {
            const refusal = (words: string, by: Caller): AwsError => {
                equal(by, caller);
                return new AwsError("AccessDenied", words, 403);
            };
            throws(() => access.require(caller, permission, refusal), {
                code: "AccessDenied",
                statusCode: 403,
                message,
            });
        });
    }

    it("does not come to those who may", () => {
        accessWith([statement]).require(session, publish, (message) => new AwsError("AccessDenied", message, 403));
    });
});
