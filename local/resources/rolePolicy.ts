import { type RolePolicyArgs } from "@pulumi/aws/iam";

import { defineResource } from "./defineResource";
import { json, type Takes, text, type Values } from "./property";
import { type Properties, type Target } from "./resource";

const properties = {
    name: text({ autoname: true }),
    role: text({ required: true }),
    policy: json({ required: true }),
} satisfies Takes<RolePolicyArgs>;

const outputs: Properties = { namePrefix: "" };

/** A policy inside a role. */
export const rolePolicy = defineResource({
    type: "aws:iam/rolePolicy:RolePolicy",
    properties,
    gone: ["NoSuchEntity"],
    async create(inputs, target) {
        await put(inputs, target);
        return { id: `${inputs.role}:${inputs.name}`, outputs };
    },
    async read(id, { call }) {
        const [RoleName, PolicyName] = partsOf(id);
        const { PolicyDocument } = await call("iam", "GetRolePolicy", { RoleName, PolicyName });
        return { inputs: { name: PolicyName, role: RoleName, policy: decodeURIComponent(PolicyDocument) }, outputs };
    },
    async update(_existing, inputs, target) {
        await put(inputs, target);
    },
    async delete({ outputs: { name, role } }, { call }) {
        await call("iam", "DeleteRolePolicy", { RoleName: role, PolicyName: name });
    },
});

async function put({ name, role, policy }: Values<typeof properties>, { call }: Target): Promise<void> {
    await call("iam", "PutRolePolicy", { RoleName: role, PolicyName: name, PolicyDocument: policy });
}

/** Of `<role>:<policy>`; names have no colons. */
function partsOf(id: string): [role: string, policy: string] {
    const [role, policy] = id.split(":");
    if (role && policy) return [role, policy];
    throw new Error("role_policy id must be of the form <role name>:<policy name>");
}
