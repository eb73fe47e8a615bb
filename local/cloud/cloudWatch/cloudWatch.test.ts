import assert from "node:assert/strict";

import { type PutMetricAlarmCommandInput, type PutMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";

import { ScalingFixture } from "../testing/scalingFixture";

const topicArn = "arn:aws:sns:us-east-1:123456789012:alarms";
const endpointName = [{ Name: "EndpointName", Value: "summarizer" }];

/** The alarm of AWS's wake-up recipe, telling a topic instead of a policy. */
const wakeUpAlarm: PutMetricAlarmCommandInput = {
    AlarmName: "wake-up",
    Namespace: "AWS/SageMaker",
    MetricName: "HasBacklogWithoutCapacity",
    Dimensions: endpointName,
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "missing",
    AlarmActions: [topicArn],
};

function datum(value: number): PutMetricDataCommandInput {
    return { Namespace: "Test", MetricData: [{ MetricName: "Value", Value: value }] };
}

describe("CloudWatch metrics", () => {
    let fixture: ScalingFixture;
    beforeEach(() => (fixture = new ScalingFixture()));

    it("come back as statistics by period", async () => {
        const { cloudWatch, clock } = fixture;
        await cloudWatch.PutMetricData(datum(2));
        await cloudWatch.PutMetricData(datum(6));
        await clock.advance(120);
        await cloudWatch.PutMetricData(datum(5));
        const { Datapoints } = await cloudWatch.GetMetricStatistics({
            Namespace: "Test",
            MetricName: "Value",
            StartTime: new Date("2026-01-01T00:00:00Z"),
            EndTime: new Date("2026-01-01T00:05:00Z"),
            Period: 60,
            Statistics: ["Average", "SampleCount"],
        });
        assert.deepEqual(Datapoints, [
            { Timestamp: new Date("2026-01-01T00:00:00Z"), Unit: "None", Average: 4, SampleCount: 2 },
            { Timestamp: new Date("2026-01-01T00:02:00Z"), Unit: "None", Average: 5, SampleCount: 1 },
        ]);
    });

    it("come back as data, the newest first unless asked otherwise", async () => {
        const { cloudWatch, clock } = fixture;
        await cloudWatch.PutMetricData(datum(2));
        await clock.advance(60);
        await cloudWatch.PutMetricData({
            ...datum(0),
            MetricData: [{ MetricName: "Value", Values: [1, 4], Counts: [1, 2] }],
        });
        const input = {
            StartTime: new Date("2026-01-01T00:00:00Z"),
            EndTime: new Date("2026-01-01T00:05:00Z"),
            MetricDataQueries: [
                {
                    Id: "v",
                    MetricStat: { Metric: { Namespace: "Test", MetricName: "Value" }, Period: 60, Stat: "Sum" },
                },
            ],
        };
        const newest = await cloudWatch.GetMetricData(input);
        assert.deepEqual(newest.MetricDataResults, [
            {
                Id: "v",
                Label: "Value",
                Timestamps: [new Date("2026-01-01T00:01:00Z"), new Date("2026-01-01T00:00:00Z")],
                Values: [9, 2],
                StatusCode: "Complete",
            },
        ]);
        const oldest = await cloudWatch.GetMetricData({ ...input, ScanBy: "TimestampAscending" });
        assert.deepEqual(oldest.MetricDataResults[0]?.Values, [2, 9]);
    });

    it("are listed by namespace, name and dimension", async () => {
        const { cloudWatch } = fixture;
        await cloudWatch.PutMetricData(datum(1));
        await cloudWatch.PutMetricData({
            Namespace: "AWS/SageMaker",
            MetricData: [{ MetricName: "ModelLatency", Value: 1, Dimensions: endpointName }],
        });
        const all = await cloudWatch.ListMetrics({});
        assert.equal(all.Metrics.length, 2);
        const { Metrics } = await cloudWatch.ListMetrics({ Dimensions: [{ Name: "EndpointName" }] });
        assert.deepEqual(Metrics, [
            { Namespace: "AWS/SageMaker", MetricName: "ModelLatency", Dimensions: endpointName },
        ]);
        assert.deepEqual(await cloudWatch.ListMetrics({ MetricName: "Other" }), { Metrics: [] });
    });

    const refused: [string, PutMetricDataCommandInput, string, string][] = [
        [
            "without a namespace",
            { ...datum(1), Namespace: undefined },
            "MissingParameter",
            "The parameter Namespace is required.",
        ],
        [
            "that is no number",
            datum(NaN),
            "InvalidParameterValue",
            "The value NaN for parameter MetricData.member.1.Value is invalid.",
        ],
        [
            "without a value",
            { Namespace: "Test", MetricData: [{ MetricName: "Value" }] },
            "MissingParameter",
            "At least one of the parameters MetricData.member.1.Value, MetricData.member.1.Values or MetricData.member.1.StatisticValues must be specified.",
        ],
        [
            "three weeks old",
            {
                Namespace: "Test",
                MetricData: [{ MetricName: "Value", Value: 1, Timestamp: new Date("2025-12-11T00:00:00Z") }],
            },
            "InvalidParameterValue",
            "The parameter MetricData.member.1.Timestamp must specify a time no more than two weeks in the past and two hours in the future.",
        ],
    ];
    for (const [what, input, code, message] of refused) {
        it(`are refused ${what}, and nothing is stored`, async () => {
            const data = [{ MetricName: "Good", Value: 1 }, ...(input.MetricData ?? [])];
            await assert.rejects(fixture.cloudWatch.PutMetricData({ ...input, MetricData: data }), {
                code,
                message: message.replaceAll("member.1", "member.2"),
            });
            assert.deepEqual(await fixture.cloudWatch.ListMetrics({}), { Metrics: [] });
        });
    }

    it("are not computed from expressions", async () => {
        const query = {
            StartTime: new Date(0),
            EndTime: new Date(1000),
            MetricDataQueries: [{ Id: "e", Expression: "m1 + m2" }],
        };
        await assert.rejects(fixture.cloudWatch.GetMetricData(query), {
            code: "NotImplemented",
            statusCode: 501,
            message: "The laptop AWS does not implement metric math expressions (MetricDataQueries.Expression).",
        });
    });

    it("are limited to 1,440 datapoints in one answer", async () => {
        const query = {
            Namespace: "Test",
            MetricName: "Value",
            StartTime: new Date("2026-01-01T00:00:00Z"),
            EndTime: new Date("2026-01-03T00:00:00Z"),
            Period: 60,
            Statistics: ["Sum" as const],
        };
        await assert.rejects(fixture.cloudWatch.GetMetricStatistics(query), {
            code: "InvalidParameterCombination",
            message:
                "You have requested up to 2,880 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
        });
    });
});

describe("PutMetricAlarm", () => {
    const refused: [string, Partial<PutMetricAlarmCommandInput>, string][] = [
        [
            "no name",
            { AlarmName: undefined },
            "1 validation error detected: Value null at 'alarmName' failed to satisfy constraint: Member must not be null",
        ],
        [
            "a name of 256 characters",
            { AlarmName: "a".repeat(256) },
            `1 validation error detected: Value '${"a".repeat(256)}' at 'alarmName' failed to satisfy constraint: Member must have length less than or equal to 255`,
        ],
        ["a period of 45 seconds", { Period: 45 }, "Period must be 10, 20, 30 or a multiple of 60"],
        ["a period of 90 seconds", { Period: 90 }, "Period must be 10, 20, 30 or a multiple of 60"],
        [
            "more datapoints than periods",
            { DatapointsToAlarm: 3 },
            "DatapointsToAlarm must be less than or equal to EvaluationPeriods.",
        ],
        [
            "more than a day",
            { EvaluationPeriods: 1441 },
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600",
        ],
        [
            "more than a week",
            { Period: 86_400, EvaluationPeriods: 8 },
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600",
        ],
        [
            "an unknown operator",
            { ComparisonOperator: "Above" as never },
            "1 validation error detected: Value 'Above' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, LessThanOrEqualToThreshold]",
        ],
        [
            "an unknown treatment of missing data",
            { TreatMissingData: "forget" },
            "The value forget is not supported for TreatMissingData parameter. Supported values are [breaching, notBreaching, ignore, missing].",
        ],
        ["an action that is no ARN", { AlarmActions: ["wake-up"] }, "Invalid arn syntax: wake-up"],
        [
            "an action of another region",
            { AlarmActions: ["arn:aws:sns:eu-west-1:123456789012:alarms"] },
            "Invalid region eu-west-1 specified. Only us-east-1 is supported.",
        ],
        [
            "six actions",
            { OKActions: Array.from({ length: 6 }, () => "x") },
            "1 validation error detected: Value '[x, x, x, x, x, x]' at 'oKActions' failed to satisfy constraint: Member must have length less than or equal to 5",
        ],
        [
            "no threshold",
            { Threshold: undefined },
            "1 validation error detected: Value null at 'threshold' failed to satisfy constraint: Member must not be null",
        ],
    ];
    for (const [what, change, message] of refused) {
        it(`refuses ${what}`, async () => {
            const { cloudWatch } = new ScalingFixture();
            await assert.rejects(cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, ...change }), {
                code: "ValidationError",
                message,
            });
            assert.deepEqual(cloudWatch.inventory(), []);
        });
    }

    for (const [what, change] of [
        ["a whole day of minutes", { EvaluationPeriods: 1440 }],
        ["a week of days", { Period: 86_400, EvaluationPeriods: 7 }],
        ["a period of 10 seconds", { Period: 10 }],
    ] as const) {
        it(`accepts ${what}`, async () => {
            const { cloudWatch } = new ScalingFixture();
            await cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, ...change });
            assert.deepEqual(cloudWatch.inventory(), ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:wake-up"]);
        });
    }

    it("says what it does not implement", async () => {
        const { cloudWatch } = new ScalingFixture();
        await assert.rejects(cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, ExtendedStatistic: "p99" }), {
            code: "NotImplemented",
            message: "The laptop AWS does not implement alarms on percentiles (ExtendedStatistic).",
        });
    });

    it("leaves the state as it is when it updates an alarm", async () => {
        const { cloudWatch } = new ScalingFixture();
        await cloudWatch.PutMetricAlarm(wakeUpAlarm);
        await cloudWatch.SetAlarmState({ AlarmName: "wake-up", StateValue: "OK", StateReason: "test" });
        await cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, Threshold: 2 });
        const { MetricAlarms } = await cloudWatch.DescribeAlarms({});
        assert.deepEqual(
            MetricAlarms.map(({ StateValue, Threshold }) => ({ StateValue, Threshold })),
            [{ StateValue: "OK", Threshold: 2 }],
        );
    });

    it("shows in DescribeAlarms what was set", async () => {
        const { cloudWatch } = new ScalingFixture();
        await cloudWatch.PutMetricAlarm(wakeUpAlarm);
        const now = new Date("2026-01-01T00:00:00Z");
        assert.deepEqual((await cloudWatch.DescribeAlarms({ AlarmNames: ["wake-up"] })).MetricAlarms, [
            {
                ...wakeUpAlarm,
                AlarmArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:wake-up",
                AlarmConfigurationUpdatedTimestamp: now,
                ActionsEnabled: true,
                OKActions: [],
                InsufficientDataActions: [],
                StateValue: "INSUFFICIENT_DATA",
                StateReason: "Unchecked: Initial alarm creation",
                StateUpdatedTimestamp: now,
                StateTransitionedTimestamp: now,
            },
        ]);
        assert.deepEqual(
            (await cloudWatch.DescribeAlarms({ AlarmNamePrefix: "wake", StateValue: "ALARM" })).MetricAlarms,
            [],
        );
    });

    it("keeps tags", async () => {
        const { cloudWatch } = new ScalingFixture();
        const ResourceARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:wake-up";
        await cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, Tags: [{ Key: "stack", Value: "dev" }] });
        await cloudWatch.TagResource({ ResourceARN, Tags: [{ Key: "owner", Value: "me" }] });
        await cloudWatch.UntagResource({ ResourceARN, TagKeys: ["stack"] });
        assert.deepEqual(await cloudWatch.ListTagsForResource({ ResourceARN }), {
            Tags: [{ Key: "owner", Value: "me" }],
        });
    });
});

