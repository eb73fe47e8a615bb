import { rejects } from "node:assert/strict";

import { holdToTable } from "../testing/askedPermissions";
import { GuardedCloud, sessionArn } from "../testing/guardedCloud";
import { awsError } from "../testing/messagingFixture";
import { cloudWatchPermissions } from "./cloudWatchPermissions";

const alarm = (name: string) => `arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:${name}`;
const topic = "arn:aws-cn:sns:cn-north-1:123456789012:topic";
const [StartTime, EndTime] = [new Date(0), new Date(60_000)];
const definition = {
    AlarmName: "one",
    EvaluationPeriods: 1,
    ComparisonOperator: "GreaterThanThreshold",
} as const;

describe("CloudWatch", () => {
    holdToTable(cloudWatchPermissions, [
        [
            "PutMetricData",
            { Namespace: "Articles", MetricData: [] },
            ["cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "Articles" }],
        ],
        [
            "GetMetricStatistics",
            { Namespace: "Articles", MetricName: "Read", StartTime, EndTime, Period: 60 },
            ["cloudwatch:GetMetricStatistics", "*"],
        ],
        ["GetMetricData", { MetricDataQueries: [], StartTime, EndTime }, ["cloudwatch:GetMetricData", "*"]],
        ["ListMetrics", {}, ["cloudwatch:ListMetrics", "*"]],
        ["PutMetricAlarm", definition, ["cloudwatch:PutMetricAlarm", alarm("one"), { "cloudwatch:AlarmActions": [] }]],
        [
            "PutMetricAlarm",
            { ...definition, OKActions: ["arn:a"], AlarmActions: [topic], InsufficientDataActions: ["arn:b"] },
            ["cloudwatch:PutMetricAlarm", alarm("one"), { "cloudwatch:AlarmActions": ["arn:a", topic, "arn:b"] }],
        ],
        [
            "PutMetricAlarm",
            { ...definition, Tags: [{ Key: "a", Value: "b" }] },
            ["cloudwatch:PutMetricAlarm", alarm("one"), { "cloudwatch:AlarmActions": [] }],
            ["cloudwatch:TagResource", alarm("one")],
        ],
        ["DescribeAlarms", {}, ["cloudwatch:DescribeAlarms", alarm("*")]],
        ["DescribeAlarms", { AlarmNamePrefix: "o" }, ["cloudwatch:DescribeAlarms", alarm("*")]],
        [
            "DescribeAlarms",
            { AlarmNames: ["one", "two"] },
            ["cloudwatch:DescribeAlarms", alarm("one")],
            ["cloudwatch:DescribeAlarms", alarm("two")],
        ],
        ["DescribeAlarmHistory", { AlarmName: "one" }, ["cloudwatch:DescribeAlarmHistory", alarm("one")]],
        ["DescribeAlarmHistory", {}, ["cloudwatch:DescribeAlarmHistory", alarm("*")]],
        [
            "DeleteAlarms",
            { AlarmNames: ["one", "two"] },
            ["cloudwatch:DeleteAlarms", alarm("one")],
            ["cloudwatch:DeleteAlarms", alarm("two")],
        ],
        ["EnableAlarmActions", { AlarmNames: ["one"] }, ["cloudwatch:EnableAlarmActions", alarm("one")]],
        ["DisableAlarmActions", { AlarmNames: ["one"] }, ["cloudwatch:DisableAlarmActions", alarm("one")]],
        [
            "SetAlarmState",
            { AlarmName: "one", StateValue: "OK", StateReason: "test" },
            ["cloudwatch:SetAlarmState", alarm("one")],
        ],
        ["TagResource", { ResourceARN: alarm("one"), Tags: [] }, ["cloudwatch:TagResource", alarm("one")]],
        ["UntagResource", { ResourceARN: alarm("one"), TagKeys: [] }, ["cloudwatch:UntagResource", alarm("one")]],
        ["ListTagsForResource", { ResourceARN: alarm("one") }, ["cloudwatch:ListTagsForResource", alarm("one")]],
    ]);

    it("refuses metrics of a namespace that a role may not write into", async () => {
        const fixture = await GuardedCloud.make();
        const role = await fixture.role("reporter", {
            Effect: "Allow",
            Action: "cloudwatch:PutMetricData",
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": "Articles" } },
        });
        const put = (Namespace: string) =>
            fixture.cloud.as(role)("cloudwatch", "PutMetricData", {
                Namespace,
                MetricData: [{ MetricName: "Read", Value: 1 }],
            });
        await put("Articles");
        await rejects(
            put("Others"),
            awsError(
                "AccessDenied",
                `User: ${sessionArn("reporter")} is not authorized to perform: cloudwatch:PutMetricData because no identity-based policy allows the cloudwatch:PutMetricData action`,
                403,
            ),
        );
    });

    it("refuses to delete several alarms for one that may not be deleted, and deletes none", async () => {
        const fixture = await GuardedCloud.make();
        const { cloud } = fixture;
        const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
        for (const AlarmName of ["one", "two"]) {
            await cloud.call("cloudwatch", "PutMetricAlarm", {
                ...definition,
                AlarmName,
                Namespace: "Articles",
                MetricName: "Read",
                Statistic: "Sum",
                Period: 60,
                Threshold: 1,
            });
        }
        const action = { Effect: "Allow", Action: "cloudwatch:DeleteAlarms", Resource: arn("one") };
        const role = await fixture.role("tidy", action);
        await rejects(
            cloud.as(role)("cloudwatch", "DeleteAlarms", { AlarmNames: ["one", "two"] }),
            awsError(
                "AccessDenied",
                `User: ${sessionArn("tidy")} is not authorized to perform: cloudwatch:DeleteAlarms on resource: ${arn("two")} because no identity-based policy allows the cloudwatch:DeleteAlarms action`,
                403,
            ),
        );
        const { MetricAlarms } = await cloud.call("cloudwatch", "DescribeAlarms", {});
        if (MetricAlarms.length !== 2) throw new Error("an alarm is gone");
    });

    it("lets alarms be made that do only what a condition on their actions allows", async () => {
        const fixture = await GuardedCloud.make();
        const role = await fixture.role("alarming", {
            Effect: "Allow",
            Action: "cloudwatch:PutMetricAlarm",
            Resource: "*",
            Condition: { "ForAllValues:StringLike": { "cloudwatch:AlarmActions": "arn:aws:sns:*" } },
        });
        const put = (...AlarmActions: string[]) =>
            fixture.cloud.as(role)("cloudwatch", "PutMetricAlarm", {
                ...definition,
                Namespace: "Articles",
                MetricName: "Read",
                Statistic: "Sum",
                Period: 60,
                Threshold: 1,
                AlarmActions,
            });
        await put("arn:aws:sns:us-east-1:123456789012:topic");
        await rejects(put("arn:aws:sns:us-east-1:123456789012:topic", "arn:aws:automate:us-east-1:ec2:stop"), {
            code: "AccessDenied",
        });
    });
});
