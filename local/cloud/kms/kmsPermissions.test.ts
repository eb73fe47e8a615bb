import { holdToTable } from "../testing/askedPermissions";
import { kmsPermissions } from "./kmsPermissions";

const here = "arn:aws-cn:kms:cn-north-1:123456789012:";
const id = "0a1b2c3d-0000-4000-8000-000000000000";
const arn = `${here}key/${id}`;
const KeyId = id;
const elsewhere = `arn:aws-cn:kms:cn-north-1:210987654321:key/${id}`;
const AliasName = "alias/articles";
const kept = { "kms:BypassPolicyLockoutSafetyCheck": "false" };
const bypassed = { "kms:BypassPolicyLockoutSafetyCheck": "true" };
const direct = { "kms:GrantIsForAWSResource": "false" };
const role = "arn:aws-cn:iam::123456789012:role/reader";

describe("KMS", () => {
    holdToTable(kmsPermissions, [
        ["CreateKey", {}, ["kms:CreateKey", "*", kept]],
        ["CreateKey", { BypassPolicyLockoutSafetyCheck: true }, ["kms:CreateKey", "*", bypassed]],
        ["CreateKey", { Tags: [] }, ["kms:CreateKey", "*", kept]],
        [
            "CreateKey",
            { Tags: [{ TagKey: "a", TagValue: "b" }] },
            ["kms:CreateKey", "*", kept],
            ["kms:TagResource", "*"],
        ],
        ["DescribeKey", { KeyId }, ["kms:DescribeKey", arn]],
        ["DescribeKey", { KeyId: arn }, ["kms:DescribeKey", arn]],
        ["DescribeKey", { KeyId: elsewhere }, ["kms:DescribeKey", elsewhere]],
        ["DescribeKey", { KeyId: AliasName }],
        ["DescribeKey", { KeyId: here + AliasName }],
        ["DescribeKey", { KeyId: undefined }],
        ["UpdateKeyDescription", { KeyId, Description: "" }, ["kms:UpdateKeyDescription", arn]],
        ["EnableKey", { KeyId }, ["kms:EnableKey", arn]],
        ["DisableKey", { KeyId }, ["kms:DisableKey", arn]],
        ["EnableKeyRotation", { KeyId }, ["kms:EnableKeyRotation", arn]],
        ["DisableKeyRotation", { KeyId }, ["kms:DisableKeyRotation", arn]],
        ["GetKeyRotationStatus", { KeyId }, ["kms:GetKeyRotationStatus", arn]],
        ["PutKeyPolicy", { KeyId, Policy: "{}" }, ["kms:PutKeyPolicy", arn, kept]],
        [
            "PutKeyPolicy",
            { KeyId, Policy: "{}", BypassPolicyLockoutSafetyCheck: true },
            ["kms:PutKeyPolicy", arn, bypassed],
        ],
        ["GetKeyPolicy", { KeyId }, ["kms:GetKeyPolicy", arn]],
        ["ScheduleKeyDeletion", { KeyId }, ["kms:ScheduleKeyDeletion", arn]],
        ["CancelKeyDeletion", { KeyId }, ["kms:CancelKeyDeletion", arn]],
        [
            "CreateAlias",
            { AliasName, TargetKeyId: id },
            ["kms:CreateAlias", here + AliasName],
            ["kms:CreateAlias", arn],
        ],
        [
            "UpdateAlias",
            { AliasName, TargetKeyId: arn },
            ["kms:UpdateAlias", here + AliasName],
            ["kms:UpdateAlias", arn],
        ],
        ["DeleteAlias", { AliasName }, ["kms:DeleteAlias", here + AliasName]],
        ["ListAliases", {}, ["kms:ListAliases", "*"]],
        ["ListAliases", { KeyId }, ["kms:ListAliases", "*"]],
        [
            "CreateGrant",
            { KeyId, GranteePrincipal: role, RetiringPrincipal: role, Operations: ["Decrypt", "RetireGrant"] },
            [
                "kms:CreateGrant",
                arn,
                {
                    ...direct,
                    "kms:GrantOperations": ["Decrypt", "RetireGrant"],
                    "kms:GranteePrincipal": role,
                    "kms:RetiringPrincipal": role,
                },
            ],
        ],
        ["ListGrants", { KeyId }, ["kms:ListGrants", arn, direct]],
        ["RevokeGrant", { KeyId, GrantId: "1" }, ["kms:RevokeGrant", arn, direct]],
        ["RetireGrant", { KeyId: arn, GrantId: "1" }],
    ]);
});
