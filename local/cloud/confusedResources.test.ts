import assert from "node:assert/strict";

import fc from "fast-check";

import { SimulatedClock } from "./clock";
import { Cloud } from "./cloud";
import { type ServiceName } from "./context";
import { type Caller, roleSession } from "./iam/principal";
import { endpointConfig, FakeContainers } from "./testing/asyncEndpointFixture";
import { policy } from "./testing/messagingFixture";

const account = "123456789012";
const role = `arn:aws:iam::${account}:role/thief`;
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const trust = policy({ Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" });
/** Stands in everything that the thief may not see. */
const mark = "MARK";
const queueUrl = `https://sqs.us-east-1.amazonaws.com/${account}/secret`;

/** What names a secret, in how many ways somebody might spell it. */
const names = {
    bucket: ["secret"],
    key: ["dir/one"],
    topic: [arn("sns", "secret"), "secret"],
    queue: [queueUrl, arn("sqs", "secret"), "secret"],
    role: ["secret", `arn:aws:iam::${account}:role/team/secret`],
    policy: [`arn:aws:iam::${account}:policy/team/secret`, "secret"],
    group: ["secret", arn("logs", "log-group:secret")],
    alarm: ["secret", arn("cloudwatch", "alarm:secret")],
    sageMaker: ["secret", arn("sagemaker", "endpoint/secret"), arn("sagemaker", "model/secret")],
} as const;

const spellings: readonly ((name: string) => unknown)[] = [
    (name) => name,
    (name) => name.toUpperCase(),
    (name) => `${name}/`,
    (name) => `/${name}`,
    (name) => `${name}:*`,
    (name) => `${name}*`,
    (name) => `${name}?`,
    (name) => `${name} `,
    (name) => `${name}\n`,
    (name) => `${name}\0`,
    (name) => `./${name}`,
    (name) => `x/../${name}`,
    (name) => `*/${name}`,
    (name) => encodeURIComponent(name),
    (name) => name.replace("e", "%65"),
    (name) => name.replaceAll("/", "//"),
    (name) => name.replace(":us-east-1:", ":eu-west-1:"),
    (name) => name.replace(":us-east-1:", "::"),
    (name) => name.replace(account, "210987654321"),
    (name) => name.replace(account, ""),
    (name) => name.replace("arn:aws:", "arn:aws-cn:"),
    (name) => name.replace("arn:", "ARN:"),
    (name) => name.replace("sqs.us-east-1.amazonaws.com", "127.0.0.1"),
    (name) => `https://evil.test/210987654321/other?${name}`,
    (name) => `arn:aws:sns:us-east-1:210987654321:${name}`,
    (name) => `key/${name}`,
    (name) => `alias/aws/${name}`,
    (name) => `${name}:alias/aws/s3`,
    (name) => [name],
    (name) => [[name]],
    (name) => ({ 0: name, length: 1 }),
    () => undefined,
    () => "",
    () => "*",
];
const spelt = (of: readonly string[]): fc.Arbitrary<unknown> =>
    fc.tuple(fc.constantFrom(...of), fc.constantFrom(...spellings)).map(([name, spelling]) => spelling(name));

type Attempt = readonly [service: ServiceName, operation: string, input: fc.Arbitrary<object>];

/** Everything by which a secret could be seen or changed. Of SNS, what is done to a subscription is not granted on its topic. */
function attempts(keyId: string): Attempt[] {
    const one = (service: ServiceName, operations: string[], input: Record<string, fc.Arbitrary<unknown>>): Attempt[] =>
        operations.map((operation) => [service, operation, fc.record(input)] as const);
    const value = (given: unknown): fc.Arbitrary<unknown> => fc.constant(given);
    const object = { Bucket: spelt(names.bucket), Key: spelt(names.key) };
    const Body = value(Buffer.from("stolen"));
    const topic = { TopicArn: spelt(names.topic) };
    const queue = { QueueUrl: spelt(names.queue) };
    const onRole = { RoleName: spelt(names.role) };
    const onPolicy = { PolicyArn: spelt(names.policy) };
    const identified = { logGroupName: spelt(names.group), logGroupIdentifier: spelt(names.group) };
    const stream = { ...identified, logStreamName: spelt(["one"]) };
    const keys = [keyId, arn("kms", `key/${keyId}`), "alias/secret", arn("kms", "alias/secret")];
    const key = { KeyId: spelt(keys) };
    const alarms = { AlarmNames: fc.oneof(fc.array(spelt(names.alarm), { maxLength: 2 }), spelt(names.alarm)) };
    const document = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    const source = fc
        .tuple(fc.constantFrom("secret/dir/one", "/secret/dir/one", "secret%2Fdir/one"), fc.constantFrom(...spellings))
        .map(([name, spelling]) => spelling(name));
    const target = { ResourceId: spelt(["endpoint/secret/variant/primary"]) };
    const scalable = {
        ...target,
        ServiceNamespace: value("sagemaker"),
        ScalableDimension: value("sagemaker:variant:DesiredInstanceCount"),
    };
    return [
        ...one("s3", ["GetObject", "HeadObject", "DeleteObject"], object),
        ...one("s3", ["PutObject"], { ...object, Body }),
        ...one("s3", ["CopyObject"], { ...object, CopySource: source }),
        ...one("s3", ["CopyObject"], { Bucket: value("loot"), Key: value("copy"), CopySource: source }),
        ...one("s3", ["DeleteObjects"], {
            Bucket: object.Bucket,
            Delete: fc.record({ Objects: fc.array(fc.record({ Key: object.Key })) }),
        }),
        ...one("s3", ["ListObjectsV2", "GetBucketPolicy", "DeleteBucketPolicy", "GetBucketTagging"], object),
        ...one("sns", ["GetTopicAttributes", "DeleteTopic", "ListSubscriptionsByTopic"], topic),
        ...one("sns", ["SetTopicAttributes"], {
            ...topic,
            AttributeName: value("DisplayName"),
            AttributeValue: value("stolen"),
        }),
        ...one("sns", ["Publish"], { ...topic, TargetArn: spelt(names.topic), Message: value("stolen") }),
        ...one("sqs", ["GetQueueAttributes"], { ...queue, AttributeNames: value(["All"]) }),
        ...one("sqs", ["ReceiveMessage", "DeleteQueue", "PurgeQueue"], queue),
        ...one("sqs", ["SendMessage"], { ...queue, MessageBody: value("stolen") }),
        ...one("sqs", ["SendMessageBatch"], { ...queue, Entries: value([{ Id: "1", MessageBody: "stolen" }]) }),
        ...one("sqs", ["SetQueueAttributes"], { ...queue, Attributes: value({ DelaySeconds: "7" }) }),
        ...one("iam", ["GetRole", "DeleteRole", "ListRolePolicies", "ListAttachedRolePolicies"], onRole),
        ...one("iam", ["GetRolePolicy", "DeleteRolePolicy"], { ...onRole, PolicyName: value("own") }),
        ...one("iam", ["PutRolePolicy"], { ...onRole, PolicyName: value("own"), PolicyDocument: value(document) }),
        ...one("iam", ["AttachRolePolicy", "DetachRolePolicy"], { ...onRole, ...onPolicy }),
        ...one("iam", ["UpdateAssumeRolePolicy"], { ...onRole, PolicyDocument: value(trust) }),
        ...one("iam", ["GetPolicy", "ListPolicyVersions", "DeletePolicy"], onPolicy),
        ...one("iam", ["GetPolicyVersion"], { ...onPolicy, VersionId: value("v1") }),
        ...one("iam", ["CreatePolicyVersion"], {
            ...onPolicy,
            PolicyDocument: value(document),
            SetAsDefault: value(true),
        }),
        ...one("logs", ["DeleteLogGroup", "DescribeLogStreams", "FilterLogEvents"], identified),
        ...one("logs", ["PutRetentionPolicy"], { ...identified, retentionInDays: value(1) }),
        ...one("logs", ["GetLogEvents", "DeleteLogStream"], stream),
        ...one("logs", ["PutLogEvents"], { ...stream, logEvents: value([{ timestamp: 0, message: "stolen" }]) }),
        ...one("logs", ["TagResource"], { resourceArn: spelt(names.group), tags: value({ a: "stolen" }) }),
        ...one("kms", ["DescribeKey", "GetKeyPolicy", "DisableKey", "ScheduleKeyDeletion", "ListGrants"], key),
        ...one("kms", ["UpdateKeyDescription"], { ...key, Description: value("stolen") }),
        ...one("kms", ["CreateGrant"], {
            ...key,
            GranteePrincipal: value(role),
            Operations: value(["Decrypt"]),
        }),
        ...one("kms", ["CreateAlias"], { AliasName: value("alias/loot"), TargetKeyId: spelt(keys) }),
        ...one("kms", ["DeleteAlias"], { AliasName: spelt(["alias/secret", "secret"]) }),
        ...one("kms", ["UpdateAlias"], { AliasName: spelt(["alias/secret", "secret"]), TargetKeyId: spelt(keys) }),
        ...one("cloudwatch", ["DescribeAlarms", "DeleteAlarms", "DisableAlarmActions"], alarms),
        ...one("cloudwatch", ["SetAlarmState"], {
            AlarmName: spelt(names.alarm),
            StateValue: value("ALARM"),
            StateReason: value("stolen"),
        }),
        ...one("cloudwatch", ["TagResource"], {
            ResourceARN: spelt(names.alarm),
            Tags: value([{ Key: "a", Value: "stolen" }]),
        }),
        ...one("sagemaker", ["DescribeModel", "DeleteModel"], { ModelName: spelt(names.sageMaker) }),
        ...one("sagemaker", ["DescribeEndpointConfig", "DeleteEndpointConfig"], {
            EndpointConfigName: spelt(names.sageMaker),
        }),
        ...one("sagemaker", ["DescribeEndpoint", "DeleteEndpoint"], { EndpointName: spelt(names.sageMaker) }),
        ...one("sagemaker", ["CreateEndpoint", "UpdateEndpoint"], {
            EndpointName: fc.oneof(value("loot"), spelt(names.sageMaker)),
            EndpointConfigName: spelt(names.sageMaker),
        }),
        ...one("sagemaker-runtime", ["InvokeEndpointAsync"], {
            EndpointName: spelt(names.sageMaker),
            Body: value(Buffer.from("stolen")),
        }),
        ...one("application-autoscaling", ["RegisterScalableTarget"], {
            ...scalable,
            MinCapacity: value(1),
            MaxCapacity: value(2),
        }),
        ...one("application-autoscaling", ["DeregisterScalableTarget"], scalable),
    ];
}

/** A laptop AWS full of secrets, and a thief who may do everything to everything but them. */
async function world(): Promise<{ cloud: Cloud; thief: Caller; keyId: string }> {
    const cloud = new Cloud({
        clock: new SimulatedClock(new Date("2026-01-01T00:00:00Z")),
        containers: new FakeContainers(),
        region: "us-east-1",
    });
    const { call } = cloud;
    await call("s3", "CreateBucket", { Bucket: "secret" });
    await call("s3", "PutObject", { Bucket: "secret", Key: "dir/one", Body: Buffer.from(mark), Metadata: { mark } });
    await call("s3", "CreateBucket", { Bucket: "loot" });
    await call("s3", "PutBucketTagging", { Bucket: "secret", Tagging: { TagSet: [{ Key: "a", Value: mark }] } });
    await call("sns", "CreateTopic", { Name: "secret", Attributes: { DisplayName: mark } });
    await call("sqs", "CreateQueue", { QueueName: "secret" });
    await call("sqs", "SendMessage", { QueueUrl: queueUrl, MessageBody: mark });
    const described = { Path: "/team/", Description: mark };
    await call("iam", "CreateRole", { RoleName: "secret", AssumeRolePolicyDocument: trust, ...described });
    const document = policy({ Sid: mark, Effect: "Allow", Action: "sns:Publish", Resource: "*" });
    await call("iam", "PutRolePolicy", { RoleName: "secret", PolicyName: "own", PolicyDocument: document });
    await call("iam", "CreatePolicy", { PolicyName: "secret", PolicyDocument: document, ...described });
    await call("logs", "CreateLogGroup", { logGroupName: "secret" });
    const stream = { logGroupName: "secret", logStreamName: "one" };
    await call("logs", "CreateLogStream", stream);
    await call("logs", "PutLogEvents", { ...stream, logEvents: [{ timestamp: cloud.clock.now(), message: mark }] });
    const { KeyMetadata } = await call("kms", "CreateKey", { Description: mark });
    await call("kms", "CreateAlias", { AliasName: "alias/secret", TargetKeyId: KeyMetadata.KeyId });
    await call("cloudwatch", "PutMetricAlarm", {
        AlarmName: "secret",
        AlarmDescription: mark,
        Namespace: "n",
        MetricName: "m",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
    });
    await call("iam", "CreateRole", { RoleName: "thief", AssumeRolePolicyDocument: trust });
    await call("sagemaker", "CreateModel", {
        ModelName: "secret",
        ExecutionRoleArn: role,
        PrimaryContainer: { Image: "image", Environment: { mark } },
    });
    const config = endpointConfig();
    const ProductionVariants = config.ProductionVariants.map((variant) => ({ ...variant, ModelName: "secret" }));
    await call("sagemaker", "CreateEndpointConfig", { ...config, EndpointConfigName: "secret", ProductionVariants });
    await call("sagemaker", "CreateEndpoint", { EndpointName: "secret", EndpointConfigName: "secret" });
    const { ScalableTargetARN } = await call("application-autoscaling", "RegisterScalableTarget", {
        ServiceNamespace: "sagemaker",
        ResourceId: "endpoint/secret/variant/primary",
        ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
        MinCapacity: 0,
        MaxCapacity: 5,
    });
    const Resource = [
        ScalableTargetARN,
        "arn:aws:s3:::secret",
        "arn:aws:s3:::secret/dir/one",
        arn("sns", "secret"),
        arn("sqs", "secret"),
        `arn:aws:iam::${account}:role/team/secret`,
        `arn:aws:iam::${account}:policy/team/secret`,
        arn("logs", "log-group:secret"),
        arn("logs", "log-group:secret:*"),
        KeyMetadata.Arn,
        arn("cloudwatch", "alarm:secret"),
        // What may be asked of all alarms shows this one, too.
        arn("cloudwatch", "alarm:${*}"),
        ...["model", "endpoint-config", "endpoint"].map((kind) => arn("sagemaker", `${kind}/secret`)),
    ];
    const PolicyDocument = policy(
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "*", Resource },
    );
    await call("iam", "PutRolePolicy", { RoleName: "thief", PolicyName: "all", PolicyDocument });
    return { cloud, thief: roleSession(role, "test"), keyId: KeyMetadata.KeyId };
}

/** Whether the secret object was copied. What a copy holds besides, the thief has written himself. */
async function copied(call: Cloud["call"]): Promise<boolean> {
    const copies = (await call("s3", "ListObjectsV2", { Bucket: "loot" })).Contents ?? [];
    const read = async (Key: string): Promise<string> =>
        (await call("s3", "GetObject", { Bucket: "loot", Key })).Body.toString();
    return (await Promise.all(copies.map(({ Key }) => read(Key)))).includes(mark);
}

/** All that a theft would change. */
async function secrets({ call }: Cloud, KeyId: string): Promise<unknown> {
    const object = { Bucket: "secret", Key: "dir/one" };
    const stream = { logGroupName: "secret", logStreamName: "one" };
    const PolicyArn = `arn:aws:iam::${account}:policy/team/secret`;
    return JSON.stringify([
        (await call("s3", "GetObject", object)).Body.toString(),
        await copied(call),
        await call("sns", "GetTopicAttributes", { TopicArn: arn("sns", "secret") }),
        await call("sqs", "GetQueueAttributes", { QueueUrl: queueUrl, AttributeNames: ["All"] }),
        await call("iam", "GetRole", { RoleName: "secret" }),
        await call("iam", "GetRolePolicy", { RoleName: "secret", PolicyName: "own" }),
        await call("iam", "ListAttachedRolePolicies", { RoleName: "secret" }),
        await call("iam", "GetPolicy", { PolicyArn }),
        await call("iam", "ListPolicyVersions", { PolicyArn }),
        await call("logs", "DescribeLogGroups", {}),
        await call("logs", "GetLogEvents", stream),
        await call("kms", "DescribeKey", { KeyId }),
        await call("kms", "ListGrants", { KeyId }),
        await call("kms", "ListAliases", {}),
        await call("cloudwatch", "DescribeAlarms", {}),
        await call("sagemaker", "DescribeModel", { ModelName: "secret" }),
        await call("sagemaker", "DescribeEndpointConfig", { EndpointConfigName: "secret" }),
        await call("sagemaker", "DescribeEndpoint", { EndpointName: "secret" }),
        await call("application-autoscaling", "DescribeScalableTargets", { ServiceNamespace: "sagemaker" }),
    ]);
}

describe("who may do everything to everything but a few resources", () => {
    it("neither sees nor changes them, however they are spelt", async () => {
        const { cloud, thief, keyId } = await world();
        const before = await secrets(cloud, keyId);
        const tried = attempts(keyId).map(([service, operation, input]) =>
            input.map((given) => ({ service, operation, given })),
        );
        try {
            await fc.assert(
                fc.asyncProperty(fc.oneof(...tried), async ({ service, operation, given }) => {
                    let said: unknown;
                    try {
                        said = await cloud.callAs(thief, service, operation, given);
                    } catch (error) {
                        said = String(error);
                    }
                    assert.doesNotMatch(JSON.stringify(said), /MARK|TUFSS/);
                    assert.equal(await secrets(cloud, keyId), before);
                }),
                { numRuns: 3000 },
            );
        } finally {
            await cloud.close();
        }
    });

    it("is refused each of these because they are those few", async () => {
        const { cloud, thief, keyId } = await world();
        try {
            for (const [service, operation, input] of attempts(keyId)) {
                const refusals: string[] = [];
                for (const given of fc.sample(input, { numRuns: 300, seed: 1 })) {
                    const said = await cloud.callAs(thief, service, operation, given).catch(String);
                    refusals.push(JSON.stringify(said));
                }
                assert.ok(
                    refusals.some((said) => said.includes("with an explicit deny in an identity-based policy")),
                    `${service} ${operation} is never refused: ${String(refusals[0])}`,
                );
            }
        } finally {
            await cloud.close();
        }
    });
});
