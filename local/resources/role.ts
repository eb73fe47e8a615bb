import { type RoleArgs } from "@pulumi/aws/iam";

import { defineResource, unlessGone } from "./defineResource";
import { json, number, tagged, type Takes, text } from "./property";

const properties = {
    name: text({ autoname: true }),
    assumeRolePolicy: json({ required: true }),
    description: text(),
    path: text({ default: "/" }),
    maxSessionDuration: number({ default: 3600, range: [3600, 43_200] }),
    ...tagged,
} satisfies Takes<RoleArgs>;

export const role = defineResource({
    type: "aws:iam/role:Role",
    properties,
    async create(inputs, { call }) {
        const { Role } = await call("iam", "CreateRole", {
            RoleName: inputs.name,
            AssumeRolePolicyDocument: inputs.assumeRolePolicy,
            Path: inputs.path,
            MaxSessionDuration: inputs.maxSessionDuration,
            ...(inputs.description === undefined ? {} : { Description: inputs.description }),
        });
        return {
            id: inputs.name,
            outputs: {
                arn: Role.Arn,
                uniqueId: Role.RoleId,
                createDate: Role.CreateDate.toISOString(),
                namePrefix: "",
                forceDetachPolicies: false,
                inlinePolicies: [],
                managedPolicyArns: [],
            },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("iam", "DeleteRole", { RoleName: id }), "NoSuchEntity");
    },
});
