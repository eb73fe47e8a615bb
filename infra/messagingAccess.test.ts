import assert from "node:assert/strict";
import { resolve } from "node:path";

import { anonymous, type Caller, overPlainHttp, roleSession, service } from "../local/cloud/iam/principal";
import { DeployedStack } from "../local/testing/deployedStack";

const root = resolve(__dirname, "..");
const account = "123456789012";

describe("the program's topics and queues", () => {
    let stack: DeployedStack;
    let topics: string[];
    let queues: string[];
    let administrator: Caller;
    before(async () => {
        stack = await DeployedStack.deploy(root);
        administrator = stack.cloud.identities.administrator.caller;
        topics = (await stack.cloud.call("sns", "ListTopics", {})).Topics.map(({ TopicArn }) => TopicArn);
        queues = (await stack.cloud.call("sqs", "ListQueues", {})).QueueUrls;
        assert.deepEqual([topics.length, queues.length], [3, 5]);
    });
    after(() => stack.close());

    const publish = (by: Caller, TopicArn: string) =>
        stack.cloud.as(by)("sns", "Publish", { TopicArn, Message: '{"test":true}' });
    const send = (by: Caller, QueueUrl: string) =>
        stack.cloud.as(by)("sqs", "SendMessage", { QueueUrl, MessageBody: "test" });
    const receive = (by: Caller, QueueUrl: string) =>
        stack.cloud.as(by)("sqs", "ReceiveMessage", { QueueUrl, WaitTimeSeconds: 0 });
    /** A role of the account, with a policy of its own or none. */
    const role = async (RoleName: string, ...Action: string[]): Promise<Caller> => {
        const AssumeRolePolicyDocument = JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" }],
        });
        const { Role } = await stack.cloud.call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
        if (Action.length > 0) {
            const Statement = [{ Effect: "Allow", Action, Resource: "*" }];
            const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
            await stack.cloud.call("iam", "PutRolePolicy", { RoleName, PolicyName: "test", PolicyDocument });
        }
        return roleSession(Role.Arn, "test");
    };

    it("take nothing over plain HTTP, and give nothing away, whoever asks", async () => {
        const plain = overPlainHttp(administrator);
        const message =
            /^User: arn:aws:iam::123456789012:user\/laptop is not authorized to perform: \S+ on resource: \S+ with an explicit deny in a resource-based policy$/;
        for (const topic of topics) {
            await publish(administrator, topic);
            await assert.rejects(publish(plain, topic), { code: "AuthorizationError", message });
        }
        for (const queue of queues) {
            await send(administrator, queue);
            await receive(administrator, queue);
            for (const use of [send, receive]) {
                await assert.rejects(use(plain, queue), { code: "AccessDenied", message });
            }
        }
    });

    it("are closed to another account, and to who does not sign", async () => {
        const message = /because no resource-based policy allows the \S+ action$/;
        for (const by of [stack.cloud.identities.stranger.caller, anonymous]) {
            for (const topic of topics) await assert.rejects(publish(by, topic), { message });
            for (const queue of queues) {
                for (const use of [send, receive]) await assert.rejects(use(by, queue), { message });
            }
        }
    });

    it("are closed to who has no leave of IAM's, although he is of the account", async () => {
        const message = /because no identity-based policy allows the \S+ action$/;
        for (const by of [await role("nobody"), stack.cloud.identities.caller.caller]) {
            for (const topic of topics) await assert.rejects(publish(by, topic), { message });
            for (const queue of queues) {
                for (const use of [send, receive]) await assert.rejects(use(by, queue), { message });
            }
        }
    });

    it("are open to the execution role only to tell of successes and failures", async () => {
        const { executionRoleArn, successTopicArn, errorTopicArn, alarmTopicArn } = stack.outputs;
        const execution = roleSession(executionRoleArn, "SageMaker");
        await publish(execution, successTopicArn);
        await publish(execution, errorTopicArn);
        await assert.rejects(publish(execution, alarmTopicArn), { code: "AuthorizationError" });
        for (const queue of queues) {
            for (const use of [send, receive]) await assert.rejects(use(execution, queue), { code: "AccessDenied" });
        }
    });

    it("need the stack's key of whom IAM lets publish, send and receive", async () => {
        const keyless = await role("keyless", "sns:*", "sqs:*");
        const message =
            /is not authorized to perform: kms:\w+ on resource: arn:aws:kms:us-east-1:123456789012:key\/\S+ because no identity-based policy allows the kms:\w+ action$/;
        for (const topic of topics) {
            await assert.rejects(publish(keyless, topic), { code: "KMSAccessDenied", message });
        }
        for (const queue of queues) {
            for (const use of [send, receive]) {
                await assert.rejects(use(keyless, queue), { code: "KmsAccessDenied", message });
            }
        }
    });

    it("take messages from SNS and CloudWatch only on behalf of the stack's own topics and alarms", async () => {
        const { successTopicArn, alarmTopicArn, smokeInboxUrl } = stack.outputs;
        const sns = (topic: string) => service("sns.amazonaws.com", topic, account);
        await send(sns(successTopicArn), smokeInboxUrl);
        await assert.rejects(send(sns(`${successTopicArn}-2`), smokeInboxUrl), { code: "AccessDenied" });
        const alarm = (name: string) =>
            service("cloudwatch.amazonaws.com", `arn:aws:cloudwatch:us-east-1:${account}:alarm:${name}`, account);
        await publish(alarm("summarizer-dev-expired-requests"), alarmTopicArn);
        await assert.rejects(publish(alarm("summarizer-dev-2-expired-requests"), alarmTopicArn), {
            code: "AuthorizationError",
        });
    });
}).timeout(60_000);
