import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { type Path, readList, readWhole } from "../reading";
import { namedByAny, ofTypes } from "../relations";
import { queueTypes, topicTypes } from "./attachedPolicies";
import { type Related, relatedBy, relatedByEach } from "./related";

const alarmTypes: ReadonlySet<string> = new Set([
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
]);
const subscriptionTypes: ReadonlySet<string> = new Set(["aws:sns/topicSubscription:TopicSubscription"]);
const configurationTypes: ReadonlySet<string> = new Set(["aws:sagemaker/endpointConfiguration:EndpointConfiguration"]);
const modelTypes: ReadonlySet<string> = new Set(["aws:sagemaker/model:Model"]);
const roleTypes: ReadonlySet<string> = new Set(["aws:iam/role:Role"]);

/** One resource that makes use of another. */
export interface Use {
    by: PolicyResource;
    of: PolicyResource;
}

/** Uses, and what of them shows only after deployment. */
export interface Uses {
    uses: Use[];
    unknown: string[];
}

/** Reports what is wrong with a use, and returns what has to be known before that can be told: `inbox.policy`. */
export type JudgeUse = (use: Use, resources: readonly PolicyResource[], report: ReportViolation) => readonly string[];

/** Topics that alarms act on. */
export function alarmedTopics(resources: readonly PolicyResource[]): Uses {
    const topics = ofTypes(resources, topicTypes);
    return gathered(
        ofTypes(resources, alarmTypes).flatMap((by) =>
            ["alarmActions", "okActions", "insufficientDataActions"].map((property): [PolicyResource, Related] => [
                by,
                relatedByEach(by, [property], topics),
            ]),
        ),
    );
}

/** Queues that topics deliver to, or leave at what they could not deliver; `by` is the topic. */
export function deliveredQueues(resources: readonly PolicyResource[]): Uses {
    const topics = ofTypes(resources, topicTypes);
    const queues = ofTypes(resources, queueTypes);
    const found = ofTypes(resources, subscriptionTypes).map((subscription) => {
        const topic = relatedBy(subscription, ["topic"], topics);
        const endpoint = relatedBy(subscription, ["endpoint"], queues);
        const deadLetters = namedInText(subscription, ["redrivePolicy"], queues);
        const to = [...endpoint.to, ...deadLetters.to];
        return {
            uses: topic.to.flatMap((by) => to.map((of) => ({ by, of }))),
            unknown: [...topic.unknown, ...endpoint.unknown, ...deadLetters.unknown],
        };
    });
    return { uses: found.flatMap(({ uses }) => uses), unknown: found.flatMap(({ unknown }) => unknown) };
}

/** Topics that async endpoints notify; `by` is the role that publishes, a model's execution role. */
export function notifiedTopics(resources: readonly PolicyResource[]): Uses {
    const topics = ofTypes(resources, topicTypes);
    const models = ofTypes(resources, modelTypes);
    const roles = ofTypes(resources, roleTypes);
    const found = ofTypes(resources, configurationTypes).map((configuration) => {
        const notified = ["successTopic", "errorTopic"].map((topic) =>
            relatedBy(configuration, ["asyncInferenceConfig", "outputConfig", "notificationConfig", topic], topics),
        );
        const served = variants(configuration).map((path) => relatedBy(configuration, path, models));
        const publishers = served.flatMap(({ to }) => to).map((model) => relatedBy(model, ["executionRoleArn"], roles));
        const to = new Set(notified.flatMap((related) => related.to));
        return {
            uses: publishers.flatMap(({ to: own }) => own.flatMap((by) => [...to].map((of) => ({ by, of })))),
            unknown: [...notified, ...served, ...publishers].flatMap(({ unknown }) => unknown),
        };
    });
    return { uses: found.flatMap(({ uses }) => uses), unknown: found.flatMap(({ unknown }) => unknown) };
}

function variants(configuration: PolicyResource): Path[] {
    const list = readList(configuration.props, ["productionVariants"]);
    if (list.state !== "set") return [["productionVariants"]];
    return Array.from({ length: list.length }, (_, index) => ["productionVariants", index, "modelName"]);
}

/** What a JSON text names, such as the dead letter queue of a redrive policy. */
function namedInText(from: PolicyResource, path: Path, candidates: readonly PolicyResource[]): Related {
    const whole = readWhole(from.props, path);
    if (whole.state === "known" && typeof whole.value === "string") {
        const texts = whole.value.match(/arn:[^"\s]+/g) ?? [];
        return { to: namedByAny(texts, candidates), unknown: [] };
    }
    return relatedBy(from, path, candidates);
}

function gathered(found: readonly [PolicyResource, Related][]): Uses {
    return {
        uses: found.flatMap(([by, { to }]) => to.map((of) => ({ by, of }))),
        unknown: found.flatMap(([, { unknown }]) => unknown),
    };
}
