import { AwsError } from "../awsError";
import { type SimulatedClock } from "../clock";
import { type ConditionKeys } from "./conditionKeys";
import { UnknownCondition } from "./conditions";
import { type Decision, evaluate, type Policies, type Policy } from "./evaluation";
import { type Caller, nameOf, type Principal } from "./principal";

/** One thing that an operation needs leave for. */
export interface Permission {
    /** As the Service Authorization Reference spells it, e.g. `s3:GetObject`. */
    readonly action: string;
    /** The ARN of what it is done to; `*` for an action that takes no resource. */
    readonly resource: string;
    /** What the request says to the action's own condition keys, e.g. `{ "s3:prefix": "articles/" }`. */
    readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

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

export interface Account {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    readonly clock: SimulatedClock;
}

/** Who may do what: the one place where the laptop AWS decides. */
export class Access {
    private readonly watchers = new Set<(decided: Decided) => void>();

    constructor(
        private readonly account: Account,
        private readonly sources: PolicySources,
    ) {}

    /**
     * @throws AwsError NotImplemented (501), when a policy that concerns the request has a condition that is not known here
     */
    decide(caller: Caller, permission: Permission): Decision {
        const { principal } = caller;
        const { action, resource } = permission;
        const identity = principal.kind === "identity" ? this.sources.identityPolicies(principal.identityArn) : [];
        const resourceAccount = accountOf(resource) || this.account.accountId;
        const question = { principal, action, resource, resourceAccount, keys: this.keysOf(caller, permission) };
        try {
            const decision = evaluate(question, { identity, ...this.sources.resourcePolicies(action, resource) });
            if (this.watchers.size > 0) for (const watcher of this.watchers) watcher({ caller, permission, decision });
            return decision;
        } catch (error) {
            if (error instanceof UnknownCondition) throw new AwsError("NotImplemented", error.message, 501);
            throw error;
        }
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

    /** What a request carries. */
    private keysOf({ principal, secureTransport }: Caller, { resource, keys = {} }: Permission): ConditionKeys {
        const own = new Map<string, readonly string[]>();
        for (const [key, value] of Object.entries(keys)) {
            if (value !== undefined) own.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
        }
        return (key) => own.get(key) ?? this.globalKey(key, principal, secureTransport, resource);
    }

    /** AWS: IAM User Guide, "AWS global condition context keys". */
    private globalKey(
        key: string,
        principal: Principal,
        secureTransport: boolean,
        resource: string,
    ): readonly string[] | undefined {
        const identity = principal.kind === "identity" ? principal : undefined;
        const service = principal.kind === "service" ? principal : undefined;
        switch (key) {
            case "aws:securetransport":
                return [String(secureTransport)];
            case "aws:sourceip":
                return service ? undefined : ["127.0.0.1"];
            case "aws:principalarn":
                return identity && [identity.identityArn];
            case "aws:principalaccount":
            case "kms:calleraccount":
                return identity && [identity.accountId];
            case "aws:principaltype":
                if (principal.kind === "anonymous") return ["Anonymous"];
                return identity && [identity.arn.includes(":assumed-role/") ? "AssumedRole" : "User"];
            case "aws:username":
                return identity?.arn.includes(":user/") ? [lastSegment(identity.arn)] : undefined;
            case "aws:principalisawsservice":
                return [String(service !== undefined)];
            case "aws:principalservicename":
                return service && [service.name];
            case "aws:sourcearn":
                return service && [service.sourceArn];
            case "aws:sourceaccount":
                return service && [service.sourceAccount];
            // What SNS compares with in the policy that it gives a topic by default.
            case "aws:sourceowner":
                return identity ? [identity.accountId] : service && [service.sourceAccount];
            case "aws:resourceaccount":
                return [accountOf(resource) || this.account.accountId];
            case "aws:requestedregion":
                return [this.account.region];
            case "aws:currenttime":
                return [this.account.clock.date().toISOString()];
            case "aws:epochtime":
                return [String(Math.floor(this.account.clock.now() / 1000))];
            case "kms:resourcealiases":
                return resource.includes(":key/") ? this.sources.aliases(resource) : undefined;
            default:
                return undefined;
        }
    }
}

/** AWS: IAM User Guide, "Troubleshoot access denied error messages". */
export function denialMessage(principal: Principal, { action, resource }: Permission, decision: Decision): string {
    const on = resource === "*" ? "" : ` on resource: ${resource}`;
    const who = principal.kind === "identity" ? `User: ${principal.arn}` : nameOf(principal);
    return `${who} is not authorized to perform: ${action}${on} ${because(action, decision)}`;
}

function because(action: string, { reason, statements, missing }: Decision): string {
    if (reason === "denied") {
        const side = statements[0]?.side === "identity" ? "an identity-based" : "a resource-based";
        return `with an explicit deny in ${side} policy`;
    }
    return `because no ${missing[0] === "resource" ? "resource" : "identity"}-based policy allows the ${action} action`;
}

function accountOf(arn: string): string {
    return arn.split(":")[4] ?? "";
}

function lastSegment(arn: string): string {
    return arn.slice(arn.lastIndexOf("/") + 1);
}
