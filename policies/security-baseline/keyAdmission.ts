import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { admits, type Caller } from "./admission";
import { policiesOf } from "./attachedPolicies";
import { encryptionKeyOf } from "./encryptionKey";

/** What it takes to write into what a key encrypts (AWS: SNS Developer Guide, "Key management"). */
export const keyActions = ["kms:GenerateDataKey", "kms:Decrypt"] as const;
/** The same as AWS's documentation writes it into policies. */
export const asWritten = "kms:GenerateDataKey* and kms:Decrypt";

/**
 * Reports where a service may not use the key of a topic or queue.
 *
 * @param consequence what comes of that: `the alarm "age" stays mute`
 * @returns what has to be known before that can be told
 */
export function judgeKey(
    encrypted: PolicyResource,
    caller: Caller,
    consequence: string,
    resources: readonly PolicyResource[],
    report: ReportViolation,
): string[] {
    const key = encryptionKeyOf(encrypted, resources);
    if (key.is === "AWS's") {
        report(
            `kmsMasterKeyId is AWS's own key, which admits no other service, so ${consequence}. ` +
                "Set it to the ARN of a key of this account.",
            encrypted.urn,
        );
    }
    if (key.is === "unknown") return [`${encrypted.name}.kmsMasterKeyId`];
    if (key.is !== "own") return [];
    const policies = policiesOf(key.key, resources);
    const admitted = admits(policies, caller, { actions: keyActions });
    if (admitted === "no") {
        report(
            `policy does not let ${caller.principal} use the key of "${encrypted.name}", so ${consequence}. ` +
                `Allow it ${asWritten}, for this account.`,
            (policies[0]?.carrier ?? key.key).urn,
        );
    }
    return admitted === "unknown" ? [`${key.key.name}.policy`] : [];
}
