import assert from "node:assert/strict";

import { type RoleArgs } from "@pulumi/aws/iam";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { defersThenSays, saysAlways } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { serviceTrustNamesItsSource as rule } from "./serviceTrustNamesItsSource";

const roleType = "aws:iam/role:Role";
const account = "123456789012";
const everything = `arn:aws:sagemaker:us-east-1:${account}:*`;

const role = (...statements: object[]): object =>
    ({ assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }) satisfies RoleArgs;
const trust = (Service: string | string[], Condition?: object): object => ({
    Effect: "Allow",
    Principal: { Service },
    Action: "sts:AssumeRole",
    ...(Condition && { Condition }),
});
const sageMaker = "sagemaker.amazonaws.com";
const events = "events.amazonaws.com";
const sourceAccount = { StringEquals: { "aws:SourceAccount": account } };
const good = trust(sageMaker, { ...sourceAccount, ArnLike: { "aws:SourceArn": everything } });

const at = "assumeRolePolicy: statement 1";
const anyAccount = (services: string): string =>
    `${at} trusts ${services} on behalf of any account. Add StringEquals aws:SourceAccount with this account's number.`;
const broken = (operator: string, arn: string): string =>
    `${at} has ${operator} aws:SourceArn ${arn}, with which an asynchronous endpoint does not work. ` +
    "Write ArnLike and arn:<partition>:sagemaker:<region>:<account>:*.";

