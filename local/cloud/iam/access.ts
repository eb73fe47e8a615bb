import { AwsError } from "../awsError";
import { arnPart } from "./arn";
import { type Decision, evaluate, type Policies, type Policy, type Question } from "./evaluation";
import { type Account, type Permission } from "./permission";
import { type Caller, nameOf, type Principal } from "./principal";
import { requestKeys } from "./requestKeys";
import { UnknownCondition } from "./unknownCondition";

export { type Account, type Permission };

/** Where the policies are that have a say. All answers are immediate: every request of a load asks. */
export interface PolicySources {
    /** Of a user or a role, by its ARN; none for one that does not exist. */
    identityPolicies(identityArn: string): readonly Policy[];
    /** Of a bucket or an object in it, a topic, a queue, a key; of a role, when it is to be assumed. */
    resourcePolicies(action: string, resource: string): Omit<Policies, "identity">;
    /** Aliases of a key, for `kms:ResourceAliases`. */
    aliases(keyArn: string): readonly string[];
}

/** A decision, with what was asked. */
export interface Decided {
    readonly caller: Caller;
    readonly permission: Permission;
    readonly decision: Decision;
}

/** How a service words a refusal. */
export type Refusal = (message: string, caller: Caller) => AwsError;

/** Who may do what: the one place where the laptop AWS decides. */
export class Access {
    private readonly watchers = new Set<(decided: Decided) => void>();
    private readonly aliases = (keyArn: string): readonly string[] => this.sources.aliases(keyArn);

    constructor(
        private readonly account: Account,
        private readonly sources: PolicySources,
    ) {}

    /**
     * @throws AwsError NotImplemented (501), when a policy that concerns the request has a condition that is not known here
     */
    decide(caller: Caller, permission: Permission): Decision {
        const { question, policies } = this.considered(caller, permission);
        try {
            const decision = evaluate(question, policies);
            if (this.watchers.size > 0) for (const watcher of this.watchers) watcher({ caller, permission, decision });
            return decision;
        } catch (error) {
            if (error instanceof UnknownCondition) throw new AwsError("NotImplemented", error.message, 501);
            throw error;
        }
    }

    /** What is decided about, and all that has a say in it: for whoever explains a decision. */
    considered(caller: Caller, permission: Permission): { question: Question; policies: Policies } {
        const { principal } = caller;
        const { action, resource } = permission;
        const identity = principal.kind === "identity" ? this.sources.identityPolicies(principal.identityArn) : [];
        const resourceAccount = arnPart(resource, 4) || this.account.accountId;
        const keys = requestKeys(caller, permission, this.account, this.aliases);
        return {
            question: { principal, action, resource, resourceAccount, keys },
            policies: { identity, ...this.sources.resourcePolicies(action, resource) },
        };
    }

    /** @param caller undefined: AWS itself, which asks nobody */
    allows(caller: Caller | undefined, permission: Permission): boolean {
        return caller === undefined || this.decide(caller, permission).allowed;
    }

    /**
     * @param caller undefined: AWS itself, which asks nobody
     * @throws AwsError what `refusal` makes of AWS's words
     */
    require(caller: Caller | undefined, permission: Permission, refusal: Refusal): void {
        if (caller === undefined) return;
        const decision = this.decide(caller, permission);
        if (!decision.allowed) throw refusal(denialMessage(caller.principal, permission, decision), caller);
    }

    /** Tells of every decision from now on, at once. @returns a function that ends it */
    watch(watcher: (decided: Decided) => void): () => void {
        this.watchers.add(watcher);
        return () => this.watchers.delete(watcher);
    }
}

/**
 * AWS: IAM User Guide, "Troubleshoot access denied error messages". A service is called a user too
 * (awslabs/aws-automated-incident-response-and-forensics #13).
 */
export function denialMessage(principal: Principal, { action, resource }: Permission, decision: Decision): string {
    const on = resource === "*" ? "" : ` on resource: ${resource}`;
    return `User: ${nameOf(principal)} is not authorized to perform: ${action}${on} ${because(action, decision)}`;
}

function because(action: string, { reason, statements, missing }: Decision): string {
    const isTrust = action.toLowerCase() === "sts:assumerole";
    if (reason === "denied") {
        if (statements[0]?.side === "identity") return "with an explicit deny in an identity-based policy";
        return isTrust
            ? "with an explicit deny in the role trust policy"
            : "with an explicit deny in a resource-based policy";
    }
    const kind = missing[0] === "identity" ? "identity-based" : isTrust ? "role trust" : "resource-based";
    return `because no ${kind} policy allows the ${action} action`;
}
