import { deepEqual, equal, rejects } from "node:assert/strict";

import { type Call } from "../context";
import { user } from "../iam/principal";
import { account, administered, GuardedCloud, sessionArn } from "../testing/guardedCloud";
import { awsError, policy } from "../testing/messagingFixture";

const denied = (role: string, action: string, resource: string, side = "identity") =>
    awsError(
        "AccessDeniedException",
        `User: ${sessionArn(role)} is not authorized to perform: ${action} on resource: ${resource} because no ${side}-based policy allows the ${action} action`,
    );
const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: "Allow", Action, Resource });
const aliasArn = `arn:aws:kms:us-east-1:${account}:alias/articles`;
const lockedOut = awsError(
    "MalformedPolicyDocumentException",
    "The new key policy will not allow you to update the key policy in the future.",
);

describe("Who may do what in KMS", () => {
    let fixture: GuardedCloud;
    let call: Call;
    let key: string;
    const as = async (name: string, ...statements: object[]): Promise<Call> =>
        fixture.cloud.as(await fixture.role(name, ...statements));
    const letsIn = (role: string, Action: string) => ({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:role/${role}` },
        Action,
        Resource: "*",
    });

    beforeEach(async () => {
        fixture = new GuardedCloud();
        call = fixture.cloud.call;
        key = await fixture.key(administered);
    });

    describe("a key's policy and those of who asks", () => {
        it("the account decides by its identity policies", async () => {
            const reader = await as("reader", allow("kms:DescribeKey", key));
            equal((await reader("kms", "DescribeKey", { KeyId: key })).KeyMetadata.Arn, key);
            await rejects(reader("kms", "GetKeyPolicy", { KeyId: key }), denied("reader", "kms:GetKeyPolicy", key));
        });

        it("an identity policy alone is not enough", async () => {
            const own = await fixture.key(letsIn("owner", "kms:PutKeyPolicy"), administered);
            const reader = await as("reader", allow("kms:*", "*"));
            await call("kms", "PutKeyPolicy", {
                KeyId: own,
                Policy: policy(letsIn("owner", "kms:*")),
                BypassPolicyLockoutSafetyCheck: true,
            });
            const refused = denied("reader", "kms:DescribeKey", own, "resource");
            await rejects(reader("kms", "DescribeKey", { KeyId: own }), refused);
        });

        it("a key's policy that names who asks is enough", async () => {
            const own = await fixture.key(administered, letsIn("reader", "kms:DescribeKey"));
            const reader = await as("reader");
            equal((await reader("kms", "DescribeKey", { KeyId: own })).KeyMetadata.Arn, own);
        });

        it("a bare ID is the account's own key", async () => {
            const KeyId = key.slice(key.indexOf("/") + 1);
            const reader = await as("reader");
            await rejects(reader("kms", "DescribeKey", { KeyId }), denied("reader", "kms:DescribeKey", key));
        });

        it("that a key does not exist is told to whoever may ask, and to nobody else", async () => {
            const gone = key.replace(/[^/]*$/, "00000000-0000-4000-8000-000000000000");
            const reader = await as("reader", allow("kms:DescribeKey", gone));
            const missing = awsError("NotFoundException", `Key '${gone}' does not exist`);
            await rejects(reader("kms", "DescribeKey", { KeyId: gone }), missing);
            await rejects(reader("kms", "EnableKey", { KeyId: gone }), denied("reader", "kms:EnableKey", gone));
        });

        it("an input without a key is refused for that, whoever asks", async () => {
            const nobody = await as("nobody");
            await rejects(nobody("kms", "DescribeKey", { KeyId: undefined }), { code: "ValidationException" });
        });
    });

    describe("aliases", () => {
        const statements = () => [allow("kms:CreateAlias", [aliasArn, key])];
        const alias = () => ({ AliasName: "alias/articles", TargetKeyId: key });

        it("a new one takes leave for alias and key", async () => {
            await (
                await as("both", ...statements())
            )("kms", "CreateAlias", alias());
            await call("kms", "DeleteAlias", alias());
            for (const [role, has, lacks] of [
                ["no-alias", key, aliasArn],
                ["no-key", aliasArn, key],
            ] as const) {
                const one = await as(role, allow("kms:CreateAlias", has));
                await rejects(one("kms", "CreateAlias", alias()), denied(role, "kms:CreateAlias", lacks));
            }
            deepEqual((await call("kms", "ListAliases", {})).Aliases, []);
        });

        it("a deleted one takes leave for the key behind it", async () => {
            await call("kms", "CreateAlias", alias());
            const half = await as("half", allow("kms:DeleteAlias", aliasArn));
            await rejects(half("kms", "DeleteAlias", alias()), denied("half", "kms:DeleteAlias", key));
            equal((await call("kms", "ListAliases", {})).Aliases.length, 1);
            await (
                await as("whole", allow("kms:DeleteAlias", [aliasArn, key]))
            )("kms", "DeleteAlias", alias());
        });

        it("a moved one takes leave for the keys before and after", async () => {
            const other = await fixture.key(administered);
            await call("kms", "CreateAlias", alias());
            const move = { AliasName: "alias/articles", TargetKeyId: other };
            const after = await as("after", allow("kms:UpdateAlias", [aliasArn, other]));
            await rejects(after("kms", "UpdateAlias", move), denied("after", "kms:UpdateAlias", key));
            const before = await as("before", allow("kms:UpdateAlias", [aliasArn, key]));
            await rejects(before("kms", "UpdateAlias", move), denied("before", "kms:UpdateAlias", other));
            await (
                await as("both", allow("kms:UpdateAlias", [aliasArn, key, other]))
            )("kms", "UpdateAlias", move);
        });

        it("an alias of another region or account is no alias of here", async () => {
            await call("kms", "CreateAlias", alias());
            for (const KeyId of [
                aliasArn.replace("us-east-1", "eu-west-1"),
                aliasArn.replace(account, "210987654321"),
            ]) {
                const gone = awsError("NotFoundException", `Alias ${KeyId} is not found.`);
                await rejects(call("kms", "DescribeKey", { KeyId }), gone);
                await rejects(
                    (await fixture.cloud.as(fixture.cloud.identities.stranger.caller))("kms", "DescribeKey", { KeyId }),
                    gone,
                );
            }
        });

        it("a key asked for by its alias is the key that is asked about", async () => {
            await call("kms", "CreateAlias", alias());
            const byAlias = { KeyId: "alias/articles" };
            const other = await as("other", allow("kms:DescribeKey", aliasArn));
            await rejects(other("kms", "DescribeKey", byAlias), denied("other", "kms:DescribeKey", key));
            const condition = { StringEquals: { "kms:RequestAlias": "alias/articles" } };
            const reader = await as("reader", { ...allow("kms:DescribeKey", key), Condition: condition });
            equal((await reader("kms", "DescribeKey", byAlias)).KeyMetadata.Arn, key);
            equal((await reader("kms", "DescribeKey", { KeyId: aliasArn })).KeyMetadata.Arn, key);
            await rejects(reader("kms", "DescribeKey", { KeyId: key }), denied("reader", "kms:DescribeKey", key));
        });
    });

    describe("another account", () => {
        const shared = { ...administered, Principal: { AWS: "arn:aws:iam::210987654321:root" } };
        const stranger = () => fixture.cloud.as(fixture.cloud.identities.stranger.caller);
        const refused = (action: string, resource: string) =>
            awsError(
                "AccessDeniedException",
                `User: arn:aws:iam::210987654321:user/stranger is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`,
            );

        it("is let in by the key's policy, to use the key", async () => {
            await rejects(stranger()("kms", "DescribeKey", { KeyId: key }), refused("kms:DescribeKey", key));
            const open = await fixture.key(administered, shared);
            equal((await stranger()("kms", "DescribeKey", { KeyId: open })).KeyMetadata.Arn, open);
            await stranger()("kms", "GetKeyRotationStatus", { KeyId: open });
            deepEqual((await stranger()("kms", "ListGrants", { KeyId: open })).Grants, []);
        });

        it("does not manage it, whatever the policy says", async () => {
            const KeyId = await fixture.key(administered, shared);
            const alias = { AliasName: "alias/articles", TargetKeyId: KeyId };
            const manage = {
                UpdateKeyDescription: { KeyId, Description: "" },
                EnableKey: { KeyId },
                DisableKey: { KeyId },
                EnableKeyRotation: { KeyId },
                DisableKeyRotation: { KeyId },
                PutKeyPolicy: { KeyId, Policy: policy(shared) },
                GetKeyPolicy: { KeyId },
                ScheduleKeyDeletion: { KeyId },
                CancelKeyDeletion: { KeyId },
            };
            for (const [operation, input] of Object.entries(manage)) {
                await rejects(
                    stranger()("kms", operation as "EnableKey", input),
                    refused(`kms:${operation}`, KeyId),
                    operation,
                );
            }
            await rejects(stranger()("kms", "CreateAlias", alias), refused("kms:CreateAlias", aliasArn));
            await rejects(stranger()("kms", "ListAliases", {}), { code: "AccessDeniedException" });
            await rejects(stranger()("kms", "CreateKey", {}), { code: "AccessDeniedException" });
        });
    });

    describe("a policy that would lock its maker out", () => {
        const put = (by: Call, ...statements: object[]) =>
            by("kms", "PutKeyPolicy", { KeyId: key, Policy: policy(...statements) });

        it("is refused where it names somebody else only", async () => {
            const maker = await as("maker", allow("kms:*", "*"));
            await rejects(put(maker, letsIn("other", "kms:*")), lockedOut);
            await put(maker, letsIn("maker", "kms:PutKeyPolicy"));
        });

        it("is taken where the account is let in, whatever its identity policies say", async () => {
            const maker = await as("maker", allow("kms:CreateKey", "*"));
            const Policy = policy(administered);
            equal((await maker("kms", "CreateKey", { Policy })).KeyMetadata.KeyState, "Enabled");
        });

        it("is refused where a Deny concerns the maker", async () => {
            const maker = await as("maker", allow("kms:*", "*"));
            const deny = { ...letsIn("maker", "kms:Put*"), Effect: "Deny" };
            await rejects(put(maker, administered, deny), lockedOut);
            await rejects(maker("kms", "CreateKey", { Policy: policy(administered, deny) }), lockedOut);
            const other = await as("other", allow("kms:*", "*"));
            await put(other, administered, deny);
        });

        it("is refused where the condition of its only leave does not hold", async () => {
            const holds = (accountId: string) => ({
                ...administered,
                Principal: { AWS: "*" },
                Condition: { StringEquals: { "kms:CallerAccount": accountId } },
            });
            const maker = await as("maker", allow("kms:*", "*"));
            await rejects(put(maker, holds("210987654321")), lockedOut);
            await put(maker, holds(account));
        });

        it("is an error where a condition is not known", async () => {
            const condition = { StringEquals: { "kms:Moon": "full" } };
            await rejects(put(call, { ...administered, Condition: condition }), { code: "NotImplemented" });
        });

        it("is taken by who bypasses the check and may do so", async () => {
            const careful = { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "false" } };
            const input = {
                KeyId: key,
                Policy: policy(letsIn("other", "kms:*")),
                BypassPolicyLockoutSafetyCheck: true,
            };
            const maker = await as("maker", { ...allow("kms:PutKeyPolicy", key), Condition: careful });
            await rejects(maker("kms", "PutKeyPolicy", input), denied("maker", "kms:PutKeyPolicy", key));
            await (
                await as("bold", allow("kms:PutKeyPolicy", key))
            )("kms", "PutKeyPolicy", input);
            equal((await call("kms", "GetKeyPolicy", { KeyId: key })).Policy, input.Policy);
        });

        it("made by AWS itself is judged as the account's root user", async () => {
            const root = user(`arn:aws:iam::${account}:root`);
            await put(fixture.cloud.call, administered);
            await put(fixture.cloud.as(root), administered);
            await rejects(put(fixture.cloud.call, letsIn("other", "kms:*")), lockedOut);
        });
    });
});
