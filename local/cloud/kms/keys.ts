import { randomUUID } from "node:crypto";

import {
    type CreateKeyCommandInput,
    type DescribeKeyCommandInput,
    type GetKeyPolicyCommandInput,
    type KeyMetadata,
    type PutKeyPolicyCommandInput,
} from "@aws-sdk/client-kms";

import { AwsError } from "../awsError";
import { type Scheduled } from "../clock";
import { type Context } from "../context";
import { denialMessage } from "../iam/access";
import { type Decision } from "../iam/evaluation";
import { accessDeniedException } from "../iam/operationPermissions";
import { type Caller } from "../iam/principal";
import { checkKeyPolicy, defaultKeyPolicy } from "./keyPolicy";
import { invalidState, isNull, notFound, onlyDefault } from "./kmsRules";

export interface Key {
    readonly id: string;
    readonly arn: string;
    readonly created: Date;
    description: string;
    policy: string;
    enabled: boolean;
    /** Undefined: not rotated. */
    rotation?: { days: number; since: number };
    deletion?: { at: Date; scheduled: Scheduled };
}

/** Another name of a key, which can be moved to another one. */
export interface Alias {
    readonly arn: string;
    readonly created: Date;
    updated: Date;
    keyId: string;
}

/** What {@link Keys} tells of a key; always there, unlike in the SDK's type. */
export type KnownKeyMetadata = KeyMetadata & { KeyId: string; Arn: string; KeyState: string };

/** Where KMS refuses what its policies would allow. */
export const notAllowedByKey: Decision = {
    allowed: false,
    reason: "not allowed",
    statements: [],
    missing: ["resource"],
};

/** Symmetric keys and their policies, and how the rest of KMS finds them. */
export abstract class Keys {
    protected readonly keys = new Map<string, Key>();
    /** By their names, `alias/…`. */
    protected readonly aliases = new Map<string, Alias>();

    constructor(protected readonly context: Context) {}

