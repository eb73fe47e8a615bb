import { closest, distance } from "fastest-levenshtein";

import { type Outputs } from "../../contract/outputs";
import { type Cloud } from "../cloud/cloud";
import { QuestionError } from "./questionError";

type Place = Pick<Cloud, "partition" | "region" | "accountId">;

/** Outputs of the stack that name a resource, and its ARN. */
const named = {
    inputBucketName: ({ inputBucketName }, { partition }) => `arn:${partition}:s3:::${inputBucketName}`,
    outputBucketName: ({ outputBucketName }, { partition }) => `arn:${partition}:s3:::${outputBucketName}`,
    keyArn: ({ keyArn }) => keyArn,
    successTopicArn: ({ successTopicArn }) => successTopicArn,
    errorTopicArn: ({ errorTopicArn }) => errorTopicArn,
    alarmTopicArn: ({ alarmTopicArn }) => alarmTopicArn,
    smokeInboxUrl: ({ smokeInboxUrl }, place) => queueArn(smokeInboxUrl, place),
    loadInboxUrl: ({ loadInboxUrl }, place) => queueArn(loadInboxUrl, place),
    alarmInboxUrl: ({ alarmInboxUrl }, place) => queueArn(alarmInboxUrl, place),
    endpointArn: ({ endpointArn }) => endpointArn,
    // SageMaker writes ARNs in lower case, whatever the name.
    endpointConfigName: ({ endpointConfigName: name }, place) =>
        arn(place, "sagemaker", `endpoint-config/${name.toLowerCase()}`),
    modelName: ({ modelName }, place) => arn(place, "sagemaker", `model/${modelName.toLowerCase()}`),
    logGroupName: ({ logGroupName }, place) => arn(place, "logs", `log-group:${logGroupName}`),
    wakeUpAlarmName: ({ wakeUpAlarmName }, place) => arn(place, "cloudwatch", `alarm:${wakeUpAlarmName}`),
    callerPolicyArn: ({ callerPolicyArn }) => callerPolicyArn,
    executionRoleArn: ({ executionRoleArn }) => executionRoleArn,
} satisfies Partial<Record<keyof Outputs, (outputs: Outputs, place: Place) => string>>;

/** Outputs that may stand for a resource. */
export const resourceOutputs = Object.keys(named) as (keyof typeof named)[];

/**
 * A resource as a question names it: an ARN, `*`, or an output of the stack with what follows its ARN, such as
 * `inputBucketName/articles/x.json`.
 *
 * @returns its ARN, once the stack is there
 * @throws QuestionError for anything else
 */
export function askedResource(text: string): (outputs: Outputs, place: Place) => string {
    if (text === "*" || /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:.+$/.test(text)) return () => text;
    const [, output = "", rest = ""] = /^(\w+)([/:].*)?$/.exec(text) ?? [];
    if (Object.hasOwn(named, output)) {
        const name = output as keyof typeof named;
        return (outputs, place) => `${named[name](outputs, place)}${rest}`;
    }
    throw new QuestionError(
        `--resource is "${text}", but must be an ARN, "*", or an output of the stack that names a resource${hint(output)}`,
    );
}

/** A name that is alike enough to have been meant. */
function hint(output: string): string {
    const near = closest(output, [...resourceOutputs]);
    return distance(output, near) <= output.length / 2 ? `: is it ${near}?` : ".";
}

function queueArn(url: string, place: Place): string {
    return arn(place, "sqs", url.slice(url.lastIndexOf("/") + 1));
}

function arn({ partition, region, accountId }: Place, service: string, resource: string): string {
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
