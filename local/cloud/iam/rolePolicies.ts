import { type Context } from "../context";

/**
 * All identity policies of a role, inline and attached, as IAM's own operations tell them.
 *
 * @returns JSON texts; rejects with NoSuchEntity when there is no such role
 */
export async function rolePolicies({ call }: Context, roleName: string): Promise<string[]> {
    const documents: string[] = [];
    const { PolicyNames } = await call("iam", "ListRolePolicies", { RoleName: roleName, MaxItems: 1000 });
    for (const PolicyName of PolicyNames) {
        const { PolicyDocument } = await call("iam", "GetRolePolicy", { RoleName: roleName, PolicyName });
        documents.push(decodeURIComponent(PolicyDocument));
    }
    const { AttachedPolicies } = await call("iam", "ListAttachedRolePolicies", { RoleName: roleName, MaxItems: 1000 });
    for (const { PolicyArn } of AttachedPolicies) {
        const { Policy } = await call("iam", "GetPolicy", { PolicyArn });
        const VersionId = Policy.DefaultVersionId;
        const { PolicyVersion } = await call("iam", "GetPolicyVersion", { PolicyArn, VersionId });
        documents.push(decodeURIComponent(PolicyVersion.Document));
    }
    return documents;
}
