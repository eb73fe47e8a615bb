import assert from "node:assert/strict";

import { type PutScalingPolicyCommandInput } from "@aws-sdk/client-application-auto-scaling";

import { ScalingFixture, target } from "../testing/scalingFixture";

const endpointName = [{ Name: "EndpointName", Value: "summarizer" }];
const limits = { ...target, MinCapacity: 0, MaxCapacity: 5 };

const tracking: PutScalingPolicyCommandInput = {
    ...target,
    PolicyName: "backlog",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        CustomizedMetricSpecification: {
            MetricName: "ApproximateBacklogSizePerInstance",
            Namespace: "AWS/SageMaker",
            Dimensions: endpointName,
            Statistic: "Average",
        },
        ScaleInCooldown: 120,
        ScaleOutCooldown: 120,
    },
};

const stepUp: PutScalingPolicyCommandInput = {
    ...target,
    PolicyName: "wake-up",
    PolicyType: "StepScaling",
    StepScalingPolicyConfiguration: {
        AdjustmentType: "ChangeInCapacity",
        MetricAggregationType: "Average",
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    },
};

/** The scaling of AWS's recipe: target tracking on the backlog, and, unless told otherwise, a wake-up from zero. */
async function deploy(
    fixture: ScalingFixture,
    { policy = tracking, wakeUp = true }: { policy?: PutScalingPolicyCommandInput; wakeUp?: boolean } = {},
): Promise<void> {
    const { autoScaling, cloudWatch } = fixture;
    await autoScaling.RegisterScalableTarget(limits);
    await autoScaling.PutScalingPolicy(policy);
    if (wakeUp) {
        const { PolicyARN } = await autoScaling.PutScalingPolicy(stepUp);
        await cloudWatch.PutMetricAlarm({
            AlarmName: "has-backlog-without-capacity",
            Namespace: "AWS/SageMaker",
            MetricName: "HasBacklogWithoutCapacity",
            Dimensions: endpointName,
            Statistic: "Average",
            Period: 60,
            EvaluationPeriods: 2,
            DatapointsToAlarm: 2,
            Threshold: 1,
            ComparisonOperator: "GreaterThanOrEqualToThreshold",
            AlarmActions: [PolicyARN],
        });
    }
    await fixture.publishQueue();
}

function atZero(fixture: ScalingFixture): void {
    Object.assign(fixture.endpoint, { current: 0, desired: 0 });
}

