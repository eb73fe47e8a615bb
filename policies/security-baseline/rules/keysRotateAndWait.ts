import { wrongLiteral } from "../../literal";
import { isAbsent, type Path, readLeaf } from "../../reading";
import { type Guard, type ResourceRule } from "../../rule";

export const keyType = "aws:kms/key:Key";
/** Keys whose material AWS did not make, or made elsewhere: they rotate otherwise or not at all, but can be deleted too. */
const otherKeyTypes = ["aws:kms/externalKey:ExternalKey", "aws:kms/replicaKey:ReplicaKey"];

/**
 * What makes a key that KMS cannot rotate by itself, unless it is absent or this (AWS: KMS Developer Guide, "Rotate AWS KMS
 * keys": symmetric encryption keys with material that KMS made).
 */
const rotatable: { path: Path; value?: string }[] = [
    { path: ["customerMasterKeySpec"], value: "SYMMETRIC_DEFAULT" },
    { path: ["keyUsage"], value: "ENCRYPT_DECRYPT" },
    { path: ["customKeyStoreId"] },
];

export const keysRotateAndWait: ResourceRule = {
    name: "keys-rotate-and-wait",
    description:
        "Every KMS key must rotate each year and wait long before it is deleted; otherwise a leaked key stays good for ever, and a deleted one takes all that it encrypted with it.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set enableKeyRotation to true, and deletionWindowInDays to as many days as the environment asks for.",
    evidence: "values",
    required: false,
    guards: [
        { type: keyType, path: "enableKeyRotation" },
        ...[keyType, ...otherKeyTypes].map(
            // KMS itself waits 30 days, the longest time.
            (type): Guard => ({ type, path: "deletionWindowInDays", spares: ["remove", "null"], bad: [6, 31] }),
        ),
    ],
    peers: ["Security Hub KMS.4", "CKV_AWS_7", "AWS-0065", "cfn-nag F19", "cdk-nag KMS5"],
    parameters: {
        minDeletionWindowInDays: {
            type: "integer",
            minimum: 7,
            maximum: 30,
            description: "Days for which a deleted key can still be restored.",
            default: 30,
        },
    },
    validateResource: ({ type, props, getConfig, notApplicable }, report) => {
        if (type !== keyType && !otherKeyTypes.includes(type)) notApplicable("Concerns KMS keys");
        if (type === keyType && !isOtherKind(props)) {
            const mend = "Set it to true, or make another kind of key by a literal keyUsage or customerMasterKeySpec.";
            const rotation = wrongLiteral(props, ["enableKeyRotation"], { is: (value) => value === true, mend });
            if (rotation !== undefined) report(rotation);
        }
        if (isAbsent(props, ["deletionWindowInDays"])) return;
        const least = getConfig<{ minDeletionWindowInDays: number }>().minDeletionWindowInDays;
        const window = wrongLiteral(props, ["deletionWindowInDays"], {
            is: (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= 30,
            mend: least === 30 ? "Set it to 30." : `Set it to a number from ${String(least)} to 30.`,
        });
        if (window !== undefined) report(window);
    },
};

/** Only what is known to be of a kind that cannot rotate is let off; an output is not. */
function isOtherKind(props: object): boolean {
    return rotatable.some(({ path, value }) => {
        const reading = readLeaf(props, path);
        return reading.state === "set" && reading.known && typeof reading.value === "string" && reading.value !== value;
    });
}
