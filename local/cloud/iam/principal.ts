import { arnPart } from "./arn";

/** Nobody: a request without a signature. */
export interface AnonymousPrincipal {
    readonly kind: "anonymous";
}

/** A user, or a session of a role. */
export interface IdentityPrincipal {
    readonly kind: "identity";
    /** Who asks, as refusals name it: a user's ARN, or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
    readonly arn: string;
    /** Whose policies count: the user's ARN, or the role's. It is what `aws:PrincipalArn` says. */
    readonly identityArn: string;
    readonly accountId: string;
}

/** An AWS service that acts in its own name, on behalf of a resource. */
export interface ServicePrincipal {
    readonly kind: "service";
    /** E.g. `sns.amazonaws.com`. */
    readonly name: string;
    /** The resource it acts for: `aws:SourceArn`. */
    readonly sourceArn: string;
    /** That resource's account: `aws:SourceAccount`. */
    readonly sourceAccount: string;
}

export type Principal = AnonymousPrincipal | IdentityPrincipal | ServicePrincipal;

/** Who asks, and how the request came. */
export interface Caller {
    readonly principal: Principal;
    /** `aws:SecureTransport`. */
    readonly secureTransport: boolean;
}

export const anonymous: Caller = { principal: { kind: "anonymous" }, secureTransport: true };

export function user(arn: string): Caller {
    return {
        principal: { kind: "identity", arn, identityArn: arn, accountId: arnPart(arn, 4) },
        secureTransport: true,
    };
}

export function roleSession(roleArn: string, session: string): Caller {
    const [partition, accountId] = [arnPart(roleArn, 1), arnPart(roleArn, 4)];
    const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const arn = `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`;
    return { principal: { kind: "identity", arn, identityArn: roleArn, accountId }, secureTransport: true };
}

export function service(name: string, sourceArn: string, sourceAccount: string): Caller {
    return { principal: { kind: "service", name, sourceArn, sourceAccount }, secureTransport: true };
}

/** The same one, over plain HTTP. */
export function overPlainHttp(caller: Caller): Caller {
    return { ...caller, secureTransport: false };
}

/** How refusals name who asked. */
export function nameOf(principal: Principal): string {
    if (principal.kind === "identity") return principal.arn;
    return principal.kind === "service" ? principal.name : "anonymous";
}
