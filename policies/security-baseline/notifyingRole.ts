import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { policiesOf, possiblePoliciesOf } from "./attachedPolicies";
import { encryptionKeyOf } from "./encryptionKey";
import { type Permissions, permissionsOf } from "./executionRoles";
import { asWritten, keyActions } from "./keyAdmission";
import { type JudgeUse } from "./keyUsers";
import { admitsRole, grantsPublishing } from "./publishing";
import { grantsKey } from "./roleGrants";

/** Whether an endpoint's execution role may publish to a topic, and use the key that encrypts it. */
export const judgeNotification: JudgeUse = ({ by: role, of: topic }, resources, report) => {
    const permissions = permissionsOf(role, resources);
    return [
        ...judgePublishing(role, permissions, topic, resources, report),
        ...judgeKeyOfRole(role, permissions, topic, resources, report),
    ];
};

type JudgeRole = (
    role: PolicyResource,
    permissions: Permissions,
    topic: PolicyResource,
    resources: readonly PolicyResource[],
    report: ReportViolation,
) => readonly string[];

/** Whether the role may publish, by its own permissions or because the topic names it. */
const judgePublishing: JudgeRole = (role, permissions, topic, resources, report) => {
    const granted = grantsPublishing(permissions, role, topic);
    const admitted = admitsRole(policiesOf(topic, resources), role, topic);
    if (granted === "yes" || admitted === "yes") return [];
    const waitsFor = [
        ...(granted === "unknown" ? waitsForPolicies(role, permissions) : []),
        ...(admitted === "unknown" ? [`${topic.name}.policy`] : []),
        ...possiblePoliciesOf(topic, resources),
    ];
    if (waitsFor.length === 0) {
        report(
            `Its policies do not let it publish to the topic "${topic.name}", so the endpoint's notifications are lost. ` +
                "Allow it sns:Publish on the topic.",
            role.urn,
        );
    }
    return waitsFor;
};

const judgeKeyOfRole: JudgeRole = (role, permissions, topic, resources, report) => {
    const key = encryptionKeyOf(topic, resources);
    if (key.is === "unknown") return [`${topic.name}.kmsMasterKeyId`];
    if (key.is !== "own") return [];
    const documents = permissions.documents.map(({ document }) => document);
    const granted = grantsKey(documents, key.key, resources, keyActions);
    if (granted === "yes") return [];
    if (granted === "unknown" || permissions.unknown.length > 0) return waitsForPolicies(role, permissions);
    report(
        `Its policies do not let it use the key of the topic "${topic.name}", so the endpoint's notifications are lost. ` +
            `Allow it ${asWritten} on the key, through SNS.`,
        role.urn,
    );
    return [];
};

/** What is not told yet of a role's permissions; where that is only what they say, or what it is on, the policy. */
function waitsForPolicies({ name }: PolicyResource, { unknown }: Permissions): readonly string[] {
    return unknown.length > 0 ? unknown : [`${name}.policy`];
}
