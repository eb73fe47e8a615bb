import { arnPattern, isOpen } from "../arnPattern";
import { demandsItsValues } from "../conditions";
import { type Condition, type Statement } from "../policyDocument";

/**
 * Condition keys that say who is asking, each with what its value has to be for that. Where one comes from (aws:SourceIp) or how
 * (aws:SecureTransport) is not among them (AWS: IAM User Guide, "AWS global condition context keys"; of KMS and SNS in
 * the Service Authorization Reference).
 */
const identityKeys: Readonly<Record<string, (value: string) => boolean>> = {
    "aws:sourceaccount": isExact,
    "aws:sourceowner": isExact,
    "aws:sourcearn": namesOwner,
    "aws:sourceorgid": isExact,
    "aws:sourceorgpaths": namesOrganization,
    "aws:principalaccount": isExact,
    "aws:principalarn": namesOwner,
    "aws:principalorgid": isExact,
    "aws:principalorgpaths": namesOrganization,
    "aws:sourcevpc": isExact,
    "aws:sourcevpce": isExact,
    "aws:vpceaccount": isExact,
    "aws:vpceorgid": isExact,
    "kms:calleraccount": isExact,
};

/** Their names in AWS's spelling, for messages. */
export const whoKeys =
    "aws:SourceAccount, aws:SourceArn, aws:PrincipalOrgID, aws:PrincipalAccount or kms:CallerAccount";

/** Who is among the principals that nobody can be told from: `Principal "*"`, `Service "*"`; undefined where all are named. */
export function unnamedPrincipal({ principals }: Statement): string | undefined {
    // AWS takes a wildcard alone, and none within a name: whoever writes one means everybody (IAM User Guide, "Principal").
    return principals?.entries.find(({ value }) => isOpen(value))?.value;
}

/** Whether a condition leaves only those whom it names, whatever the principal. */
export function saysWho(condition: Condition): boolean {
    const names = identityKeys[condition.key];
    return names !== undefined && demandsItsValues(condition) && condition.values.every(names);
}

function isExact(value: string): boolean {
    return value !== "" && !isOpen(value);
}

/** Of an organization's tree, a part: `o-a1b2c3d4e5/r-ab12/*`. */
function namesOrganization(path: string): boolean {
    return /^o-[a-z0-9]+\//.test(path);
}

/** An ARN whose account is given, or a bucket, whose ARN has none and whose name is nobody else's. */
function namesOwner(arn: string): boolean {
    const { service, account = "", resource = "" } = arnPattern(arn) ?? {};
    return isExact(account) || (service === "s3" && isExact(resource.split("/")[0] ?? ""));
}
