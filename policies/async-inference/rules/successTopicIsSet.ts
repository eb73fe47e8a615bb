import { type ResourceRule } from "../../rule";
import { topicGuards, topicIsSet } from "../notificationTopic";

export const successTopicIsSet: ResourceRule = {
    name: "success-topic-is-set",
    description:
        "An async endpoint must tell an SNS topic when an inference is done; otherwise callers can only poll the output location.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set asyncInferenceConfig.outputConfig.notificationConfig.successTopic of the endpoint configuration to a topic's ARN.",
    evidence: "values",
    required: false,
    guards: topicGuards("successTopic"),
    peers: [],
    validateResource: topicIsSet("successTopic"),
};
