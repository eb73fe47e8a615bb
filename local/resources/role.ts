import { type RoleArgs } from "@pulumi/aws/iam";

import { defineResource } from "./defineResource";
import { json, number, tagged, type Takes, text } from "./property";
import { type Properties } from "./resource";

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
    gone: ["NoSuchEntity"],
    async create(inputs, { call }) {
        const { Role } = await call("iam", "CreateRole", {
            RoleName: inputs.name,
            AssumeRolePolicyDocument: inputs.assumeRolePolicy,
            Path: inputs.path,
            MaxSessionDuration: inputs.maxSessionDuration,
            ...(inputs.description === undefined ? {} : { Description: inputs.description }),
        });
        return { id: inputs.name, outputs: outputs(Role) };
    },
    async read(id, { call }) {
        const { Role } = await call("iam", "GetRole", { RoleName: id });
        return {
            inputs: {
                name: Role.RoleName,
                assumeRolePolicy: decodeURIComponent(Role.AssumeRolePolicyDocument),
                description: Role.Description,
                path: Role.Path,
                maxSessionDuration: Role.MaxSessionDuration,
            },
            outputs: outputs(Role),
        };
    },
    async update({ id }, { assumeRolePolicy, description, maxSessionDuration }, { call }, changed) {
        const RoleName = id;
        if (changed.has("assumeRolePolicy")) {
            await call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument: assumeRolePolicy });
        }
        if (changed.has("description")) {
            await call("iam", "UpdateRoleDescription", { RoleName, Description: description ?? "" });
        }
        if (changed.has("maxSessionDuration")) {
            await call("iam", "UpdateRole", { RoleName, MaxSessionDuration: maxSessionDuration });
        }
    },
    async delete({ id }, { call }) {
        await call("iam", "DeleteRole", { RoleName: id });
    },
});

/** Of a new role, which has no policies; those that RolePolicy resources put into it later are outputs of theirs. */
function outputs(role: { Arn: string; RoleId: string; CreateDate: Date }): Properties {
    return {
        arn: role.Arn,
        uniqueId: role.RoleId,
        createDate: role.CreateDate.toISOString(),
        namePrefix: "",
        forceDetachPolicies: false,
        inlinePolicies: [],
        managedPolicyArns: [],
    };
}