const table: [string, object, string[]][] = [
    ["SageMaker with account and ARN passes", good, []],
    ["SageMaker with the account alone passes", trust(sageMaker, sourceAccount), []],
    ["SageMaker with the ARN alone passes", trust(sageMaker, { ArnLike: { "aws:SourceArn": everything } }), []],
    ["ArnEquals takes wildcards too", trust(sageMaker, { ArnEquals: { "aws:SourceArn": everything } }), []],
    ["StringLike passes", trust(sageMaker, { StringLike: { "AWS:SourceArn": everything } }), []],
    [
        "any region of the account passes",
        trust(sageMaker, { ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:*:${account}:*` } }),
        [],
    ],
    [
        "another partition passes",
        trust(sageMaker, { ArnLike: { "aws:SourceArn": everything.replace("aws", "aws-us-gov") } }),
        [],
    ],
    ["no condition is refused", trust(sageMaker), [anyAccount(sageMaker)]],
    ["another service without one is refused", trust(events), [anyAccount(events)]],
    ["another service with one passes", trust(events, sourceAccount), []],
    [
        "another service with a narrow ARN passes",
        trust(events, { ArnLike: { "aws:SourceArn": `arn:aws:events:us-east-1:${account}:rule/x` } }),
        [],
    ],
    ["an organization passes", trust(events, { StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } }), []],
    [
        "a bucket passes, whose ARN has no account",
        trust("s3.amazonaws.com", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::articles" } }),
        [],
    ],
    ["several services are named together", trust([sageMaker, events]), [anyAccount(`${sageMaker}, ${events}`)]],
    ["EC2 does not say for whom", trust("ec2.amazonaws.com"), []],
    ["Lambda does not say for whom", trust("lambda.amazonaws.com"), []],
    [
        "Lambda and SageMaker together are refused for SageMaker",
        trust(["lambda.amazonaws.com", sageMaker]),
        [anyAccount(sageMaker)],
    ],
    ["every service is refused", trust("*"), [anyAccount("*")]],
    [
        "an account of any kind is refused",
        trust(events, { StringLike: { "aws:SourceAccount": "*" } }),
        [anyAccount(events)],
    ],
    [
        "an account that may be missing is refused",
        trust(events, { StringEqualsIfExists: { "aws:SourceAccount": account } }),
        [anyAccount(events)],
    ],
    [
        "ForAllValues is refused",
        trust(events, { "ForAllValues:StringEquals": { "aws:SourceAccount": account } }),
        [anyAccount(events)],
    ],
    [
        "all but one account is refused",
        trust(events, { StringNotEquals: { "aws:SourceAccount": account } }),
        [anyAccount(events)],
    ],
    ["an external id is no source", trust(events, { StringEquals: { "sts:ExternalId": "x" } }), [anyAccount(events)]],
    [
        "an ARN of any account is refused",
        trust(events, { ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:*:rule/*" } }),
        [anyAccount(events)],
    ],
    ["any ARN is refused", trust(events, { ArnLike: { "aws:SourceArn": "*" } }), [anyAccount(events)]],
    [
        "one open value among several is refused",
        trust(events, { StringLike: { "aws:SourceAccount": [account, "*"] } }),
        [anyAccount(events)],
    ],
    [
        "SageMaker's model as the source is refused",
        trust(sageMaker, {
            ...sourceAccount,
            ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:us-east-1:${account}:model/x` },
        }),
        [broken("ArnLike", `arn:aws:sagemaker:us-east-1:${account}:model/x`)],
    ],
    [
        "SageMaker's endpoints as the source are refused",
        trust(sageMaker, { ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:us-east-1:${account}:endpoint/*` } }),
        [broken("ArnLike", `arn:aws:sagemaker:us-east-1:${account}:endpoint/*`)],
    ],
    [
        "a wildcard that is only a character is refused",
        trust(sageMaker, { StringEquals: { "aws:SourceAccount": account, "aws:SourceArn": everything } }),
        [broken("StringEquals", everything)],
    ],
    [
        "any account of SageMaker is refused twice over",
        trust(sageMaker, { ArnLike: { "aws:SourceArn": "arn:aws:sagemaker:us-east-1:*:*" } }),
        [broken("ArnLike", "arn:aws:sagemaker:us-east-1:*:*"), anyAccount(sageMaker)],
    ],
    ["a Deny is not concerned", { ...trust(events), Effect: "Deny" }, []],
    [
        "a role of the account is not concerned",
        { ...trust(events), Principal: { AWS: `arn:aws:iam::${account}:root` } },
        [],
    ],
    ["a provider is not concerned", { ...trust(events), Principal: { Federated: "accounts.google.com" } }, []],
];

describe("service-trust-names-its-source", () => {
    for (const [what, statement, says] of table) it(what, () => saysAlways(rule, roleType, role(statement), says));

    it("every statement is judged", () =>
        saysAlways(rule, roleType, role(good, { ...trust(events), Sid: "Rules" }), [
            anyAccount(events).replace("statement 1", 'statement "Rules"'),
        ]));

    it("an environment may name other services that do not say for whom", async () => {
        const config = { servicesWithoutSource: [events] };
        await saysAlways(rule, roleType, role(trust(events)), [], { config });
        await saysAlways(rule, roleType, role(trust("ec2.amazonaws.com")), [anyAccount("ec2.amazonaws.com")], {
            config,
        });
    });

    it("a role without a document, or with a broken one, is refused", async () => {
        for (const assumeRolePolicy of [undefined, null]) {
            await saysAlways(rule, roleType, { assumeRolePolicy }, [
                "assumeRolePolicy is not set. Write who may assume the role.",
            ]);
        }
        await saysAlways(rule, roleType, { assumeRolePolicy: "" }, [
            "assumeRolePolicy is not JSON. Write a policy document.",
        ]);
        await saysAlways(rule, roleType, { assumeRolePolicy: true }, [
            "assumeRolePolicy is not a block. Write a policy document.",
        ]);
    });

    it("a document that is an output is judged once it is known", async () => {
        const of = (statement: object): object => ({
            assumeRolePolicy: output(JSON.stringify({ Statement: statement })),
        });
        await defersThenSays(rule, roleType, of(good), "assumeRolePolicy is", []);
        await defersThenSays(rule, roleType, of(trust(events)), "assumeRolePolicy is", [anyAccount(events)]);
    });

    /** Cases of Prowler's iam_role_cross_service_confused_deputy_prevention, written anew. */
    const peers: { what: string; statement: object; prowler: "pass" | "fail"; refused: boolean; differs?: string }[] = [
        {
            what: "a service with its account",
            statement: trust("workspaces.amazonaws.com", sourceAccount),
            prowler: "pass",
            refused: false,
        },
        {
            what: "a service with an ARN of the account",
            statement: trust("bedrock.amazonaws.com", {
                ArnLike: { "aws:SourceArn": `arn:aws:bedrock:us-east-1:${account}:agent/*` },
            }),
            prowler: "pass",
            refused: false,
        },
        {
            what: "a service without condition",
            statement: trust("bedrock.amazonaws.com"),
            prowler: "fail",
            refused: true,
        },
        {
            what: "EC2 without condition",
            statement: trust("ec2.amazonaws.com"),
            prowler: "fail",
            refused: false,
            differs: "EC2 does not say for whom (prowler #2810)",
        },
        {
            what: "Lambda without condition",
            statement: trust("lambda.amazonaws.com"),
            prowler: "fail",
            refused: false,
            differs: "Lambda does not say for whom (prowler #2810)",
        },
    ];
    for (const { what, statement, prowler, refused, differs } of peers) {
        it(`Prowler, ${what}: ${differs === undefined ? "as there" : `not as there, since ${differs}`}`, async () => {
            const said = await violations(rule, roleType, role(statement), { preview: true });
            assert.equal(said.length > 0, refused);
            assert.equal((prowler === "fail") === refused, differs === undefined);
        });
    }

    it("nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(good, account), fc.boolean(), async (value, preview) => {
                for (const assumeRolePolicy of [
                    value,
                    { Statement: value },
                    { Statement: trust(events, { StringEquals: value }) },
                ]) {
                    await violations(rule, roleType, { assumeRolePolicy }, { preview });
                }
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:iam/policy:Policy", {}, { preview: true }), []);
    });
});
