import { type ResourceValidation } from "@pulumi/policy";

import { type ResourceRule } from "../../rule";
import { topicGuards, topicIsSet } from "../notificationTopic";

const isSet = topicIsSet("successTopic");

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
    parameters: {
        polling: {
            type: "boolean",
            description: "Whether callers look for results in S3 and need not be told.",
            default: false,
        },
    },
    // What the SDK left on the function keeps it to one type.
    validateResource: Object.assign<ResourceValidation, ResourceValidation>((args, report) => {
        if (args.getConfig<{ polling: boolean }>().polling) return;
        return isSet(args, report);
    }, isSet),
};
