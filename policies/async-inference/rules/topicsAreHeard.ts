import { type PolicyResource } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { readLeaf } from "../../reading";
import { grouped, ofType, reference } from "../../relations";
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
        const all = ofType(args.resources, topicType);
        const deafness = deafnessOf(all, ofType(args.resources, subscriptionType));
        const deferred = new Set<string>();
        for (const topic of topics) {
            const said = deafness(topic);
            if (said === "may be heard") deferred.add("topic or redrivePolicy of a subscription");
            else if (said !== undefined) report(said, topic.urn);
        }
        // Others may be told as well, and that matters only if they are not heard.
        const told = new Set(topics);
        const othersAreDeaf = all.some((topic) => !told.has(topic) && deafness(topic) !== undefined);
        if (othersAreDeaf) for (const path of unknown) deferred.add(path);
        deferUntilKnown(args, [...deferred]);
    },
};

/** Why nobody surely hears a topic; undefined where somebody does. */
function deafnessOf(
    topics: readonly PolicyResource[],
    subscriptions: readonly PolicyResource[],
): (topic: PolicyResource) => string | undefined {
    const hearings = subscriptions.map((subscription) => ({
        name: subscription.name,
        set: readLeaf(subscription.props, ["topic"]).state === "set",
        ...reference(subscription, ["topic"], topics),
        heard: hearing(subscription),
    }));
    const byTopic = grouped(hearings, ({ to }) => to);
    // An output that names none of them may name any.
    const mayHearAny = hearings.some(({ to, known, heard }) => to.length === 0 && !known && heard.hears !== "no");
    // A known ARN that is no other topic's may be that of one of which nothing is known.
    const mayHearNameless = hearings.some(
        ({ to, known, set, heard }) => to.length === 0 && known && set && heard.hears !== "no",
    );
    return (topic) => {
        const own = byTopic.get(topic) ?? [];
        if (own.some(({ certain, heard }) => certain && heard.hears === "yes")) return undefined;
        const mayBeHeard =
            mayHearAny || (mayHearNameless && isNameless(topic)) || own.some(({ heard }) => heard.hears !== "no");
        if (mayBeHeard) return "may be heard";
        const add = "Add one of a queue, a function or an e-mail address, with a redrivePolicy.";
        const why = own.flatMap(({ name, certain, heard }) =>
            certain && heard.hears === "no" ? [`${name}: ${heard.because}`] : [],
        );
        if (why.length === 0) return `No aws.sns.TopicSubscription names this topic. ${add}`;
        return `None of this topic's subscriptions keeps what cannot be delivered (${why.join("; ")}). ${add}`;
    };
}
