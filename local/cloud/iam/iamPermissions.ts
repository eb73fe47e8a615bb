import { accessDenied } from "./iamRules";
import { nothing, type Place, type ServicePermissions } from "./operationPermissions";

/** What is about one role that exists: its ARN has a path, so the operation asks itself once it has found it. */
const onceTheRoleIsKnown = nothing;

const onPolicy = (action: string) => (input: { PolicyArn: string | undefined }) => [
    { action: `iam:${action}`, resource: String(input.PolicyArn) },
];

interface Made {
    Path?: string | undefined;
    Tags?: readonly unknown[] | undefined;
}

function made(
    { partition, accountId }: Place,
    action: string,
    kind: "role" | "policy",
    { Path = "/", Tags = [] }: Made,
    name: string | undefined,
) {
    const resource = `arn:${partition}:iam::${accountId}:${kind}${Path}${String(name)}`;
    // AWS: IAM API Reference, TagRole and TagPolicy: to make something with tags takes leave for both.
    const tagging = kind === "role" ? "iam:TagRole" : "iam:TagPolicy";
    return [{ action: `iam:${action}`, resource }, ...(Tags.length > 0 ? [{ action: tagging, resource }] : [])];
}

/** AWS: Service Authorization Reference, Identity and Access Management. */
export const iamPermissions: ServicePermissions<"iam"> = {
    operations: {
        CreateRole: (input, place) => made(place, "CreateRole", "role", input, input.RoleName),
        GetRole: onceTheRoleIsKnown,
        ListRoles: ({ PathPrefix = "/" }, { partition, accountId }) => [
            { action: "iam:ListRoles", resource: `arn:${partition}:iam::${accountId}:role${PathPrefix}` },
        ],
        DeleteRole: onceTheRoleIsKnown,
        UpdateRole: onceTheRoleIsKnown,
        UpdateRoleDescription: onceTheRoleIsKnown,
        UpdateAssumeRolePolicy: onceTheRoleIsKnown,
        PutRolePolicy: onceTheRoleIsKnown,
        GetRolePolicy: onceTheRoleIsKnown,
        ListRolePolicies: onceTheRoleIsKnown,
        DeleteRolePolicy: onceTheRoleIsKnown,
        AttachRolePolicy: onceTheRoleIsKnown,
        DetachRolePolicy: onceTheRoleIsKnown,
        ListAttachedRolePolicies: onceTheRoleIsKnown,
        CreatePolicy: (input, place) => made(place, "CreatePolicy", "policy", input, input.PolicyName),
        GetPolicy: onPolicy("GetPolicy"),
        GetPolicyVersion: onPolicy("GetPolicyVersion"),
        ListPolicyVersions: onPolicy("ListPolicyVersions"),
        CreatePolicyVersion: onPolicy("CreatePolicyVersion"),
        DeletePolicyVersion: onPolicy("DeletePolicyVersion"),
        DeletePolicy: onPolicy("DeletePolicy"),
    },
    refusal: accessDenied,
};
