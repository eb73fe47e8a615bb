import { type PolicyArgs } from "@pulumi/aws/iam";

import { defineResource, unlessGone } from "./defineResource";
import { json, tagged, type Takes, text } from "./property";

const properties = {
    name: text({ autoname: true }),
    description: text(),
    path: text({ default: "/" }),
    policy: json({ required: true }),
    ...tagged,
} satisfies Takes<PolicyArgs>;

/** A managed policy. */
export const policy = defineResource({
    type: "aws:iam/policy:Policy",
    properties,
    async create(inputs, { call }) {
        const { Policy } = await call("iam", "CreatePolicy", {
            PolicyName: inputs.name,
            Path: inputs.path,
            PolicyDocument: inputs.policy,
            ...(inputs.description === undefined ? {} : { Description: inputs.description }),
        });
        return {
            id: Policy.Arn,
            outputs: { arn: Policy.Arn, policyId: Policy.PolicyId, attachmentCount: 0, namePrefix: "" },
        };
    },
    async delete({ id }, { call }) {
        await unlessGone(call("iam", "DeletePolicy", { PolicyArn: id }), "NoSuchEntity");
    },
});