    async CreateKey(input: CreateKeyCommandInput, by?: Caller): Promise<{ KeyMetadata: KnownKeyMetadata }> {
        const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
        const usage = input.KeyUsage ?? "ENCRYPT_DECRYPT";
        const origin = input.Origin ?? "AWS_KMS";
        if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT" || origin !== "AWS_KMS" || input.MultiRegion) {
            throw new AwsError(
                "NotImplemented",
                "The laptop AWS has symmetric encryption keys of one region only.",
                501,
            );
        }
        const id = randomUUID();
        const arn = this.context.arn("kms", `key/${id}`);
        const key: Key = {
            id,
            arn,
            created: this.context.clock.date(),
            description: input.Description ?? "",
            policy: checkKeyPolicy(this.context, by, {
                policy: input.Policy ?? defaultKeyPolicy(this.context),
                keyArn: arn,
                aliases: [],
                bypassLockoutCheck: input.BypassPolicyLockoutSafetyCheck,
            }),
            enabled: true,
        };
        this.keys.set(id, key);
        return { KeyMetadata: this.metadata(key) };
    }

    /**
     * Answers for every key, also one that is disabled or waits for its deletion: look at `KeyState`. Behind an alias it is the
     * key that is asked (AWS: KMS Developer Guide, "Controlling access to aliases").
     */
    async DescribeKey({ KeyId }: DescribeKeyCommandInput, by?: Caller): Promise<{ KeyMetadata: KnownKeyMetadata }> {
        const key = this.find(KeyId, "aliases too");
        const alias = /(?:^|:)(alias\/.*)$/.exec(KeyId ?? "")?.[1];
        if (alias !== undefined) this.require(by, "DescribeKey", key, { "kms:RequestAlias": alias });
        return { KeyMetadata: this.metadata(key) };
    }

    async PutKeyPolicy(input: PutKeyPolicyCommandInput, by?: Caller): Promise<object> {
        const key = this.notPending(this.owned("PutKeyPolicy", input.KeyId, by));
        onlyDefault(input.PolicyName);
        key.policy = checkKeyPolicy(this.context, by, {
            policy: input.Policy,
            keyArn: key.arn,
            aliases: this.aliasesOf(key.arn),
            bypassLockoutCheck: input.BypassPolicyLockoutSafetyCheck,
        });
        return {};
    }

    async GetKeyPolicy(input: GetKeyPolicyCommandInput, by?: Caller): Promise<{ Policy: string; PolicyName: string }> {
        const key = this.owned("GetKeyPolicy", input.KeyId, by);
        onlyDefault(input.PolicyName);
        return { Policy: key.policy, PolicyName: "default" };
    }

    /** A key's policy, by its ARN; undefined where there is no such key. Not an operation of AWS. */
    policyOf(keyArn: string): string | undefined {
        return this.byArn(keyArn)?.policy;
    }

    aliasesOf(keyArn: string): string[] {
        const key = this.byArn(keyArn);
        return [...this.aliases].flatMap(([name, { keyId }]) => (keyId === key?.id ? [name] : []));
    }

    protected forget(key: Key): void {
        this.keys.delete(key.id);
        for (const [name, alias] of this.aliases) if (alias.keyId === key.id) this.aliases.delete(name);
    }

    protected find(id: string | undefined, aliases?: "aliases too"): Key {
        if (!id) throw isNull("keyId");
        const name = id.replace(/^arn:[^:]*:kms:[^:]*:\d*:/, "");
        if (id !== name && name.startsWith("alias/") && id !== this.context.arn("kms", name)) {
            throw notFound(aliases ? `Alias ${id} is not found.` : `Invalid keyId '${id}'`);
        }
        if (name.startsWith("alias/") && aliases) return this.keys.get(this.findAlias(name).keyId) as Key;
        if (name.startsWith("alias/")) throw notFound(`Invalid keyId '${id}'`);
        const uuid = name.replace(/^key\//, "");
        const key = this.keys.get(uuid);
        const arn = this.context.arn("kms", `key/${uuid}`);
        if (!key || (id.startsWith("arn:") && id !== key.arn)) {
            throw notFound(`Key '${id.startsWith("arn:") ? id : arn}' does not exist`);
        }
        return key;
    }

    /**
     * Of a key that only its own account manages, whatever its policy says (AWS: KMS API Reference, "Cross-account use: No").
     *
     * @throws AwsError NotFoundException, AccessDeniedException (400)
     */
    protected owned(operation: string, id: string | undefined, by: Caller | undefined): Key {
        const key = this.find(id);
        if (by?.principal.kind !== "identity" || by.principal.accountId === this.context.accountId) return key;
        const permission = { action: `kms:${operation}`, resource: key.arn };
        throw accessDeniedException(denialMessage(by.principal, permission, notAllowedByKey), by);
    }

    protected findAlias(name: string): Alias {
        const alias = this.aliases.get(name);
        if (!alias) throw notFound(`Alias ${this.context.arn("kms", name)} is not found.`);
        return alias;
    }

    /** For what the table of permissions cannot say, because an alias stands for the key. */
    protected require(
        by: Caller | undefined,
        operation: string,
        { arn }: Key,
        keys: Readonly<Record<string, string>> = {},
    ): void {
        this.context.access.require(by, { action: `kms:${operation}`, resource: arn, keys }, accessDeniedException);
    }

    protected notPending(key: Key): Key {
        if (key.deletion) throw invalidState(`${key.arn} is pending deletion.`);
        return key;
    }

    protected usable(key: Key): Key {
        if (!this.notPending(key).enabled) throw new AwsError("DisabledException", `${key.arn} is disabled.`);
        return key;
    }

    private byArn(arn: string): Key | undefined {
        const key = this.keys.get(arn.slice(arn.lastIndexOf("/") + 1));
        return key?.arn === arn ? key : undefined;
    }

    private metadata(key: Key): KnownKeyMetadata {
        return {
            AWSAccountId: this.context.accountId,
            KeyId: key.id,
            Arn: key.arn,
            CreationDate: key.created,
            Enabled: key.enabled && !key.deletion,
            Description: key.description,
            KeyUsage: "ENCRYPT_DECRYPT",
            KeyState: key.deletion ? "PendingDeletion" : key.enabled ? "Enabled" : "Disabled",
            ...(key.deletion && { DeletionDate: key.deletion.at }),
            Origin: "AWS_KMS",
            KeyManager: "CUSTOMER",
            CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
            KeySpec: "SYMMETRIC_DEFAULT",
            EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
            MultiRegion: false,
        };
    }
}
