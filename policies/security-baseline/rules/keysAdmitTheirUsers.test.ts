import assert from "node:assert/strict";

import fc from "fast-check";

import { output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { keysAdmitTheirUsers as rule } from "./keysAdmitTheirUsers";

const account = "123456789012";
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const keyArn = arn("kms", "key/1");
const text = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const ofAccount = { StringEquals: { "aws:SourceAccount": account } };
const useKey = ["kms:GenerateDataKey*", "kms:Decrypt"];

const root = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" };
const serves = (service: string, Condition: object | undefined = ofAccount): object => ({
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: useKey,
    Resource: "*",
    ...(Condition && { Condition }),
});
const publishes = {
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: arn("sns", "alarms"),
    Condition: { ...ofAccount, ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:summaries-*") } },
};
const grant = {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: arn("kms", "key/*"),
    Condition: {
        StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "sns.us-east-1.amazonaws.com"] },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/summaries" },
    },
};

const notify = { Effect: "Allow", Action: "sns:Publish", Resource: arn("sns", "done") };
const sends = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: arn("sqs", "inbox"),
    Condition: { ArnEquals: { "aws:SourceArn": arn("sns", "done") } },
};
const queueUrl = `https://sqs.us-east-1.amazonaws.com/${account}/inbox`;
const roleArn = `arn:aws:iam::${account}:role/execution`;

/** A stack that is good, by its resources' names. */
const good = {
    key: {
        type: "aws:kms/key:Key",
        props: { arn: output(keyArn), keyId: output("1"), policy: text(root, serves("sns"), serves("cloudwatch")) },
    },
    alias: {
        type: "aws:kms/alias:Alias",
        props: { name: "alias/summaries", targetKeyId: output("1") },
        propertyDependencies: { targetKeyId: ["key"] },
    },
    alarms: {
        type: "aws:sns/topic:Topic",
        props: { name: "alarms", arn: output(arn("sns", "alarms")), kmsMasterKeyId: output(keyArn) },
        propertyDependencies: { kmsMasterKeyId: ["key"] },
    },
    "alarms-policy": {
        type: "aws:sns/topicPolicy:TopicPolicy",
        props: { arn: output(arn("sns", "alarms")), policy: text(publishes) },
        propertyDependencies: { arn: ["alarms"] },
    },
    age: {
        type: "aws:cloudwatch/metricAlarm:MetricAlarm",
        props: {
            name: "summaries-age",
            arn: output(arn("cloudwatch", "alarm:summaries-age")),
            alarmActions: [output(arn("sns", "alarms"))],
        },
        propertyDependencies: { alarmActions: ["alarms"] },
    },
    done: {
        type: "aws:sns/topic:Topic",
        props: { name: "done", arn: output(arn("sns", "done")), kmsMasterKeyId: output(keyArn) },
        propertyDependencies: { kmsMasterKeyId: ["key"] },
    },
    inbox: {
        type: "aws:sqs/queue:Queue",
        props: {
            name: "inbox",
            arn: output(arn("sqs", "inbox")),
            url: output(queueUrl),
            kmsMasterKeyId: output(keyArn),
        },
        propertyDependencies: { kmsMasterKeyId: ["key"] },
    },
    "inbox-policy": {
        type: "aws:sqs/queuePolicy:QueuePolicy",
        props: { queueUrl: output(queueUrl), policy: text(sends) },
        propertyDependencies: { queueUrl: ["inbox"] },
    },
    subscription: {
        type: "aws:sns/topicSubscription:TopicSubscription",
        props: { topic: output(arn("sns", "done")), protocol: "sqs", endpoint: output(arn("sqs", "inbox")) },
        propertyDependencies: { topic: ["done"], endpoint: ["inbox"] },
    },
    role: {
        type: "aws:iam/role:Role",
        props: { name: "execution", arn: output(roleArn) },
    },
    "role-policy": {
        type: "aws:iam/rolePolicy:RolePolicy",
        props: { role: output("execution"), policy: text(grant, notify) },
        propertyDependencies: { role: ["role"] },
    },
    model: {
        type: "aws:sagemaker/model:Model",
        props: { name: output("model-1"), executionRoleArn: output(roleArn) },
        propertyDependencies: { executionRoleArn: ["role"] },
    },
    configuration: {
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        props: {
            productionVariants: [{ modelName: output("model-1") }],
            asyncInferenceConfig: {
                outputConfig: { notificationConfig: { successTopic: output(arn("sns", "done")) } },
            },
        },
        propertyDependencies: { productionVariants: ["model"], asyncInferenceConfig: ["done"] },
    },
} satisfies Record<string, Omit<StackResource, "name">>;

