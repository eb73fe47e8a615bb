import assert from "node:assert/strict";

import { inEachEnvironment } from "./scenario";

inEachEnvironment("a change behind Pulumi's back", (stage) => {
    const { environment } = stage;
    const variant = {
        ServiceNamespace: "sagemaker",
        ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
        ResourceId: `endpoint/summarizer-${environment}/variant/primary`,
    } as const;

    before(() => stage.stack.goodUp());

    const check = ["preview", "--stack", environment, "--refresh", "--expect-no-changes"];
    const seenAndMended = async (seen: RegExp): Promise<void> => {
        await stage.stack.bad(check);
        const { output } = await stage.stack.good(["refresh", "--yes", "--stack", environment]);
        assert.match(output, seen);
        await stage.stack.goodUp();
        await (await stage.deployed()).assertScales();
    };

    it("of the target's limits is seen by refresh and mended by up", async () => {
        const { cloud } = stage.stack.aws;
        await cloud.call("application-autoscaling", "RegisterScalableTarget", {
            ...variant,
            MinCapacity: 1,
            MaxCapacity: 9,
        });
        await seenAndMended(/Target scaling updated \(.*\) \[diff: ~maxCapacity,minCapacity\]/);
    });

    it("that deregisters the target is seen and mended, policies and alarm with it", async () => {
        const { cloud } = stage.stack.aws;
        await cloud.call("application-autoscaling", "DeregisterScalableTarget", variant);
        await seenAndMended(/Target scaling deleted/);
    });

    it("of the wake-up alarm's actions is seen and mended", async () => {
        const { cloud } = stage.stack.aws;
        const AlarmNames = [`summarizer-${environment}-wake-up`];
        const { MetricAlarms } = await cloud.call("cloudwatch", "DescribeAlarms", { AlarmNames });
        await cloud.call("cloudwatch", "PutMetricAlarm", { ...MetricAlarms[0], AlarmActions: [] } as never);
        await seenAndMended(/MetricAlarm wake-up updated/);
    });

    it("that lets the containers' output stay for ever is seen and mended", async () => {
        const { cloud } = stage.stack.aws;
        const logGroupName = `/aws/sagemaker/Endpoints/summarizer-${environment}`;
        await cloud.call("logs", "DeleteRetentionPolicy", { logGroupName });
        await seenAndMended(/LogGroup logs updated \(.*\) \[diff: ~retentionInDays\]/);
    });

    it("that makes an alarm mute is seen and mended", async () => {
        const { cloud } = stage.stack.aws;
        const { alarmTopicArn, successTopicArn } = (await stage.deployed()).outputs;
        const { Attributes } = await cloud.call("sns", "GetTopicAttributes", { TopicArn: successTopicArn });
        const AttributeValue = Attributes.Policy.replaceAll(successTopicArn, alarmTopicArn);
        await cloud.call("sns", "SetTopicAttributes", {
            TopicArn: alarmTopicArn,
            AttributeName: "Policy",
            AttributeValue,
        });
        await seenAndMended(/TopicPolicy alarms updated/);
    });

    it("is gone in the end", () => stage.stack.good(check));
});
