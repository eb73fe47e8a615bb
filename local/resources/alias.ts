import { type AliasArgs } from "@pulumi/aws/kms";

import { defineResource, unlessGone } from "./defineResource";
import { regional, type Takes, text } from "./property";
import { unknown } from "./resource";

const properties = {
    name: text({ autoname: (automatic) => `alias/${automatic}` }),
    targetKeyId: text({ required: true }),
    ...regional,
} satisfies Takes<AliasArgs>;

/** A name for a KMS key. */
export const alias = defineResource({
    type: "aws:kms/alias:Alias",
    properties,
    checkTogether({ name }) {
        if (name === unknown || /^alias\/[a-zA-Z0-9/_-]+$/.test(String(name))) return [];
        return [
            {
                property: "name",
                reason: `"name" must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-], got ${String(name)}`,
            },
        ];
    },
    async create({ name, targetKeyId }, { call, partition, region, accountId }) {
        await call("kms", "CreateAlias", { AliasName: name, TargetKeyId: targetKeyId });
        const arn = (resource: string) => `arn:${partition}:kms:${region}:${accountId}:${resource}`;
        return {
            id: name,
            outputs: {
                arn: arn(name),
                namePrefix: "",
                targetKeyArn: targetKeyId.startsWith("arn:") ? targetKeyId : arn(`key/${targetKeyId}`),
            },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("kms", "DeleteAlias", { AliasName: id }), "NotFoundException");
    },
});
