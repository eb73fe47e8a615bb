import { randomUUID } from "node:crypto";

import {
    type CancelKeyDeletionCommandInput,
    type CreateAliasCommandInput,
    type CreateKeyCommandInput,
    type DeleteAliasCommandInput,
    type DescribeKeyCommandInput,
    type DisableKeyCommandInput,
    type DisableKeyRotationCommandInput,
    type EnableKeyCommandInput,
    type EnableKeyRotationCommandInput,
    type GetKeyPolicyCommandInput,
    type GetKeyRotationStatusCommandInput,
    type KeyMetadata,
    type ListAliasesCommandInput,
    type PutKeyPolicyCommandInput,
    type ScheduleKeyDeletionCommandInput,
    type UpdateAliasCommandInput,
    type UpdateKeyDescriptionCommandInput,
} from "@aws-sdk/client-kms";

import { AwsError } from "../awsError";
import { type Scheduled } from "../clock";
import { type Context, type Service } from "../context";
import { isGrantedByResource } from "../iam/grants";
import { checkAliasName, invalidState, isNull, malformed, notFound, onlyDefault, range } from "./kmsRules";
import { page } from "../page";
import { parsePolicyDocument, PolicyFault } from "../iam/policyDocument";

interface Key {
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

interface Alias {
    readonly arn: string;
    readonly created: Date;
    updated: Date;
    keyId: string;
}

/** What {@link Kms} tells of a key; always there, unlike in the SDK's type. */
export type KnownKeyMetadata = KeyMetadata & { KeyId: string; Arn: string; KeyState: string };

const day = 86_400_000;

/** Key Management Service: symmetric keys, their policies, rotation, aliases and deletion. It encrypts nothing. */
export class Kms implements Service {
    private readonly keys = new Map<string, Key>();
    private readonly aliases = new Map<string, Alias>();

    constructor(private readonly context: Context) {}

    async CreateKey(input: CreateKeyCommandInput): Promise<{ KeyMetadata: KnownKeyMetadata }> {
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
        const policy = input.Policy ?? this.defaultPolicy();
        this.checkPolicy(policy, arn, input.BypassPolicyLockoutSafetyCheck);
        const key: Key = {
            id,
            arn,
            created: this.context.clock.date(),
            description: input.Description ?? "",
            policy,
            enabled: true,
        };
        this.keys.set(id, key);
        return { KeyMetadata: this.metadata(key) };
    }

    /** Answers for every key, also one that is disabled or waits for its deletion: look at `KeyState`. */
    async DescribeKey(input: DescribeKeyCommandInput): Promise<{ KeyMetadata: KnownKeyMetadata }> {
        return { KeyMetadata: this.metadata(this.find(input.KeyId, "aliases too")) };
    }

    async UpdateKeyDescription(input: UpdateKeyDescriptionCommandInput): Promise<object> {
        if (input.Description === undefined) throw isNull("description");
        this.notPending(this.find(input.KeyId)).description = input.Description;
        return {};
    }

    async EnableKey(input: EnableKeyCommandInput): Promise<object> {
        this.notPending(this.find(input.KeyId)).enabled = true;
        return {};
    }

    async DisableKey(input: DisableKeyCommandInput): Promise<object> {
        this.notPending(this.find(input.KeyId)).enabled = false;
        return {};
    }

    async EnableKeyRotation(input: EnableKeyRotationCommandInput): Promise<object> {
        const key = this.usable(this.find(input.KeyId));
        const days = input.RotationPeriodInDays ?? 365;
        range(days, "rotationPeriodInDays", 90, 2560);
        key.rotation = { days, since: this.context.clock.now() };
        return {};
    }

    async DisableKeyRotation(input: DisableKeyRotationCommandInput): Promise<object> {
        const key = this.usable(this.find(input.KeyId));
        delete key.rotation;
        return {};
    }

