import assert from "node:assert/strict";

import {
    CreatePolicyCommand,
    CreatePolicyVersionCommand,
    CreateRoleCommand,
    DeletePolicyCommand,
    DeletePolicyVersionCommand,
    DeleteRoleCommand,
    GetPolicyCommand,
    GetPolicyVersionCommand,
    GetRoleCommand,
    IAMClient,
    ListPolicyVersionsCommand,
    ListRolesCommand,
    ListUsersCommand,
    NoSuchEntityException,
    PutRolePolicyCommand,
    UpdateAssumeRolePolicyCommand,
    UpdateRoleCommand,
    UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import {
    CreateTopicCommand,
    GetSubscriptionAttributesCommand,
    GetTopicAttributesCommand,
    ListSubscriptionsByTopicCommand,
    ListTopicsCommand,
    NotFoundException,
    PublishCommand,
    SetSubscriptionAttributesCommand,
    SNSClient,
    SubscribeCommand,
} from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { startWire } from "./server";
import { FakeCloud } from "./testing/fakeCloud";
import { credentials, laptopFixture, start } from "./testing/laptopFixture";

describe("Query services over HTTP, with the SDK's clients", () => {
    const fixture = laptopFixture();
    const account = "123456789012";

    it("STS says who is calling", async () => {
        const sts = new STSClient(fixture.config);
        assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, account);
        sts.destroy();
    });

    describe("SNS", () => {
        let sns: SNSClient;
        before(() => {
            sns = new SNSClient(fixture.config);
        });
        after(() => sns.destroy());

        it("topics are made, listed and described, with every odd character", async () => {
            const topic = new CreateTopicCommand({
                Name: "errors",
                Attributes: { DisplayName: "Fehler & <mehr> ü" },
                Tags: [{ Key: "stack", Value: "dev" }],
            });
            const { TopicArn } = await sns.send(topic);
            assert.equal(TopicArn, `arn:aws:sns:us-east-1:${account}:errors`);
            assert.deepEqual((await sns.send(new ListTopicsCommand({}))).Topics, [{ TopicArn }]);
            const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
            assert.equal(Attributes?.["DisplayName"], "Fehler & <mehr> ü");
            assert.equal(Attributes["TopicArn"], TopicArn);
        });

        it("a subscription is listed, a message published", async () => {
            const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "results" }));
            assert.deepEqual((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions, []);
            const subscribed = await sns.send(
                new SubscribeCommand({
                    TopicArn,
                    Protocol: "sqs",
                    Endpoint: `arn:aws:sqs:us-east-1:${account}:inbox`,
                    Attributes: { RawMessageDelivery: "true" },
                    ReturnSubscriptionArn: true,
                }),
            );
            const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
            assert.deepEqual(
                Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn),
                [subscribed.SubscriptionArn],
            );
            const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message: "{}" }));
            assert.match(MessageId ?? "", /^[0-9a-f-]{36}$/);
        });

        it("a subscription that is pending is told what it looks at, and tells that", async () => {
            const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "pending" }));
            const endpoint = { Protocol: "email", Endpoint: "a+b@example.com", ReturnSubscriptionArn: true };
            const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, ...endpoint }));
            const told = async (AttributeName: string, AttributeValue: string | undefined) => {
                const asked = { SubscriptionArn, AttributeName, AttributeValue };
                await sns.send(new SetSubscriptionAttributesCommand(asked));
                const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
                return Attributes;
            };
            const FilterPolicy = '{"a":[{"prefix":"<ü & +%20>"}]}';
            const attributes = await told("FilterPolicy", FilterPolicy);
            assert.equal(attributes?.["FilterPolicy"], FilterPolicy);
            assert.equal(attributes["Endpoint"], "a+b@example.com");
            assert.equal(attributes["PendingConfirmation"], "true");
            const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `arn:aws:sqs:us-east-1:${account}:dead` });
            assert.equal((await told("RedrivePolicy", RedrivePolicy))?.["RedrivePolicy"], RedrivePolicy);
            assert.equal((await told("RedrivePolicy", undefined))?.["RedrivePolicy"], undefined);
        });

        it("a missing topic is NotFoundException, 404", async () => {
            const publish = new PublishCommand({ TopicArn: `arn:aws:sns:us-east-1:${account}:missing`, Message: "x" });
            await assert.rejects(sns.send(publish), (error: unknown) => {
                assert.ok(error instanceof NotFoundException);
                assert.equal(error.$metadata.httpStatusCode, 404);
                return true;
            });
        });
    });

    describe("IAM", () => {
        let iam: IAMClient;
        before(() => {
            iam = new IAMClient(fixture.config);
        });
        after(() => iam.destroy());
        const policy = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
        const Principal = { Service: "sagemaker.amazonaws.com" };
        const AssumeRolePolicyDocument = policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });

        it("a role is made, described with its time, listed and deleted", async () => {
            const RoleName = "execution";
            await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, MaxSessionDuration: 7200 }));
            const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
            assert.deepEqual(Role?.CreateDate, start);
            assert.equal(Role.MaxSessionDuration, 7200);
            assert.equal(decodeURIComponent(Role.AssumeRolePolicyDocument ?? ""), AssumeRolePolicyDocument);
            const listed = await iam.send(new ListRolesCommand({ MaxItems: 10 }));
            assert.deepEqual(
                listed.Roles?.map((role) => role.RoleName),
                [RoleName],
            );
            assert.equal(listed.IsTruncated, false);
            await iam.send(new DeleteRoleCommand({ RoleName }));
            await assert.rejects(iam.send(new GetRoleCommand({ RoleName })), NoSuchEntityException);
        });

        it("a role is changed in place", async () => {
            const RoleName = "changed";
            await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
            const Description = "läuft: a=b & <c>";
            const PolicyDocument = AssumeRolePolicyDocument.replace("sagemaker", "lambda");
            const answer = await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description }));
            assert.equal(answer.Role?.Description, Description);
            await iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }));
            await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
            const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
            assert.deepEqual([Role?.Description, Role?.MaxSessionDuration], [Description, 7200]);
            assert.equal(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), PolicyDocument);
        });

        it("a managed policy gets a new version, and loses an old one", async () => {
            const PolicyDocument = policy({ Effect: "Allow", Action: "sns:Publish", Resource: "*" });
            const created = await iam.send(new CreatePolicyCommand({ PolicyName: "caller", PolicyDocument }));
            const PolicyArn = created.Policy?.Arn;
            const next = { PolicyArn, PolicyDocument: PolicyDocument.replace("Publish", "Sub+*"), SetAsDefault: true };
            const { PolicyVersion } = await iam.send(new CreatePolicyVersionCommand(next));
            assert.deepEqual(PolicyVersion, { VersionId: "v2", IsDefaultVersion: true, CreateDate: start });
            const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
            assert.deepEqual([Policy?.DefaultVersionId, Policy?.AttachmentCount], ["v2", 0]);
            const VersionId = Policy?.DefaultVersionId;
            const inForce = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
            assert.equal(decodeURIComponent(inForce.PolicyVersion?.Document ?? ""), next.PolicyDocument);
            await assert.rejects(iam.send(new DeletePolicyCommand({ PolicyArn })), { name: "DeleteConflictException" });
            await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
            const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
            assert.deepEqual(Versions, [PolicyVersion]);
            await iam.send(new DeletePolicyCommand({ PolicyArn }));
            await assert.rejects(iam.send(new GetPolicyCommand({ PolicyArn })), NoSuchEntityException);
        });

        it("a malformed policy is refused by its class", async () => {
            const put = new PutRolePolicyCommand({ RoleName: "missing", PolicyName: "x", PolicyDocument: "{" });
            await assert.rejects(iam.send(put));
            const create = new CreatePolicyCommand({ PolicyName: "x", PolicyDocument: "{" });
            await assert.rejects(iam.send(create), { name: "MalformedPolicyDocumentException" });
        });

        it("what is not implemented says so", async () => {
            await assert.rejects(iam.send(new ListUsersCommand({})), {
                name: "NotImplemented",
                message: "The laptop AWS does not implement iam ListUsers.",
            });
        });
    });

    it("message attributes, lists and structures arrive as the SDK was given them", async () => {
        const cloud = new FakeCloud({ "sns Publish": () => ({ MessageId: "1" }) });
        const wire = await startWire(cloud);
        const sns = new SNSClient({ endpoint: wire.url, region: "us-east-1", credentials });
        const input = {
            TopicArn: "arn:aws:sns:us-east-1:123456789012:results",
            Message: "a=b&c=d e+f%20",
            MessageAttributes: {
                run: { DataType: "String", StringValue: "7" },
                bytes: { DataType: "Binary", BinaryValue: Buffer.from([0, 255]) },
            },
        };
        await sns.send(new PublishCommand(input));
        assert.deepEqual(cloud.inputs, [input]);
        sns.destroy();
        await wire.close();
    });

    for (const [name, body, code] of [
        ["no action", "Version=2010-03-31", "MissingAction"],
        ["no version", "Action=Publish", "InvalidAction"],
        ["a member that is text and more", "Action=Publish&Version=2010-03-31&A=1&A.B=2", "MalformedInput"],
        ["an index that is none", "Action=Publish&Version=2010-03-31&A.member.x=2", "MalformedInput"],
        ["a prototype", "Action=Publish&Version=2010-03-31&__proto__.x=2", "MalformedInput"],
        ["an entry without key", "Action=Publish&Version=2010-03-31&A.entry.1.value=2", "MalformedInput"],
    ] as const) {
        it(`${name} is refused with 400`, async () => {
            const headers = { "content-type": "application/x-www-form-urlencoded" };
            const answer = await fetch(fixture.wire.url, { method: "POST", headers, body });
            assert.equal(answer.status, 400);
            assert.match(await answer.text(), new RegExp(`<Code>${code}</Code>`));
        });
    }
});
