import * as pulumi from "@pulumi/pulumi";

/** Hooks that ask AWS before something is deleted; each refuses by an error that says why and what to do. */
export interface DeletionGuards {
    endpoint: pulumi.ResourceHook;
    configuration: pulumi.ResourceHook;
}

/** What the guards ask AWS. */
export interface Served {
    /** The configuration that the endpoint serves; undefined when there is no endpoint. */
    endpointConfigName(): Promise<string | undefined>;
    /** Requests queued or in process by the newest datapoint; undefined when there is none. */
    backlog(): Promise<number | undefined>;
}

/**
 * Guards of one endpoint. This is the only place in the program that calls AWS by itself, with the credentials that every AWS
 * client finds, or those of `aws:profile`.
 */
export function deletionGuards(endpointName: string, region: string): DeletionGuards {
    const profile = new pulumi.Config("aws").get("profile");
    // Loaded when a hook runs, which is seldom: the AWS SDK takes a second.
    const served = async () => (await import("./servedEndpoint")).servedEndpoint(endpointName, { region, profile });
    return {
        endpoint: new pulumi.ResourceHook("keep-endpoint-with-backlog", async () => {
            await refuseBacklog(endpointName, answered(endpointName, await served()));
        }),
        configuration: new pulumi.ResourceHook("keep-served-configuration", async ({ id }) => {
            await refuseServed(endpointName, id, answered(endpointName, await served()));
        }),
    };
}

/** The same questions; one that AWS does not answer keeps what was to be deleted, and says what to do. */
export function answered(endpointName: string, served: Served): Served {
    const orExplain = async <T>(question: Promise<T>): Promise<T> => {
        try {
            return await question;
        } catch (error) {
            throw new Error(
                `AWS was asked whether endpoint ${endpointName} is still needed, and answered: ${error instanceof Error ? error.message : String(error)} Nothing is deleted. Whoever deploys needs sagemaker:DescribeEndpoint and cloudwatch:GetMetricStatistics; without the guard: \`pulumi config set guardDeletes false\` and \`pulumi up\`.`,
                { cause: error },
            );
        }
    };
    return {
        endpointConfigName: () => orExplain(served.endpointConfigName()),
        backlog: () => orExplain(served.backlog()),
    };
}

/** @throws Error when requests are waiting: what happens to them when their endpoint is deleted is not documented */
export async function refuseBacklog(endpointName: string, served: Served): Promise<void> {
    const backlog = await served.backlog();
    if (!backlog) return;
    throw new Error(
        `Endpoint ${endpointName} has ${backlog} requests queued or in process, which would be lost. Wait until its backlog is 0, or run \`pulumi config set guardDeletes false\` and \`pulumi up\` first.`,
    );
}

/**
 * @throws Error when the endpoint still serves the configuration that is to be deleted: SageMaker rolled the update to its
 *     successor back, which the AWS provider takes for a success
 */
export async function refuseServed(endpointName: string, configName: string, served: Served): Promise<void> {
    if ((await served.endpointConfigName()) !== configName) return;
    throw new Error(
        `Endpoint ${endpointName} still serves the configuration ${configName}: SageMaker rolled the update back. It is kept. See why with \`aws sagemaker describe-endpoint --endpoint-name ${endpointName}\`, mend that, and run \`pulumi up --refresh\`.`,
    );
}
