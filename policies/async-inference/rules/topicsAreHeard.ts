import { type PolicyResource } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { readLeaf } from "../../reading";
import { ofTypes, reference } from "../../relations";
import { type StackRule } from "../../rule";
import { hearing, isNameless, subscriptionType, toldTopics, topicType } from "../heardTopics";

/** The program's subscription that alone hears its topic; the others have a filter and each topic has several of them. */
const sole = { protocol: "sqs", filterPolicy: undefined };

/**
 * SNS tries HTTP endpoints for an hour or so and drops what it cannot deliver, and drops it for all others too unless the
 * subscription has a dead letter queue (AWS: SNS Developer Guide, "Message delivery retries" and "Dead-letter queues").
 */
export const topicsAreHeard: StackRule = {
    name: "topics-are-heard",
    description:
        "Every topic that an async endpoint or an alarm tells must have a subscription that loses nothing; otherwise failures are announced to nobody.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Add an aws.sns.TopicSubscription of a queue, a function or an e-mail address, with a redrivePolicy that names a dead letter queue.",
    evidence: "dependencies",
    required: false,
    guards: [
        { type: subscriptionType, path: "", where: sole },
        { type: subscriptionType, path: "topic", where: sole, spares: ["unknown"] },
        { type: subscriptionType, path: "protocol", where: sole, bad: ["http", "https", "smtp"] },
        {
            type: subscriptionType,
            path: "redrivePolicy",
            where: sole,
            spares: ["unknown"],
            bad: ["{}", "queue", '{"deadLetterTargetArn":""}'],
        },
    ],
    peers: ["cdk-nag SNSRedrivePolicy"],
    validateStack: (args, report) => {
        const { topics, unknown } = toldTopics(args.resources);
        const all = ofTypes(args.resources, new Set([topicType]));
        const subscriptions = ofTypes(args.resources, new Set([subscriptionType]));
        const deferred = new Set<string>();
        for (const topic of topics) {
            const said = deafness(topic, all, subscriptions);
            if (said === "may be heard") deferred.add("topic or redrivePolicy of a subscription");
            else if (said !== undefined) report(said, topic.urn);
        }
        // Others may be told as well, and that matters only if they are not heard.
        const others = all.filter((topic) => !topics.includes(topic));
        if (others.some((topic) => deafness(topic, all, subscriptions) !== undefined)) {
            for (const path of unknown) deferred.add(path);
        }
        deferUntilKnown(args, [...deferred]);
    },
};

/** Why nobody surely hears the topic; undefined where somebody does. */
function deafness(
    topic: PolicyResource,
    topics: readonly PolicyResource[],
    subscriptions: readonly PolicyResource[],
): string | undefined {
    const why: string[] = [];
    let maybe = false;
    for (const subscription of subscriptions) {
        const belongs = belonging(subscription, topic, topics);
        if (belongs === "no") continue;
        const heard = hearing(subscription);
        if (heard.hears === "yes" && belongs === "yes") return undefined;
        if (heard.hears !== "no") maybe = true;
        else if (belongs === "yes") why.push(`${subscription.name}: ${heard.because}`);
    }
    if (maybe) return "may be heard";
    const add = "Add one of a queue, a function or an e-mail address, with a redrivePolicy.";
    if (why.length === 0) return `No aws.sns.TopicSubscription names this topic. ${add}`;
    return `None of this topic's subscriptions keeps what cannot be delivered (${why.join("; ")}). ${add}`;
}

function belonging(
    subscription: PolicyResource,
    topic: PolicyResource,
    topics: readonly PolicyResource[],
): "yes" | "may" | "no" {
    const { to, certain, known } = reference(subscription, ["topic"], topics);
    if (to.includes(topic)) return certain ? "yes" : "may";
    if (!known) return to.length === 0 ? "may" : "no";
    // A known ARN that is no other topic's may be that of one of which nothing is known.
    const set = readLeaf(subscription.props, ["topic"]).state === "set";
    return set && to.length === 0 && isNameless(topic) ? "may" : "no";
}
