import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeEndpointCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";

import { backlogSizeMetric, endpointMetrics } from "../contract/metrics";
import { type Served } from "./guards";

/** The metric has a point each minute, and takes a few to appear. */
const windowMinutes = 10;

/** How an AWS client is made; credentials come by its default chain. */
interface ClientConfiguration {
    region: string;
    profile?: string | undefined;
}

/** What AWS says of an endpoint, asked anew each time. */
export function servedEndpoint(endpointName: string, { region, profile }: ClientConfiguration): Served {
    // The lockfile pins an SDK that runs on Node 20; its advice about coming versions would stand among Pulumi's messages.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const configuration = { region, ...(profile !== undefined && { profile }), maxAttempts: 5 };
    const sagemaker = new SageMakerClient(configuration);
    const cloudwatch = new CloudWatchClient(configuration);
    // AWS's own "now", not that of this machine: a window in its future would have no datapoint, and so no backlog.
    let now = new Date();
    sagemaker.middlewareStack.add(
        (next) => async (args) => {
            const result = await next(args);
            const { date } = (result.response as { headers?: Record<string, string> }).headers ?? {};
            if (date !== undefined) now = new Date(date);
            return result;
        },
        { step: "deserialize", priority: "low", name: "serviceDate" },
    );
    const describe = async () => {
        try {
            return await sagemaker.send(new DescribeEndpointCommand({ EndpointName: endpointName }));
        } catch (error) {
            if (error instanceof Error && error.message.startsWith("Could not find endpoint")) return undefined;
            throw error;
        }
    };
    return {
        endpointConfigName: async () => (await describe())?.EndpointConfigName,
        backlog: async () => {
            if (!(await describe())) return undefined;
            const { Datapoints = [] } = await cloudwatch.send(
                new GetMetricStatisticsCommand({
                    Namespace: endpointMetrics[backlogSizeMetric].namespace,
                    MetricName: backlogSizeMetric,
                    Dimensions: [{ Name: "EndpointName", Value: endpointName }],
                    StartTime: new Date(now.getTime() - windowMinutes * 60_000),
                    EndTime: new Date(now.getTime() + 60_000),
                    Period: 60,
                    Statistics: ["Maximum"],
                }),
            );
            const time = ({ Timestamp }: { Timestamp?: Date }) => Timestamp?.getTime() ?? 0;
            return Datapoints.sort((a, b) => time(b) - time(a))[0]?.Maximum;
        },
    };
}
