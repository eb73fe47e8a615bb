import { AwsError, validationException } from "../awsError";

/** Name of an alias; those of AWS's own keys cannot be made. The words are inferred. */
export function checkAliasName(name: string | undefined): string {
    if (!name) throw isNull("aliasName");
    if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name)) {
        throw new AwsError(
            "InvalidAliasNameException",
            `Invalid alias name ${name}: it must be alias/ and letters, digits, /, _ or -.`,
        );
    }
    if (name.startsWith("alias/aws/")) {
        throw new AwsError("NotAuthorizedException", "The prefix alias/aws/ is reserved for keys that AWS manages.");
    }
    return name;
}

/** KMS knows one policy per key, named `default`. */
export function onlyDefault(policyName: string | undefined): void {
    if (policyName !== undefined && policyName !== "default") throw notFound(`No such policy exists`);
}

export function range(value: number, member: string, min: number, max: number): void {
    if (value >= min && value <= max) return;
    const bound = value < min ? `greater than or equal to ${String(min)}` : `less than or equal to ${String(max)}`;
    throw validationException(
        `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
    );
}

export function isNull(member: string): AwsError {
    return validationException(
        `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
}

export function notFound(message: string): AwsError {
    return new AwsError("NotFoundException", message);
}

export function invalidState(message: string): AwsError {
    return new AwsError("KMSInvalidStateException", message);
}

export function malformed(message: string): AwsError {
    return new AwsError("MalformedPolicyDocumentException", message);
}
