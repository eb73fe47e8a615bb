import { type PolicyKind, type PolicyStatement, type StatementPrincipal } from "./policyDocument";
import { type Principal } from "./principal";

/**
 * How a policy of a resource names who asks. `directly`: by its ARN, its service, or as everybody; `account`: by its account.
 * An Allow for an account leaves the decision to that account's own policies; a Deny holds for all who belong to it
 * (AWS: IAM User Guide, "Principal": "delegates authority to the account"; "NotPrincipal": a user "cannot have more permissions
 * than its parent account").
 */
export type Naming = "directly" | "account" | "not";

/** Who is named by `Principal`. A name stands for itself: "you cannot use a wildcard to match part of a principal name or ARN". */
export function named(listed: StatementPrincipal): (principal: Principal) => Naming {
    const names = namesOf(listed);
    return (principal) => {
        if (names.everybody) return "directly";
        if (principal.kind === "anonymous") return "not";
        if (principal.kind === "service") return names.services.has(principal.name) ? "directly" : "not";
        if (names.aws.has(principal.arn) || names.aws.has(principal.identityArn)) return "directly";
        return names.accounts.has(principal.accountId) ? "account" : "not";
    };
}

/**
 * Who is excepted by `NotPrincipal`. AWS "might validate the account first, then the role, and then the assumed-role user", so one
 * counts as excepted only if all of them are named (AWS: IAM User Guide, "NotPrincipal"). Where AWS says that it might deny, this does.
 */
export function excepted(listed: StatementPrincipal): (principal: Principal) => boolean {
    const names = namesOf(listed);
    return (principal) => {
        if (names.everybody) return true;
        if (principal.kind === "anonymous") return false;
        if (principal.kind === "service") return names.services.has(principal.name);
        const { arn, identityArn, accountId } = principal;
        return names.aws.has(arn) && names.aws.has(identityArn) && names.accounts.has(accountId);
    };
}

/** What cannot be judged about whom a statement names; undefined where all can. */
export function unknownPrincipal(
    { Effect, Principal: listed, NotPrincipal: exceptions }: PolicyStatement,
    kind: PolicyKind,
): string | undefined {
    // AWS: IAM User Guide, "NotPrincipal": "using it with Allow is not supported", nor can it stand in a role's trust policy.
    if (exceptions !== undefined && Effect === "Allow") return "effect of NotPrincipal in an Allow";
    if (exceptions !== undefined && kind === "trust") return "effect of NotPrincipal in a trust policy";
    const all = listed ?? exceptions;
    if (all === undefined || all === "*") return undefined;
    // S3's own name for an account, which accounts here do not have.
    if ((all["CanonicalUser"] ?? []).length > 0) return "principal CanonicalUser";
    if (all["Service"]?.includes("*")) return 'principal {"Service": "*"}';
    return undefined;
}

interface Names {
    readonly everybody: boolean;
    readonly aws: ReadonlySet<string>;
    readonly accounts: ReadonlySet<string>;
    readonly services: ReadonlySet<string>;
}

function namesOf(listed: StatementPrincipal): Names {
    const { AWS: aws = [], Service: services = [] } = listed === "*" ? {} : listed;
    // An account is named by its twelve digits or as its root.
    const accounts = aws.flatMap(
        (name) => /^(?:arn:[^:]*:iam::(\d{12}):root|(\d{12}))$/.exec(name)?.slice(1).filter(Boolean) ?? [],
    );
    return {
        // `*` and `{"AWS": "*"}` are the same, and let services in too, which is how older queue policies let SNS in.
        everybody: listed === "*" || aws.includes("*"),
        aws: new Set(aws),
        accounts: new Set(accounts),
        services: new Set(services),
    };
}
