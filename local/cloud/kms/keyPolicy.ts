import { Access } from "../iam/access";
import { administratorAccess } from "../iam/identities";
import { type Caller, user } from "../iam/principal";
import { parsePolicyDocument, PolicyFault } from "../iam/policyDocument";
import { type Context } from "../context";
import { isNull, malformed } from "./kmsRules";

/** A policy that a key is to get. */
export interface GivenPolicy {
    readonly policy: string | undefined;
    readonly keyArn: string;
    /** Names of the key's aliases, for conditions on `kms:ResourceAliases`. */
    readonly aliases: readonly string[];
    readonly bypassLockoutCheck: boolean | undefined;
}

/** The policy that KMS gives a key made without one: the account decides by its IAM policies. */
export function defaultKeyPolicy(place: { partition: string; accountId: string }): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Id: "key-default-1",
        Statement: [
            {
                Sid: "Enable IAM User Permissions",
                Effect: "Allow",
                Principal: { AWS: rootArn(place) },
                Action: "kms:*",
                Resource: "*",
            },
        ],
    });
}

/**
 * Whoever gives a key its policy must be let in by it to change it again, directly or by the account, whose IAM policies are not
 * looked at (AWS: KMS API Reference, PutKeyPolicy, `BypassPolicyLockoutSafetyCheck`; that IAM policies do not count is inferred).
 *
 * @param by undefined: the account itself
 * @returns the policy as it was given
 * @throws AwsError ValidationException or MalformedPolicyDocumentException (400)
 */
export function checkKeyPolicy(context: Context, by: Caller | undefined, given: GivenPolicy): string {
    const { policy, keyArn, aliases, bypassLockoutCheck } = given;
    if (!policy) throw isNull("policy");
    try {
        parsePolicyDocument(policy, "resource");
    } catch (error) {
        if (error instanceof PolicyFault) throw malformed(error.message);
        throw error;
    }
    if (bypassLockoutCheck) return policy;
    const resource = { name: "key policy", document: policy, kind: "resource" } as const;
    const afterwards = new Access(context, {
        identityPolicies: () => [administratorAccess],
        resourcePolicies: () => ({ resource, resourceMustAllow: true }),
        aliases: () => aliases,
    });
    const change = { action: "kms:PutKeyPolicy", resource: keyArn };
    if (afterwards.allows(by ?? user(rootArn(context)), change)) return policy;
    throw malformed("The new key policy will not allow you to update the key policy in the future.");
}

function rootArn({ partition, accountId }: { partition: string; accountId: string }): string {
    return `arn:${partition}:iam::${accountId}:root`;
}
