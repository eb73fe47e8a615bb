import { deepEqual, equal, rejects } from "node:assert/strict";

import { awsError, MessagingFixture, policy } from "../testing/messagingFixture";

describe("KMS", () => {
    let fixture: MessagingFixture;
    let arn: string;
    const root = { AWS: "arn:aws:iam::123456789012:root" };
    const administered = { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
    const state = async (KeyId: string) => (await fixture.kms.DescribeKey({ KeyId })).KeyMetadata.KeyState;
    beforeEach(async () => {
        fixture = new MessagingFixture();
        arn = (await fixture.kms.CreateKey({ Description: "articles" })).KeyMetadata.Arn;
    });

    it("makes a key that is enabled, not rotated, and left to the account's policies", async () => {
        const { KeyMetadata } = await fixture.kms.DescribeKey({ KeyId: arn });
        equal(KeyMetadata.Arn, `arn:aws:kms:us-east-1:123456789012:key/${KeyMetadata.KeyId}`);
        deepEqual(
            [KeyMetadata.Description, KeyMetadata.KeyState, KeyMetadata.Enabled, KeyMetadata.CreationDate],
            ["articles", "Enabled", true, new Date("2026-01-01T00:00:00Z")],
        );
        deepEqual(await fixture.kms.GetKeyRotationStatus({ KeyId: arn }), {
            KeyId: KeyMetadata.KeyId,
            KeyRotationEnabled: false,
        });
        const { Policy } = await fixture.kms.GetKeyPolicy({ KeyId: arn });
        deepEqual((JSON.parse(Policy) as { Statement: object[] }).Statement, [
            { Sid: "Enable IAM User Permissions", ...administered },
        ]);
        deepEqual(fixture.kms.inventory(), [arn]);
    });

    for (const [what, input] of [
        ["an asymmetric key", { KeySpec: "RSA_2048" }],
        ["a signing key", { KeyUsage: "SIGN_VERIFY" }],
        ["imported material", { Origin: "EXTERNAL" }],
        ["a multi-region key", { MultiRegion: true }],
    ] as const) {
        it(`says that it does not implement ${what}`, async () => {
            await rejects(
                fixture.kms.CreateKey(input),
                awsError("NotImplemented", "The laptop AWS has symmetric encryption keys of one region only.", 501),
            );
        });
    }

    it("refuses a policy that is none", async () => {
        await rejects(
            fixture.kms.CreateKey({ Policy: "{" }),
            awsError("MalformedPolicyDocumentException", "This policy contains invalid Json"),
        );
        await rejects(
            fixture.kms.PutKeyPolicy({ KeyId: arn, Policy: policy({ ...administered, Principal: undefined }) }),
            awsError("MalformedPolicyDocumentException", "Missing required field Principal"),
        );
    });

    it("refuses a policy that locks its owner out, unless told to bypass the check", async () => {
        const Policy = policy({ ...administered, Action: "kms:Decrypt" });
        await rejects(
            fixture.kms.CreateKey({ Policy }),
            awsError(
                "MalformedPolicyDocumentException",
                "The new key policy will not allow you to update the key policy in the future.",
            ),
        );
        await fixture.kms.CreateKey({ Policy, BypassPolicyLockoutSafetyCheck: true });
    });

    it("keeps a new policy as it was written", async () => {
        const Policy = policy(administered, { ...administered, Effect: "Deny", Action: "kms:Encrypt" });
        await fixture.kms.PutKeyPolicy({ KeyId: arn, Policy });
        deepEqual(await fixture.kms.GetKeyPolicy({ KeyId: arn, PolicyName: "default" }), {
            Policy,
            PolicyName: "default",
        });
        await rejects(
            fixture.kms.GetKeyPolicy({ KeyId: arn, PolicyName: "other" }),
            awsError("NotFoundException", "No such policy exists"),
        );
    });

    it("keeps a new description, or none at all", async () => {
        const described = async () => (await fixture.kms.DescribeKey({ KeyId: arn })).KeyMetadata.Description;
        for (const Description of ["summaries", ""]) {
            await fixture.kms.UpdateKeyDescription({ KeyId: arn, Description });
            equal(await described(), Description);
        }
        await rejects(
            fixture.kms.UpdateKeyDescription({ KeyId: arn, Description: undefined }),
            awsError(
                "ValidationException",
                "1 validation error detected: Value null at 'description' failed to satisfy constraint: Member must not be null",
            ),
        );
    });

    it("rotates yearly, or as often as asked", async () => {
        await fixture.kms.EnableKeyRotation({ KeyId: arn });
        await fixture.clock.advance(366 * 86_400);
        const yearly = await fixture.kms.GetKeyRotationStatus({ KeyId: arn });
        deepEqual([yearly.KeyRotationEnabled, yearly.RotationPeriodInDays], [true, 365]);
        equal(yearly.NextRotationDate?.toISOString(), "2028-01-01T00:00:00.000Z");
        await fixture.kms.EnableKeyRotation({ KeyId: arn, RotationPeriodInDays: 90 });
        equal((await fixture.kms.GetKeyRotationStatus({ KeyId: arn })).RotationPeriodInDays, 90);
        await fixture.kms.DisableKeyRotation({ KeyId: arn });
        equal((await fixture.kms.GetKeyRotationStatus({ KeyId: arn })).KeyRotationEnabled, false);
        await rejects(
            fixture.kms.EnableKeyRotation({ KeyId: arn, RotationPeriodInDays: 89 }),
            awsError(
                "ValidationException",
                "1 validation error detected: Value '89' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value greater than or equal to 90",
            ),
        );
    });

    it("waits for the window before it deletes, and then forgets the key and its aliases", async () => {
        await fixture.kms.CreateAlias({ AliasName: "alias/articles", TargetKeyId: arn });
        const scheduled = await fixture.kms.ScheduleKeyDeletion({ KeyId: arn, PendingWindowInDays: 7 });
        deepEqual(scheduled, {
            KeyId: arn,
            DeletionDate: new Date("2026-01-08T00:00:00Z"),
            KeyState: "PendingDeletion",
            PendingWindowInDays: 7,
        });
        deepEqual(fixture.kms.pendingDeletion(), [arn]);
        deepEqual(fixture.kms.inventory(), ["arn:aws:kms:us-east-1:123456789012:alias/articles"]);
        await fixture.clock.advance(7 * 86_400 - 1);
        equal(await state(arn), "PendingDeletion");
        await fixture.clock.advance(1);
        await rejects(state(arn), awsError("NotFoundException", `Key '${arn}' does not exist`));
        deepEqual([...fixture.kms.pendingDeletion(), ...fixture.kms.inventory()], []);
    });

    for (const [days, bound] of [
        [6, "greater than or equal to 7"],
        [31, "less than or equal to 30"],
    ] as const) {
        it(`refuses a window of ${String(days)} days`, async () => {
            await rejects(
                fixture.kms.ScheduleKeyDeletion({ KeyId: arn, PendingWindowInDays: days }),
                awsError(
                    "ValidationException",
                    `1 validation error detected: Value '${String(days)}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`,
                ),
            );
            equal(await state(arn), "Enabled");
        });
    }

    it("refuses to change a key that waits for its deletion", async () => {
        await fixture.kms.ScheduleKeyDeletion({ KeyId: arn });
        const pending = awsError("KMSInvalidStateException", `${arn} is pending deletion.`);
        await rejects(fixture.kms.ScheduleKeyDeletion({ KeyId: arn }), pending);
        await rejects(fixture.kms.EnableKey({ KeyId: arn }), pending);
        await rejects(fixture.kms.EnableKeyRotation({ KeyId: arn }), pending);
        await rejects(fixture.kms.PutKeyPolicy({ KeyId: arn, Policy: policy(administered) }), pending);
        await rejects(fixture.kms.UpdateKeyDescription({ KeyId: arn, Description: "" }), pending);
        await rejects(fixture.kms.CreateAlias({ AliasName: "alias/a", TargetKeyId: arn }), pending);
    });

    it("leaves a key disabled whose deletion is cancelled", async () => {
        await fixture.kms.ScheduleKeyDeletion({ KeyId: arn, PendingWindowInDays: 7 });
        deepEqual(await fixture.kms.CancelKeyDeletion({ KeyId: arn }), { KeyId: arn });
        await fixture.clock.advance(8 * 86_400);
        equal(await state(arn), "Disabled");
        await rejects(
            fixture.kms.EnableKeyRotation({ KeyId: arn }),
            awsError("DisabledException", `${arn} is disabled.`),
        );
        await fixture.kms.EnableKey({ KeyId: arn });
        await rejects(
            fixture.kms.CancelKeyDeletion({ KeyId: arn }),
            awsError("KMSInvalidStateException", `${arn} is not pending deletion.`),
        );
    });

    it("finds a key by alias, by alias ARN and by id", async () => {
        const id = arn.slice(arn.indexOf("/") + 1);
        await fixture.kms.CreateAlias({ AliasName: "alias/articles", TargetKeyId: id });
        for (const KeyId of ["alias/articles", "arn:aws:kms:us-east-1:123456789012:alias/articles", id]) {
            equal((await fixture.kms.DescribeKey({ KeyId })).KeyMetadata.Arn, arn);
        }
        const { Aliases, Truncated } = await fixture.kms.ListAliases({ KeyId: id });
        deepEqual(
            [Truncated, Aliases.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId])],
            [false, [["alias/articles", id]]],
        );
    });

    it("moves and deletes an alias", async () => {
        const { KeyMetadata: other } = await fixture.kms.CreateKey({});
        const AliasName = "alias/articles";
        await fixture.kms.CreateAlias({ AliasName, TargetKeyId: arn });
        await rejects(
            fixture.kms.CreateAlias({ AliasName, TargetKeyId: other.KeyId }),
            awsError(
                "AlreadyExistsException",
                "An alias with the name arn:aws:kms:us-east-1:123456789012:alias/articles already exists",
            ),
        );
        await fixture.kms.UpdateAlias({ AliasName, TargetKeyId: other.KeyId });
        equal((await fixture.kms.DescribeKey({ KeyId: AliasName })).KeyMetadata.Arn, other.Arn);
        await fixture.kms.DeleteAlias({ AliasName });
        await rejects(
            fixture.kms.DeleteAlias({ AliasName }),
            awsError("NotFoundException", "Alias arn:aws:kms:us-east-1:123456789012:alias/articles is not found."),
        );
    });

    it("refuses names that no alias may have, and keys that are not there", async () => {
        await rejects(fixture.kms.CreateAlias({ AliasName: "articles", TargetKeyId: arn }), {
            code: "InvalidAliasNameException",
        });
        await rejects(fixture.kms.CreateAlias({ AliasName: "alias/aws/s3", TargetKeyId: arn }), {
            code: "NotAuthorizedException",
        });
        const gone = "00000000-0000-4000-8000-000000000000";
        const message = `Key 'arn:aws:kms:us-east-1:123456789012:key/${gone}' does not exist`;
        await rejects(fixture.kms.DescribeKey({ KeyId: gone }), awsError("NotFoundException", message));
        const elsewhere = arn.replace("us-east-1", "eu-west-1");
        await rejects(
            fixture.kms.DescribeKey({ KeyId: elsewhere }),
            awsError("NotFoundException", `Key '${elsewhere}' does not exist`),
        );
    });
});
