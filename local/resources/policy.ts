import { type PolicyArgs } from "@pulumi/aws/iam";

import { type PolicyVersionDescription } from "../cloud/iam/iamDescriptions";
import { defineResource } from "./defineResource";
import { json, tagged, type Takes, text } from "./property";
import { type Properties, type Target } from "./resource";

const properties = {
    name: text({ autoname: true }),
    description: text(),
    path: text({ default: "/" }),
    policy: json({ required: true }),
    ...tagged,
} satisfies Takes<PolicyArgs>;

/** As many versions of a managed policy as IAM keeps (AWS: IAM User Guide, quotas). */
const mostVersions = 5;

/** A managed policy. */
export const policy = defineResource({
    type: "aws:iam/policy:Policy",
    properties,
    gone: ["NoSuchEntity"],
    async create(inputs, { call }) {
        const { Policy } = await call("iam", "CreatePolicy", {
            PolicyName: inputs.name,
            Path: inputs.path,
            PolicyDocument: inputs.policy,
            ...(inputs.description === undefined ? {} : { Description: inputs.description }),
        });
        return { id: Policy.Arn, outputs: outputs({ ...Policy, AttachmentCount: 0 }) };
    },
    async read(id, { call }) {
        const { Policy } = await call("iam", "GetPolicy", { PolicyArn: id });
        const VersionId = Policy.DefaultVersionId;
        const { PolicyVersion } = await call("iam", "GetPolicyVersion", { PolicyArn: id, VersionId });
        return {
            inputs: {
                name: Policy.PolicyName,
                description: Policy.Description,
                path: Policy.Path,
                policy: decodeURIComponent(PolicyVersion.Document),
            },
            outputs: outputs(Policy),
        };
    },
    /** By a new version; the oldest that is not in force makes room for it. */
    async update({ id }, inputs, target) {
        const versions = await versionsOf(id, target);
        const [oldest] = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion);
        if (versions.length >= mostVersions && oldest) await deleteVersion(id, oldest, target);
        await target.call("iam", "CreatePolicyVersion", {
            PolicyArn: id,
            PolicyDocument: inputs.policy,
            SetAsDefault: true,
        });
    },
    async delete({ id }, target) {
        for (const version of await versionsOf(id, target)) {
            if (!version.IsDefaultVersion) await deleteVersion(id, version, target);
        }
        await target.call("iam", "DeletePolicy", { PolicyArn: id });
    },
});

/** The oldest first, and of those of one time the one that IAM lists last. */
async function versionsOf(PolicyArn: string, { call }: Target): Promise<PolicyVersionDescription[]> {
    const { Versions } = await call("iam", "ListPolicyVersions", { PolicyArn });
    return [...Versions].reverse().sort((one, other) => one.CreateDate.getTime() - other.CreateDate.getTime());
}

async function deleteVersion(
    PolicyArn: string,
    { VersionId }: PolicyVersionDescription,
    { call }: Target,
): Promise<void> {
    await call("iam", "DeletePolicyVersion", { PolicyArn, VersionId });
}

function outputs(policy: { Arn: string; PolicyId: string; AttachmentCount: number }): Properties {
    return { arn: policy.Arn, policyId: policy.PolicyId, attachmentCount: policy.AttachmentCount, namePrefix: "" };
}
