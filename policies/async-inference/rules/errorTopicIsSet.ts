import { type ResourceValidationPolicy } from "@pulumi/policy";

import { topicIsSet } from "../notificationTopic";

export const errorTopicIsSet: ResourceValidationPolicy = {
    name: "error-topic-is-set",
    description:
        "An async endpoint must tell an SNS topic when an inference fails; otherwise failures go unnoticed, since the caller has long gone.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set asyncInferenceConfig.outputConfig.notificationConfig.errorTopic of the endpoint configuration to a topic's ARN.",
    validateResource: topicIsSet("errorTopic"),
};
