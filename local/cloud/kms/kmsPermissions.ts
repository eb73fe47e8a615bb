import { type Permission } from "../iam/access";
import { accessDeniedException, nothing, type Place, type ServicePermissions } from "../iam/operationPermissions";

interface OnKey {
    KeyId?: string | undefined;
}

/**
 * A key's ARN from what an operation was given. An alias stands for a key that only KMS knows: who asks by one is asked for leave
 * where the key is found.
 *
 * @returns undefined for an alias, and for nothing at all
 */
function keyArn(id: string | undefined, place: Place): string | undefined {
    if (!id || /(^|:)alias\//.test(id)) return undefined;
    return id.startsWith("arn:") ? id : place.arn("kms", `key/${id.replace(/^key\//, "")}`);
}

function onKey<Input extends OnKey>(
    action: string,
    keys?: (input: Input) => Permission["keys"],
): (input: Input, place: Place) => readonly Permission[] {
    return (input, place) => {
        const resource = keyArn(input.KeyId, place);
        if (resource === undefined) return [];
        const carried = keys?.(input);
        return [{ action: `kms:${action}`, resource, ...(carried && { keys: carried }) }];
    };
}

/** An alias is an identity policy's business, the key its own policy's (AWS: KMS Developer Guide, "Controlling access to aliases"). */
function onAlias(action: string, alias: string | undefined, target: string | undefined, place: Place): Permission[] {
    const resources = [alias && place.arn("kms", alias), keyArn(target, place)];
    return resources.flatMap((resource) => (resource ? [{ action: `kms:${action}`, resource }] : []));
}

const bypass = ({ BypassPolicyLockoutSafetyCheck }: { BypassPolicyLockoutSafetyCheck?: boolean | undefined }) => ({
    "kms:BypassPolicyLockoutSafetyCheck": String(BypassPolicyLockoutSafetyCheck ?? false),
});

/** A service that asks for somebody says so in its own way: see keyUse.ts. */
const direct = { "kms:GrantIsForAWSResource": "false" };

/** AWS: Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service". */
export const kmsPermissions: ServicePermissions<"kms"> = {
    operations: {
        CreateKey: (input) => [
            { action: "kms:CreateKey", resource: "*", keys: bypass(input) },
            // AWS: KMS API Reference, CreateKey, "Required permissions".
            ...(input.Tags?.length ? [{ action: "kms:TagResource", resource: "*" }] : []),
        ],
        DescribeKey: onKey("DescribeKey"),
        UpdateKeyDescription: onKey("UpdateKeyDescription"),
        EnableKey: onKey("EnableKey"),
        DisableKey: onKey("DisableKey"),
        EnableKeyRotation: onKey("EnableKeyRotation"),
        DisableKeyRotation: onKey("DisableKeyRotation"),
        GetKeyRotationStatus: onKey("GetKeyRotationStatus"),
        PutKeyPolicy: onKey("PutKeyPolicy", (input) => bypass(input)),
        GetKeyPolicy: onKey("GetKeyPolicy"),
        ScheduleKeyDeletion: onKey("ScheduleKeyDeletion"),
        CancelKeyDeletion: onKey("CancelKeyDeletion"),
        CreateAlias: ({ AliasName, TargetKeyId }, place) => onAlias("CreateAlias", AliasName, TargetKeyId, place),
        UpdateAlias: ({ AliasName, TargetKeyId }, place) => onAlias("UpdateAlias", AliasName, TargetKeyId, place),
        DeleteAlias: ({ AliasName }, place) => onAlias("DeleteAlias", AliasName, undefined, place),
        ListAliases: () => [{ action: "kms:ListAliases", resource: "*" }],
        CreateGrant: onKey("CreateGrant", ({ Operations, GranteePrincipal, RetiringPrincipal }) => ({
            ...direct,
            "kms:GrantOperations": Operations,
            "kms:GranteePrincipal": GranteePrincipal,
            "kms:RetiringPrincipal": RetiringPrincipal,
        })),
        ListGrants: onKey("ListGrants", () => direct),
        RevokeGrant: onKey("RevokeGrant", () => direct),
        // The grant itself says who may; KMS looks at it.
        RetireGrant: nothing,
    },
    refusal: accessDeniedException,
};