type Name = keyof typeof good;
type Changes = Partial<Record<Name, Partial<Omit<StackResource, "name">> | null>>;

/** The good stack with some properties of some resources changed, or a resource taken out. */
function stack(changes: Changes = {}): StackResource[] {
    return Object.entries(good).flatMap(([name, resource]): StackResource[] => {
        const change = changes[name as Name];
        if (change === null) return [];
        return [{ name, ...resource, ...change, props: { ...resource.props, ...change?.props } }];
    });
}

const changed = (name: Name, props: object, rest: object = {}): Changes => ({ [name]: { props, ...rest } });
const keySays = (...statements: object[]): Changes => changed("key", { policy: text(...statements) });
const topicSays = (...statements: object[]): Changes => changed("alarms-policy", { policy: text(...statements) });
const roleSays = (...statements: object[]): Changes => changed("role-policy", { policy: text(...statements) });
const roleUsesKey = (statement: object): Changes => roleSays(statement, notify);
const roleNotifies = (...statements: object[]): Changes => roleSays(grant, ...statements);
const queueSays = (...statements: object[]): Changes => changed("inbox-policy", { policy: text(...statements) });
/** The notified topic with a policy, and a role that has the key only. */
const doneSays = (...statements: object[]): Changes => ({
    ...changed("done", { policy: text(...statements) }),
    ...roleNotifies(),
});

const asWritten = "kms:GenerateDataKey* and kms:Decrypt";
const mute =
    'alarms-policy: policy does not let CloudWatch publish for the alarm "age", which stays mute. ' +
    "Allow cloudwatch.amazonaws.com sns:Publish on the topic, for this account's alarms.";
const noKeyForAlarm =
    'key: policy does not let cloudwatch.amazonaws.com use the key of "alarms", so the alarm "age" stays mute. ' +
    `Allow it ${asWritten}, for this account.`;
const noKeyForDelivery =
    'key: policy does not let sns.amazonaws.com use the key of "inbox", so what the topic "done" delivers is lost. ' +
    `Allow it ${asWritten}, for this account.`;
const noKeyForRole =
    'role: Its policies do not let it use the key of the topic "done", so the endpoint\'s notifications are lost. ' +
    `Allow it ${asWritten} on the key, through SNS.`;
const noPublishing =
    'role: Its policies do not let it publish to the topic "done", so the endpoint\'s notifications are lost. ' +
    "Allow it sns:Publish on the topic.";
const noSending =
    'inbox-policy: policy does not let SNS send what the topic "done" delivers, which is lost. ' +
    "Allow sns.amazonaws.com sqs:SendMessage on the queue, for this topic.";
const noQueuePolicy =
    'inbox: No policy lets SNS send what the topic "done" delivers, which is lost. ' +
    "Allow sns.amazonaws.com sqs:SendMessage on the queue, for this topic.";
const awsKey = (name: string, consequence: string): string =>
    `${name}: kmsMasterKeyId is AWS's own key, which admits no other service, so ${consequence}. Set it to the ARN of a key of this account.`;

