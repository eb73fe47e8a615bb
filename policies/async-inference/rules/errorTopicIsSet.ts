import { type ResourceRule } from "../../rule";
import { topicGuards, topicIsSet } from "../notificationTopic";

export const errorTopicIsSet: ResourceRule = {
    name: "error-topic-is-set",
    description:
        "An async endpoint must tell an SNS topic when an inference fails; otherwise failures go unnoticed, since the caller has long gone.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set asyncInferenceConfig.outputConfig.notificationConfig.errorTopic of the endpoint configuration to a topic's ARN.",
    evidence: "values",
    required: true,
    guards: topicGuards("errorTopic"),
    peers: [],
    validateResource: topicIsSet("errorTopic"),
};