    async GetKeyRotationStatus(
        input: GetKeyRotationStatusCommandInput,
    ): Promise<{ KeyId: string; KeyRotationEnabled: boolean; RotationPeriodInDays?: number; NextRotationDate?: Date }> {
        const { id, rotation } = this.find(input.KeyId);
        if (!rotation) return { KeyId: id, KeyRotationEnabled: false };
        const turns = Math.floor((this.context.clock.now() - rotation.since) / (rotation.days * day)) + 1;
        return {
            KeyId: id,
            KeyRotationEnabled: true,
            RotationPeriodInDays: rotation.days,
            NextRotationDate: new Date(rotation.since + turns * rotation.days * day),
        };
    }

    async PutKeyPolicy(input: PutKeyPolicyCommandInput): Promise<object> {
        const key = this.notPending(this.find(input.KeyId));
        onlyDefault(input.PolicyName);
        this.checkPolicy(input.Policy, key.arn, input.BypassPolicyLockoutSafetyCheck);
        key.policy = input.Policy as string;
        return {};
    }

    async GetKeyPolicy(input: GetKeyPolicyCommandInput): Promise<{ Policy: string; PolicyName: string }> {
        const key = this.find(input.KeyId);
        onlyDefault(input.PolicyName);
        return { Policy: key.policy, PolicyName: "default" };
    }

    /** The key is gone once simulated time has passed the window. */
    async ScheduleKeyDeletion(
        input: ScheduleKeyDeletionCommandInput,
    ): Promise<{ KeyId: string; DeletionDate: Date; KeyState: "PendingDeletion"; PendingWindowInDays: number }> {
        const days = input.PendingWindowInDays ?? 30;
        range(days, "pendingWindowInDays", 7, 30);
        const key = this.notPending(this.find(input.KeyId));
        const at = new Date(this.context.clock.now() + days * day);
        const scheduled = this.context.clock.schedule(at.getTime(), () => {
            this.forget(key);
        });
        key.deletion = { at, scheduled };
        return { KeyId: key.arn, DeletionDate: at, KeyState: "PendingDeletion", PendingWindowInDays: days };
    }

    /** AWS leaves the key disabled (KMS API Reference, CancelKeyDeletion). */
    async CancelKeyDeletion(input: CancelKeyDeletionCommandInput): Promise<{ KeyId: string }> {
        const key = this.find(input.KeyId);
        if (!key.deletion) throw invalidState(`${key.arn} is not pending deletion.`);
        key.deletion.scheduled.cancel();
        delete key.deletion;
        key.enabled = false;
        return { KeyId: key.arn };
    }

    async CreateAlias(input: CreateAliasCommandInput): Promise<object> {
        const name = checkAliasName(input.AliasName);
        const arn = this.context.arn("kms", name);
        if (this.aliases.has(name)) {
            throw new AwsError("AlreadyExistsException", `An alias with the name ${arn} already exists`);
        }
        const now = this.context.clock.date();
        const key = this.notPending(this.find(input.TargetKeyId));
        this.aliases.set(name, { arn, created: now, updated: now, keyId: key.id });
        return {};
    }

    async UpdateAlias(input: UpdateAliasCommandInput): Promise<object> {
        const alias = this.findAlias(checkAliasName(input.AliasName));
        alias.keyId = this.notPending(this.find(input.TargetKeyId)).id;
        alias.updated = this.context.clock.date();
        return {};
    }

    async DeleteAlias(input: DeleteAliasCommandInput): Promise<object> {
        const name = checkAliasName(input.AliasName);
        this.findAlias(name);
        this.aliases.delete(name);
        return {};
    }