describe("a CloudWatch alarm", () => {
    let fixture: ScalingFixture;
    let breaching: number | undefined;
    beforeEach(async () => {
        fixture = new ScalingFixture();
        breaching = 0;
        await fixture.cloudWatch.PutMetricAlarm(wakeUpAlarm);
    });
    const publish = () => fixture.publishEveryMinute("HasBacklogWithoutCapacity", () => breaching);

    for (const [invokedAt, alarmAfter] of [
        [300, 120],
        [301, 179],
        [359, 121],
    ] as const) {
        it(`goes into ALARM ${alarmAfter} s after a request at ${invokedAt} s, two of two whole minutes later`, async () => {
            await publish();
            await fixture.clock.advance(invokedAt - 0.001);
            breaching = 1;
            await fixture.clock.advance(300);
            assert.deepEqual(fixture.alarmStates(), [
                [60, "wake-up", "OK"],
                [invokedAt + alarmAfter, "wake-up", "ALARM"],
            ]);
        });
    }

    it("never has data when its dimensions are not exactly the metric's", async () => {
        const Dimensions = [...endpointName, { Name: "VariantName", Value: "main" }];
        await fixture.cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, Dimensions });
        breaching = 1;
        await publish();
        await fixture.clock.advance(3600);
        assert.deepEqual(fixture.alarmStates(), []);
        assert.deepEqual(fixture.published, []);
    });

    it("sees datapoints later when CloudWatch lags", async () => {
        fixture = new ScalingFixture({ metricLagSeconds: 150 });
        await fixture.cloudWatch.PutMetricAlarm(wakeUpAlarm);
        breaching = 1;
        await publish();
        await fixture.clock.advance(600);
        assert.deepEqual(fixture.alarmStates(), [[240, "wake-up", "ALARM"]]);
    });

    it("falls back to INSUFFICIENT_DATA when the metric stops", async () => {
        breaching = 1;
        await publish();
        await fixture.clock.advance(130);
        breaching = undefined;
        await fixture.clock.advance(600);
        assert.deepEqual(fixture.alarmStates(), [
            [120, "wake-up", "ALARM"],
            [420, "wake-up", "INSUFFICIENT_DATA"],
        ]);
        const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
        assert.equal(MetricAlarms[0]?.StateReason, "Insufficient Data: 2 datapoints were unknown.");
    });

    it("is not evaluated once it is deleted, and time is no longer watched", async () => {
        breaching = 1;
        await publish();
        await fixture.cloudWatch.DeleteAlarms({ AlarmNames: ["wake-up"] });
        await fixture.clock.advance(600);
        assert.deepEqual(fixture.alarmStates(), []);
    });

    it("with a period of ten seconds is evaluated every ten seconds", async () => {
        await fixture.cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, Period: 10 });
        const put = () =>
            fixture.cloudWatch.PutMetricData({
                Namespace: "AWS/SageMaker",
                MetricData: [
                    {
                        MetricName: "HasBacklogWithoutCapacity",
                        Value: 1,
                        Dimensions: endpointName,
                        StorageResolution: 1,
                    },
                ],
            });
        await put();
        await fixture.clock.advance(10);
        await put();
        await fixture.clock.advance(10);
        assert.deepEqual(fixture.alarmStates(), [[20, "wake-up", "ALARM"]]);
    });

    it("slides a longer period along minute by minute", async () => {
        await fixture.cloudWatch.PutMetricAlarm({
            ...wakeUpAlarm,
            Period: 300,
            EvaluationPeriods: 1,
            DatapointsToAlarm: 1,
        });
        await publish();
        await fixture.clock.advance(359);
        breaching = 1;
        await fixture.clock.advance(600);
        // The first window of nothing but ones reaches from 360 s to 660 s.
        assert.deepEqual(fixture.alarmStates().at(-1), [660, "wake-up", "ALARM"]);
    });

    it("publishes AWS's notification once, when its state changes", async () => {
        await publish();
        await fixture.clock.advance(61);
        breaching = 1;
        await fixture.clock.advance(1200);
        assert.equal(fixture.published.length, 1);
        const [notification] = fixture.published;
        assert.equal(notification?.Subject, 'ALARM: "wake-up" in US East (N. Virginia)');
        assert.equal(notification.TopicArn, topicArn);
        assert.deepEqual(notification.publisher, {
            kind: "service",
            name: "cloudwatch.amazonaws.com",
            sourceArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:wake-up",
            sourceAccount: "123456789012",
        });
        assert.deepEqual(notification.Message, {
            AlarmName: "wake-up",
            AlarmDescription: null,
            AWSAccountId: "123456789012",
            AlarmConfigurationUpdatedTimestamp: "2026-01-01T00:00:00.000+0000",
            NewStateValue: "ALARM",
            NewStateReason:
                "Threshold Crossed: 2 out of the last 2 datapoints [1.0 (01/01/26 00:03:00), 1.0 (01/01/26 00:02:00)] were greater than or equal to the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).",
            StateChangeTime: "2026-01-01T00:04:00.000+0000",
            Region: "US East (N. Virginia)",
            AlarmArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:wake-up",
            OldStateValue: "OK",
            OKActions: [],
            AlarmActions: [topicArn],
            InsufficientDataActions: [],
            Trigger: {
                MetricName: "HasBacklogWithoutCapacity",
                Namespace: "AWS/SageMaker",
                StatisticType: "Statistic",
                Statistic: "AVERAGE",
                Unit: null,
                Dimensions: [{ value: "summarizer", name: "EndpointName" }],
                Period: 60,
                EvaluationPeriods: 2,
                DatapointsToAlarm: 2,
                ComparisonOperator: "GreaterThanOrEqualToThreshold",
                Threshold: 1,
                TreatMissingData: "missing",
                EvaluateLowSampleCountPercentile: "",
            },
        });
    });

    it("cuts a subject that SNS would not take", async () => {
        const AlarmName = "a".repeat(90);
        await fixture.cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, AlarmName });
        await fixture.cloudWatch.SetAlarmState({ AlarmName, StateValue: "ALARM", StateReason: "test" });
        assert.deepEqual(
            fixture.published.map(({ Subject }) => Subject),
            [`ALARM: "${AlarmName}" `],
        );
    });

    it("says why it is OK", async () => {
        await publish();
        await fixture.clock.advance(180);
        breaching = 1;
        await fixture.clock.advance(180);
        breaching = 0;
        await fixture.clock.advance(180);
        const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
        assert.equal(
            MetricAlarms[0]?.StateReason,
            "Threshold Crossed: 1 out of the last 2 datapoints [0.0 (01/01/26 00:07:00)] was not greater than or equal to the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).",
        );
        assert.deepEqual(JSON.parse(MetricAlarms[0].StateReasonData ?? ""), {
            version: "1.0",
            queryDate: "2026-01-01T00:08:00.000+0000",
            startDate: "2026-01-01T00:06:00.000+0000",
            statistic: "Average",
            period: 60,
            recentDatapoints: [1, 0],
            threshold: 1,
        });
    });

    it("says that missing data stood in", async () => {
        await fixture.cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, TreatMissingData: "breaching" });
        await fixture.clock.advance(60);
        const { MetricAlarms } = await fixture.cloudWatch.DescribeAlarms({});
        assert.equal(
            MetricAlarms[0]?.StateReason,
            "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].",
        );
    });

    it("does nothing while its actions are disabled", async () => {
        await fixture.cloudWatch.DisableAlarmActions({ AlarmNames: ["wake-up"] });
        breaching = 1;
        await publish();
        await fixture.clock.advance(300);
        assert.deepEqual(fixture.alarmStates(), [[120, "wake-up", "ALARM"]]);
        assert.deepEqual(fixture.published, []);
        await fixture.cloudWatch.EnableAlarmActions({ AlarmNames: ["wake-up"] });
        assert.equal((await fixture.cloudWatch.DescribeAlarms({})).MetricAlarms[0]?.ActionsEnabled, true);
    });

    it("acts on a state that is set by hand, which the next evaluation undoes", async () => {
        await publish();
        await fixture.clock.advance(70);
        await fixture.cloudWatch.SetAlarmState({ AlarmName: "wake-up", StateValue: "ALARM", StateReason: "test" });
        assert.equal(fixture.published.length, 1);
        await fixture.clock.advance(60);
        assert.deepEqual(fixture.alarmStates(), [
            [60, "wake-up", "OK"],
            [70, "wake-up", "ALARM"],
            [120, "wake-up", "OK"],
        ]);
    });

    it("records actions that cannot be taken", async () => {
        const missing = "arn:aws:sns:us-east-1:123456789012:missing";
        const lambda = "arn:aws:lambda:us-east-1:123456789012:function:wake";
        const policy =
            "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:resource/sagemaker/endpoint/a/variant/b:policyName/c";
        await fixture.cloudWatch.PutMetricAlarm({ ...wakeUpAlarm, AlarmActions: [missing, lambda, policy] });
        breaching = 1;
        await publish();
        await fixture.clock.advance(600);
        assert.deepEqual(
            fixture.entries.flatMap((entry) => (entry.kind === "undelivered" ? [[entry.topicArn, entry.reason]] : [])),
            [
                [missing, 'Alarm "wake-up": Topic does not exist'],
                [lambda, 'Alarm "wake-up": The laptop AWS does not implement this kind of alarm action.'],
                [policy, 'Alarm "wake-up": There is no such scaling policy.'],
            ],
        );
        const { AlarmHistoryItems } = await fixture.cloudWatch.DescribeAlarmHistory({ HistoryItemType: "Action" });
        assert.deepEqual(
            AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary),
            [policy, lambda, missing].map((action) => `Failed to execute action ${action}`),
        );
    });

    it("has a history", async () => {
        breaching = 1;
        await publish();
        await fixture.clock.advance(120);
        await fixture.cloudWatch.DeleteAlarms({ AlarmNames: ["wake-up"] });
        const { AlarmHistoryItems } = await fixture.cloudWatch.DescribeAlarmHistory({ AlarmName: "wake-up" });
        assert.deepEqual(
            AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary),
            [
                'Alarm "wake-up" deleted',
                `Successfully executed action ${topicArn}`,
                "Alarm updated from INSUFFICIENT_DATA to ALARM",
                'Alarm "wake-up" created',
            ],
        );
    });

    it("that does not exist is an error, and then none is deleted", async () => {
        await assert.rejects(fixture.cloudWatch.DeleteAlarms({ AlarmNames: ["wake-up", "other"] }), {
            code: "ResourceNotFound",
            statusCode: 404,
        });
        assert.equal(fixture.cloudWatch.inventory().length, 1);
    });
});
