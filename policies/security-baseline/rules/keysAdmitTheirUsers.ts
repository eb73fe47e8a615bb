import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { type StackRule } from "../../rule";
import { admits, type Caller } from "../admission";
import { type AttachedPolicy, policiesOf } from "../attachedPolicies";
import { encryptionKeyOf } from "../encryptionKey";
import { alarmedTopics, deliveredQueues, notifiedTopics, type Use } from "../keyUsers";
import { type Answer, coversResource } from "../namedResource";
import { grantsKey, roleDocuments } from "../roleGrants";

/** What a service needs of a key to write into what the key encrypts (AWS: SNS Developer Guide, "Key management"). */
const keyActions = ["kms:GenerateDataKey", "kms:Decrypt"] as const;
const rolePolicyType = "aws:iam/rolePolicy:RolePolicy";
const aliasType = "aws:kms/alias:Alias";
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const asWritten = "kms:GenerateDataKey* and kms:Decrypt";

/**
 * Who writes to encrypted topics and queues: alarms and SNS as services, named in policies; the endpoint by its execution role.
 * A topic or key that the stack only names, and does not make, is not judged.
 */
export const keysAdmitTheirUsers: StackRule = {
    name: "keys-admit-their-users",
    description:
        "The key and the policy of a topic or queue must admit whoever writes to it; otherwise alarms and notifications are lost without a word.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: `Let cloudwatch.amazonaws.com use the key and publish to topics of alarms, sns.amazonaws.com use the key of subscribed queues, and the execution role use the key of notified topics: ${asWritten}.`,
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

/** Each reports what is wrong, and returns what has to be known before that can be told. */
type Judge = (use: Use, resources: readonly PolicyResource[], report: ReportViolation) => string[];

const judgeAlarm: Judge = ({ by: alarm, of: topic }, resources, report) => {
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

const judgeDelivery: Judge = ({ by: topic, of: queue }, resources, report) => {
    const caller: Caller = { principal: "sns.amazonaws.com", source: topic, service: "sns" };
    return judgeKey(queue, caller, `what the topic "${topic.name}" delivers is lost`, resources, report);
};

/** Whether a service may use the key of a topic or queue. */
function judgeKey(
    encrypted: PolicyResource,
    caller: Caller,
    consequence: string,
    resources: readonly PolicyResource[],
    report: ReportViolation,
): string[] {
    const key = encryptionKeyOf(encrypted, resources);
    if (key.is === "AWS's") {
        report(
            `kmsMasterKeyId is AWS's own key, which admits no other service, so ${consequence}. ` +
                "Set it to the ARN of a key of this account.",
            encrypted.urn,
        );
    }
    if (key.is === "unknown") return [`${encrypted.name}.kmsMasterKeyId`];
    if (key.is !== "own") return [];
    const policies = policiesOf(key.key, resources);
    const admitted = admits(policies, caller, { actions: keyActions });
    if (admitted === "no") {
        report(
            `policy does not let ${caller.principal} use the key of "${encrypted.name}", so ${consequence}. ` +
                `Allow it ${asWritten}, for this account.`,
            (policies[0]?.carrier ?? key.key).urn,
        );
    }
    return admitted === "unknown" ? [`${key.key.name}.policy`] : [];
}

const judgeNotification: Judge = ({ by: role, of: topic }, resources, report) => {
    const key = encryptionKeyOf(topic, resources);
    if (key.is === "unknown") return [`${topic.name}.kmsMasterKeyId`];
    if (key.is !== "own") return [];
    const granted = grantsKey(roleDocuments(role, resources), key.key, resources, keyActions);
    if (granted === "no") {
        report(
            `Its policies do not let it use the key of the topic "${topic.name}", so the endpoint's notifications are lost. ` +
                `Allow it ${asWritten} on the key, through SNS.`,
            role.urn,
        );
    }
    return granted === "unknown" ? [`${role.name}.policy`] : [];
};