    async ListAliases(input: ListAliasesCommandInput): Promise<{
        Aliases: {
            AliasName: string;
            AliasArn: string;
            TargetKeyId: string;
            CreationDate: Date;
            LastUpdatedDate: Date;
        }[];
        Truncated: boolean;
        NextMarker?: string;
    }> {
        const keyId = input.KeyId === undefined ? undefined : this.find(input.KeyId).id;
        const aliases = [...this.aliases]
            .filter(([, alias]) => keyId === undefined || alias.keyId === keyId)
            .map(([AliasName, { arn, keyId: TargetKeyId, created, updated }]) => ({
                AliasName,
                AliasArn: arn,
                TargetKeyId,
                CreationDate: created,
                LastUpdatedDate: updated,
            }));
        const { page: Aliases, next } = page(aliases, input.Limit ?? 50, input.Marker);
        return { Aliases, Truncated: next !== undefined, ...(next !== undefined && { NextMarker: next }) };
    }

    /** A key's policy, by its ARN; undefined where there is no such key. Not an operation of AWS. */
    policyOf(keyArn: string): string | undefined {
        return this.byArn(keyArn)?.policy;
    }

    aliasesOf(keyArn: string): string[] {
        const key = this.byArn(keyArn);
        return [...this.aliases].flatMap(([name, { keyId }]) => (keyId === key?.id ? [name] : []));
    }

    /** ARNs of keys that wait for their deletion. */
    pendingDeletion(): string[] {
        return [...this.keys.values()].filter(({ deletion }) => deletion).map(({ arn }) => arn);
    }

    /** Without the keys of {@link pendingDeletion}: nobody can make KMS forget them any sooner. */
    inventory(): string[] {
        const keys = [...this.keys.values()].filter(({ deletion }) => !deletion);
        return [...keys, ...this.aliases.values()].map(({ arn }) => arn);
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

    private find(id: string | undefined, aliases?: "aliases too"): Key {
        if (!id) throw isNull("keyId");
        const name = id.replace(/^arn:[^:]*:kms:[^:]*:\d*:/, "");
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

    private byArn(arn: string): Key | undefined {
        const key = this.keys.get(arn.slice(arn.lastIndexOf("/") + 1));
        return key?.arn === arn ? key : undefined;
    }

    private findAlias(name: string): Alias {
        const alias = this.aliases.get(name);
        if (!alias) throw notFound(`Alias ${this.context.arn("kms", name)} is not found.`);
        return alias;
    }

    private notPending(key: Key): Key {
        if (key.deletion) throw invalidState(`${key.arn} is pending deletion.`);
        return key;
    }

    private usable(key: Key): Key {
        if (!this.notPending(key).enabled) throw new AwsError("DisabledException", `${key.arn} is disabled.`);
        return key;
    }

    private forget(key: Key): void {
        this.keys.delete(key.id);
        for (const [name, alias] of this.aliases) if (alias.keyId === key.id) this.aliases.delete(name);
    }

    /** The policy that KMS gives a key made without one: the account decides by its IAM policies. */
    private defaultPolicy(): string {
        return JSON.stringify({
            Version: "2012-10-17",
            Id: "key-default-1",
            Statement: [
                {
                    Sid: "Enable IAM User Permissions",
                    Effect: "Allow",
                    Principal: { AWS: this.rootArn() },
                    Action: "kms:*",
                    Resource: "*",
                },
            ],
        });
    }

    private rootArn(): string {
        return `arn:${this.context.partition}:iam::${this.context.accountId}:root`;
    }

    private checkPolicy(policy: string | undefined, arn: string, bypassLockoutCheck: boolean | undefined): void {
        if (!policy) throw isNull("policy");
        try {
            parsePolicyDocument(policy, "resource");
        } catch (error) {
            if (error instanceof PolicyFault) throw malformed(error.message);
            throw error;
        }
        if (bypassLockoutCheck) return;
        const mayChange = isGrantedByResource(policy, {
            principal: { kind: "AWS", id: this.rootArn() },
            action: "kms:PutKeyPolicy",
            resource: arn,
            context: { "kms:calleraccount": this.context.accountId },
        });
        if (!mayChange)
            throw malformed("The new key policy will not allow you to update the key policy in the future.");
    }
}
