import { deepEqual, equal, match, notEqual, rejects } from "node:assert/strict";

import { type CreateGrantCommandInput } from "@aws-sdk/client-kms";

import { type Call } from "../context";
import { type Caller, user } from "../iam/principal";
import { account, administered, GuardedCloud, sessionArn } from "../testing/guardedCloud";
import { awsError } from "../testing/messagingFixture";

const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const denied = (name: string, action: string, resource: string) =>
    awsError(
        "AccessDeniedException",
        `User: ${sessionArn(name)} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`,
    );

describe("Grants of a key", () => {
    let fixture: GuardedCloud;
    let call: Call;
    let KeyId: string;
    let reader: Caller;
    const grant = async (input: Partial<CreateGrantCommandInput> = {}, by: Call = call) =>
        by("kms", "CreateGrant", { KeyId, GranteePrincipal: roleArn("reader"), Operations: ["DescribeKey"], ...input });
    const describeKey = (by: Caller) => fixture.cloud.as(by)("kms", "DescribeKey", { KeyId });
    const isRefused = (by: Caller) => rejects(describeKey(by), { code: "AccessDeniedException" });
    const grants = async () => (await call("kms", "ListGrants", { KeyId })).Grants;

    beforeEach(async () => {
        fixture = new GuardedCloud();
        call = fixture.cloud.call;
        KeyId = await fixture.key(administered);
        reader = await fixture.role("reader");
    });

    it("give leave for their operations, until they are revoked", async () => {
        await isRefused(reader);
        const { GrantId } = await grant();
        equal((await describeKey(reader)).KeyMetadata.Arn, KeyId);
        await rejects(fixture.cloud.as(reader)("kms", "GetKeyRotationStatus", { KeyId }), {
            code: "AccessDeniedException",
        });
        await isRefused(await fixture.role("other"));
        await call("kms", "RevokeGrant", { KeyId, GrantId });
        await isRefused(reader);
    });

    it("give no leave for another key", async () => {
        await grant();
        const other = await fixture.key(administered);
        await rejects(fixture.cloud.as(reader)("kms", "DescribeKey", { KeyId: other }), {
            code: "AccessDeniedException",
        });
    });

    it("do not overrule a Deny", async () => {
        await grant();
        await fixture.grant("reader", { Effect: "Deny", Action: "kms:*", Resource: "*" });
        await isRefused(reader);
    });

    it("are listed as they were made", async () => {
        const Operations = ["Decrypt", "DescribeKey"] as ("Decrypt" | "DescribeKey")[];
        const { GrantId } = await grant({ Operations, RetiringPrincipal: roleArn("retirer"), Name: "volume" });
        match(GrantId, /^[0-9a-f]{64}$/);
        deepEqual(await grants(), [
            {
                KeyId,
                GrantId,
                Name: "volume",
                CreationDate: new Date("2026-01-01T00:00:00Z"),
                GranteePrincipal: roleArn("reader"),
                RetiringPrincipal: roleArn("retirer"),
                IssuingAccount: `arn:aws:iam::${account}:root`,
                Operations,
            },
        ]);
    });

    it("are listed by page, by ID and by grantee", async () => {
        const first = await grant();
        const second = await grant({ GranteePrincipal: roleArn("other") });
        const list = async (input: object) => {
            const { Grants, Truncated, NextMarker } = await call("kms", "ListGrants", { KeyId, ...input });
            return { ids: Grants.map(({ GrantId }) => GrantId), Truncated, NextMarker };
        };
        const page = await list({ Limit: 1 });
        deepEqual([page.ids, page.Truncated], [[first.GrantId], true]);
        const last = await list({ Limit: 1, Marker: page.NextMarker });
        deepEqual([last.ids, last.Truncated, last.NextMarker], [[second.GrantId], false, undefined]);
        deepEqual((await list({ GrantId: second.GrantId })).ids, [second.GrantId]);
        deepEqual((await list({ GranteePrincipal: roleArn("reader") })).ids, [first.GrantId]);
        await rejects(list({ Limit: 101 }), { code: "ValidationException" });
    });

    it("with a name are made once, others each time", async () => {
        const named = await grant({ Name: "volume" });
        const again = await grant({ Name: "volume" });
        equal(again.GrantId, named.GrantId);
        notEqual(again.GrantToken, named.GrantToken);
        for (const other of [
            { Name: "other" },
            { Name: "volume", Operations: ["Decrypt" as const] },
            { Name: "volume", GranteePrincipal: roleArn("other") },
            { Name: "volume", RetiringPrincipal: roleArn("retirer") },
        ]) {
            notEqual((await grant(other)).GrantId, named.GrantId);
        }
        notEqual((await grant()).GrantId, (await grant()).GrantId);
        equal((await grants()).length, 7);
    });

    for (const [what, input, code, message] of [
        [
            "without a grantee",
            { GranteePrincipal: undefined },
            "ValidationException",
            "1 validation error detected: Value null at 'granteePrincipal' failed to satisfy constraint: Member must not be null",
        ],
        [
            "without operations",
            { Operations: undefined },
            "ValidationException",
            "1 validation error detected: Value null at 'operations' failed to satisfy constraint: Member must not be null",
        ],
        ["of no operation", { Operations: [] }, "ValidationException", "A grant must permit at least one operation."],
        [
            "to sign with a key that encrypts",
            { Operations: ["Decrypt", "Sign"] },
            "ValidationException",
            "Operation Sign cannot be granted on a symmetric encryption key.",
        ],
        [
            "to what is no principal",
            { GranteePrincipal: "sns.amazonaws.com" },
            "InvalidArnException",
            "ARN does not refer to a valid principal: sns.amazonaws.com",
        ],
        [
            "retired by what is no principal",
            { RetiringPrincipal: "arn:aws:iam::1:role/reader" },
            "InvalidArnException",
            "ARN does not refer to a valid principal: arn:aws:iam::1:role/reader",
        ],
    ] as const) {
        it(`${what} are refused`, async () => {
            await rejects(grant(input as never), awsError(code, message));
            deepEqual(await grants(), []);
        });
    }

    for (const [what, input] of [
        ["Constraints", { Constraints: { EncryptionContextEquals: { a: "b" } } }],
        ["DryRun", { DryRun: true }],
        ["GranteeServicePrincipal", { GranteeServicePrincipal: "sns.amazonaws.com" }],
        ["RetiringServicePrincipal", { RetiringServicePrincipal: "sns.amazonaws.com" }],
        ["an account as principal", { GranteePrincipal: `arn:aws:iam::${account}:root` }],
    ] as const) {
        it(`with ${what} are not implemented`, async () => {
            const message = `The laptop AWS does not implement ${what} of KMS grants.`;
            await rejects(grant(input), awsError("NotImplemented", message, 501));
        });
    }

    it("are made for a key that can be used only, and go with it", async () => {
        const { GrantToken } = await grant();
        await call("kms", "DisableKey", { KeyId });
        await rejects(grant(), awsError("DisabledException", `${KeyId} is disabled.`));
        await call("kms", "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: 7 });
        await rejects(grant(), awsError("KMSInvalidStateException", `${KeyId} is pending deletion.`));
        equal((await grants()).length, 1);
        const { GrantId } = (await grants())[0] as { GrantId: string };
        await fixture.clock.advance(7 * 86_400);
        await rejects(call("kms", "RevokeGrant", { KeyId, GrantId }), { code: "NotFoundException" });
        await rejects(call("kms", "RetireGrant", { GrantToken }), { code: "InvalidGrantTokenException" });
        await isRefused(reader);
    });

    it("are revoked by their own key only", async () => {
        const { GrantId } = await grant();
        const other = await fixture.key(administered);
        await rejects(
            call("kms", "RevokeGrant", { KeyId: other, GrantId }),
            awsError("NotFoundException", `Grant ${GrantId} of key '${other}' does not exist`),
        );
        equal((await grants()).length, 1);
    });

    describe("made by somebody", () => {
        const allow = (Action: string, Condition?: object) => ({
            Effect: "Allow",
            Action,
            Resource: "*",
            ...(Condition && { Condition }),
        });
        const as = async (name: string, ...statements: object[]) =>
            fixture.cloud.as(await fixture.role(name, ...statements));

        it("take leave to make them", async () => {
            await rejects(grant({}, await as("nobody")), { code: "AccessDeniedException" });
            await grant({}, await as("maker", allow("kms:CreateGrant")));
        });

        it("can be limited to what services make", async () => {
            const maker = await as(
                "maker",
                allow("kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "true" } }),
            );
            await rejects(grant({}, maker), { code: "AccessDeniedException" });
        });

        it("can be limited to some operations", async () => {
            const condition = { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt", "DescribeKey"] } };
            const maker = await as("maker", allow("kms:CreateGrant", condition));
            await grant({ Operations: ["Decrypt"] }, maker);
            await rejects(grant({ Operations: ["Decrypt", "Encrypt"] }, maker), { code: "AccessDeniedException" });
        });

        it("that has leave from a grant give no more than that grant", async () => {
            await grant({ GranteePrincipal: roleArn("maker"), Operations: ["CreateGrant", "DescribeKey"] });
            const maker = await as("maker");
            await grant({}, maker);
            equal((await describeKey(reader)).KeyMetadata.Arn, KeyId);
            await rejects(grant({ Operations: ["Decrypt"] }, maker), denied("maker", "kms:CreateGrant", KeyId));
            await fixture.grant("maker", allow("kms:CreateGrant"));
            await grant({ Operations: ["Decrypt"] }, maker);
        });
    });

    describe("are retired", () => {
        const retire = async (by: Caller, input: object) => fixture.cloud.as(by)("kms", "RetireGrant", input);

        it("by the retiring principal, by ID or by token", async () => {
            const retirer = await fixture.role("retirer");
            const RetiringPrincipal = roleArn("retirer");
            const { GrantId } = await grant({ RetiringPrincipal });
            await retire(retirer, { KeyId, GrantId });
            const { GrantToken } = await grant({ RetiringPrincipal });
            await retire(retirer, { GrantToken });
            deepEqual(await grants(), []);
            await rejects(
                retire(retirer, { GrantToken }),
                awsError("InvalidGrantTokenException", "The grant token is invalid."),
            );
        });

        it("by the grantee, if the grant says so", async () => {
            const { GrantId } = await grant();
            await rejects(retire(reader, { KeyId, GrantId }), denied("reader", "kms:RetireGrant", KeyId));
            const own = await grant({ Operations: ["DescribeKey", "RetireGrant"] });
            await retire(reader, { KeyId, GrantId: own.GrantId });
            deepEqual(
                (await grants()).map((one) => one.GrantId),
                [GrantId],
            );
        });

        it("by the account that made them, and not by a policy alone", async () => {
            const { GrantId } = await grant();
            const all = { Effect: "Allow", Action: "kms:*", Resource: "*" };
            const administrator = await fixture.role("administrator", all);
            const refused = denied("administrator", "kms:RetireGrant", KeyId);
            await rejects(retire(administrator, { KeyId, GrantId }), refused);
            await retire(user(`arn:aws:iam::${account}:root`), { KeyId, GrantId });
            deepEqual(await grants(), []);
        });

        it("not against a Deny", async () => {
            const { GrantId } = await grant({ RetiringPrincipal: roleArn("retirer") });
            const deny = { Effect: "Deny", Action: "kms:RetireGrant", Resource: "*" };
            const retirer = await fixture.role("retirer", deny);
            await rejects(
                retire(retirer, { KeyId, GrantId }),
                awsError(
                    "AccessDeniedException",
                    `User: ${sessionArn("retirer")} is not authorized to perform: kms:RetireGrant on resource: ${KeyId} with an explicit deny in an identity-based policy`,
                ),
            );
        });

        it("only when they are named", async () => {
            const { GrantId } = await grant();
            for (const input of [{}, { KeyId }, { GrantId }]) {
                await rejects(call("kms", "RetireGrant", input), { code: "ValidationException" });
            }
        });
    });
});
