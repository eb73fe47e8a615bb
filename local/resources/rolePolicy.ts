import { type RolePolicyArgs } from "@pulumi/aws/iam";

import { defineResource, unlessGone } from "./defineResource";
import { json, type Takes, text } from "./property";

const properties = {
    name: text({ autoname: true }),
    role: text({ required: true }),
    policy: json({ required: true }),
} satisfies Takes<RolePolicyArgs>;

/** A policy inside a role. */
export const rolePolicy = defineResource({
    type: "aws:iam/rolePolicy:RolePolicy",
    properties,
    async create({ name, role, policy }, { call }) {
        await call("iam", "PutRolePolicy", { RoleName: role, PolicyName: name, PolicyDocument: policy });
        return { id: `${role}:${name}`, outputs: { namePrefix: "" } };
    },
    async delete({ outputs: { name, role } }, { call }) {
        const deletion = call("iam", "DeleteRolePolicy", { RoleName: role, PolicyName: name });
        await unlessGone(deletion, "NoSuchEntity");
    },
});