describe("RegisterScalableTarget", () => {
    it("refuses a variant that does not exist, in AWS's words", async () => {
        const { autoScaling, endpoint } = new ScalingFixture();
        const message =
            "No scalable resource found for service namespace: sagemaker, resource ID: endpoint/summarizer/variant/other, scalable dimension: sagemaker:variant:DesiredInstanceCount";
        await assert.rejects(
            autoScaling.RegisterScalableTarget({ ...limits, ResourceId: "endpoint/summarizer/variant/other" }),
            { code: "ValidationException", message },
        );
        endpoint.exists = false;
        await assert.rejects(autoScaling.RegisterScalableTarget(limits), { message: message.replace("other", "main") });
        assert.deepEqual(autoScaling.inventory(), []);
    });

    const refused: [string, object, string, string][] = [
        [
            "a minimum above the maximum",
            { MinCapacity: 6 },
            "ValidationException",
            "Maximum capacity cannot be less than minimum capacity",
        ],
        ["a negative minimum", { MinCapacity: -1 }, "ValidationException", "Minimum capacity cannot be less than 0"],
        [
            "no limits",
            { MaxCapacity: undefined },
            "ValidationException",
            "MinCapacity and MaxCapacity are required when registering a new scalable target",
        ],
        [
            "a resource ID of another form",
            { ResourceId: "summarizer" },
            "ValidationException",
            "Unsupported service namespace, resource type or scalable dimension",
        ],
        [
            "another service",
            { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" },
            "NotImplemented",
            "The laptop AWS scales sagemaker sagemaker:variant:DesiredInstanceCount only, not ecs ecs:service:DesiredCount.",
        ],
    ];
    for (const [what, change, code, message] of refused) {
        it(`refuses ${what}`, async () => {
            const { autoScaling } = new ScalingFixture();
            await assert.rejects(autoScaling.RegisterScalableTarget({ ...limits, ...change }), { code, message });
            assert.deepEqual(autoScaling.inventory(), []);
        });
    }

    it("is seen by DescribeScalableTargets, and an update keeps what it does not name", async () => {
        const { autoScaling } = new ScalingFixture();
        const { ScalableTargetARN } = await autoScaling.RegisterScalableTarget(limits);
        await autoScaling.RegisterScalableTarget({ ...target, MaxCapacity: 8 });
        assert.match(
            ScalableTargetARN,
            /^arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target\/[0-9a-f]{32}$/,
        );
        const described = await autoScaling.DescribeScalableTargets({ ServiceNamespace: "sagemaker" });
        assert.deepEqual(described, {
            ScalableTargets: [
                {
                    ...target,
                    MinCapacity: 0,
                    MaxCapacity: 8,
                    RoleARN:
                        "arn:aws:iam::123456789012:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
                    CreationTime: new Date("2026-01-01T00:00:00Z"),
                    SuspendedState: {
                        DynamicScalingInSuspended: false,
                        DynamicScalingOutSuspended: false,
                        ScheduledScalingSuspended: false,
                    },
                    ScalableTargetARN,
                },
            ],
        });
        const none = await autoScaling.DescribeScalableTargets({
            ServiceNamespace: "sagemaker",
            ResourceIds: ["other"],
        });
        assert.deepEqual(none, { ScalableTargets: [] });
    });

    it("moves a capacity outside the limits to the nearer one, also when the endpoint is busy at first", async () => {
        const { autoScaling, clock, endpoint } = new ScalingFixture();
        endpoint.status = "Updating";
        clock.after(90, () => void (endpoint.status = "InService"));
        await autoScaling.RegisterScalableTarget({ ...limits, MinCapacity: 2 });
        await clock.advance(600);
        assert.deepEqual(endpoint.asked, [{ at: 120, instances: 2 }]);
        const { ScalingActivities } = await autoScaling.DescribeScalingActivities({ ServiceNamespace: "sagemaker" });
        assert.deepEqual(
            ScalingActivities.map(({ Cause, StatusCode }) => [Cause, StatusCode]),
            [["minimum capacity was set to 2", "Successful"]],
        );
    });

    it("keeps tags, and refuses them on a target that is there", async () => {
        const { autoScaling } = new ScalingFixture();
        const { ScalableTargetARN: ResourceARN } = await autoScaling.RegisterScalableTarget({
            ...limits,
            Tags: { a: "1" },
        });
        await assert.rejects(autoScaling.RegisterScalableTarget({ ...limits, Tags: { a: "2" } }), {
            message:
                "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.",
        });
        await autoScaling.TagResource({ ResourceARN, Tags: { b: "2" } });
        await autoScaling.UntagResource({ ResourceARN, TagKeys: ["a"] });
        assert.deepEqual(await autoScaling.ListTagsForResource({ ResourceARN }), { Tags: { b: "2" } });
    });
});

describe("DeregisterScalableTarget", () => {
    it("takes policies and their alarms with it", async () => {
        const fixture = new ScalingFixture();
        await fixture.autoScaling.RegisterScalableTarget(limits);
        await fixture.autoScaling.PutScalingPolicy(tracking);
        assert.equal(fixture.cloudWatch.inventory().length, 2);
        await fixture.autoScaling.DeregisterScalableTarget(target);
        assert.deepEqual([...fixture.autoScaling.inventory(), ...fixture.cloudWatch.inventory()], []);
    });

    it("refuses a target that is not registered", async () => {
        await assert.rejects(new ScalingFixture().autoScaling.DeregisterScalableTarget(target), {
            code: "ObjectNotFoundException",
            statusCode: 400,
            message:
                "No scalable target found for service namespace: sagemaker, resource ID: endpoint/summarizer/variant/main, scalable dimension: sagemaker:variant:DesiredInstanceCount",
        });
    });

    it("ends a change that is under way quietly", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        fixture.endpoint.backlog = 1;
        await fixture.clock.advance(200);
        assert.equal(fixture.endpoint.status, "Updating");
        await fixture.autoScaling.DeregisterScalableTarget(target);
        fixture.endpoint.exists = false;
        await fixture.clock.advance(3600);
        assert.equal(fixture.endpoint.asked.length, 1);
    });
});

