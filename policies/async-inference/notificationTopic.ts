import { type ResourceValidation, validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../awsType";
import { deferUntilKnown } from "../deferral";
import { isAbsent, readLeaf } from "../reading";
import { type Guard } from "../rule";

export const endpointConfigurationType = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";

/** Pattern of a topic in AsyncInferenceNotificationConfig (AWS: SageMaker API Reference). */
const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$/;

const queueArn = "arn:aws:sqs:us-east-1:123456789012:errors";

/** What a rule on the topic guards; one topic's argument, and the blocks around it. */
export function topicGuards(topic: "errorTopic" | "successTopic"): Guard[] {
    const type = endpointConfigurationType;
    const [outputConfig, notificationConfig] = ["outputConfig", "outputConfig.notificationConfig"].map(
        (block) => `asyncInferenceConfig.${block}`,
    ) as [string, string];
    return [
        // Removed or null it would be a real-time configuration, which is another rule's business.
        { type, path: "asyncInferenceConfig", spares: ["remove", "null"] },
        { type, path: outputConfig },
        { type, path: notificationConfig },
        { type, path: `${notificationConfig}.${topic}`, spares: ["unknown"], bad: [" ", topic, queueArn] },
    ];
}

/**
 * Validates that an asynchronous endpoint configuration names a topic; a real-time one (no asyncInferenceConfig) is not
 * concerned. A topic's ARN may be an output, as it is on every first preview, and is then judged later; the blocks around it
 * may not, since whether they hold a topic could then not be told.
 */
export function topicIsSet(topic: "errorTopic" | "successTopic"): ResourceValidation {
    const path = ["asyncInferenceConfig", "outputConfig", "notificationConfig", topic];
    return validateResourceOfType(awsType(endpointConfigurationType), (_, args, report) => {
        const { props } = args;
        if (isAbsent(props, ["asyncInferenceConfig"])) return;
        const arn = readLeaf(props, path);
        if (arn.state === "missing") report(`${arn.because}. Set ${path.join(".")} to the ARN of an SNS topic.`);
        else if (arn.state === "unverifiable") {
            report(
                `${arn.because}, so ${topic} cannot be checked. Write the block as a literal; ` +
                    "only the values in it may be outputs.",
            );
        } else if (!arn.known) deferUntilKnown(args, [path.join(".")]);
        else if (!(typeof arn.value === "string" && topicArn.test(arn.value))) {
            report(`${path.join(".")} is not the ARN of an SNS topic. Set it to one.`);
        }
    });
}
