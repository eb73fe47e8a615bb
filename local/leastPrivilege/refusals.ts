import { AwsError } from "../cloud/awsError";

/** Codes by which AWS's services say that somebody may not. */
const codes = new Set([
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "KMSAccessDenied",
    "KmsAccessDenied",
]);

/**
 * @returns undefined when somebody was refused for want of leave; else what happened instead
 */
export async function otherThanRefused(asking: Promise<unknown>): Promise<string | undefined> {
    try {
        await asking;
        return "was let through";
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return codes.has(error.code) ? undefined : `${error.code}: ${error.message}`;
    }
}
