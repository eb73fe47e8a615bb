import { deepEqual, equal, rejects } from "node:assert/strict";

import { anonymous, type Caller, overPlainHttp, service, user } from "../iam/principal";
import { queryErrorCode } from "../queryErrorCode";
import {
    account,
    administered,
    denyPlainHttp,
    GuardedCloud,
    inbox,
    sessionArn,
    topic,
    usedBy,
} from "../testing/guardedCloud";
import { awsError, policy } from "../testing/messagingFixture";

const denied = (
    who: string,
    action: string,
    because = `because no identity-based policy allows the ${action} action`,
) =>
    awsError(
        "AccessDenied",
        `${who} is not authorized to perform: ${action} on resource: ${inbox.arn} ${because}`,
        403,
    );
const noResourcePolicy = (action: string) => `because no resource-based policy allows the ${action} action`;
const onInbox = (...actions: string[]) => ({
    Effect: "Allow",
    Action: actions.map((action) => `sqs:${action}`),
    Resource: inbox.arn,
});

describe("who may use a queue", () => {
    let fixture: GuardedCloud;
    beforeEach(async () => {
        fixture = await GuardedCloud.make();
    });
    const QueueUrl = inbox.url;
    const send = (by: Caller, MessageBody = "x") =>
        fixture.cloud.as(by)("sqs", "SendMessage", { QueueUrl, MessageBody });
    const sendBatch = (by: Caller) =>
        fixture.cloud.as(by)("sqs", "SendMessageBatch", { QueueUrl, Entries: [{ Id: "1", MessageBody: "x" }] });
    const receive = async (by: Caller) => {
        const { Messages = [] } = await fixture.cloud.as(by)("sqs", "ReceiveMessage", { QueueUrl });
        return Messages.map(({ Body }) => Body);
    };

    it("is whom an identity policy lets, each action by its own", async () => {
        const sender = await fixture.role("sender", onInbox("SendMessage"));
        const receiver = await fixture.role("receiver", onInbox("ReceiveMessage"));
        await send(sender);
        deepEqual(await receive(receiver), ["x"]);
        await rejects(send(receiver), denied(`User: ${sessionArn("receiver")}`, "sqs:sendmessage"));
        await rejects(receive(sender), denied(`User: ${sessionArn("sender")}`, "sqs:receivemessage"));
    });

    it("is not an identity without a policy", async () => {
        await rejects(send(await fixture.role("nobody")), denied(`User: ${sessionArn("nobody")}`, "sqs:sendmessage"));
        deepEqual(await fixture.bodies(inbox.url), []);
    });

    it("sends and deletes a batch by the leave for one message", async () => {
        const worker = await fixture.role("worker", onInbox("SendMessage", "DeleteMessage"));
        await sendBatch(worker);
        const { Messages = [] } = await fixture.cloud.call("sqs", "ReceiveMessage", { QueueUrl });
        const Entries = Messages.map(({ ReceiptHandle }) => ({ Id: "1", ReceiptHandle }));
        const { Successful } = await fixture.cloud.as(worker)("sqs", "DeleteMessageBatch", { QueueUrl, Entries });
        deepEqual(Successful, [{ Id: "1" }]);
        await fixture.grant("worker", onInbox("ReceiveMessage"));
        await rejects(sendBatch(worker), denied(`User: ${sessionArn("worker")}`, "sqs:sendmessage"));
    });

    it("is whom the queue's policy names, without a policy of one's own", async () => {
        const named = await fixture.role("named");
        const Principal = { AWS: `arn:aws:iam::${account}:role/named` };
        await fixture.setInbox({ Policy: policy({ ...onInbox("SendMessage"), Principal }) });
        await send(named);
        await rejects(send(await fixture.role("other")), denied(`User: ${sessionArn("other")}`, "sqs:sendmessage"));
    });

    it("is whom the account lets where the queue's policy leaves it to the account", async () => {
        await fixture.setInbox({ Policy: policy({ ...onInbox("*"), Principal: administered.Principal }) });
        await send(await fixture.role("sender", onInbox("SendMessage")));
        await rejects(send(await fixture.role("nobody")), denied(`User: ${sessionArn("nobody")}`, "sqs:sendmessage"));
    });

    it("is nobody over plain HTTP where the queue's policy denies it", async () => {
        const { caller } = fixture.cloud.identities.administrator;
        await fixture.setInbox({ Policy: policy(denyPlainHttp) });
        await send(caller);
        await rejects(
            send(overPlainHttp(caller)),
            denied(
                `User: arn:aws:iam::${account}:user/laptop`,
                "sqs:sendmessage",
                "with an explicit deny in a resource-based policy",
            ),
        );
    });

    it("is another account only where both sides allow it", async () => {
        const stranger = fixture.cloud.identities.stranger.caller;
        const who = "User: arn:aws:iam::210987654321:user/stranger";
        await rejects(send(stranger), denied(who, "sqs:sendmessage", noResourcePolicy("sqs:sendmessage")));
        await fixture.setInbox({ Policy: policy({ ...onInbox("SendMessage"), Principal: { AWS: "210987654321" } }) });
        await send(stranger);
        await rejects(
            send(user("arn:aws:iam::210987654321:user/poor")),
            denied("User: arn:aws:iam::210987654321:user/poor", "sqs:sendmessage"),
        );
    });

    it("is who does not sign only where the queue is open to everybody", async () => {
        await rejects(
            send(anonymous),
            denied("User: anonymous", "sqs:sendmessage", noResourcePolicy("sqs:sendmessage")),
        );
        await fixture.setInbox({ Policy: policy({ ...onInbox("SendMessage"), Principal: "*" }) });
        await send(anonymous);
        await rejects(
            receive(anonymous),
            denied("User: anonymous", "sqs:receivemessage", noResourcePolicy("sqs:receivemessage")),
        );
    });

    it("is never somebody else than the account to change or to delete it, whatever its policy says", async () => {
        const Policy = policy({ Effect: "Allow", Action: "sqs:*", Resource: inbox.arn, Principal: "*" });
        await fixture.setInbox({ Policy });
        const outsiders: [Caller, string][] = [
            [fixture.cloud.identities.stranger.caller, "User: arn:aws:iam::210987654321:user/stranger"],
            [anonymous, "User: anonymous"],
        ];
        for (const [by, who] of outsiders) {
            const outsider = fixture.cloud.as(by);
            await rejects(
                outsider("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy: "" } }),
                denied(who, "sqs:setqueueattributes", noResourcePolicy("sqs:setqueueattributes")),
            );
            await rejects(
                outsider("sqs", "DeleteQueue", { QueueUrl }),
                denied(who, "sqs:deletequeue", noResourcePolicy("sqs:deletequeue")),
            );
            await outsider("sqs", "GetQueueAttributes", { QueueUrl });
        }
        const insider = fixture.cloud.as(await fixture.role("insider"));
        await insider("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { DelaySeconds: "1" } });
        await insider("sqs", "DeleteQueue", { QueueUrl });
    });

    it("is a service only on behalf of whom the queue's policy names", async () => {
        const sns = (source: string) => service("sns.amazonaws.com", source, account);
        const Condition = { ArnEquals: { "aws:SourceArn": topic } };
        const Principal = { Service: "sns.amazonaws.com" };
        await fixture.setInbox({ Policy: policy({ ...onInbox("SendMessage"), Principal, Condition }) });
        await send(sns(topic));
        await rejects(
            send(sns(`${topic}-2`)),
            denied("User: sns.amazonaws.com", "sqs:sendmessage", noResourcePolicy("sqs:sendmessage")),
        );
    });

    describe("encrypted with a key", () => {
        const who = `User: ${sessionArn("worker")}`;
        const keyDenied = (action: string, key: string) =>
            awsError(
                "KmsAccessDenied",
                `${who} is not authorized to perform: ${action} on resource: ${key} because no identity-based policy allows the ${action} action`,
            );
        const usingKey = (Action: string[], via = "sqs") => ({
            Effect: "Allow",
            Action,
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": `${via}.us-east-1.amazonaws.com` } },
        });
        const messages = onInbox("SendMessage", "ReceiveMessage");
        let key: string;
        beforeEach(async () => {
            key = await fixture.key(administered);
            await fixture.setInbox({ KmsMasterKeyId: key });
        });

        it("is who may use the key through SQS: both actions to send, one to receive", async () => {
            const worker = await fixture.role("worker", messages, usingKey(["kms:GenerateDataKey*", "kms:Decrypt"]));
            await send(worker, "one");
            await sendBatch(worker);
            await fixture.grant("worker", messages, usingKey(["kms:Decrypt"]));
            deepEqual(await receive(worker), ["one"]);
            await rejects(send(worker), keyDenied("kms:GenerateDataKey", key));
            await rejects(sendBatch(worker), keyDenied("kms:GenerateDataKey", key));
        });

        it("is not one who may not decrypt: neither to receive nor to send", async () => {
            await fixture.cloud.call("sqs", "SendMessage", { QueueUrl, MessageBody: "kept" });
            const worker = await fixture.role("worker", messages, usingKey(["kms:GenerateDataKey*"]));
            await rejects(receive(worker), keyDenied("kms:Decrypt", key));
            await rejects(send(worker), keyDenied("kms:Decrypt", key));
            deepEqual(await fixture.bodies(inbox.url), ["kept"]);
        });

        it("is not one who may use the key through another service only", async () => {
            const worker = await fixture.role("worker", messages, usingKey(["kms:*"], "sns"));
            await rejects(receive(worker), keyDenied("kms:Decrypt", key));
        });

        it("is whom the key's own policy names", async () => {
            const worker = await fixture.role("worker", messages);
            const named = usedBy({ AWS: `arn:aws:iam::${account}:role/worker` });
            await fixture.setInbox({ KmsMasterKeyId: await fixture.key(administered, named) });
            await send(worker, "one");
            deepEqual(await receive(worker), ["one"]);
        });

        it("is everybody in the account with leave for the queue where AWS manages the key", async () => {
            await fixture.setInbox({ KmsMasterKeyId: "alias/aws/sqs" });
            const worker = await fixture.role("worker", messages);
            await send(worker, "one");
            deepEqual(await receive(worker), ["one"]);
        });

        it("is told in Query's older spelling too", () => {
            equal(queryErrorCode("KmsAccessDenied"), "KMS.AccessDeniedException");
            equal(queryErrorCode("AccessDenied"), "AccessDenied");
        });
    });
});