const table: [string, Changes, string[]][] = [
    ["a stack in which everybody is admitted passes", {}, []],
    // Alarms: the topic's policy.
    ["a topic with the policy that SNS gives it lets alarms publish", { "alarms-policy": null }, []],
    [
        "a policy that admits only the account leaves alarms mute",
        topicSays({ ...publishes, Principal: root.Principal, Condition: undefined }),
        [mute],
    ],
    ["a Deny admits nobody", topicSays({ ...publishes, Effect: "Deny" }), [mute]],
    [
        "another service is not CloudWatch",
        topicSays({ ...publishes, Principal: { Service: "events.amazonaws.com" } }),
        [mute],
    ],
    [
        "an account that is called like CloudWatch is not it",
        topicSays({ ...publishes, Principal: { AWS: "cloudwatch.amazonaws.com" } }),
        [mute],
    ],
    [
        "all but this account's alarms are not this one",
        topicSays({ ...publishes, Condition: { StringNotEquals: { "aws:SourceAccount": account } } }),
        [mute],
    ],
    [
        "every source but one is not known to be this alarm",
        topicSays({ ...publishes, Condition: { ArnNotLike: { "aws:SourceArn": "arn:aws:events:*" } } }),
        [mute],
    ],
    [
        "plain HTTP is not how CloudWatch comes",
        topicSays({ ...publishes, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        [mute],
    ],
    ["TLS is", topicSays({ ...publishes, Condition: { Bool: { "aws:SecureTransport": "true" } } }), []],
    [
        "a quantifier makes no difference to a key with one value",
        topicSays({ ...publishes, Condition: { "ForAllValues:StringEquals": { "aws:SourceAccount": account } } }),
        [],
    ],
    [
        "a role that may use all but one alias is not known to use this one",
        roleUsesKey({ ...grant, Condition: { StringNotEquals: { "kms:ResourceAliases": "alias/others" } } }),
        [noKeyForRole],
    ],
    ["another action is not publishing", topicSays({ ...publishes, Action: "sns:Subscribe" }), [mute]],
    [
        "another topic is not this one",
        topicSays({ ...root, Action: "sns:Publish" }, { ...publishes, Resource: arn("sns", "others") }),
        [mute],
    ],
    [
        "a policy of another topic altogether is another rule's business",
        topicSays({ ...publishes, Resource: arn("sns", "others") }),
        [],
    ],
    [
        "other alarms are not this one",
        topicSays({ ...publishes, Condition: { ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:others-*") } } }),
        [mute],
    ],
    [
        "rules of EventBridge are no alarms",
        topicSays({ ...publishes, Condition: { ArnLike: { "aws:SourceArn": arn("events", "rule/*") } } }),
        [mute],
    ],
    [
        "a condition that CloudWatch does not send admits nobody",
        topicSays({ ...publishes, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
        [mute],
    ],
    [
        "every alarm of the account is admitted",
        topicSays({ ...publishes, Condition: { ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:*") } } }),
        [],
    ],
    ["no condition is needed", topicSays({ ...publishes, Condition: undefined }), []],
    [
        "everybody of the account is admitted, as SNS writes it",
        topicSays({
            ...publishes,
            Principal: { AWS: "*" },
            Condition: { StringEquals: { "aws:SourceOwner": account } },
        }),
        [],
    ],
    ["every topic includes this one", topicSays({ ...publishes, Resource: "*" }), []],
    ["a second statement may admit", topicSays(root, publishes), []],
    // Alarms: the key.
    [
        "AWS's key admits no alarm",
        changed("alarms", { kmsMasterKeyId: "alias/aws/sns" }),
        [awsKey("alarms", 'the alarm "age" stays mute')],
    ],
    ["no key needs no grant", changed("alarms", { kmsMasterKeyId: undefined }), []],
    ["a key that is not CloudWatch's is refused", keySays(root, serves("sns")), [noKeyForAlarm]],
    [
        "a key that CloudWatch may only decrypt with is refused",
        keySays(root, serves("sns"), { ...serves("cloudwatch"), Action: "kms:Decrypt" }),
        [noKeyForAlarm],
    ],
    [
        "a key that CloudWatch may only encrypt with is refused",
        keySays(root, serves("sns"), { ...serves("cloudwatch"), Action: "kms:GenerateDataKey*" }),
        [noKeyForAlarm],
    ],
    [
        "two statements may admit together",
        keySays(
            root,
            serves("sns"),
            { ...serves("cloudwatch"), Action: "kms:Decrypt" },
            { ...serves("cloudwatch"), Action: "kms:GenerateDataKey" },
        ),
        [],
    ],
    [
        "a key under a condition of another service is refused",
        keySays(
            root,
            serves("sns"),
            serves("cloudwatch", { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
        ),
        [noKeyForAlarm],
    ],
    [
        "one statement may name both services",
        keySays(root, { ...serves("sns"), Principal: { Service: ["sns.amazonaws.com", "cloudwatch.amazonaws.com"] } }),
        [],
    ],
    [
        "a key without a policy of its own admits no service",
        changed("key", { policy: undefined }),
        [noKeyForAlarm, noKeyForDelivery],
    ],
    [
        "okActions and insufficientDataActions count as well",
        {
            age: { props: { alarmActions: [], okActions: [arn("sns", "alarms")] }, propertyDependencies: {} },
            ...topicSays(root),
        },
        [mute],
    ],
    [
        "a composite alarm is an alarm",
        { age: { type: "aws:cloudwatch/compositeAlarm:CompositeAlarm", props: {} }, ...topicSays(root) },
        [mute],
    ],
    [
        "an alarm that acts on something else is not concerned",
        {
            age: { props: { alarmActions: [arn("autoscaling", "scalingPolicy:x")] }, propertyDependencies: {} },
            ...topicSays(root),
        },
        [],
    ],
    ["without an alarm nobody has to publish", { age: null, ...topicSays(root) }, []],
    // Deliveries.
    ["a key that is not SNS's is refused", keySays(root, serves("cloudwatch")), [noKeyForDelivery]],
    [
        "a key for another topic is refused",
        keySays(root, serves("cloudwatch"), serves("sns", { ArnLike: { "aws:SourceArn": arn("sns", "others") } })),
        [noKeyForDelivery],
    ],
    [
        "a key for this topic passes",
        keySays(root, serves("cloudwatch"), serves("sns", { ArnEquals: { "aws:SourceArn": arn("sns", "done") } })),
        [],
    ],
    [
        "AWS's key admits no delivery",
        changed("inbox", { kmsMasterKeyId: arn("kms", "alias/aws/sqs") }),
        [awsKey("inbox", 'what the topic "done" delivers is lost')],
    ],
    [
        "a queue without a key needs no grant",
        { ...keySays(root, serves("cloudwatch")), inbox: { props: { kmsMasterKeyId: undefined } } },
        [],
    ],
    [
        "a queue that is not subscribed needs no grant",
        { ...keySays(root, serves("cloudwatch")), subscription: null },
        [],
    ],
    [
        "a dead letter queue needs one too",
        {
            ...keySays(root, serves("cloudwatch")),
            subscription: {
                props: {
                    protocol: "email",
                    endpoint: "a@b.c",
                    redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "inbox") }),
                },
                propertyDependencies: { topic: ["done"] },
            },
        },
        [noKeyForDelivery],
    ],
    [
        "an e-mail needs none",
        {
            ...keySays(root, serves("cloudwatch")),
            subscription: {
                props: { protocol: "email", endpoint: "a@b.c" },
                propertyDependencies: { topic: ["done"] },
            },
        },
        [],
    ],
    // Deliveries: the queue's policy.
    ["a queue without a policy takes nothing from SNS", { "inbox-policy": null }, [noQueuePolicy]],
    ["nor does one whose policy was taken out", changed("inbox-policy", { policy: undefined }), [noQueuePolicy]],
    [
        "a policy of another queue is not its own",
        changed("inbox-policy", { queueUrl: `${queueUrl}-other` }, { propertyDependencies: {} }),
        [noQueuePolicy],
    ],
    [
        "a policy in the queue itself will do",
        { "inbox-policy": null, ...changed("inbox", { policy: text(sends) }) },
        [],
    ],
    ["a policy that cannot be read is other rules' business", changed("inbox-policy", { policy: "{" }), []],
    ["a queue that does not let SNS send is refused", queueSays({ ...root, Action: "sqs:*" }), [noSending]],
    ["a Deny lets nobody send", queueSays({ ...sends, Effect: "Deny" }), [noSending]],
    ["to receive is not to send", queueSays({ ...sends, Action: "sqs:ReceiveMessage" }), [noSending]],
    ["another queue's ARN is not this queue's", queueSays({ ...sends, Resource: arn("sqs", "others") }), [noSending]],
    [
        "a topic's ARN of the same name is not the queue's",
        queueSays({ ...sends, Resource: arn("sns", "inbox") }),
        [noSending],
    ],
    [
        "another service is not SNS",
        queueSays({ ...sends, Principal: { Service: "events.amazonaws.com" } }),
        [noSending],
    ],
    ["an account is not SNS", queueSays({ ...sends, Principal: { AWS: account } }), [noSending]],
    [
        "another topic is not this one",
        queueSays({ ...sends, Condition: { ArnEquals: { "aws:SourceArn": arn("sns", "others") } } }),
        [noSending],
    ],
    [
        "a topic whose name begins like this one's is not this one",
        queueSays({ ...sends, Condition: { ArnEquals: { "aws:SourceArn": arn("sns", "done-2") } } }),
        [noSending],
    ],
    [
        "all but one topic are not known to be this one",
        queueSays({ ...sends, Condition: { ArnNotEquals: { "aws:SourceArn": arn("sns", "others") } } }),
        [noSending],
    ],
    [
        "an organization of callers does not hold for SNS",
        queueSays({ ...sends, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
        [noSending],
    ],
    [
        "every condition has to hold",
        queueSays({ ...sends, Condition: { ...sends.Condition, Bool: { "aws:SecureTransport": "false" } } }),
        [noSending],
    ],
    [
        "TLS and the topic both hold",
        queueSays({ ...sends, Condition: { ...sends.Condition, Bool: { "aws:SecureTransport": "true" } } }),
        [],
    ],
    [
        "this topic may be one of several",
        queueSays({
            ...sends,
            Condition: { ArnEquals: { "aws:SourceArn": ["others", "done"].map((n) => arn("sns", n)) } },
        }),
        [],
    ],
    [
        "every topic includes this one",
        queueSays({ ...sends, Condition: { ArnLike: { "aws:SourceArn": arn("sns", "*") } } }),
        [],
    ],
    ["every topic of the account does, too", queueSays({ ...sends, Condition: ofAccount }), []],
    ["no condition is needed of SNS", queueSays({ ...sends, Condition: undefined }), []],
    ["whoever comes from this topic may send", queueSays({ ...sends, Principal: "*" }), []],
    ["every action is to send as well", queueSays({ ...sends, Action: "sqs:*" }), []],
    ["actions are written in any case", queueSays({ ...sends, Action: "SQS:SendMessage" }), []],
    ["a pattern of queues will do", queueSays({ ...sends, Resource: arn("sqs", "in*") }), []],
    ["a second statement may let SNS send", queueSays({ ...root, Action: "sqs:*" }, sends), []],
    [
        "a dead letter queue has to let SNS send as well",
        {
            "inbox-policy": null,
            subscription: {
                props: {
                    protocol: "email",
                    endpoint: "a@b.c",
                    redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "inbox") }),
                },
                propertyDependencies: { topic: ["done"] },
            },
        },
        [noQueuePolicy],
    ],
    ["a queue that is not subscribed needs no policy for it", { "inbox-policy": null, subscription: null }, []],
    // Notifications: to publish.
    ["a role that may not publish is refused", roleNotifies(), [noPublishing]],
    ["a role that is denied may not publish", roleNotifies({ ...notify, Effect: "Deny" }), [noPublishing]],
    [
        "to publish to another topic does not help",
        roleNotifies({ ...notify, Resource: arn("sns", "alarms") }),
        [noPublishing],
    ],
    ["to subscribe is not to publish", roleNotifies({ ...notify, Action: "sns:Subscribe" }), [noPublishing]],
    [
        "nothing but publishing is not publishing",
        roleNotifies({ ...notify, Action: undefined, NotAction: "sns:*" }),
        [noPublishing],
    ],
    [
        "a tag of the role is not known here",
        roleNotifies({ ...notify, Condition: { StringEquals: { "aws:PrincipalTag/team": "ml" } } }),
        [noPublishing],
    ],
    [
        "a source is not sent where a role publishes itself",
        roleNotifies({ ...notify, Condition: ofAccount }),
        [noPublishing],
    ],
    [
        "plain HTTP is not how an endpoint publishes",
        roleNotifies({ ...notify, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        [noPublishing],
    ],
    ["TLS is how", roleNotifies({ ...notify, Condition: { Bool: { "aws:SecureTransport": "true" } } }), []],
    [
        "its own account and region hold",
        roleNotifies({
            ...notify,
            Condition: { StringEquals: { "aws:ResourceAccount": account, "aws:RequestedRegion": "us-east-1" } },
        }),
        [],
    ],
    ["every topic includes a notified one", roleNotifies({ ...notify, Resource: "*" }), []],
    ["a pattern of topics will do", roleNotifies({ ...notify, Resource: arn("sns", "do*") }), []],
    [
        "one of several topics will do",
        roleNotifies({ ...notify, Resource: [arn("sns", "others"), arn("sns", "done")] }),
        [],
    ],
    ["every action is to publish as well", roleNotifies({ ...notify, Action: "SNS:Pub*" }), []],
    ["a role's policy that cannot be read is other rules' business", changed("role-policy", { policy: "{" }), []],
    [
        "a topic that names the role needs no permission of it",
        doneSays({ ...notify, Principal: { AWS: [`arn:aws:iam::${account}:root`, roleArn] } }),
        [],
    ],
    [
        "a role in a folder has its path in its ARN",
        {
            ...doneSays({ ...notify, Principal: { AWS: roleArn.replace("role/", "role/ml/") } }),
            role: { props: { path: "/ml/", arn: output(roleArn.replace("role/", "role/ml/")) } },
            model: { props: { executionRoleArn: output(roleArn.replace("role/", "role/ml/")) } },
        },
        [],
    ],
    [
        "a topic that names everybody where the role asks needs none either",
        doneSays({ ...notify, Principal: "*", Condition: { ArnLike: { "aws:PrincipalArn": roleArn } } }),
        [],
    ],
    [
        "a topic that names the account leaves it to the role",
        doneSays({ ...notify, Principal: root.Principal }),
        [noPublishing],
    ],
    ["an account by its number is the account", doneSays({ ...notify, Principal: { AWS: account } }), [noPublishing]],
    [
        "a user of the role's name is not the role",
        doneSays({ ...notify, Principal: { AWS: roleArn.replace("role/", "user/") } }),
        [noPublishing],
    ],
    ["another role is not this one", doneSays({ ...notify, Principal: { AWS: `${roleArn}-2` } }), [noPublishing]],
    [
        "SageMaker as a service is not its role",
        doneSays({ ...notify, Principal: { Service: "sagemaker.amazonaws.com" } }),
        [noPublishing],
    ],
    [
        "what SNS writes into a topic by itself names no role",
        doneSays({
            ...notify,
            Principal: { AWS: "*" },
            Condition: { StringEquals: { "AWS:SourceOwner": account } },
        }),
        [noPublishing],
    ],
    [
        "a topic without a key has to be published to all the same",
        { "role-policy": null, done: { props: { kmsMasterKeyId: undefined } } },
        [noPublishing],
    ],
    [
        "a topic that the stack only names is not judged",
        {
            "role-policy": null,
            done: null,
            subscription: null,
            configuration: {
                props: {
                    asyncInferenceConfig: {
                        outputConfig: { notificationConfig: { successTopic: arn("sns", "others") } },
                    },
                },
                propertyDependencies: { productionVariants: ["model"] },
            },
        },
        [],
    ],
    // Notifications: the key.
    [
        "a role without the key is refused",
        roleUsesKey({ ...grant, Action: "sns:Publish", Resource: "*", Condition: undefined }),
        [noKeyForRole],
    ],
    ["a role that may only decrypt is refused", roleUsesKey({ ...grant, Action: "kms:Decrypt" }), [noKeyForRole]],
    [
        "a role that may use it through S3 alone is refused",
        roleUsesKey({ ...grant, Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }),
        [noKeyForRole],
    ],
    [
        "a role that may use another alias is refused",
        roleUsesKey({ ...grant, Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/others" } } }),
        [noKeyForRole],
    ],
    ["a role that is denied is not allowed", roleUsesKey({ ...grant, Effect: "Deny" }), [noKeyForRole]],
    [
        "a condition that is not known here grants nothing",
        roleUsesKey({ ...grant, Condition: { StringEquals: { "aws:PrincipalTag/team": "ml" } } }),
        [noKeyForRole],
    ],
    ["every key through any service will do", roleUsesKey({ ...grant, Resource: "*", Condition: undefined }), []],
    [
        "a pattern of aliases will do",
        roleUsesKey({ ...grant, Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/sum*" } } }),
        [],
    ],
    ["a role without any policy is refused", { "role-policy": null }, [noPublishing, noKeyForRole]],
    [
        "a policy of another role is not its own",
        { "role-policy": { props: { role: "others" }, propertyDependencies: {} } },
        [noPublishing, noKeyForRole],
    ],
    [
        "an inline policy will do",
        { "role-policy": null, role: { props: { inlinePolicies: [{ name: "a", policy: text(grant, notify) }] } } },
        [],
    ],
    [
        "a real-time configuration notifies nobody",
        {
            configuration: {
                props: { asyncInferenceConfig: undefined },
                propertyDependencies: { productionVariants: ["model"] },
            },
            "role-policy": null,
        },
        [],
    ],
    [
        "an endpoint without a role of this stack is not judged",
        {
            model: { props: { executionRoleArn: `arn:aws:iam::${account}:role/others` }, propertyDependencies: {} },
            "role-policy": null,
        },
        [],
    ],
    [
        "a topic without a key needs no grant of one",
        { ...roleSays(notify), done: { props: { kmsMasterKeyId: undefined } } },
        [],
    ],
];

describe("keys-admit-their-users", () => {
    for (const [what, changes, says] of table) {
        it(what, async () => {
            for (const preview of [true, false]) {
                assert.deepEqual(await stackViolations(rule, stack(changes), { preview }), says);
                assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview }), []);
            }
        });
    }

    it("finds a key by its ARN and by an alias, once they are known", async () => {
        for (const kmsMasterKeyId of [keyArn, "alias/summaries", arn("kms", "alias/summaries")]) {
            const changes = {
                ...keySays(root, serves("sns")),
                alarms: { props: { kmsMasterKeyId }, propertyDependencies: {} },
            };
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview: false }), [noKeyForAlarm]);
        }
        const outside = {
            ...keySays(root, serves("sns")),
            alarms: { props: { kmsMasterKeyId: arn("kms", "key/2") }, propertyDependencies: {} },
        };
        assert.deepEqual(await stackViolations(rule, stack(outside), { preview: false }), []);
    });

    it("finds a policy that is attached to the role", async () => {
        const policy: StackResource = {
            type: "aws:iam/policy:Policy",
            name: "own",
            props: { arn: output(`arn:aws:iam::${account}:policy/own`), policy: text(grant, notify) },
        };
        const attachment: StackResource = {
            type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            name: "a",
            props: { role: output("execution"), policyArn: output(`arn:aws:iam::${account}:policy/own`) },
            propertyDependencies: { role: ["role"], policyArn: ["own"] },
        };
        for (const preview of [true, false]) {
            assert.deepEqual(
                await stackViolations(rule, [...stack({ "role-policy": null }), policy, attachment], { preview }),
                [],
            );
            assert.deepEqual(await stackViolations(rule, [...stack({ "role-policy": null }), policy], { preview }), [
                noPublishing,
                noKeyForRole,
            ]);
        }
    });

    it("finds policies that the role lists itself, and takes one from elsewhere to let it publish", async () => {
        const policy: StackResource = {
            type: "aws:iam/policy:Policy",
            name: "own",
            props: { arn: output(`arn:aws:iam::${account}:policy/own`), policy: text(grant, notify) },
        };
        const listing = (...managedPolicyArns: unknown[]): StackResource[] => [
            ...stack({
                "role-policy": null,
                role: { props: { managedPolicyArns }, propertyDependencies: { managedPolicyArns: ["own"] } },
            }),
            policy,
        ];
        for (const preview of [true, false]) {
            const own = listing(output(`arn:aws:iam::${account}:policy/own`));
            assert.deepEqual(await stackViolations(rule, own, { preview }), []);
            assert.deepEqual(await stackDeferrals(rule, own, { preview }), []);
            assert.deepEqual(
                await stackViolations(rule, listing(`arn:aws:iam::${account}:policy/others`), { preview }),
                [noKeyForRole],
            );
        }
    });

    it("waits for the topic that a policy is given to, which may be one that names the role", async () => {
        const changes = { ...roleNotifies(), "alarms-policy": { propertyDependencies: {} } };
        assert.deepEqual(await stackViolations(rule, stack(changes), { preview: true }), []);
        assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview: true }), [
            "alarms-policy.arn is known only after deployment",
        ]);
        assert.deepEqual(await stackViolations(rule, stack(changes), { preview: false }), [noPublishing]);
    });

    it("does not wait for a role's name where a topic names the account", async () => {
        const changes = {
            ...doneSays({ ...notify, Principal: root.Principal }),
            ...changed("role", { name: output("execution") }),
        };
        for (const preview of [true, false]) {
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview }), [noPublishing]);
            assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview }), []);
        }
    });

    it("judges each topic of a queue and each queue of a topic by itself", async () => {
        const other: StackResource[] = [
            {
                type: "aws:sns/topic:Topic",
                name: "failed",
                props: { name: "failed", arn: output(arn("sns", "failed")) },
            },
            {
                type: "aws:sns/topicSubscription:TopicSubscription",
                name: "failures",
                props: { topic: output(arn("sns", "failed")), protocol: "sqs", endpoint: output(arn("sqs", "inbox")) },
                propertyDependencies: { topic: ["failed"], endpoint: ["inbox"] },
            },
        ];
        for (const preview of [true, false]) {
            assert.deepEqual(await stackViolations(rule, [...stack(), ...other], { preview }), [
                noSending.replace("done", "failed"),
            ]);
            const both = queueSays({
                ...sends,
                Condition: { ArnEquals: { "aws:SourceArn": [arn("sns", "done"), arn("sns", "failed")] } },
            });
            assert.deepEqual(await stackViolations(rule, [...stack(both), ...other], { preview }), []);
        }
    });

    it("sees what a preview drops from nested blocks by the dependencies of the property", async () => {
        const dropped = { configuration: { props: { asyncInferenceConfig: {} } }, "role-policy": null };
        assert.deepEqual(await stackViolations(rule, stack(dropped), { preview: true }), [noPublishing, noKeyForRole]);
    });

    for (const [what, changes, waitsFor] of [
        ["a topic's policy", changed("alarms-policy", { policy: output(text(publishes)) }), "alarms.policy is"],
        [
            "a key's policy",
            changed(
                "key",
                { policy: output(text(root, serves("sns"), serves("cloudwatch"))) },
                { propertyDependencies: { policy: ["role"] } },
            ),
            "key.policy is",
        ],
        ["a role's policy", changed("role-policy", { policy: output(text(grant, notify)) }), "role.policy is"],
        ["a queue's policy", changed("inbox-policy", { policy: output(text(sends)) }), "inbox.policy is"],
        [
            "a queue that a policy is given to",
            changed("inbox-policy", {}, { propertyDependencies: {} }),
            "inbox-policy.queueUrl is",
        ],
        [
            "a role that a policy is given to",
            changed("role-policy", {}, { propertyDependencies: {} }),
            "role-policy.role is",
        ],
        ["a queue's name", changed("inbox", { name: output("inbox") }), "inbox.policy is"],
        [
            "the policy of a topic that may name the role",
            {
                ...roleNotifies(),
                ...changed(
                    "done",
                    { policy: output(text({ ...notify, Principal: { AWS: roleArn } })) },
                    { propertyDependencies: { policy: ["role"], kmsMasterKeyId: ["key"] } },
                ),
            },
            "done.policy is",
        ],
        ["actions that come from nowhere", changed("age", {}, { propertyDependencies: {} }), "age.alarmActions[0] is"],
        [
            "a key that comes from nowhere",
            changed("alarms", {}, { propertyDependencies: {} }),
            "alarms.kmsMasterKeyId is",
        ],
        ["an alarm's name", changed("age", { name: output("summaries-age") }), "alarms.policy is"],
        [
            "a role that comes from nowhere",
            changed("model", {}, { propertyDependencies: {} }),
            "model.executionRoleArn is",
        ],
    ] as [string, Changes, string][]) {
        it(`waits for ${what}`, async () => {
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview: true }), []);
            assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview: true }), [
                `${waitsFor} known only after deployment`,
            ]);
            assert.deepEqual(await stackViolations(rule, stack(changes), { preview: false }), []);
            assert.deepEqual(await stackDeferrals(rule, stack(changes), { preview: false }), []);
        });
    }

    it("an output in a bad stack is refused or deferred, never passed, and nothing makes the rule throw", async () => {
        const bad = Object.entries(
            stack({
                ...keySays(root),
                ...topicSays(root),
                ...queueSays(root),
                ...roleSays({ ...grant, Action: "s3:*" }),
            }),
        );
        const places = bad.flatMap(([index, { props }]) =>
            Object.keys(props).map((property) => [Number(index), property] as const),
        );
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom(...places),
                anything(keyArn),
                fc.boolean(),
                async ([index, property], value, preview) => {
                    const put = (to: unknown): StackResource[] =>
                        bad.map(([at, resource]) =>
                            Number(at) === index
                                ? { ...resource, props: { ...resource.props, [property]: to } }
                                : resource,
                        );
                    await stackViolations(rule, put(value), { preview });
                    const hidden = put(output("hidden"));
                    const said = await stackViolations(rule, hidden, { preview: true });
                    const deferred = await stackDeferrals(rule, hidden, { preview: true });
                    assert.notEqual(said.length + deferred.length, 0);
                },
            ),
            { numRuns: 25 },
        );
    });
});
