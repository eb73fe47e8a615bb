import { AwsError } from "../awsError";
import { type Refusal } from "../iam/access";

/**
 * How S3 refuses: it puts the resource into quotation marks, and tells nobody why to one who does not say who he is
 * (AWS: S3 User Guide, "Troubleshoot access denied (403 Forbidden) errors").
 */
export const accessDenied: Refusal = (message, { principal }) => {
    if (principal.kind === "anonymous") return new AwsError("AccessDenied", "Access Denied", 403);
    return new AwsError(
        "AccessDenied",
        message.replace(/ on resource: (.*) (because|with) /s, ' on resource: "$1" $2 '),
        403,
    );
};

/** A refusal of KMS, which S3 hands on in KMS's words. */
export const keyAccessDenied: Refusal = (message) => new AwsError("AccessDenied", message, 403);
