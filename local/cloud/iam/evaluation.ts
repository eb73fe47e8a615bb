import { compilePolicy, type CompiledStatement } from "./compiledPolicy";
import { type ConditionKeys } from "./conditionKeys";
import { UnknownCondition } from "./conditions";
import { type PolicyKind } from "./policyDocument";
import { type Principal } from "./principal";

/** A policy and what to call it when a decision is explained. */
export interface Policy {
    readonly name: string;
    readonly document: string;
}

/** May this one do that? */
export interface Question {
    readonly principal: Principal;
    /** `service:Operation`; case does not matter. */
    readonly action: string;
    /** An ARN, or `*` for an action that takes no resource. */
    readonly resource: string;
    /** Twelve digits: whose the resource is. */
    readonly resourceAccount: string;
    readonly keys: ConditionKeys;
}

/** Somebody was given leave to use a key without its policy saying so (KMS: grants). */
export interface KeyGrant {
    readonly id: string;
    /** ARN of the role or user, or a service's name. */
    readonly grantee: string;
    /** KMS's operation names, e.g. `Decrypt`. */
    readonly operations: readonly string[];
}

/** All that has a say in one decision. */
export interface Policies {
    /** Those of who asks. */
    readonly identity: readonly Policy[];
    /** That of the resource, if it has one. */
    readonly resource?: (Policy & { readonly kind: Exclude<PolicyKind, "identity"> }) | undefined;
    /** Of a KMS key. */
    readonly grants?: readonly KeyGrant[];
    /**
     * Whether the resource's own policy has to agree, as a key's and a role's trust have to; elsewhere, within one account, one of
     * both sides is enough.
     */
    readonly resourceMustAllow: boolean;
}

/** A statement that decided. */
export interface Deciding {
    /** `identity`: a policy of who asks; `resource`: the resource's own; `grant`: a grant of the key. */
    readonly side: "identity" | "resource" | "grant";
    readonly policy: string;
    /** Its `Sid`, or its place in the document. */
    readonly statement: string;
}

export interface Decision {
    readonly allowed: boolean;
    /** `denied`: a statement says no. `not allowed`: none says yes where one has to. */
    readonly reason: "allowed" | "denied" | "not allowed";
    /** The statements that allow or deny it; of a request that is not allowed, those that would allow it if `missing` did too. */
    readonly statements: readonly Deciding[];
    /** Where an Allow is missing; of two sides that could each give it, both. */
    readonly missing: readonly ("identity" | "resource")[];
}

/**
 * Decides as AWS decides (IAM User Guide, "Policy evaluation logic"): a Deny of either side wins. Within one account an Allow of
 * either side is enough, except where the resource has to agree; between accounts both have to allow. An Allow for an account as
 * a whole leaves it to that account's identity policies. Services and anonymous ones have no policies but the resource's.
 *
 * @throws UnknownCondition when a statement concerns the request whose condition cannot be judged
 * @throws PolicyFault for a document that is no policy
 */
export function evaluate(question: Question, policies: Policies): Decision {
    const { principal } = question;
    const denying: Deciding[] = [];
    const byIdentity: Deciding[] = [];
    const direct: Deciding[] = [];
    const forAccount: Deciding[] = [];
    const action = question.action.toLowerCase();

    if (principal.kind === "identity") {
        for (const policy of policies.identity) {
            for (const statement of compilePolicy(policy.document, "identity")) {
                if (!concerns(statement, action, question, policy.name)) continue;
                const deciding = { side: "identity", policy: policy.name, statement: statement.label } as const;
                (statement.effect === "Deny" ? denying : byIdentity).push(deciding);
            }
        }
    }
    const { resource } = policies;
    if (resource) {
        for (const statement of compilePolicy(resource.document, resource.kind)) {
            const naming = statement.names(principal);
            if (naming === "not" || !concerns(statement, action, question, resource.name)) continue;
            const deciding = { side: "resource", policy: resource.name, statement: statement.label } as const;
            if (statement.effect === "Deny") denying.push(deciding);
            else (naming === "directly" ? direct : forAccount).push(deciding);
        }
    }
    for (const { id, grantee, operations } of policies.grants ?? []) {
        if (!isGrantee(grantee, principal) || !operations.some((one) => `kms:${one.toLowerCase()}` === action))
            continue;
        direct.push({ side: "grant", policy: id, statement: "grant" });
    }

    if (denying.length > 0) return { allowed: false, reason: "denied", statements: denying, missing: [] };
    const allowed = (statements: readonly Deciding[]): Decision => ({
        allowed: true,
        reason: "allowed",
        statements,
        missing: [],
    });
    const lacking = (...missing: Decision["missing"]): Decision => ({
        allowed: false,
        reason: "not allowed",
        statements: [...byIdentity, ...direct, ...forAccount],
        missing,
    });
    if (principal.kind !== "identity") return direct.length > 0 ? allowed(direct) : lacking("resource");
    const sameAccount = principal.accountId === question.resourceAccount;
    if (!sameAccount) {
        const byResource = [...direct, ...forAccount];
        if (byResource.length === 0) return lacking("resource");
        return byIdentity.length > 0 ? allowed([...byIdentity, ...byResource]) : lacking("identity");
    }
    if (direct.length > 0) return allowed([...direct, ...byIdentity]);
    if (policies.resourceMustAllow && forAccount.length === 0) return lacking("resource");
    if (byIdentity.length > 0) return allowed([...byIdentity, ...forAccount]);
    return lacking("identity");
}

function concerns(statement: CompiledStatement, action: string, question: Question, policy: string): boolean {
    if (!statement.speaksOf(action, question.resource, question.keys)) return false;
    if (!statement.holds) return true;
    try {
        return statement.holds(question.keys);
    } catch (error) {
        if (!(error instanceof UnknownCondition)) throw error;
        throw new UnknownCondition(`${error.message} It is in ${statement.label} of ${policy}.`);
    }
}

function isGrantee(grantee: string, principal: Principal): boolean {
    if (principal.kind === "service") return grantee === principal.name;
    return principal.kind === "identity" && (grantee === principal.identityArn || grantee === principal.arn);
}
