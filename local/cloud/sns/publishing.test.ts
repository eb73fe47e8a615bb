import { deepEqual, rejects } from "node:assert/strict";

import { anonymous, overPlainHttp, user } from "../iam/principal";
import { account, administered, GuardedCloud, sessionArn, topic, usedBy } from "../testing/guardedCloud";
import { awsError, policy } from "../testing/messagingFixture";

const notAuthorized = (who: string, because: string) =>
    awsError(
        "AuthorizationError",
        `${who} is not authorized to perform: SNS:Publish on resource: ${topic} ${because}`,
        403,
    );
const noIdentityPolicy = "because no identity-based policy allows the SNS:Publish action";
const noResourcePolicy = "because no resource-based policy allows the SNS:Publish action";
const publishing = { Effect: "Allow", Action: "sns:Publish", Resource: topic };
/** As the program's topics have it. */
const denyPlainHttp = {
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: topic,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describe("who may publish to a topic", () => {
    let fixture: GuardedCloud;
    beforeEach(async () => {
        fixture = await GuardedCloud.make();
    });

    describe("with SNS's default policy", () => {
        it("is everybody in the account, without a policy of one's own", async () => {
            await fixture.publish("x", await fixture.role("nobody"));
            deepEqual(fixture.delivered(), [0]);
        });

        it("is nobody of another account, whatever that allows", async () => {
            const stranger = fixture.cloud.identities.stranger.caller;
            await rejects(
                fixture.publish("x", stranger),
                notAuthorized("User: arn:aws:iam::210987654321:user/stranger", noResourcePolicy),
            );
            deepEqual(fixture.entries, []);
        });

        it("is not who does not sign", async () => {
            await rejects(fixture.publish("x", anonymous), notAuthorized("User: anonymous", noResourcePolicy));
        });

        it("is not whom an identity policy denies it", async () => {
            const denied = await fixture.role("denied", { ...publishing, Effect: "Deny" });
            await rejects(
                fixture.publish("x", denied),
                notAuthorized(`User: ${sessionArn("denied")}`, "with an explicit deny in an identity-based policy"),
            );
        });
    });

    describe("with a policy that grants nothing", () => {
        beforeEach(() => fixture.setTopic("Policy", policy(denyPlainHttp)));

        it("is whom an identity policy lets", async () => {
            await fixture.publish("x", await fixture.role("publisher", publishing));
            deepEqual(fixture.delivered(), [0]);
        });

        it("is no longer one from whom it was taken", async () => {
            const publisher = await fixture.role("publisher", publishing);
            await fixture.grant("publisher", { ...publishing, Action: "sns:Subscribe" });
            await rejects(
                fixture.publish("x", publisher),
                notAuthorized(`User: ${sessionArn("publisher")}`, noIdentityPolicy),
            );
        });

        it("is not one with leave for another topic", async () => {
            const publisher = await fixture.role("publisher", { ...publishing, Resource: `${topic}-2` });
            await rejects(
                fixture.publish("x", publisher),
                notAuthorized(`User: ${sessionArn("publisher")}`, noIdentityPolicy),
            );
        });

        it("is not a role that there is no more", async () => {
            const publisher = await fixture.role("publisher", publishing);
            await fixture.cloud.call("iam", "DeleteRolePolicy", { RoleName: "publisher", PolicyName: "test" });
            await fixture.cloud.call("iam", "DeleteRole", { RoleName: "publisher" });
            await rejects(
                fixture.publish("x", publisher),
                notAuthorized(`User: ${sessionArn("publisher")}`, noIdentityPolicy),
            );
        });

        it("is nobody over plain HTTP, not even the administrator", async () => {
            const { caller } = fixture.cloud.identities.administrator;
            await fixture.publish("x", caller);
            await rejects(
                fixture.publish("x", overPlainHttp(caller)),
                notAuthorized(
                    `User: arn:aws:iam::${account}:user/laptop`,
                    "with an explicit deny in a resource-based policy",
                ),
            );
            deepEqual(fixture.delivered(), [0]);
        });
    });

    describe("with a policy that names somebody", () => {
        it("is a role without a policy of its own", async () => {
            const role = await fixture.role("named");
            await fixture.setTopic(
                "Policy",
                policy({ ...publishing, Principal: { AWS: `arn:aws:iam::${account}:role/named` } }),
            );
            await fixture.publish("x", role);
            await rejects(
                fixture.publish("x", await fixture.role("other")),
                notAuthorized(`User: ${sessionArn("other")}`, noIdentityPolicy),
            );
        });

        it("is somebody of another account only if that account allows it too", async () => {
            await fixture.setTopic("Policy", policy({ ...publishing, Principal: { AWS: "210987654321" } }));
            await fixture.publish("x", fixture.cloud.identities.stranger.caller);
            await rejects(
                fixture.publish("x", user("arn:aws:iam::210987654321:user/poor")),
                notAuthorized("User: arn:aws:iam::210987654321:user/poor", noIdentityPolicy),
            );
        });
    });

    describe("with a key", () => {
        const keyDenied = (action: string, key: string, because = "identity") =>
            awsError(
                "KMSAccessDenied",
                `User: ${sessionArn("publisher")} is not authorized to perform: ${action} on resource: ${key} because no ${because}-based policy allows the ${action} action`,
            );
        const usingKey = (Action: string[], via = "sns") => ({
            Effect: "Allow",
            Action,
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": `${via}.us-east-1.amazonaws.com` } },
        });
        const both = ["kms:GenerateDataKey*", "kms:Decrypt"];

        it("is who may use the key through SNS, where the key leaves it to the account", async () => {
            await fixture.setTopic("KmsMasterKeyId", await fixture.key(administered));
            await fixture.publish("x", await fixture.role("publisher", publishing, usingKey(both)));
            deepEqual(fixture.delivered(), [0]);
        });

        for (const [what, missing, statement] of [
            ["nothing of keys", "kms:GenerateDataKey", publishing],
            ["kms:Decrypt alone", "kms:GenerateDataKey", usingKey(["kms:Decrypt"])],
            ["kms:GenerateDataKey* alone", "kms:Decrypt", usingKey(["kms:GenerateDataKey*"])],
            ["the key's use through SQS", "kms:GenerateDataKey", usingKey(both, "sqs")],
        ] as const) {
            it(`is not who may do ${what}`, async () => {
                const key = await fixture.key(administered);
                await fixture.setTopic("KmsMasterKeyId", key);
                const publisher = await fixture.role("publisher", publishing, statement);
                await rejects(fixture.publish("x", publisher), keyDenied(missing, key));
                deepEqual(fixture.entries, []);
            });
        }

        it("needs nothing but the key's own policy where that names the role", async () => {
            const publisher = await fixture.role("publisher", publishing);
            const named = usedBy({ AWS: `arn:aws:iam::${account}:role/publisher` });
            await fixture.setTopic("KmsMasterKeyId", await fixture.key(administered, named));
            await fixture.publish("x", publisher);
        });

        it("is not who may use every key, where the key's policy does not leave it to the account", async () => {
            const publisher = await fixture.role("publisher", publishing, usingKey(both));
            const key = await fixture.key({ ...administered, Action: ["kms:DescribeKey", "kms:PutKeyPolicy"] });
            await fixture.setTopic("KmsMasterKeyId", key);
            await rejects(fixture.publish("x", publisher), keyDenied("kms:GenerateDataKey", key, "resource"));
        });

        it("is everybody in the account where AWS manages it", async () => {
            await fixture.setTopic("KmsMasterKeyId", "alias/aws/sns");
            await fixture.publish("x", await fixture.role("publisher", publishing));
        });
    });
});
