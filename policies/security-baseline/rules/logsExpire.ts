import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { wrongLiteral } from "../../literal";
import { type ResourceRule } from "../../rule";

export const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

interface Parameters {
    minRetentionInDays: number;
    maxRetentionInDays: number;
}

/** Concerns log groups that the program makes: one that a service makes for itself is no resource of the stack. */
export const logsExpire: ResourceRule = {
    name: "logs-expire",
    description:
        "Every log group must delete its events after a while; otherwise what containers print, other people's text included, is kept and paid for, for ever.",
    severity: "low",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set retentionInDays of the log group to a number of days that CloudWatch Logs knows; 0 means for ever.",
    evidence: "values",
    required: false,
    guards: [{ type: logGroupType, path: "retentionInDays", bad: [0, 3653] }],
    peers: ["Security Hub CloudWatch.16", "CKV_AWS_66", "CKV_AWS_338", "cfn-nag W86"],
    parameters: {
        minRetentionInDays: {
            type: "integer",
            minimum: 1,
            description: "Days for which events are kept at least.",
            default: 1,
        },
        maxRetentionInDays: {
            type: "integer",
            minimum: 1,
            description: "Days after which events are gone at the latest.",
            default: 731,
        },
    },
    validateResource: validateResourceOfType(awsType(logGroupType), (_, { props, getConfig }, report) => {
        const { minRetentionInDays: least, maxRetentionInDays: most } = getConfig<Parameters>();
        const retention = wrongLiteral(props, ["retentionInDays"], {
            is: (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
            mend: `Set it to a number of days from ${String(least)} to ${String(most)}.`,
        });
        if (retention !== undefined) report(retention);
    }),
};
