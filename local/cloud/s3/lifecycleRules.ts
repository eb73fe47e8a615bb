import { type LifecycleRule } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";

const actions = [
    "Expiration",
    "AbortIncompleteMultipartUpload",
    "NoncurrentVersionExpiration",
    "Transitions",
    "NoncurrentVersionTransitions",
] as const;

/**
 * What S3 refuses as lifecycle rules (AWS: S3 User Guide, "Lifecycle configuration elements").
 *
 * @throws AwsError MalformedXML, InvalidRequest or InvalidArgument (400)
 */
export function checkLifecycleRules(rules: readonly LifecycleRule[] | undefined): readonly LifecycleRule[] {
    const malformed = new AwsError(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
    );
    if (!rules || rules.length === 0 || rules.length > 1000) throw malformed;
    const ids = new Set<string>();
    for (const rule of rules) {
        if (rule.Status !== "Enabled" && rule.Status !== "Disabled") throw malformed;
        if (rule.Filter === undefined && rule.Prefix === undefined) throw malformed;
        if (rule.ID !== undefined) {
            if (rule.ID.length > 255) {
                throw new AwsError("InvalidArgument", "ID length should not exceed allowed limit of 255");
            }
            if (ids.has(rule.ID))
                throw new AwsError("InvalidArgument", `Rule ID must be unique. Found same ID for more than one rule`);
            ids.add(rule.ID);
        }
        if (!actions.some((action) => rule[action] !== undefined)) {
            throw new AwsError("InvalidRequest", "At least one action needs to be specified in a rule");
        }
        positive(rule.Expiration?.Days, "'Days' for Expiration action");
        positive(
            rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
            "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action",
        );
        positive(
            rule.NoncurrentVersionExpiration?.NoncurrentDays,
            "'NoncurrentDays' for NoncurrentVersionExpiration action",
        );
    }
    return rules;
}

function positive(days: number | undefined, what: string): void {
    if (days === undefined || (Number.isInteger(days) && days > 0)) return;
    throw new AwsError("InvalidArgument", `${what} must be a positive integer`);
}
