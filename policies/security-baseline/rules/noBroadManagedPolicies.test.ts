import assert from "node:assert/strict";

import { type RoleArgs, type RolePolicyAttachmentArgs } from "@pulumi/aws/iam";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { defersThenSays, saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { noBroadManagedPolicies as rule } from "./noBroadManagedPolicies";

const roleType = "aws:iam/role:Role";
const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const mend = "Write the ARN of a policy that grants only what is needed.";
const broad = (path: string, arn: string): string => `${path} is ${arn}, which grants far more than is needed. ${mend}`;

const narrow = managed("AWSXRayDaemonWriteAccess");
const role = { assumeRolePolicy: "{}", managedPolicyArns: [narrow] } satisfies RoleArgs;
const attachment = { role: "execution", policyArn: narrow } satisfies RolePolicyAttachmentArgs;

const attachments: [string, string][] = [
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
    ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
    ["aws:iam/policyAttachment:PolicyAttachment", "policyArn"],
    ["aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "managedPolicyArn"],
];
const lists: [string, string][] = [
    [roleType, "managedPolicyArns"],
    ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"],
    ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns"],
    ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns"],
];

describe("no-broad-managed-policies", () => {
    for (const name of [
        "AdministratorAccess",
        "AdministratorAccess-Amplify",
        "PowerUserAccess",
        "IAMFullAccess",
        "AmazonSageMakerFullAccess",
        "AmazonS3FullAccess",
        "AmazonSNSFullAccess",
        "AWSLambda_FullAccess",
        "CloudWatchFullAccessV2",
        "ReadOnlyAccess",
        "job-function/PowerUserAccess",
    ]) {
        it(`${name} is refused`, async () => {
            const arn = managed(name);
            await saysAlways(rule, roleType, { ...role, managedPolicyArns: [arn] }, [
                broad("managedPolicyArns[0]", arn),
            ]);
            const gov = arn.replace("arn:aws:", "arn:aws-us-gov:");
            await saysAlways(rule, attachments[0]?.[0] ?? "", { ...attachment, policyArn: gov }, [
                broad("policyArn", gov),
            ]);
        });
    }

    for (const arn of [
        narrow,
        managed("service-role/AWSLambdaBasicExecutionRole"),
        managed("AmazonSageMakerReadOnly"),
        managed("AmazonS3ReadOnlyAccess"),
        managed("job-function/ViewOnlyAccess"),
        "arn:aws:iam::123456789012:policy/TeamFullAccess",
        "AdministratorAccess",
    ]) {
        it(`${arn} passes`, () => saysAlways(rule, roleType, { ...role, managedPolicyArns: [arn] }, []));
    }

    for (const [type, property] of attachments) {
        it(`${type} is judged`, async () => {
            const arn = managed("AdministratorAccess");
            await saysAlways(rule, type, { [property]: narrow }, []);
            await saysAlways(rule, type, { [property]: arn }, [broad(property, arn)]);
            await saysAlways(rule, type, {}, [`${property} is not set. ${mend}`]);
            await saysAlways(rule, type, { [property]: "" }, [`${property} is an empty string. ${mend}`]);
            await saysAlways(rule, type, { [property]: null }, [`${property} is null. ${mend}`]);
            await saysAlways(rule, type, { [property]: 7 }, [`${property} is a number. ${mend}`]);
            await defersThenSays(rule, type, { [property]: output(arn) }, `${property} is`, [broad(property, arn)]);
            await defersThenSays(rule, type, { [property]: output(narrow) }, `${property} is`, []);
        });
    }

    for (const [type, property] of lists) {
        it(`${type} is judged, each of its policies`, async () => {
            const [admin, iam] = [managed("AdministratorAccess"), managed("IAMFullAccess")];
            await saysAlways(rule, type, { [property]: [] }, []);
            await saysAlways(rule, type, { [property]: [admin, narrow, iam] }, [
                broad(`${property}[0]`, admin),
                broad(`${property}[2]`, iam),
            ]);
            await saysAlways(rule, type, { [property]: [null] }, [`${property}[0] is null. ${mend}`]);
            await saysAlways(rule, type, { [property]: admin }, [
                `${property} is a string, so its policies cannot be checked. Write them as a literal list.`,
            ]);
            await saysWhileUnknown(rule, type, { [property]: output([narrow]) }, [
                `${property} is known as a whole only after deployment, so its policies cannot be checked. ` +
                    "Write them as a literal list.",
            ]);
            const both = { [property]: [output(admin), output(narrow)] };
            await defersThenSays(rule, type, both, `${property}[0], ${property}[1] are`, [
                broad(`${property}[0]`, admin),
            ]);
            const missing = [
                `${property} is not set, so its policies cannot be checked. Write them as a literal list.`,
            ];
            await saysAlways(rule, type, {}, type === roleType ? [] : missing);
        });
    }

    it("an environment chooses what is broad, and allows some by their ARNs", async () => {
        const arn = managed("AmazonSageMakerFullAccess");
        const props = { ...role, managedPolicyArns: [arn, managed("IAMFullAccess")] };
        const iam = broad("managedPolicyArns[1]", managed("IAMFullAccess"));
        await saysAlways(rule, roleType, props, [iam], { config: { allowedArns: [arn] } });
        await saysAlways(rule, roleType, props, [iam], { config: { broadNames: ["iam*"] } });
    });

    /** Cases of CKV_AWS_274 and cdk-nag IAM4, written anew. */
    const peers: [string, string, "pass" | "fail", boolean, string?][] = [
        ["CKV_AWS_274", managed("AdministratorAccess"), "fail", true],
        ["CKV_AWS_274", managed("AmazonS3FullAccess"), "pass", true, "a whole service is too much as well"],
        ["CKV_AWS_274", "arn:aws:iam::123456789012:policy/AdministratorAccess", "pass", false],
        [
            "cdk-nag IAM4",
            managed("service-role/AWSLambdaBasicExecutionRole"),
            "fail",
            false,
            "a managed policy may be narrow",
        ],
        ["cdk-nag IAM4", managed("AmazonSageMakerFullAccess"), "fail", true],
    ];
    for (const [source, arn, there, refused, differs] of peers) {
        it(`${source}, ${arn}: ${differs === undefined ? "as there" : `not as there, since ${differs}`}`, async () => {
            const said = await violations(rule, roleType, { ...role, managedPolicyArns: [arn] }, { preview: true });
            assert.equal(said.length > 0, refused);
            assert.equal((there === "fail") === refused, differs === undefined);
        });
    }

    it("whatever stands there, only a text or an output is let through and nothing makes the rule throw", async () => {
        const admin = managed("AdministratorAccess");
        await fc.assert(
            fc.asyncProperty(anything(admin, narrow), fc.boolean(), async (value, preview) => {
                const type = attachments[0]?.[0] ?? "";
                const said = await violations(rule, type, { ...attachment, policyArn: value }, { preview });
                const certain = known(value, { preview });
                const passes =
                    typeof certain === "symbol" || (typeof certain === "string" && certain !== "" && certain !== admin);
                assert.equal(said.length, passes ? 0 : 1);
                await violations(rule, roleType, { managedPolicyArns: value }, { preview });
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:iam/policy:Policy", {}, { preview: true }), []);
    });
});
