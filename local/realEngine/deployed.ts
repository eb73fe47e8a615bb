import assert from "node:assert/strict";

import { type Outputs } from "../../contract/outputs";
import { type Cloud } from "../cloud/cloud";

/** What AWS itself says of a deployment: a state can be wrong about it. */
export class Deployed {
    constructor(
        private readonly cloud: Cloud,
        readonly outputs: Outputs,
    ) {}

    async endpoint() {
        return this.cloud.call("sagemaker", "DescribeEndpoint", { EndpointName: this.outputs.endpointName });
    }

    /** The configuration that is served, whatever Pulumi believes. */
    async served() {
        const { EndpointConfigName } = await this.endpoint();
        return this.cloud.call("sagemaker", "DescribeEndpointConfig", { EndpointConfigName });
    }

    async servedInstanceType(): Promise<string | undefined> {
        return (await this.served()).ProductionVariants?.[0]?.InstanceType;
    }

    async instances(): Promise<number | undefined> {
        return (await this.endpoint()).ProductionVariants[0]?.CurrentInstanceCount;
    }

    /** Puts an article and asks for its summary; answers where that will be. */
    async invoke(id: string): Promise<string> {
        const { inputBucketName: Bucket, inputPrefix, endpointName: EndpointName } = this.outputs;
        const Key = `${inputPrefix}${id}.json`;
        const Body = Buffer.from(JSON.stringify({ inputs: "The tide came in. The mill wheel turned." }));
        await this.cloud.call("s3", "PutObject", { Bucket, Key, Body });
        const { OutputLocation } = await this.cloud.call("sagemaker-runtime", "InvokeEndpointAsync", {
            EndpointName,
            InputLocation: `s3://${Bucket}/${Key}`,
            InferenceId: id,
            ContentType: "application/json",
        });
        return OutputLocation;
    }

    async allExist(locations: readonly string[]): Promise<boolean> {
        return (await Promise.all(locations.map((location) => this.exists(location)))).every(Boolean);
    }

    async exists(location: string): Promise<boolean> {
        const { host: Bucket, pathname } = new URL(location);
        try {
            await this.cloud.call("s3", "HeadObject", { Bucket, Key: pathname.slice(1) });
            return true;
        } catch {
            return false;
        }
    }

    /** @throws AssertionError unless the target is registered, both policies are there, and the wake-up alarm acts on the step policy */
    async assertScales({ minCapacity, maxCapacity } = this.outputs): Promise<void> {
        const { endpointName, variantName, wakeUpAlarmName } = this.outputs;
        const ResourceId = `endpoint/${endpointName}/variant/${variantName}`;
        const place = { ServiceNamespace: "sagemaker", ResourceId } as const;
        const { ScalableTargets } = await this.cloud.call("application-autoscaling", "DescribeScalableTargets", {
            ServiceNamespace: "sagemaker",
            ResourceIds: [ResourceId],
        });
        assert.deepEqual(
            ScalableTargets.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity]),
            [[minCapacity, maxCapacity]],
        );
        const { ScalingPolicies } = await this.cloud.call("application-autoscaling", "DescribeScalingPolicies", place);
        assert.deepEqual(ScalingPolicies.map(({ PolicyName, PolicyType }) => [PolicyName, PolicyType]).sort(), [
            [`${endpointName}-backlog`, "TargetTrackingScaling"],
            [`${endpointName}-wake-up`, "StepScaling"],
        ]);
        const { MetricAlarms } = await this.cloud.call("cloudwatch", "DescribeAlarms", {
            AlarmNames: [wakeUpAlarmName],
        });
        const step = ScalingPolicies.find(({ PolicyType }) => PolicyType === "StepScaling");
        assert.deepEqual(
            MetricAlarms.map(({ AlarmActions }) => AlarmActions),
            [[step?.PolicyARN]],
        );
    }
}
