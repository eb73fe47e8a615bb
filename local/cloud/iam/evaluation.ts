import { compilePolicy, type CompiledStatement } from "./compiledPolicy";
import { type ConditionKeys } from "./conditionKeys";
import { type PolicyKind } from "./policyDocument";
import { type Principal } from "./principal";
import { UnknownCondition } from "./unknownCondition";

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
    /** Where an Allow is missing: both sides between accounts, where both have to give one; within one account the side AWS names. */
    readonly missing: readonly ("identity" | "resource")[];
}

/**
 * Decides as AWS decides (IAM User Guide, "Policy evaluation logic"): a Deny of either side wins. Within one account an Allow of
 * either side is enough, except where the resource has to agree; between accounts both have to allow. An Allow for an account as
 * a whole leaves it to that account's identity policies. Services and anonymous ones have no policies but the resource's.
 *
 * Every statement is asked, also after a Deny, so that one which cannot be judged is an error whatever the others say.
 *
 * @throws UnknownCondition when a statement concerns the request whose condition cannot be judged
 * @throws PolicyFault for a document that is no policy
 */
export function evaluate(question: Question, policies: Policies): Decision {
    const { principal } = question;
    const action = question.action.toLowerCase();
    const denying: Deciding[] = [];
    const byIdentity: Deciding[] = [];
    /** Allows that need no identity policy besides within one account. */
    const direct: Deciding[] = [];
    const forAccount: Deciding[] = [];

    if (principal.kind === "identity") {
        for (const { name, document } of policies.identity) {
            for (const statement of compilePolicy(document, "identity")) {
                if (!concerns(statement, action, question, name)) continue;
                const side = statement.effect === "Deny" ? denying : byIdentity;
                side.push({ side: "identity", policy: name, statement: statement.label });
            }
        }
    }
    const { resource } = policies;
    if (resource) {
        for (const statement of compilePolicy(resource.document, resource.kind)) {
            const naming = statement.names(principal);
            if (naming === "not" || !concerns(statement, action, question, resource.name)) continue;
            const side = statement.effect === "Deny" ? denying : naming === "directly" ? direct : forAccount;
            side.push({ side: "resource", policy: resource.name, statement: statement.label });
        }
    }
    for (const grant of policies.grants ?? []) {
        if (allows(grant, action, principal)) direct.push({ side: "grant", policy: grant.id, statement: "grant" });
    }

    if (denying.length > 0) return { allowed: false, reason: "denied", statements: denying, missing: [] };
    const missing = missingSides(question, policies, byIdentity.length > 0, direct.length > 0, forAccount.length > 0);
    const allowed = missing.length === 0;
    return {
        allowed,
        reason: allowed ? "allowed" : "not allowed",
        statements: [...byIdentity, ...direct, ...forAccount],
        missing,
    };
}

const none: Decision["missing"] = [];
const identity: Decision["missing"] = ["identity"];
const resource: Decision["missing"] = ["resource"];
const both: Decision["missing"] = ["resource", "identity"];

function missingSides(
    { principal, resourceAccount }: Question,
    { resourceMustAllow }: Policies,
    byIdentity: boolean,
    direct: boolean,
    forAccount: boolean,
): Decision["missing"] {
    if (principal.kind !== "identity") return direct ? none : resource;
    if (principal.accountId !== resourceAccount) {
        if (direct || forAccount) return byIdentity ? none : identity;
        return byIdentity ? resource : both;
    }
    if (direct) return none;
    if (resourceMustAllow && !forAccount) return resource;
    return byIdentity ? none : identity;
}

function concerns(statement: CompiledStatement, action: string, question: Question, policy: string): boolean {
    try {
        if (!statement.speaksOf(action, question.resource, question.keys)) return false;
        return statement.holds === undefined || statement.holds(question.keys);
    } catch (error) {
        if (!(error instanceof UnknownCondition)) throw error;
        throw new UnknownCondition(`${error.message} It is in ${statement.label} of ${policy}.`);
    }
}

/** A grant needs no other leave within its account (AWS: KMS Developer Guide, "Grants in AWS KMS"). */
function allows({ grantee, operations }: KeyGrant, action: string, principal: Principal): boolean {
    return isGrantee(grantee, principal) && operations.some((operation) => `kms:${operation.toLowerCase()}` === action);
}

function isGrantee(grantee: string, principal: Principal): boolean {
    if (principal.kind === "service") return grantee === principal.name;
    return principal.kind === "identity" && (grantee === principal.identityArn || grantee === principal.arn);
}
