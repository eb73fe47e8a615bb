import { type Policy } from "./evaluation";
import { type Caller, roleSession, user } from "./principal";

/** An access key and whom it belongs to. */
export interface AccessKey {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly caller: Caller;
}

/** Somebody whom the laptop AWS knows from the start. */
export interface KnownIdentity extends AccessKey {
    readonly policies: readonly Policy[] | "those of callers";
}

/** What those may do whose permissions a project documents. */
export interface IdentityDocuments {
    readonly deployer: readonly Policy[];
    readonly preview: readonly Policy[];
}

export type IdentityName = "administrator" | "deployer" | "preview" | "caller" | "stranger";

/** The stranger's account: another one than the laptop's. */
export const strangersAccountId = "210987654321";

/** Access keys of a stand-in on 127.0.0.1: they open nothing else, and are no secret. */
export const accessKeys: Readonly<Record<IdentityName, { accessKeyId: string; secretAccessKey: string }>> = {
    administrator: key("laptop"),
    deployer: key("laptop-deployer"),
    preview: key("laptop-preview"),
    caller: key("laptop-caller"),
    stranger: key("laptop-stranger"),
};

function key(name: string): { accessKeyId: string; secretAccessKey: string } {
    return { accessKeyId: name, secretAccessKey: name };
}

/** Names of roles that are there from the start: no program can make another one that would pass for it. */
export const knownRoleNames = ["deployer", "preview", "caller"] as const;

/**
 * Who there is besides the roles that a program makes: the owner of the laptop, who may do everything; those who deploy and who
 * preview; a caller, to whom the caller policy is attached as soon as there is one; and an administrator of another account.
 */
export function knownIdentities(
    { partition, accountId }: { partition: string; accountId: string },
    documents: IdentityDocuments,
): Readonly<Record<IdentityName, KnownIdentity>> {
    const role = (name: (typeof knownRoleNames)[number]): Caller =>
        roleSession(`arn:${partition}:iam::${accountId}:role/${name}`, "laptop");
    return {
        administrator: {
            ...accessKeys.administrator,
            caller: user(`arn:${partition}:iam::${accountId}:user/laptop`),
            policies: [administratorAccess],
        },
        deployer: { ...accessKeys.deployer, caller: role("deployer"), policies: documents.deployer },
        preview: { ...accessKeys.preview, caller: role("preview"), policies: documents.preview },
        caller: { ...accessKeys.caller, caller: role("caller"), policies: "those of callers" },
        stranger: {
            ...accessKeys.stranger,
            caller: user(`arn:${partition}:iam::${strangersAccountId}:user/stranger`),
            policies: [administratorAccess],
        },
    };
}

export const administratorAccess: Policy = {
    name: "AdministratorAccess",
    document: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
};
