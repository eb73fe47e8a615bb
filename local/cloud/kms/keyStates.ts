import {
    type CancelKeyDeletionCommandInput,
    type DisableKeyCommandInput,
    type DisableKeyRotationCommandInput,
    type EnableKeyCommandInput,
    type EnableKeyRotationCommandInput,
    type GetKeyRotationStatusCommandInput,
    type ScheduleKeyDeletionCommandInput,
    type UpdateKeyDescriptionCommandInput,
} from "@aws-sdk/client-kms";

import { type Caller } from "../iam/principal";
import { Keys } from "./keys";
import { invalidState, isNull, range } from "./kmsRules";

const day = 86_400_000;

/** What becomes of keys: described anew, enabled and disabled, rotated, deleted. */
export abstract class KeyStates extends Keys {
    async UpdateKeyDescription(input: UpdateKeyDescriptionCommandInput, by?: Caller): Promise<object> {
        if (input.Description === undefined) throw isNull("description");
        this.notPending(this.owned("UpdateKeyDescription", input.KeyId, by)).description = input.Description;
        return {};
    }

    async EnableKey(input: EnableKeyCommandInput, by?: Caller): Promise<object> {
        this.notPending(this.owned("EnableKey", input.KeyId, by)).enabled = true;
        return {};
    }

    async DisableKey(input: DisableKeyCommandInput, by?: Caller): Promise<object> {
        this.notPending(this.owned("DisableKey", input.KeyId, by)).enabled = false;
        return {};
    }

    async EnableKeyRotation(input: EnableKeyRotationCommandInput, by?: Caller): Promise<object> {
        const key = this.usable(this.owned("EnableKeyRotation", input.KeyId, by));
        const days = input.RotationPeriodInDays ?? 365;
        range(days, "rotationPeriodInDays", 90, 2560);
        key.rotation = { days, since: this.context.clock.now() };
        return {};
    }

    async DisableKeyRotation(input: DisableKeyRotationCommandInput, by?: Caller): Promise<object> {
        const key = this.usable(this.owned("DisableKeyRotation", input.KeyId, by));
        delete key.rotation;
        return {};
    }

    async GetKeyRotationStatus(
        input: GetKeyRotationStatusCommandInput,
    ): Promise<{ KeyId: string; KeyRotationEnabled: boolean; RotationPeriodInDays?: number; NextRotationDate?: Date }> {
        const { id, rotation } = this.find(input.KeyId);
        if (!rotation) return { KeyId: id, KeyRotationEnabled: false };
        const turns = Math.floor((this.context.clock.now() - rotation.since) / (rotation.days * day)) + 1;
        return {
            KeyId: id,
            KeyRotationEnabled: true,
            RotationPeriodInDays: rotation.days,
            NextRotationDate: new Date(rotation.since + turns * rotation.days * day),
        };
    }

    /** The key is gone once simulated time has passed the window. */
    async ScheduleKeyDeletion(
        input: ScheduleKeyDeletionCommandInput,
        by?: Caller,
    ): Promise<{ KeyId: string; DeletionDate: Date; KeyState: "PendingDeletion"; PendingWindowInDays: number }> {
        const days = input.PendingWindowInDays ?? 30;
        range(days, "pendingWindowInDays", 7, 30);
        const key = this.notPending(this.owned("ScheduleKeyDeletion", input.KeyId, by));
        const at = new Date(this.context.clock.now() + days * day);
        const scheduled = this.context.clock.schedule(at.getTime(), () => {
            this.forget(key);
        });
        key.deletion = { at, scheduled };
        return { KeyId: key.arn, DeletionDate: at, KeyState: "PendingDeletion", PendingWindowInDays: days };
    }

    /** AWS leaves the key disabled (KMS API Reference, CancelKeyDeletion). */
    async CancelKeyDeletion(input: CancelKeyDeletionCommandInput, by?: Caller): Promise<{ KeyId: string }> {
        const key = this.owned("CancelKeyDeletion", input.KeyId, by);
        if (!key.deletion) throw invalidState(`${key.arn} is not pending deletion.`);
        key.deletion.scheduled.cancel();
        delete key.deletion;
        key.enabled = false;
        return { KeyId: key.arn };
    }

    /** ARNs of keys that wait for their deletion. */
    pendingDeletion(): string[] {
        return [...this.keys.values()].filter(({ deletion }) => deletion).map(({ arn }) => arn);
    }
}
