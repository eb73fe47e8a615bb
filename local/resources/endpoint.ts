import { type EndpointArgs } from "@pulumi/aws/sagemaker";

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
    gone: [gone],
    async create({ name, endpointConfigName }, target, undo) {
        const { EndpointArn } = await target.call("sagemaker", "CreateEndpoint", {
            EndpointName: name,
            EndpointConfigName: endpointConfigName,
        });
        undo(() => deleteEndpoint(name, target));
        await inService(name, target);
        return { id: name, outputs: { arn: EndpointArn } };
    },
    async read(id, { call }) {
        const described = await call("sagemaker", "DescribeEndpoint", { EndpointName: id });
        if (described.EndpointStatus === "Deleting") return undefined;
        return {
            inputs: { name: described.EndpointName, endpointConfigName: described.EndpointConfigName },
            outputs: { arn: described.EndpointArn },
        };
    },
    /**
     * Done once it is in service again, with whichever configuration: that SageMaker went back to the old one is no error to the
     * provider, it only stands in the outputs (hashicorp/terraform-provider-aws #48997).
     */
    async update({ id }, { endpointConfigName }, target) {
        await target.call("sagemaker", "UpdateEndpoint", { EndpointName: id, EndpointConfigName: endpointConfigName });
        return { endpointConfigName: await inService(id, target) };
    },
    async delete({ id }, target) {
        await deleteEndpoint(id, target);
    },
});

/**
 * Waits until the endpoint is in service. No deadline: the endpoint itself becomes Failed when its containers do not start within
 * their time.
 *
 * @returns the configuration that it serves
 */
async function inService(name: string, target: Target): Promise<string> {
    for (;;) {
        const described = await target.call("sagemaker", "DescribeEndpoint", { EndpointName: name });
        const { EndpointStatus: status, FailureReason: reason } = described;
        if (status === "InService") return described.EndpointConfigName;
        if (status !== "Creating" && status !== "Updating") {
            throw new Error(
                `waiting for SageMaker AI Endpoint (${name}) to be in service: unexpected state '${status}', wanted target 'InService'. last error: ${reason ?? "none given"}`,
            );
        }
        await pause(target);
    }
}

async function deleteEndpoint(name: string, target: Target): Promise<void> {
    await target.call("sagemaker", "DeleteEndpoint", { EndpointName: name });
    while (await unlessGone(target.call("sagemaker", "DescribeEndpoint", { EndpointName: name }), [gone])) {
        await pause(target);
    }
}

async function pause({ sleep }: Target): Promise<void> {
    await (sleep ? sleep(pollMilliseconds) : new Promise((resolve) => setTimeout(resolve, pollMilliseconds)));
}
