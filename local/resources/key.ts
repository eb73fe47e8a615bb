import { type KeyArgs } from "@pulumi/aws/kms";

import { type KnownKeyMetadata } from "../cloud/kms/kms";
import { defineResource } from "./defineResource";
import { boolean, json, number, type Takes, taggedAndRegional, text, type Values } from "./property";
import { type Properties, type Target } from "./resource";

const properties = {
    description: text({ computed: true }),
    policy: json({ computed: true }),
    enableKeyRotation: boolean({ default: false }),
    rotationPeriodInDays: number({ range: [90, 2560], computed: true }),
    deletionWindowInDays: number({ range: [7, 30], stateOnly: true }),
    ...taggedAndRegional,
} satisfies Takes<KeyArgs>;

/** Days that KMS waits where nobody says otherwise, and the shortest it allows (AWS: KMS API Reference, ScheduleKeyDeletion). */
const pendingWindow = { default: 30, shortest: 7 };

/** A symmetric KMS key for encryption. */
export const key = defineResource({
    type: "aws:kms/key:Key",
    properties,
    // KMSInvalidStateException: its deletion is scheduled already.
    gone: ["NotFoundException", "KMSInvalidStateException"],
    async create(inputs, target, undo) {
        const { call } = target;
        const { KeyMetadata } = await call("kms", "CreateKey", {
            KeyUsage: "ENCRYPT_DECRYPT",
            KeySpec: "SYMMETRIC_DEFAULT",
            ...(inputs.description === undefined ? {} : { Description: inputs.description }),
            ...(inputs.policy === undefined ? {} : { Policy: inputs.policy }),
        });
        const KeyId = KeyMetadata.KeyId;
        undo(() => call("kms", "ScheduleKeyDeletion", { KeyId, PendingWindowInDays: pendingWindow.shortest }));
        if (inputs.enableKeyRotation) await rotate(KeyId, inputs, target);
        // AWS: a year, where nobody says otherwise.
        const days = inputs.enableKeyRotation ? (inputs.rotationPeriodInDays ?? 365) : 0;
        return { id: KeyId, outputs: outputs(KeyMetadata, days) };
    },
    async read(id, { call }, known) {
        const { KeyMetadata } = await call("kms", "DescribeKey", { KeyId: id });
        if (KeyMetadata.KeyState === "PendingDeletion") return undefined;
        const { Policy } = await call("kms", "GetKeyPolicy", { KeyId: id });
        const rotation = await call("kms", "GetKeyRotationStatus", { KeyId: id });
        return {
            inputs: {
                description: KeyMetadata.Description,
                policy: Policy,
                enableKeyRotation: rotation.KeyRotationEnabled,
                // KMS has no period for a key that it does not rotate.
                rotationPeriodInDays: rotation.RotationPeriodInDays ?? known.rotationPeriodInDays,
            },
            outputs: outputs(KeyMetadata, rotation.RotationPeriodInDays),
        };
    },
    async update({ id }, inputs, target, changed) {
        const { call } = target;
        const { description, policy, enableKeyRotation } = inputs;
        const turned = changed.has("enableKeyRotation");
        if (enableKeyRotation && (turned || changed.has("rotationPeriodInDays"))) {
            await rotate(id, inputs, target);
        } else if (turned) {
            await call("kms", "DisableKeyRotation", { KeyId: id });
        }
        if (changed.has("description") && description !== undefined) {
            await call("kms", "UpdateKeyDescription", { KeyId: id, Description: description });
        }
        if (changed.has("policy") && policy !== undefined) {
            await call("kms", "PutKeyPolicy", { KeyId: id, PolicyName: "default", Policy: policy });
        }
        const { KeyMetadata } = await call("kms", "DescribeKey", { KeyId: id });
        const { RotationPeriodInDays } = await call("kms", "GetKeyRotationStatus", { KeyId: id });
        return outputs(KeyMetadata, RotationPeriodInDays);
    },
    async delete({ id, outputs }, { call }) {
        const PendingWindowInDays = outputs.deletionWindowInDays ?? pendingWindow.default;
        await call("kms", "ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays });
    },
});

async function rotate(
    KeyId: string,
    { rotationPeriodInDays: days }: Values<typeof properties>,
    { call }: Target,
): Promise<void> {
    await call("kms", "EnableKeyRotation", { KeyId, ...(days === undefined ? {} : { RotationPeriodInDays: days }) });
}

function outputs(metadata: KnownKeyMetadata, rotationPeriodInDays = 0): Properties {
    return {
        arn: metadata.Arn,
        keyId: metadata.KeyId,
        keyUsage: metadata.KeyUsage,
        customerMasterKeySpec: metadata.KeySpec,
        description: metadata.Description,
        isEnabled: metadata.Enabled,
        multiRegion: metadata.MultiRegion,
        rotationPeriodInDays,
    };
}
