import { arnPattern, isBare, isOpen } from "../arnPattern";
import { demandsItsValues } from "../conditions";
import { type Condition } from "../policyDocument";

/** Services whose ARNs begin with the name of the resource, and not with its kind. */
const nameFirst: ReadonlySet<string> = new Set(["s3", "sns", "sqs", "execute-api", "codecommit"]);

/** What of AWS a pattern of a Resource leaves to no name. */
export type Breadth =
    /** Some resources, by names or parts of names. */
    | "named"
    /** All of one kind in one account, as `arn:aws:kms:us-east-1:123456789012:key/*`. */
    | "kind"
    /** All of a service at least, or all of one kind in any account. */
    | "every";

export function breadth(pattern: string): Breadth {
    const arn = arnPattern(pattern);
    // `arn:aws:*` too is no ARN taken field by field, and covers many.
    if (!arn) return isBare(pattern) || (pattern.startsWith("arn:") && isOpen(pattern)) ? "every" : "named";
    const { service, account, resource } = arn;
    const [first = "", ...rest] = resource.split(/[:/]/);
    if (isBare(service)) return "every";
    if (!rest.every(isBare) || (!isBare(first) && (rest.length === 0 || nameFirst.has(service)))) return "named";
    return isBare(first) || isBare(account) ? "every" : "kind";
}

/** Whether a condition picks resources by a name that their ARN does not hold: an alias of a key, a tag. */
export function picksResources(condition: Condition): boolean {
    return (
        /^(kms:(resourcealiases|requestalias)|[a-z0-9-]+:resourcetag\/.+|s3:existingobjecttag\/.+)$/.test(
            condition.key,
        ) &&
        demandsItsValues(condition) &&
        condition.values.every((value) => !isBare(value))
    );
}
