import {
    type CreateAliasCommandInput,
    type DeleteAliasCommandInput,
    type ListAliasesCommandInput,
    type UpdateAliasCommandInput,
} from "@aws-sdk/client-kms";

import { AwsError } from "../awsError";
import { type Service } from "../context";
import { type Caller } from "../iam/principal";
import { page } from "../page";
import { KeyGrants } from "./keyGrants";
import { checkAliasName } from "./kmsRules";

export { type KnownKeyMetadata } from "./keys";

/** Key Management Service: symmetric keys, their policies, grants, rotation and deletion and, here, aliases. It encrypts nothing. */
export class Kms extends KeyGrants implements Service {
    async CreateAlias(input: CreateAliasCommandInput, by?: Caller): Promise<object> {
        const name = checkAliasName(input.AliasName);
        const arn = this.context.arn("kms", name);
        if (this.aliases.has(name)) {
            throw new AwsError("AlreadyExistsException", `An alias with the name ${arn} already exists`);
        }
        const now = this.context.clock.date();
        const key = this.notPending(this.owned("CreateAlias", input.TargetKeyId, by));
        this.aliases.set(name, { arn, created: now, updated: now, keyId: key.id });
        return {};
    }

    /** The key that an alias leaves has to agree too (AWS: KMS Developer Guide, "Controlling access to aliases"). */
    async UpdateAlias(input: UpdateAliasCommandInput, by?: Caller): Promise<object> {
        const alias = this.findAlias(checkAliasName(input.AliasName));
        this.require(by, "UpdateAlias", this.find(alias.keyId));
        alias.keyId = this.notPending(this.owned("UpdateAlias", input.TargetKeyId, by)).id;
        alias.updated = this.context.clock.date();
        return {};
    }

    /** The key has to agree too (AWS: KMS Developer Guide, "Controlling access to aliases"). */
    async DeleteAlias(input: DeleteAliasCommandInput, by?: Caller): Promise<object> {
        const name = checkAliasName(input.AliasName);
        this.require(by, "DeleteAlias", this.find(this.findAlias(name).keyId));
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

    /** Without the keys of {@link pendingDeletion}: nobody can make KMS forget them any sooner. */
    inventory(): string[] {
        const keys = [...this.keys.values()].filter(({ deletion }) => !deletion);
        return [...keys, ...this.aliases.values()].map(({ arn }) => arn);
    }
}
