import { type AliasArgs } from "@pulumi/aws/kms";

import { defineResource } from "./defineResource";
import { regional, type Takes, text } from "./property";
import { type Properties, type Target, unknown } from "./resource";

const properties = {
    name: text({ autoname: (automatic) => `alias/${automatic}` }),
    targetKeyId: text({ required: true }),
    ...regional,
} satisfies Takes<AliasArgs>;

/** A name for a KMS key. */
export const alias = defineResource({
    type: "aws:kms/alias:Alias",
    properties,
    gone: ["NotFoundException"],
    checkTogether({ name }) {
        if (name === unknown || /^alias\/[a-zA-Z0-9/_-]+$/.test(String(name))) return [];
        return [
            {
                property: "name",
                reason: `"name" must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-], got ${String(name)}`,
            },
        ];
    },
    async create({ name, targetKeyId }, target) {
        await target.call("kms", "CreateAlias", { AliasName: name, TargetKeyId: targetKeyId });
        return { id: name, outputs: outputs(name, targetKeyId, target) };
    },
    async read(id, target, known) {
        // Anything else is no alias, but could be a key's id.
        if (!id.startsWith("alias/")) return undefined;
        const { Arn, KeyId } = (await target.call("kms", "DescribeKey", { KeyId: id })).KeyMetadata;
        // The same key by id or by ARN is no difference.
        const targetKeyId = known.targetKeyId === Arn ? Arn : KeyId;
        return { inputs: { name: id, targetKeyId }, outputs: outputs(id, targetKeyId, target) };
    },
    async update({ id }, { targetKeyId }, target) {
        await target.call("kms", "UpdateAlias", { AliasName: id, TargetKeyId: targetKeyId });
        return outputs(id, targetKeyId, target);
    },
    async delete({ id }, { call }) {
        await call("kms", "DeleteAlias", { AliasName: id });
    },
});

function outputs(name: string, targetKeyId: string, { partition, region, accountId }: Target): Properties {
    const arn = (resource: string) => `arn:${partition}:kms:${region}:${accountId}:${resource}`;
    return {
        arn: arn(name),
        namePrefix: "",
        targetKeyArn: targetKeyId.startsWith("arn:") ? targetKeyId : arn(`key/${targetKeyId}`),
    };
}
