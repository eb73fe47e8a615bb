import { type EndpointArgs } from "@pulumi/aws/sagemaker";

import { AwsError } from "../cloud/awsError";
import { defineResource, unlessGone } from "./defineResource";
import { type Takes, taggedAndRegional, text } from "./property";
import { type Target } from "./resource";

const properties = {
    name: text({ autoname: true }),
    endpointConfigName: text({ required: true }),
    ...taggedAndRegional,
} satisfies Takes<EndpointArgs>;

const gone = "Could not find endpoint";
const pollMilliseconds = 20;

/** A SageMaker endpoint: made once it is in service, deleted once it cannot be found any more. */
export const endpoint = defineResource({
    type: "aws:sagemaker/endpoint:Endpoint",
    properties,
    async create({ name, endpointConfigName }, target, undo) {
        const { EndpointArn } = await target.call("sagemaker", "CreateEndpoint", {
            EndpointName: name,
            EndpointConfigName: endpointConfigName,
        });
        undo(() => deleteEndpoint(name, target));
        await inService(name, target);
        return { id: name, outputs: { arn: EndpointArn } };
    },
    async delete({ id }, target) {
        await deleteEndpoint(id, target);
    },
});

/** No deadline: the endpoint itself becomes Failed when its containers do not start within their time. */
async function inService(name: string, target: Target): Promise<void> {
    for (;;) {
        const described = await target.call("sagemaker", "DescribeEndpoint", { EndpointName: name });
        const { EndpointStatus: status, FailureReason: reason } = described;
        if (status === "InService") return;
        if (status !== "Creating") {
            throw new Error(
                `waiting for SageMaker AI Endpoint (${name}) to be in service: unexpected state '${status}', wanted target 'InService'. last error: ${reason ?? "none given"}`,
            );
        }
        await pause(target);
    }
}

async function deleteEndpoint(name: string, target: Target): Promise<void> {
    await unlessGone(target.call("sagemaker", "DeleteEndpoint", { EndpointName: name }), gone);
    while (await exists(name, target)) await pause(target);
}

async function exists(name: string, target: Target): Promise<boolean> {
    try {
        await target.call("sagemaker", "DescribeEndpoint", { EndpointName: name });
        return true;
    } catch (error) {
        if (error instanceof AwsError && error.message.startsWith(gone)) return false;
        throw error;
    }
}

async function pause({ sleep }: Target): Promise<void> {
    await (sleep ? sleep(pollMilliseconds) : new Promise((resolve) => setTimeout(resolve, pollMilliseconds)));
}
