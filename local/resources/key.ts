import { type KeyArgs } from "@pulumi/aws/kms";

import { defineResource, unlessGone } from "./defineResource";
import { boolean, json, number, type Takes, taggedAndRegional, text } from "./property";

const properties = {
    description: text(),
    policy: json(),
    enableKeyRotation: boolean({ default: false }),
    rotationPeriodInDays: number({ range: [90, 2560] }),
    deletionWindowInDays: number({ range: [7, 30] }),
    ...taggedAndRegional,
} satisfies Takes<KeyArgs>;

/** Days that KMS waits where nobody says otherwise, and the shortest it allows (AWS: KMS API Reference, ScheduleKeyDeletion). */
const pendingWindow = { default: 30, shortest: 7 };

/** A symmetric KMS key for encryption. */
export const key = defineResource({
    type: "aws:kms/key:Key",
    properties,
    async create(inputs, { call }, undo) {
        const { KeyMetadata } = await call("kms", "CreateKey", {
            KeyUsage: "ENCRYPT_DECRYPT",
            KeySpec: "SYMMETRIC_DEFAULT",
            ...(inputs.description === undefined ? {} : { Description: inputs.description }),
            ...(inputs.policy === undefined ? {} : { Policy: inputs.policy }),
        });
        const KeyId = KeyMetadata.KeyId;
        undo(() => call("kms", "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: pendingWindow.shortest }));
        if (inputs.enableKeyRotation) {
            const period = inputs.rotationPeriodInDays;
            await call("kms", "EnableKeyRotation", {
                KeyId,
                ...(period === undefined ? {} : { RotationPeriodInDays: period }),
            });
        }
        return {
            id: KeyId,
            outputs: {
                arn: KeyMetadata.Arn,
                keyId: KeyId,
                keyUsage: "ENCRYPT_DECRYPT",
                customerMasterKeySpec: "SYMMETRIC_DEFAULT",
                description: inputs.description ?? "",
                isEnabled: true,
                multiRegion: false,
                // AWS: a year, where nobody says otherwise.
                rotationPeriodInDays: inputs.enableKeyRotation ? (inputs.rotationPeriodInDays ?? 365) : 0,
            },
        };
    },
    async delete({ id, outputs }, { call }) {
        const PendingWindowInDays = outputs.deletionWindowInDays ?? pendingWindow.default;
        // KMSInvalidStateException: its deletion is scheduled already.
        const deletion = call("kms", "ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays });
        await unlessGone(deletion, "NotFoundException", "KMSInvalidStateException");
    },
});