describe("PutScalingPolicy", () => {
    let fixture: ScalingFixture;
    beforeEach(async () => {
        fixture = new ScalingFixture();
        await fixture.autoScaling.RegisterScalableTarget(limits);
    });

    it("makes target tracking's two alarms, named and set as AWS does", async () => {
        const { PolicyARN, Alarms } = await fixture.autoScaling.PutScalingPolicy(tracking);
        assert.match(
            PolicyARN,
            /^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource\/sagemaker\/endpoint\/summarizer\/variant\/main:policyName\/backlog$/,
        );
        assert.deepEqual(
            Alarms.map(({ AlarmName }) => AlarmName.replace(/[0-9a-f-]{36}$/, "<uuid>")),
            [
                "TargetTracking-endpoint/summarizer/variant/main-AlarmHigh-<uuid>",
                "TargetTracking-endpoint/summarizer/variant/main-AlarmLow-<uuid>",
            ],
        );
        const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
        assert.deepEqual(
            MetricAlarms.map((alarm) => ({
                arn: alarm.AlarmArn,
                actions: alarm.AlarmActions,
                metric: [alarm.Namespace, alarm.MetricName, alarm.Statistic, alarm.Dimensions],
                rule: [
                    alarm.ComparisonOperator,
                    alarm.Threshold,
                    alarm.Period,
                    alarm.EvaluationPeriods,
                    alarm.DatapointsToAlarm,
                ],
                description: alarm.AlarmDescription,
            })),
            [
                ["GreaterThanThreshold", 5, 60, 3, 3],
                ["LessThanThreshold", 4.5, 60, 15, 15],
            ].map((rule, index) => ({
                arn: Alarms[index]?.AlarmARN,
                actions: [PolicyARN],
                metric: ["AWS/SageMaker", "ApproximateBacklogSizePerInstance", "Average", endpointName],
                rule,
                description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${PolicyARN}.`,
            })),
        );
    });

    it("keeps ARN and alarms when it updates a policy", async () => {
        const first = await fixture.autoScaling.PutScalingPolicy(tracking);
        const configuration = tracking.TargetTrackingScalingPolicyConfiguration;
        const second = await fixture.autoScaling.PutScalingPolicy({
            ...tracking,
            TargetTrackingScalingPolicyConfiguration: { ...configuration, TargetValue: 10 },
        });
        assert.deepEqual(second, first);
        const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
        assert.deepEqual(
            MetricAlarms.map(({ Threshold }) => Threshold),
            [10, 9],
        );
    });

    it("tracks InvocationsPerInstance with both dimensions", async () => {
        await fixture.autoScaling.PutScalingPolicy({
            ...tracking,
            TargetTrackingScalingPolicyConfiguration: {
                TargetValue: 70,
                PredefinedMetricSpecification: { PredefinedMetricType: "SageMakerVariantInvocationsPerInstance" },
            },
        });
        const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
        const variantName = { Name: "VariantName", Value: "main" };
        assert.deepEqual(MetricAlarms[0]?.Dimensions, [...endpointName, variantName]);
        assert.equal(MetricAlarms[0].MetricName, "InvocationsPerInstance");
        assert.equal(MetricAlarms[0].Statistic, "Sum");
    });

    it("makes no alarm for step scaling", async () => {
        const { Alarms } = await fixture.autoScaling.PutScalingPolicy(stepUp);
        assert.deepEqual(Alarms, []);
        assert.deepEqual(fixture.cloudWatch.inventory(), []);
    });

    it("is seen by DescribeScalingPolicies", async () => {
        const { PolicyARN, Alarms } = await fixture.autoScaling.PutScalingPolicy(tracking);
        await fixture.autoScaling.PutScalingPolicy(stepUp);
        const { ScalingPolicies } = await fixture.autoScaling.DescribeScalingPolicies({
            ServiceNamespace: "sagemaker",
            PolicyNames: ["backlog"],
        });
        assert.deepEqual(ScalingPolicies, [
            { ...tracking, PolicyARN, Alarms, CreationTime: new Date("2026-01-01T00:00:00Z") },
        ]);
        const all = await fixture.autoScaling.DescribeScalingPolicies({ ServiceNamespace: "sagemaker" });
        assert.equal(all.ScalingPolicies.length, 2);
    });

    it("refuses a target that is not registered", async () => {
        await fixture.autoScaling.DeregisterScalableTarget(target);
        await assert.rejects(fixture.autoScaling.PutScalingPolicy(tracking), {
            code: "ObjectNotFoundException",
            message:
                "No scalable target registered for service namespace: sagemaker, resource ID: endpoint/summarizer/variant/main, scalable dimension: sagemaker:variant:DesiredInstanceCount",
        });
    });

    const specification = tracking.TargetTrackingScalingPolicyConfiguration?.CustomizedMetricSpecification;
    const predefined = { PredefinedMetricType: "SageMakerVariantInvocationsPerInstance" as const };
    const refused: [string, Partial<PutScalingPolicyCommandInput>, string][] = [
        [
            "target tracking without its configuration",
            { TargetTrackingScalingPolicyConfiguration: undefined },
            "TargetTrackingScalingPolicyConfiguration, and it only, is required for policy type TargetTrackingScaling",
        ],
        [
            "a target of 0",
            {
                TargetTrackingScalingPolicyConfiguration: {
                    TargetValue: 0,
                    CustomizedMetricSpecification: specification,
                },
            },
            "TargetValue must be greater than 0, not 0",
        ],
        [
            "no metric",
            { TargetTrackingScalingPolicyConfiguration: { TargetValue: 5 } },
            "Either PredefinedMetricSpecification or CustomizedMetricSpecification must be specified",
        ],
        [
            "two metrics",
            {
                TargetTrackingScalingPolicyConfiguration: {
                    TargetValue: 5,
                    CustomizedMetricSpecification: specification,
                    PredefinedMetricSpecification: predefined,
                },
            },
            "Only one of PredefinedMetricSpecification and CustomizedMetricSpecification can be specified",
        ],
        [
            "a negative cooldown",
            {
                TargetTrackingScalingPolicyConfiguration: {
                    TargetValue: 5,
                    CustomizedMetricSpecification: specification,
                    ScaleInCooldown: -1,
                },
            },
            "1 validation error detected: Value '-1' at 'targetTrackingScalingPolicyConfiguration.scaleInCooldown' failed to satisfy constraint: Member must have value greater than or equal to 0",
        ],
        [
            "steps with a gap",
            {
                PolicyType: "StepScaling",
                TargetTrackingScalingPolicyConfiguration: undefined,
                StepScalingPolicyConfiguration: {
                    AdjustmentType: "ChangeInCapacity",
                    StepAdjustments: [
                        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
                        { MetricIntervalLowerBound: 20, ScalingAdjustment: 2 },
                    ],
                },
            },
            "Step adjustment intervals cannot have gaps between them",
        ],
    ];
    for (const [what, change, message] of refused) {
        it(`refuses ${what}`, async () => {
            await assert.rejects(fixture.autoScaling.PutScalingPolicy({ ...tracking, ...change }), {
                code: "ValidationException",
                message,
            });
            assert.deepEqual(fixture.cloudWatch.inventory(), []);
        });
    }

    it("refuses a second target tracking policy on the same metric", async () => {
        await fixture.autoScaling.PutScalingPolicy(tracking);
        await assert.rejects(fixture.autoScaling.PutScalingPolicy({ ...tracking, PolicyName: "again" }), {
            message: "Only one TargetTrackingScaling policy for a given metric specification is allowed.",
        });
    });

    it("is undone by DeleteScalingPolicy, with its alarms", async () => {
        await fixture.autoScaling.PutScalingPolicy(tracking);
        await fixture.autoScaling.DeleteScalingPolicy({ ...target, PolicyName: "backlog" });
        assert.deepEqual(fixture.cloudWatch.inventory(), []);
        await assert.rejects(fixture.autoScaling.DeleteScalingPolicy({ ...target, PolicyName: "backlog" }), {
            code: "ObjectNotFoundException",
            message:
                "No scaling policy found for service namespace: sagemaker, resource ID: endpoint/summarizer/variant/main, scalable dimension: sagemaker:variant:DesiredInstanceCount, policy name: backlog",
        });
    });
});

describe("scaling on the laptop", () => {
    it("goes to zero after fifteen quiet minutes, and not sooner", async () => {
        const fixture = new ScalingFixture();
        await deploy(fixture);
        await fixture.clock.advance(1800);
        assert.deepEqual(fixture.endpoint.asked, [{ at: 900, instances: 0 }]);
        assert.deepEqual(fixture.scalings(), [[900, "backlog", 1, 0, "started"]]);
    });

    it("wakes for one request 120 to 180 s after it, and is back at zero fifteen minutes after its work", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        await fixture.clock.advance(3600 + 25);
        fixture.endpoint.backlog = 1;
        fixture.clock.after(405, () => void (fixture.endpoint.backlog = 0));
        await fixture.clock.advance(3600);
        assert.deepEqual(fixture.scalings(), [
            [3780, "wake-up", 0, 1, "started"],
            [4980, "backlog", 1, 0, "started"],
        ]);
        assert.deepEqual(fixture.endpoint.inService[0], { at: 4020, instances: 1 });
    });

    it("never wakes for one request without the step policy", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture, { wakeUp: false });
        fixture.endpoint.backlog = 1;
        await fixture.clock.advance(6 * 3600);
        assert.deepEqual(fixture.endpoint.asked, []);
    });

    it("never scales in when the tracking metric has a VariantName too", async () => {
        const fixture = new ScalingFixture();
        const configuration = tracking.TargetTrackingScalingPolicyConfiguration;
        const CustomizedMetricSpecification = {
            ...configuration?.CustomizedMetricSpecification,
            Dimensions: [...endpointName, { Name: "VariantName", Value: "main" }],
        };
        const policy = {
            ...tracking,
            TargetTrackingScalingPolicyConfiguration: { TargetValue: 5, CustomizedMetricSpecification },
        };
        await deploy(fixture, { policy });
        await fixture.clock.advance(6 * 3600);
        assert.deepEqual(fixture.endpoint.asked, []);
        assert.ok(fixture.alarmStates().every(([, name]) => name === "has-backlog-without-capacity"));
    });

    it("jumps from zero to what a burst needs, by target tracking alone", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture, { wakeUp: false });
        fixture.endpoint.backlog = 11;
        await fixture.clock.advance(400);
        assert.deepEqual(fixture.scalings(), [[240, "backlog", 0, 3, "started"]]);
    });

    it("is refused while the endpoint is updating, and asks again every minute until it is not", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        fixture.endpoint.backlog = 100;
        await fixture.clock.advance(900);
        // The wake-up comes a minute before target tracking, and its update holds target tracking up.
        assert.deepEqual(fixture.scalings(), [
            [180, "wake-up", 0, 1, "started"],
            [240, "backlog", 1, 5, "refused"],
            [420, "backlog", 1, 5, "started"],
        ]);
        const all = { ServiceNamespace: "sagemaker", IncludeNotScaledActivities: true } as const;
        const { ScalingActivities } = await fixture.autoScaling.DescribeScalingActivities(all);
        const unscalable = ScalingActivities.filter(
            ({ NotScaledReasons }) => NotScaledReasons?.[0]?.Code === "TargetServicePutResourceAsUnscalable",
        );
        assert.equal(unscalable.length, 1);
    });

    it("records each activity as AWS words it, ended when SageMaker has fulfilled it", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        fixture.endpoint.backlog = 1;
        await fixture.clock.advance(300);
        const describe = () => fixture.autoScaling.DescribeScalingActivities({ ...target });
        assert.deepEqual(
            (await describe()).ScalingActivities.map(({ StatusCode, EndTime }) => [StatusCode, EndTime]),
            [["InProgress", undefined]],
        );
        await fixture.clock.advance(300);
        const { ScalingActivities } = await describe();
        const activity = ScalingActivities[0];
        assert.deepEqual(
            { ...activity, ActivityId: "" },
            {
                ...target,
                ActivityId: "",
                Description: "Setting desired instance count to 1.",
                Cause: "monitor alarm has-backlog-without-capacity in state ALARM triggered policy wake-up",
                StartTime: new Date("2026-01-01T00:03:00Z"),
                EndTime: new Date("2026-01-01T00:07:00Z"),
                StatusCode: "Successful",
                StatusMessage:
                    "Successfully set desired instance count to 1. Change successfully fulfilled by sagemaker.",
            },
        );
        assert.equal(ScalingActivities.length, 1);
    });

    it("records a reason not to scale once, and shows it only when asked for", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        await fixture.clock.advance(7200);
        const shown = await fixture.autoScaling.DescribeScalingActivities({ ...target });
        assert.deepEqual(shown.ScalingActivities, []);
        const all = await fixture.autoScaling.DescribeScalingActivities({
            ...target,
            IncludeNotScaledActivities: true,
        });
        assert.deepEqual(
            all.ScalingActivities.map(({ Description, StatusCode, NotScaledReasons }) => ({
                Description,
                StatusCode,
                NotScaledReasons,
            })),
            [
                {
                    Description: "Attempting to scale due to alarm triggered",
                    StatusCode: "Failed",
                    NotScaledReasons: [{ Code: "AlreadyAtMinCapacity", MinCapacity: 0 }],
                },
            ],
        );
    });

    it("records that SageMaker refuses for good, without a cooldown", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        fixture.endpoint.refusal = "The account-level service limit is 0 Instances.";
        await deploy(fixture);
        fixture.endpoint.backlog = 1;
        await fixture.clock.advance(400);
        fixture.endpoint.refusal = undefined;
        await fixture.clock.advance(60);
        assert.deepEqual(fixture.scalings(), [
            [180, "wake-up", 0, 1, "refused"],
            [420, "wake-up", 0, 1, "started"],
        ]);
        const { ScalingActivities } = await fixture.autoScaling.DescribeScalingActivities({ ...target });
        assert.deepEqual(ScalingActivities.map(({ StatusCode, StatusMessage }) => [StatusCode, StatusMessage]).at(-1), [
            "Failed",
            "Failed to set desired instance count to 1. Reason: The account-level service limit is 0 Instances.",
        ]);
    });

    it("counts a cooldown from fulfilment", async () => {
        const fixture = new ScalingFixture();
        await deploy(fixture, { wakeUp: false });
        await fixture.clock.advance(1);
        // 12 requests: 1 → 3 at 240 s, fulfilled at 480 s; then 6.7 for each of 3: from the 1 before, that is 2, no larger scale-out.
        fixture.endpoint.backlog = 12;
        await fixture.clock.advance(420);
        fixture.endpoint.backlog = 20;
        await fixture.clock.advance(600);
        // The cooldown of 120 s ends at 600 s; from the request it would have ended at 360 s.
        assert.deepEqual(fixture.scalings(), [
            [240, "backlog", 1, 3, "started"],
            [600, "backlog", 3, 4, "started"],
        ]);
    });

    // What of one moment comes first decides whether an alarm is refused, and whether a cooldown has begun; 60 s is the hard case,
    // since the alarm is then scheduled before the instances are.
    for (const provisioningSeconds of [60, 240]) {
        const readyAt = 240 + provisioningSeconds;

        it(`has instances in service before the alarms of that moment, ${provisioningSeconds} s on`, async () => {
            const fixture = new ScalingFixture();
            fixture.endpoint.provisioningSeconds = provisioningSeconds;
            await deploy(fixture, { wakeUp: false });
            await fixture.clock.advance(1);
            fixture.endpoint.backlog = 12;
            await fixture.clock.advance(200);
            // Far more than what is under way: it passes the cooldown, and is refused only while the endpoint is updating.
            fixture.endpoint.backlog = 200;
            await fixture.clock.advance(readyAt - 201);
            assert.deepEqual(
                fixture.scalings().filter(([, , , , outcome]) => outcome === "started"),
                [
                    [240, "backlog", 1, 3, "started"],
                    [readyAt, "backlog", 3, 5, "started"],
                ],
            );
        });

        it(`evaluates alarms before it notices that a change is fulfilled, ${provisioningSeconds} s on`, async () => {
            const fixture = new ScalingFixture();
            fixture.endpoint.provisioningSeconds = provisioningSeconds;
            const configuration = tracking.TargetTrackingScalingPolicyConfiguration as { TargetValue: number };
            const withoutCooldown = { ...configuration, ScaleOutCooldown: 0 };
            const policy = { ...tracking, TargetTrackingScalingPolicyConfiguration: withoutCooldown };
            await deploy(fixture, { policy, wakeUp: false });
            await fixture.clock.advance(1);
            fixture.endpoint.backlog = 12;
            await fixture.clock.advance(readyAt - 2);
            fixture.endpoint.backlog = 20;
            await fixture.clock.advance(120);
            // When the instances come, 12 for each of 3 would be 5; from the 1 before they are 3, which does not pass what is still under way.
            assert.deepEqual(fixture.scalings(), [
                [240, "backlog", 1, 3, "started"],
                [readyAt + 60, "backlog", 3, 4, "started"],
            ]);
        });
    }

    it("ends an activity as overridden when somebody else has set another capacity, once the endpoint is in service", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        fixture.endpoint.backlog = 1;
        await fixture.clock.advance(300);
        fixture.endpoint.desired = 2;
        const status = async () =>
            (await fixture.autoScaling.DescribeScalingActivities({ ...target })).ScalingActivities[0]?.StatusCode;
        await fixture.clock.advance(119);
        assert.equal(await status(), "InProgress");
        await fixture.clock.advance(1);
        assert.equal(await status(), "Overridden");
    });

    it("does not scale while scaling out is suspended", async () => {
        const fixture = new ScalingFixture();
        atZero(fixture);
        await deploy(fixture);
        await fixture.autoScaling.RegisterScalableTarget({
            ...target,
            SuspendedState: { DynamicScalingOutSuspended: true },
        });
        fixture.endpoint.backlog = 50;
        await fixture.clock.advance(1200);
        assert.deepEqual(fixture.endpoint.asked, []);
    });

    it("may scale in on minutes from before a wake-up when it is told to", async () => {
        const fixture = new ScalingFixture({ lowAlarmCountsFromScaleOut: false });
        atZero(fixture);
        await deploy(fixture);
        await fixture.clock.advance(3600 + 25);
        fixture.endpoint.backlog = 1;
        fixture.clock.after(460, () => void (fixture.endpoint.backlog = 0));
        await fixture.clock.advance(1200);
        assert.deepEqual(fixture.scalings().at(-1), [4200, "backlog", 1, 0, "started"]);
    });
});
