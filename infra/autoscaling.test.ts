import assert from "node:assert/strict";

import { type ProgramRun, runProgram } from "./testing/programRun";

const target = "aws:appautoscaling/target:Target";
const policy = "aws:appautoscaling/policy:Policy";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("BacklogScaling", () => {
    let run: ProgramRun;
    before(async () => {
        run = await runProgram();
    });

    const variant = {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        resourceId: "endpoint/summarizer-dev/variant/primary",
    };

    it("scales the variant between nothing and five instances", () => {
        assert.deepEqual(run.only(target).inputs, { ...variant, minCapacity: 0, maxCapacity: 5 });
    });

    it("tracks the backlog per instance, without the variant's name", () => {
        assert.deepEqual(run.only(policy, "backlog").inputs, {
            ...variant,
            name: "summarizer-dev-backlog",
            policyType: "TargetTrackingScaling",
            targetTrackingScalingPolicyConfiguration: {
                targetValue: 5,
                customizedMetricSpecification: {
                    namespace: "AWS/SageMaker",
                    metricName: "ApproximateBacklogSizePerInstance",
                    dimensions: [{ name: "EndpointName", value: "summarizer-dev" }],
                    statistic: "Average",
                },
                scaleInCooldown: 120,
                scaleOutCooldown: 120,
            },
        });
    });

    it("adds the first instance by a step from the alarm's threshold upwards", () => {
        assert.deepEqual(run.only(policy, "wake-up").inputs, {
            ...variant,
            name: "summarizer-dev-wake-up",
            policyType: "StepScaling",
            stepScalingPolicyConfiguration: {
                adjustmentType: "ChangeInCapacity",
                metricAggregationType: "Average",
                cooldown: 300,
                stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
            },
        });
    });

    it("wakes up by an alarm that acts on the step policy", () => {
        assert.deepEqual(run.only(alarm, "wake-up").inputs, {
            name: "summarizer-dev-wake-up",
            alarmDescription: "Requests are waiting and the endpoint has no instance: add one.",
            namespace: "AWS/SageMaker",
            metricName: "HasBacklogWithoutCapacity",
            dimensions: { EndpointName: "summarizer-dev" },
            statistic: "Average",
            period: 60,
            evaluationPeriods: 2,
            datapointsToAlarm: 2,
            threshold: 1,
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            treatMissingData: "missing",
            alarmActions: [
                "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:id:policyName/summarizer-dev-wake-up",
            ],
        });
    });

    it("registers the target after the endpoint and the policies after the target", () => {
        assert.ok(run.only(target).dependencies.includes("aws:sagemaker/endpoint:Endpoint::endpoint"));
        for (const name of ["backlog", "wake-up"]) {
            assert.ok(run.only(policy, name).dependencies.includes(`${target}::scaling`), name);
        }
        assert.ok(run.only(alarm, "wake-up").dependencies.includes(`${policy}::wake-up`));
    });

    it("names the variant by what the gate keeps, so that the target goes and comes with it", () => {
        assert.deepEqual(run.only(target).propertyDependencies.resourceId, [
            "aws:sagemaker/endpoint:Endpoint::endpoint",
            "pulumi:index:Stash::endpoint-variant",
        ]);
        for (const name of ["backlog", "wake-up"]) {
            const { resourceId } = run.only(policy, name).propertyDependencies;
            assert.ok(resourceId?.includes(`${target}::scaling`), name);
        }
    });

    it("scales and watches an endpoint that is taken over", async () => {
        const other = await runProgram({ config: { endpointName: "Legacy", variantName: "AllTraffic" } });
        const resourceId = "endpoint/Legacy/variant/AllTraffic";
        const scaled = [...other.ofType(target), ...other.ofType(policy)];
        assert.deepEqual(
            scaled.map(({ inputs }) => inputs.resourceId),
            [resourceId, resourceId, resourceId],
        );
        assert.deepEqual(other.only(alarm, "wake-up").inputs.dimensions, { EndpointName: "Legacy" });
        const { customizedMetricSpecification } = other.only(policy, "backlog").inputs
            .targetTrackingScalingPolicyConfiguration as { customizedMetricSpecification: { dimensions: unknown } };
        assert.deepEqual(customizedMetricSpecification.dimensions, [{ name: "EndpointName", value: "Legacy" }]);
    });

    it("takes its numbers from the settings", async () => {
        const other = await runProgram({
            config: {
                minCapacity: 1,
                maxCapacity: 8,
                backlogPerInstance: 3,
                scaleInCooldownSeconds: 900,
                scaleOutCooldownSeconds: 60,
                wakeUpScalingAdjustment: 4,
            },
        });
        const { minCapacity, maxCapacity } = other.only(target).inputs;
        assert.deepEqual([minCapacity, maxCapacity], [1, 8]);
        const configuration = other.only(policy, "backlog").inputs.targetTrackingScalingPolicyConfiguration;
        const { targetValue, scaleInCooldown, scaleOutCooldown } = configuration as Record<string, number>;
        assert.deepEqual([targetValue, scaleInCooldown, scaleOutCooldown], [3, 900, 60]);
        const { stepAdjustments } = other.only(policy, "wake-up").inputs.stepScalingPolicyConfiguration as {
            stepAdjustments: unknown;
        };
        assert.deepEqual(stepAdjustments, [{ metricIntervalLowerBound: "0", scalingAdjustment: 4 }]);
        assert.equal(
            other.only(alarm, "wake-up").inputs.alarmDescription,
            "Requests are waiting and the endpoint has no instance: add 4.",
        );
    });
});
