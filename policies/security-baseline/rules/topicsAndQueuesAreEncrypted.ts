import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { wrongLiteral } from "../../literal";
import { concernsAction, isEverybody, type Statement } from "../../policyDocument";
import { isAbsent, readLeaf } from "../../reading";
import { ofTypes } from "../../relations";
import { type Guard, type ResourceRule, type StackRule } from "../../rule";
import { type AttachedPolicy, policiesOf, queueTypes, topicTypes } from "../attachedPolicies";
import { isAwsManagedKey } from "../awsManagedKey";
import { all, type Answer, any, coversResource } from "../namedResource";
import { saysOnlyPlainHttp } from "../plainHttp";

export const topicType = "aws:sns/topic:Topic";
export const topicPolicyType = "aws:sns/topicPolicy:TopicPolicy";
export const queueType = "aws:sqs/queue:Queue";
export const queuePolicyType = "aws:sqs/queuePolicy:QueuePolicy";

const ownKey = "Set it to the ARN of a key of this account.";

/** What of each service may not come over plain HTTP. */
const services = [
    { service: "sns", types: topicTypes, action: "sns:Publish", policy: "aws.sns.TopicPolicy", by: "ARN as its arn" },
    { service: "sqs", types: queueTypes, action: "sqs:*", policy: "aws.sqs.QueuePolicy", by: "url as its queueUrl" },
] as const;

type Service = (typeof services)[number];

/** Resource half: the key. Stack half: the policy that refuses plain HTTP, which is a resource of its own. */
export const topicsAndQueuesAreEncrypted: ResourceRule & StackRule = {
    name: "topics-and-queues-are-encrypted",
    description:
        "Every topic and queue must encrypt with a KMS key of the account and refuse plain HTTP; otherwise notifications, which name articles and tell what failed, lie or travel in the clear.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        'Set kmsMasterKeyId of each topic and queue, and give it a policy with a Deny for Principal "*" where Bool aws:SecureTransport is "false": sns:Publish on a topic, sqs:* on a queue.',
    evidence: "documents",
    required: false,
    guards: [
        // Any other text may be a key; that AWS's own are none is tested with the rule itself.
        { type: topicType, path: "kmsMasterKeyId", spares: ["unknown"], bad: [] },
        { type: queueType, path: "kmsMasterKeyId", spares: ["unknown"], bad: [] },
        // Under another name it is no longer what the policy's Resource names.
        { type: topicType, path: "name", writtenOut: true, spares: ["unknown"] },
        { type: queueType, path: "name", writtenOut: true, spares: ["unknown"] },
        ...policyGuards(topicPolicyType, "arn"),
        ...policyGuards(queuePolicyType, "queueUrl"),
    ],
    peers: [
        "cdk-nag SNS3",
        "cdk-nag SQS2",
        "cdk-nag SQS4",
        "CKV_AWS_26",
        "CKV_AWS_27",
        "Security Hub SQS.1",
        "AWS-0136",
    ],
    parameters: {
        allowSqsManagedKey: {
            type: "boolean",
            description: "Whether a queue may be encrypted with a key of SQS instead (sqsManagedSseEnabled).",
            default: false,
        },
    },
    validateResource: (args, report) => {
        const { type, props, getConfig, notApplicable } = args;
        if (!topicTypes.has(type) && !queueTypes.has(type)) notApplicable("Concerns SNS topics and SQS queues");
        const managed = queueTypes.has(type) && getConfig<{ allowSqsManagedKey: boolean }>().allowSqsManagedKey;
        const key = readLeaf(props, ["kmsMasterKeyId"]);
        if (managed && isAbsent(props, ["kmsMasterKeyId"])) {
            const mend = `Set it to true, or kmsMasterKeyId to the ARN of a key of this account.`;
            const sse = wrongLiteral(props, ["sqsManagedSseEnabled"], { is: (value) => value === true, mend });
            if (sse !== undefined) report(sse);
        } else if (key.state !== "set") report(`${key.because}. ${ownKey}`);
        else if (!key.known) deferUntilKnown(args, ["kmsMasterKeyId"]);
        else if (typeof key.value !== "string") report(`kmsMasterKeyId is a ${typeof key.value}. ${ownKey}`);
        else if (isAwsManagedKey(key.value)) {
            report(`kmsMasterKeyId is AWS's own key, whose policy cannot be changed. ${ownKey}`);
        }
    },
    validateStack: (args, report) => {
        const { resources } = args;
        const deferred = services.flatMap((service) =>
            ofTypes(resources, service.types).flatMap((target) =>
                judgePolicies(target, policiesOf(target, resources), service, report),
            ),
        );
        deferUntilKnown(args, deferred);
    },
};

function policyGuards(type: string, names: string): Guard[] {
    return [
        { type, path: "" },
        { type, path: names, spares: ["unknown"] },
        // What the statements in it have to say is a matter of its text.
        { type, path: "policy", spares: ["unknown"], bad: [] },
    ];
}

/** Reports what is wrong; returns what has to be known before that can be told. */
function judgePolicies(
    target: PolicyResource,
    policies: readonly AttachedPolicy[],
    { service, action, policy, by }: Service,
    report: ReportViolation,
): string[] {
    const mend = `Deny ${action} to everybody on it where aws:SecureTransport is false, under no other condition.`;
    if (policies.length === 0) {
        report(`No policy refuses plain HTTP. Add an ${policy} with this ${by}. ${mend}`, target.urn);
        return [];
    }
    return policies.flatMap(({ carrier, document }) => {
        if (document.state === "deferred") return [`${carrier.name}.${document.path}`];
        if (document.state === "unreadable") {
            report(document.because, carrier.urn);
            return [];
        }
        const refused = any(document.statements.map((statement) => refuses(statement, action, target, service)));
        if (refused === "unknown") return [`${target.name}.arn`];
        if (refused === "no") report(`${document.path} does not refuse plain HTTP. ${mend}`, carrier.urn);
        return [];
    });
}

/** Whether the statement denies the action to everybody over plain HTTP, under no other condition. */
function refuses(statement: Statement, action: string, target: PolicyResource, service: string): Answer {
    const { effect, principals, actions, resources, conditions } = statement;
    if (effect !== "Deny" || !saysOnlyPlainHttp(conditions)) return "no";
    const everybody = principals?.negated === false && isEverybody(principals);
    const everything = !actions.negated && concernsAction(statement, action);
    return all([everybody && everything ? "yes" : "no", coversResource(resources, target, service)]);
}
