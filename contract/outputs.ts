/** What the program exports: all that a caller, the smoke test and a load need to know. */
export interface Outputs {
    region: string;
    endpointName: string;
    endpointArn: string;
    /** The configuration that was asked for; when DescribeEndpoint names another, SageMaker rolled the update back. */
    endpointConfigName: string;
    variantName: string;
    modelName: string;
    instanceType: string;
    inputBucketName: string;
    /** Prefix under which callers put articles, ends with `/`. */
    inputPrefix: string;
    outputBucketName: string;
    outputPrefix: string;
    failurePrefix: string;
    keyArn: string;
    successTopicArn: string;
    errorTopicArn: string;
    /** SQS inbox with notifications whose inferenceId starts with `smoke-`. */
    smokeInboxUrl: string;
    /** SQS inbox with notifications whose inferenceId starts with `load-`. */
    loadInboxUrl: string;
    /** Told when requests wait too long or expire, when one fails, and when a notification is lost. */
    alarmTopicArn: string;
    /** SQS inbox with all that the alarm topic is told. */
    alarmInboxUrl: string;
    callerPolicyArn: string;
    executionRoleArn: string;
    wakeUpAlarmName: string;
    /** Where the containers' output goes. */
    logGroupName: string;
    minCapacity: number;
    maxCapacity: number;
    invocationTimeoutSeconds: number;
}

/** Every key of {@link Outputs}, in the order in which they are exported. */
export const outputKeys = [
    "region",
    "endpointName",
    "endpointArn",
    "endpointConfigName",
    "variantName",
    "modelName",
    "instanceType",
    "inputBucketName",
    "inputPrefix",
    "outputBucketName",
    "outputPrefix",
    "failurePrefix",
    "keyArn",
    "successTopicArn",
    "errorTopicArn",
    "smokeInboxUrl",
    "loadInboxUrl",
    "alarmTopicArn",
    "alarmInboxUrl",
    "callerPolicyArn",
    "executionRoleArn",
    "wakeUpAlarmName",
    "logGroupName",
    "minCapacity",
    "maxCapacity",
    "invocationTimeoutSeconds",
] as const satisfies readonly (keyof Outputs)[];

/** Outputs that are not all there, or not of their type. */
export class OutputsError extends Error {
    override readonly name = "OutputsError";
}

const numeric: ReadonlySet<keyof Outputs> = new Set(["minCapacity", "maxCapacity", "invocationTimeoutSeconds"]);

/**
 * Checks what `pulumi stack output --json` printed.
 *
 * @throws OutputsError naming the first key that is missing or of the wrong type
 */
export function parseOutputs(value: unknown): Outputs {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new OutputsError("stack outputs must be one JSON object, as `pulumi stack output --json` prints it");
    }
    for (const key of outputKeys) {
        const found = (value as Record<string, unknown>)[key];
        const expected = numeric.has(key) ? "number" : "string";
        if (found === undefined) {
            throw new OutputsError(`stack output "${key}" is missing: was this stack deployed by this program?`);
        }
        if (typeof found !== expected || found === "") {
            throw new OutputsError(`stack output "${key}" must be a ${expected}, not ${JSON.stringify(found)}`);
        }
    }
    return value as Outputs;
}
