import { type PolicyResource } from "@pulumi/policy";

import { type Path, readLeaf, readList } from "../reading";
import { dependencies, knownText, namedBy, ofType, ofTypes } from "../relations";
import { endpointConfigurationType } from "./notificationTopic";
import { isRealTime } from "./variants";

export const topicType = "aws:sns/topic:Topic";
export const subscriptionType = "aws:sns/topicSubscription:TopicSubscription";
export const alarmTypes: ReadonlySet<string> = new Set([
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
]);

const notificationConfig = ["asyncInferenceConfig", "outputConfig", "notificationConfig"];
const alarmActions = ["alarmActions", "okActions", "insufficientDataActions"];

export interface ToldTopics {
    topics: PolicyResource[];
    /** What may be further topics of the stack, or none of it: outputs that no dependency explains. */
    unknown: string[];
}

/** The topics of a stack that asynchronous endpoints notify or alarms act on. */
export function toldTopics(resources: readonly PolicyResource[]): ToldTopics {
    const topics = ofType(resources, topicType);
    const anyNameless = topics.some(isNameless);
    const told = new Set<PolicyResource>();
    const unknown = new Set<string>();
    const add = (from: PolicyResource, property: string, paths: readonly Path[], explained: number): void => {
        // Also where the values are known, since a preview leaves out blocks with unknown values (pulumi/pulumi#7854).
        for (const topic of dependencies(from, [property], topics)) told.add(topic);
        let outputs = 0;
        for (const path of paths) {
            const value = readLeaf(from.props, path);
            if (value.state === "unverifiable" || (value.state === "set" && !value.known)) outputs += 1;
            else if (value.state === "set") {
                const named = namedBy(value.value, topics);
                for (const topic of named) told.add(topic);
                if (named.length === 0 && isTopicArn(value.value) && anyNameless) unknown.add(property);
            }
        }
        if (outputs > explained) unknown.add(property);
    };
    for (const configuration of ofType(resources, endpointConfigurationType)) {
        if (isRealTime(configuration)) continue;
        const paths = ["successTopic", "errorTopic"].map((topic) => [...notificationConfig, topic]);
        const sources = dependencies(configuration, ["asyncInferenceConfig"], topics);
        add(configuration, "asyncInferenceConfig", paths, sources.length);
    }
    for (const alarm of ofTypes(resources, alarmTypes)) {
        for (const property of alarmActions) {
            const list = readList(alarm.props, [property]);
            const paths =
                list.state === "set"
                    ? Array.from({ length: list.length }, (_, index) => [property, index])
                    : list.state === "unverifiable"
                      ? [[property]]
                      : [];
            // An action may be a scaling policy as well.
            add(alarm, property, paths, (alarm.propertyDependencies[property] ?? []).length);
        }
    }
    return { topics: topics.filter((topic) => told.has(topic)), unknown: [...unknown] };
}

/** Whether neither its name nor its ARN is known, so that any ARN may be its own. */
export function isNameless(topic: PolicyResource): boolean {
    return knownText(topic, ["name"]) === undefined && knownText(topic, ["arn"]) === undefined;
}

function isTopicArn(text: unknown): boolean {
    return typeof text === "string" && /^arn:aws[a-z-]*:sns:/.test(text);
}

/** How a subscription hears a topic. */
export type Hearing = { hears: "yes" | "may" } | { hears: "no"; because: string };

/** Everything but HTTP and HTTPS (AWS: SNS API Reference, Subscribe, Protocol). */
const protocols: ReadonlySet<string> = new Set([
    "sqs",
    "lambda",
    "firehose",
    "email",
    "email-json",
    "sms",
    "application",
]);

/** Whether what cannot be delivered to the subscription is kept; `may` where an output decides. */
export function hearing({ props }: Pick<PolicyResource, "props">): Hearing {
    const protocol = readLeaf(props, ["protocol"]);
    if (protocol.state !== "set") return { hears: "no", because: protocol.because };
    if (!protocol.known) return { hears: "no", because: "protocol is known only after deployment; write a literal" };
    if (typeof protocol.value !== "string" || !protocols.has(protocol.value)) {
        const http = protocol.value === "http" || protocol.value === "https";
        return {
            hears: "no",
            because: http ? `protocol is ${String(protocol.value)}` : "protocol is none that SNS knows",
        };
    }
    const redrivePolicy = readLeaf(props, ["redrivePolicy"]);
    if (redrivePolicy.state !== "set") return { hears: "no", because: redrivePolicy.because };
    if (!redrivePolicy.known) return { hears: "may" };
    if (namesQueue(redrivePolicy.value)) return { hears: "yes" };
    return { hears: "no", because: "redrivePolicy has no deadLetterTargetArn that is a queue's ARN" };
}

function namesQueue(text: unknown): boolean {
    if (typeof text !== "string") return false;
    try {
        const policy: unknown = JSON.parse(text);
        if (typeof policy !== "object" || policy === null || !Object.hasOwn(policy, "deadLetterTargetArn"))
            return false;
        const target: unknown = Reflect.get(policy, "deadLetterTargetArn");
        return typeof target === "string" && /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_.-]+$/.test(target);
    } catch {
        return false;
    }
}
