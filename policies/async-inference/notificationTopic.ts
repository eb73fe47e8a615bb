import { type ResourceValidation, validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../awsType";
import { isAbsent, readLeaf } from "../reading";

export const endpointConfigurationType = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";

/** Pattern of a topic in AsyncInferenceNotificationConfig (AWS: SageMaker API Reference). */
const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$/;

/**
 * Validates that an asynchronous endpoint configuration names a topic; a real-time one (no asyncInferenceConfig) is not
 * concerned. A topic's ARN may be an output, as it is on every first preview; the blocks around it may not, since
 * whether they hold a topic could then not be told.
 */
export function topicIsSet(topic: "errorTopic" | "successTopic"): ResourceValidation {
    const path = ["asyncInferenceConfig", "outputConfig", "notificationConfig", topic];
    return validateResourceOfType(awsType(endpointConfigurationType), (_, { props }, report) => {
        if (isAbsent(props, ["asyncInferenceConfig"])) return;
        const arn = readLeaf(props, path);
        if (arn.state === "missing") report(`${arn.because}. Set ${path.join(".")} to the ARN of an SNS topic.`);
        else if (arn.state === "unverifiable") {
            report(
                `${arn.because}, so ${topic} cannot be checked. Write the block as a literal; ` +
                    "only the values in it may be outputs.",
            );
        } else if (arn.known && !(typeof arn.value === "string" && topicArn.test(arn.value))) {
            report(`${path.join(".")} is not the ARN of an SNS topic. Set it to one.`);
        }
    });
}
