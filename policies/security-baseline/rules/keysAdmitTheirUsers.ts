import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { type StackRule } from "../../rule";
import { admits, type Caller } from "../admission";
import { type AttachedPolicy, policiesOf, possiblePoliciesOf } from "../attachedPolicies";
import { asWritten, judgeKey } from "../keyAdmission";
import { alarmedTopics, deliveredQueues, notifiedTopics, type JudgeUse } from "../keyUsers";
import { type Answer, coversResource } from "../namedResource";
import { judgeNotification } from "../notifyingRole";
import { queuePolicyType, queueType, topicType } from "./topicsAndQueuesAreEncrypted";

const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const aliasType = "aws:kms/alias:Alias";
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/**
 * Who writes to topics and queues: alarms and SNS as services, named in policies; the endpoint by its execution role.
 * A topic, queue or key that the stack only names, and does not make, is not judged.
 */
export const keysAdmitTheirUsers: StackRule = {
    name: "keys-admit-their-users",
    description:
        "The key and the policy of a topic or queue must admit whoever writes to it; otherwise alarms and notifications are lost without a word.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: `Let cloudwatch.amazonaws.com publish to topics of alarms, sns.amazonaws.com send to subscribed queues, the execution role publish to notified topics, and each use the key as well: ${asWritten}.`,
    evidence: "documents",
    required: true,
    guards: [
        // Which topic or queue is written to by whom is not a matter of one argument; that is tested with the rule itself.
        { type: "aws:kms/key:Key", path: "policy", spares: ["unknown", "retype"], bad: [] },
        { type: rolePolicyType, path: "" },
        { type: rolePolicyType, path: "role", spares: ["unknown"] },
        { type: rolePolicyType, path: "policy", spares: ["unknown", "blank", "retype"], bad: [] },
        // By its alias the role's policy names the key.
        { type: aliasType, path: "" },
        { type: aliasType, path: "name", writtenOut: true, spares: ["unknown"] },
        { type: aliasType, path: "targetKeyId", spares: ["unknown"] },
        // A queue's policy says which topics it takes messages from, if it takes any; where it is given to nothing, SNS is not let in.
        ...[
            { path: "" },
            { path: "queueUrl", spares: ["unknown"] as const },
            { path: "policy", spares: ["unknown", "blank", "retype"] as const, bad: [] },
        ].map((guard) => ({ type: queuePolicyType, where: { policy: admitsSns }, ...guard })),
        // The queue's policy names queue and topics, the role's the topics. A dead letter queue, which has none of its own, is one by
        // its name: under another it is no topic's.
        { type: queueType, path: "name", where: { redrivePolicy: isGiven }, writtenOut: true, spares: ["unknown"] },
        { type: topicType, path: "name", writtenOut: true, spares: ["unknown"] },
        // A topic's policy names its alarms. The wake-up alarm, which treats missing data otherwise, acts on no topic.
        {
            type: alarmType,
            path: "name",
            where: { treatMissingData: "notBreaching" },
            writtenOut: true,
            spares: ["unknown"],
        },
    ],
    peers: [],
    validateStack: (args, report) => {
        const { resources } = args;
        const deferred = new Set<string>();
        const said = new Set<string>();
        const once: ReportViolation = (message, urn) => {
            if (!said.has(`${String(urn)} ${message}`)) report(message, urn);
            said.add(`${String(urn)} ${message}`);
        };
        for (const [found, judge] of [
            [alarmedTopics(resources), judgeAlarm],
            [deliveredQueues(resources), judgeDelivery],
            [notifiedTopics(resources), judgeNotification],
        ] as const) {
            for (const path of found.unknown) deferred.add(path);
            for (const use of found.uses) for (const path of judge(use, resources, once)) deferred.add(path);
        }
        deferUntilKnown(args, [...deferred]);
    },
};

function isGiven(value: unknown): boolean {
    return value !== undefined;
}

function admitsSns(policy: unknown): boolean {
    return typeof policy === "string" && policy.includes("sns.amazonaws.com");
}

const judgeAlarm: JudgeUse = ({ by: alarm, of: topic }, resources, report) => {
    const caller: Caller = {
        principal: "cloudwatch.amazonaws.com",
        source: alarm,
        service: "cloudwatch",
        form: (name) => `alarm:${name}`,
    };
    const policies = policiesOf(topic, resources);
    // The policy that SNS gives a topic lets the account's own alarms publish.
    const publishes: Answer =
        policies.length === 0 || speakOfAnother(policies, topic)
            ? "yes"
            : admits(policies, caller, { actions: ["sns:Publish"], target: { resource: topic, service: "sns" } });
    if (publishes === "no") {
        const { urn } = policies[0]?.carrier ?? topic;
        report(
            `policy does not let CloudWatch publish for the alarm "${alarm.name}", which stays mute. ` +
                "Allow cloudwatch.amazonaws.com sns:Publish on the topic, for this account's alarms.",
            urn,
        );
    }
    return [
        ...(publishes === "unknown" ? [`${topic.name}.policy`] : []),
        ...judgeKey(topic, caller, `the alarm "${alarm.name}" stays mute`, resources, report),
    ];
};

/** None of its statements is on this topic; that it then refuses no plain HTTP either is said by another rule. */
function speakOfAnother(policies: readonly AttachedPolicy[], topic: PolicyResource): boolean {
    return policies.every(
        ({ document }) =>
            document.state === "known" &&
            document.statements.every(({ resources }) => coversResource(resources, topic, "sns") === "no"),
    );
}

const judgeDelivery: JudgeUse = ({ by: topic, of: queue }, resources, report) => {
    const caller: Caller = { principal: "sns.amazonaws.com", source: topic, service: "sns" };
    const policies = policiesOf(queue, resources);
    // Without a policy a queue takes messages from its own account's roles and users only, and SNS is none of them.
    const sends = admits(policies, caller, {
        actions: ["sqs:SendMessage"],
        target: { resource: queue, service: "sqs" },
    });
    const possible = sends === "no" ? possiblePoliciesOf(queue, resources) : [];
    if (sends === "no" && possible.length === 0) {
        report(
            `${policies.length === 0 ? "No policy lets" : "policy does not let"} SNS send what the topic "${topic.name}" delivers, which is lost. ` +
                "Allow sns.amazonaws.com sqs:SendMessage on the queue, for this topic.",
            (policies[0]?.carrier ?? queue).urn,
        );
    }
    return [
        ...(sends === "unknown" ? [`${queue.name}.policy`] : possible),
        ...judgeKey(queue, caller, `what the topic "${topic.name}" delivers is lost`, resources, report),
    ];
};
