import { type Outputs } from "../../contract/outputs";
import { type Cloud } from "../cloud/cloud";
import { anonymous, type Caller, roleSession, service } from "../cloud/iam/principal";
import { sourceOfAsyncInference } from "../cloud/sageMaker/executionRole";
import { type RequestKeys, valuesOf } from "./askedContext";

/** Who can be asked about. */
export const callerNames = [
    "caller",
    "execution",
    "deployer",
    "preview",
    "stranger",
    "anonymous",
    "sns",
    "cloudwatch",
    "sagemaker",
] as const;
export type CallerName = (typeof callerNames)[number];

/**
 * Who asks, in one stack. A service acts for the resource that `keys` name, or for one of the stack for which it really acts.
 *
 * @param resource the ARN of what is asked about
 */
export async function askingCaller(
    name: CallerName,
    keys: RequestKeys,
    resource: string,
    { cloud, outputs }: { cloud: Cloud; outputs: Outputs },
): Promise<Caller> {
    const acting = (principal: string, byDefault: string): Caller => {
        const sourceArn = valuesOf(keys, "aws:SourceArn")?.[0] ?? byDefault;
        const account = valuesOf(keys, "aws:SourceAccount")?.[0] ?? (sourceArn.split(":")[4] || cloud.accountId);
        return service(principal, sourceArn, account);
    };
    switch (name) {
        case "anonymous":
            return anonymous;
        case "execution":
            return roleSession(outputs.executionRoleArn, "SageMaker");
        case "sns":
            return acting("sns.amazonaws.com", (await topicOf(cloud, resource)) ?? outputs.successTopicArn);
        case "cloudwatch":
            return acting("cloudwatch.amazonaws.com", await alarmOf(cloud, outputs));
        case "sagemaker":
            return acting("sagemaker.amazonaws.com", sourceOfAsyncInference(cloud));
        case "caller":
        case "deployer":
        case "preview":
        case "stranger":
            return cloud.identities[name].caller;
    }
}

/** The first topic that a queue is subscribed to. */
async function topicOf({ call }: Cloud, queueArn: string): Promise<string | undefined> {
    const { Subscriptions } = await call("sns", "ListSubscriptions", {});
    return Subscriptions.find(({ Endpoint }) => Endpoint === queueArn)?.TopicArn;
}

/** The first alarm that tells the alarm topic. */
async function alarmOf({ call }: Cloud, { alarmTopicArn }: Outputs): Promise<string> {
    const { MetricAlarms } = await call("cloudwatch", "DescribeAlarms", {});
    const found = MetricAlarms.find(({ AlarmActions }) => AlarmActions?.includes(alarmTopicArn));
    if (!found?.AlarmArn) throw new Error(`No alarm of the stack tells ${alarmTopicArn}.`);
    return found.AlarmArn;
}
