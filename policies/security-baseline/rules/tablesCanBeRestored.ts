import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { wrongLiteral } from "../../literal";
import { type ResourceRule } from "../../rule";

export const tableType = "aws:dynamodb/table:Table";

const isTrue = { is: (value: unknown) => value === true, mend: "Set it to true." };

export const tablesCanBeRestored: ResourceRule = {
    name: "tables-can-be-restored",
    description:
        "Every DynamoDB table must keep point-in-time backups and refuse deletion; otherwise one faulty write or one destroyed stack loses its rows for good.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps: "Set pointInTimeRecovery.enabled and, where data has to stay, deletionProtectionEnabled to true.",
    evidence: "values",
    required: false,
    guards: [
        { type: tableType, path: "pointInTimeRecovery", bad: [{}] },
        { type: tableType, path: "pointInTimeRecovery.enabled" },
        { type: tableType, path: "deletionProtectionEnabled", where: { deletionProtectionEnabled: true } },
    ],
    peers: ["Security Hub DynamoDB.2", "Security Hub DynamoDB.6", "CKV_AWS_28", "cdk-nag DDB3"],
    parameters: {
        requireDeletionProtection: {
            type: "boolean",
            description: "Whether a table has to refuse its deletion.",
            default: true,
        },
    },
    validateResource: validateResourceOfType(awsType(tableType), (_, { props, getConfig }, report) => {
        const backups = wrongLiteral(props, ["pointInTimeRecovery", "enabled"], isTrue);
        if (backups !== undefined) report(backups);
        if (!getConfig<{ requireDeletionProtection: boolean }>().requireDeletionProtection) return;
        const protection = wrongLiteral(props, ["deletionProtectionEnabled"], isTrue);
        if (protection !== undefined) report(protection);
    }),
};
