import { type Access } from "../cloud/iam/access";
import { type Caller } from "../cloud/iam/principal";

/** Something that somebody was asked leave for, as the laptop AWS names it. */
export interface Asked {
    readonly action: string;
    /** An ARN; `*` for an action that takes no resource. */
    readonly resource: string;
    /** What the request said to the keys that are worth a condition. */
    readonly conditions: Readonly<Record<string, readonly string[]>>;
}

/** Keys that narrow a grant which its resource leaves wide: whom a role is passed to, through whom a key is used. */
export const conditionKeys = [
    "iam:AWSServiceName",
    "iam:PassedToService",
    "kms:GrantIsForAWSResource",
    "kms:ViaService",
] as const;

/** All that one identity is asked leave for, allowed or not, each thing once. */
export class Recording {
    private asked = new Map<string, Asked>();
    /** Ends the recording. */
    readonly end: () => void;

    constructor(access: Pick<Access, "watch">, { principal: recorded }: Caller) {
        this.end = access.watch(({ caller: { principal }, permission: { action, resource, keys = {} } }) => {
            if (principal.kind !== "identity" || recorded.kind !== "identity") return;
            if (principal.identityArn !== recorded.identityArn) return;
            const conditions = Object.fromEntries(
                conditionKeys.flatMap((key) => {
                    const value = keys[key];
                    return value === undefined ? [] : [[key, [value].flat()]];
                }),
            );
            const asked = { action, resource, conditions };
            this.asked.set(JSON.stringify(asked), asked);
        });
    }

    /** What was asked since the last time. */
    take(): Asked[] {
        const taken = [...this.asked.values()];
        this.asked = new Map();
        return taken;
    }
}
