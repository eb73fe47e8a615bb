import { arnPattern } from "../arnPattern";
import { operatorOf } from "../conditions";
import { type Condition, concernsResource, isEverybody, type Statement } from "../policyDocument";

/**
 * What of a bucket takes plain HTTP under its policy. Where the bucket's name is not known, only statements on every resource
 * certainly speak of it.
 */
export function takesPlainHttp(statements: readonly Statement[], bucketName: string | undefined): string[] {
    const denies = statements.filter(deniesPlainHttp);
    const arns = bucketName === undefined ? ["*"] : arnsIn(partitionsOf(denies), bucketName);
    const refused = (...ends: string[]): boolean =>
        // One statement may be on the bucket, another on its objects.
        arns.some((arn) => ends.every((end) => denies.some((deny) => concernsResource(deny, `${arn}${end}`))));
    return [
        ...(refused("") ? [] : ["the bucket"]),
        // As a text, `/*` is covered by a pattern for all objects, and by none for some of them but `/?`.
        ...(refused("/*", "/any/object") ? [] : ["its objects"]),
    ];
}

/** Whether the statement denies everybody everything over plain HTTP, under no other condition. */
export function deniesPlainHttp({ effect, principals, actions, resources, conditions }: Statement): boolean {
    if (effect !== "Deny" || !saysOnlyPlainHttp(conditions)) return false;
    const everybody = principals?.negated === false && isEverybody(principals);
    const everything = !actions.negated && actions.values.some((action) => /^(s3:)?\*+$/i.test(action));
    return everybody && everything && resources?.negated === false;
}

/** The partition is not a matter of the bucket's name; a policy's own ARNs tell it. */
function partitionsOf(statements: readonly Statement[]): string[] {
    const patterns = statements.flatMap(({ resources }) => resources?.values ?? []);
    return ["aws", ...patterns.flatMap((pattern) => arnPattern(pattern)?.partition ?? [])];
}

function arnsIn(partitions: readonly string[], bucketName: string): string[] {
    return partitions.map((partition) => `arn:${partition}:s3:::${bucketName}`);
}

/** Whether the one condition is that a request does not come over TLS. */
export function saysOnlyPlainHttp([condition, ...others]: readonly Condition[]): boolean {
    if (!condition || others.length > 0) return false;
    const { quantifier, name } = operatorOf(condition);
    const isFalse = condition.values.length === 1 && condition.values[0]?.toLowerCase() === "false";
    return name === "bool" && quantifier === undefined && condition.key === "aws:securetransport" && isFalse;
}
