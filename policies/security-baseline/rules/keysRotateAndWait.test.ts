import assert from "node:assert/strict";

import { type KeyArgs } from "@pulumi/aws/kms";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { keysRotateAndWait as rule, keyType } from "./keysRotateAndWait";

const good = { enableKeyRotation: true, deletionWindowInDays: 30 } satisfies KeyArgs;
const rotate = "Set it to true, or make another kind of key by a literal keyUsage or customerMasterKeySpec.";
const dev = { config: { minDeletionWindowInDays: 7 } };
const off = { enableKeyRotation: false };

const table: [string, object, string[]][] = [
    ["a rotated key passes", {}, []],
    ["no rotation is refused", { enableKeyRotation: undefined }, [`enableKeyRotation is not set. ${rotate}`]],
    ["null is refused", { enableKeyRotation: null }, [`enableKeyRotation is null. ${rotate}`]],
    ["rotation that is off is refused", off, [`enableKeyRotation is false. ${rotate}`]],
    ['"true" is refused', { enableKeyRotation: "true" }, [`enableKeyRotation is a string. ${rotate}`]],
    ["a signing key cannot rotate", { ...off, customerMasterKeySpec: "RSA_2048" }, []],
    ["an HMAC key cannot rotate", { ...off, keyUsage: "GENERATE_VERIFY_MAC" }, []],
    ["a key of a custom store cannot rotate", { ...off, customKeyStoreId: "cks-1" }, []],
    [
        "a key that says it is symmetric is refused",
        { ...off, customerMasterKeySpec: "SYMMETRIC_DEFAULT", keyUsage: "ENCRYPT_DECRYPT" },
        [`enableKeyRotation is false. ${rotate}`],
    ],
    [
        "an empty kind is no other kind",
        { ...off, keyUsage: "", customKeyStoreId: null },
        [`enableKeyRotation is false. ${rotate}`],
    ],
    ["a number for a kind is no other kind", { ...off, keyUsage: 7 }, [`enableKeyRotation is false. ${rotate}`]],
    ["without a window KMS waits 30 days", { deletionWindowInDays: undefined }, []],
    ["a null window is the same", { deletionWindowInDays: null }, []],
    ["29 days are refused", { deletionWindowInDays: 29 }, ["deletionWindowInDays is 29. Set it to 30."]],
    ["31 days are refused", { deletionWindowInDays: 31 }, ["deletionWindowInDays is 31. Set it to 30."]],
    ['"30" is refused', { deletionWindowInDays: "30" }, ["deletionWindowInDays is a string. Set it to 30."]],
    ['"" is refused', { deletionWindowInDays: "" }, ["deletionWindowInDays is an empty string. Set it to 30."]],
];

describe("keys-rotate-and-wait", () => {
    for (const [what, change, says] of table) it(what, () => saysAlways(rule, keyType, { ...good, ...change }, says));

    it("an environment may wait for less", async () => {
        await saysAlways(rule, keyType, { ...good, deletionWindowInDays: 7 }, [], dev);
        await saysAlways(
            rule,
            keyType,
            { ...good, deletionWindowInDays: 6 },
            ["deletionWindowInDays is 6. Set it to a number from 7 to 30."],
            dev,
        );
    });

    it("keys made elsewhere wait too, and need not rotate", async () => {
        for (const type of ["aws:kms/externalKey:ExternalKey", "aws:kms/replicaKey:ReplicaKey"]) {
            await saysAlways(rule, type, {}, []);
            await saysAlways(rule, type, { deletionWindowInDays: 7 }, ["deletionWindowInDays is 7. Set it to 30."]);
        }
    });

    it("outputs are refused in a preview, also for the kind of key", async () => {
        await saysWhileUnknown(rule, keyType, { ...good, enableKeyRotation: output(true) }, [
            `enableKeyRotation is known only after deployment, so it cannot be checked. ${rotate}`,
        ]);
        await saysWhileUnknown(rule, keyType, { ...good, deletionWindowInDays: output(30) }, [
            "deletionWindowInDays is known only after deployment, so it cannot be checked. Set it to 30.",
        ]);
        await saysWhileUnknown(rule, keyType, { ...off, keyUsage: output("SIGN_VERIFY") }, [
            `enableKeyRotation is false. ${rotate}`,
        ]);
    });

    it("whatever stands there, only true and 30 pass and nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(true, 30), fc.boolean(), async (value, preview) => {
                const judge = async (change: object): Promise<number> =>
                    (await violations(rule, keyType, { ...good, ...change }, { preview })).length;
                const certain = known(value, { preview });
                assert.equal(await judge({ enableKeyRotation: value }), certain === true ? 0 : 1);
                assert.equal(
                    await judge({ deletionWindowInDays: value }),
                    [30, undefined, null].includes(certain as number) ? 0 : 1,
                );
                await judge({ customerMasterKeySpec: value, keyUsage: value });
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:kms/alias:Alias", {}, { preview: true }), []);
    });
});
