import { AwsError } from "../awsError";

/** Days that events can be kept (AWS: CloudWatch Logs API Reference, PutRetentionPolicy). */
export const retentionDays: readonly number[] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** AWS: CloudWatch Logs API Reference, CreateLogGroup: 1 to 512 letters, digits and `_-/.#`, not beginning with `aws/`. */
export function checkLogGroupName(name: string | undefined): string {
    if (name === undefined) throw validationError("null", "logGroupName", "Member must not be null");
    if (!/^[.\-_/#A-Za-z0-9]+$/.test(name)) {
        throw validationError(
            `'${name}'`,
            "logGroupName",
            "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
        );
    }
    if (name.length > 512) {
        throw validationError(`'${name}'`, "logGroupName", "Member must have length less than or equal to 512");
    }
    // The words are inferred.
    if (name.startsWith("aws/")) throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
    return name;
}

export function checkRetention(days: number | undefined): number {
    if (days === undefined) throw validationError("null", "retentionInDays", "Member must not be null");
    if (retentionDays.includes(days)) return days;
    throw validationError(
        `'${String(days)}'`,
        "retentionInDays",
        `Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
    );
}

export function invalidParameter(message: string): AwsError {
    return new AwsError("InvalidParameterException", message);
}

/** How AWS words the first thing that is wrong with a request's shape. */
export function validationError(value: string, member: string, rule: string): AwsError {
    return invalidParameter(
        `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`,
    );
}

/** AWS: CloudWatch Logs API Reference, CreateLogStream: 1 to 512 characters without `:` and `*`. */
export function checkLogStreamName(name: string | undefined, member = "logStreamName"): string {
    if (name === undefined) throw validationError("null", member, "Member must not be null");
    if (name === "") throw validationError("''", member, "Member must have length greater than or equal to 1");
    if (name.length > 512)
        throw validationError(`'${name}'`, member, "Member must have length less than or equal to 512");
    if (/[:*]/.test(name)) {
        throw validationError(`'${name}'`, member, "Member must satisfy regular expression pattern: [^:*]*");
    }
    return name;
}

export function checkLimit(limit: number | undefined, most: number): number {
    if (limit === undefined) return most;
    if (limit < 1)
        throw validationError(`'${String(limit)}'`, "limit", "Member must have value greater than or equal to 1");
    if (limit <= most) return limit;
    const rule = `Member must have value less than or equal to ${String(most)}`;
    throw validationError(`'${String(limit)}'`, "limit", rule);
}
