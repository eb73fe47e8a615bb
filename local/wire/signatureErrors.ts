import { AwsError } from "../cloud/awsError";
import { type SignatureProblem } from "./signatureFault";

/** How one protocol words what is wrong with a signature. */
export type SignatureErrors = (problem: SignatureProblem) => AwsError;

const invalidToken = "The security token included in the request is invalid.";
const mismatch =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** Names of one family of protocols for the same few errors, and their HTTP statuses. */
interface Family {
    readonly suffix: "" | "Exception";
    readonly unknownKey: readonly [code: string, status: number];
    readonly mismatch: readonly [code: string, status: number];
    /** Of a signature that lacks a part. */
    readonly incomplete: number;
    /** Of a request without a signature. */
    readonly missing: number;
}

/** AWS: "Common error types" of the API references of IAM, SNS and SQS; of `SignatureDoesNotMatch`, what their users report. */
const query: Family = {
    suffix: "",
    unknownKey: ["InvalidClientTokenId", 403],
    mismatch: ["SignatureDoesNotMatch", 403],
    incomplete: 400,
    missing: 403,
};

/** AWS: DynamoDB Developer Guide, "Error messages and codes", the one page that lists them for a JSON service. */
const json: Family = {
    suffix: "Exception",
    unknownKey: ["UnrecognizedClientException", 400],
    mismatch: ["InvalidSignatureException", 400],
    incomplete: 400,
    missing: 400,
};

/** The same names; that all of them are 403 is what users of SageMaker Runtime and of other REST services report. */
const rest: Family = {
    ...json,
    unknownKey: ["UnrecognizedClientException", 403],
    mismatch: ["InvalidSignatureException", 403],
    incomplete: 403,
    missing: 403,
};

export const querySignatureErrors = errorsOf(query);
export const jsonSignatureErrors = errorsOf(json);
export const restSignatureErrors = errorsOf(rest);

/** What a service answers that serves nobody without a signature. */
export const missingQueryToken = (): AwsError => missing(query);
export const missingJsonToken = (): AwsError => missing(json);
export const missingRestToken = (): AwsError => missing(rest);

function missing({ suffix, missing: status }: Family): AwsError {
    return new AwsError(`MissingAuthenticationToken${suffix}`, "Missing Authentication Token", status);
}

function errorsOf(family: Family): SignatureErrors {
    const incomplete = (message: string): AwsError =>
        new AwsError(`IncompleteSignature${family.suffix}`, message, family.incomplete);
    const [code, status] = family.mismatch;
    return (problem) => {
        switch (problem.kind) {
            case "other scheme":
                // AWS repeats what the header holds; this does not, since it may be a secret.
                return incomplete(
                    `Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Its scheme is '${problem.scheme}', not 'AWS4-HMAC-SHA256'.`,
                );
            case "incomplete":
                return incomplete(problem.lacking.map((part) => requires(part, problem.presigned)).join(" "));
            case "malformed":
                return incomplete(`The signature is malformed: ${problem.reason}.`);
            case "unknown key":
            case "token":
                return new AwsError(family.unknownKey[0], invalidToken, family.unknownKey[1]);
            case "unsigned headers":
                return new AwsError(
                    code,
                    `'${problem.names.join("', '")}' must be a 'SignedHeader' in the AWS Authorization.`,
                    status,
                );
            case "not yet":
                return new AwsError(
                    code,
                    `Signature not yet current: ${problem.claim.timestamp} is still later than ${problem.now.toISOString()}`,
                    status,
                );
            case "expired":
                return new AwsError(
                    code,
                    `Signature expired: ${problem.claim.timestamp} is now earlier than ${problem.now.toISOString()}`,
                    status,
                );
            case "mismatch":
                return new AwsError(
                    code,
                    `${mismatch}\n\nThe Canonical String for this request should have been\n'${problem.canonical}'\n\nThe String-to-Sign should have been\n'${problem.text}'\n`,
                    status,
                );
            case "no hash":
            case "no such hash":
            case "another body":
                throw new Error("Only S3 takes a client's word for the hash of a body.");
        }
    };
}

function requires(part: string, presigned: boolean): string {
    if (presigned) return `AWS query-string parameters must include '${part}'.`;
    return part === "X-Amz-Date"
        ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        : `Authorization header requires '${part}' parameter.`;
}

/** AWS: S3 API Reference, "Error responses"; members as S3 sends them. */
export const s3SignatureErrors: SignatureErrors = (problem) => {
    switch (problem.kind) {
        case "other scheme":
            if (problem.scheme === "AWS") {
                const message =
                    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
                return new AwsError("InvalidRequest", message);
            }
            return new AwsError("InvalidArgument", "Unsupported Authorization Type", 400, {
                ArgumentName: "Authorization",
            });
        case "incomplete":
            if (problem.presigned) {
                const message =
                    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
                return new AwsError("AuthorizationQueryParametersError", message);
            }
            if (problem.lacking.includes("X-Amz-Date")) {
                const message = "AWS authentication requires a valid Date or x-amz-date header";
                return new AwsError("AccessDenied", message, 403);
            }
            return headerMalformed(
                `the authorization header requires three components: Credential, SignedHeaders, and Signature`,
            );
        case "malformed":
            return problem.presigned
                ? new AwsError("AuthorizationQueryParametersError", problem.reason)
                : headerMalformed(problem.reason);
        case "unknown key":
            return new AwsError(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                403,
                { AWSAccessKeyId: problem.accessKeyId },
            );
        case "token":
            return new AwsError("InvalidToken", "The provided token is malformed or otherwise invalid.");
        case "unsigned headers":
            return new AwsError(
                "AccessDenied",
                "There were headers present in the request which were not signed",
                403,
                { HeadersNotSigned: problem.names.join(", ") },
            );
        case "not yet":
            return new AwsError("AccessDenied", "Request is not valid yet", 403, {
                "X-Amz-Date": problem.claim.timestamp,
                ServerTime: problem.now.toISOString(),
            });
        case "expired":
            return new AwsError("AccessDenied", "Request has expired", 403, {
                "X-Amz-Expires": String(problem.claim.expiresSeconds),
                Expires: problem.expiry.toISOString(),
                ServerTime: problem.now.toISOString(),
            });
        case "mismatch":
            return new AwsError(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                403,
                {
                    AWSAccessKeyId: problem.claim.accessKeyId,
                    StringToSign: problem.text,
                    SignatureProvided: problem.claim.signature,
                    CanonicalRequest: problem.canonical,
                },
            );
        case "no hash":
            return new AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
        case "no such hash":
            return new AwsError(
                "InvalidArgument",
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 value.",
                400,
                { ArgumentName: "x-amz-content-sha256", ArgumentValue: problem.claimed },
            );
        case "another body":
            return new AwsError(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                400,
                {
                    ClientComputedContentSHA256: problem.claimed,
                    S3ComputedContentSHA256: problem.computed,
                },
            );
    }
};

function headerMalformed(reason: string): AwsError {
    return new AwsError("AuthorizationHeaderMalformed", `The authorization header is malformed; ${reason}.`);
}
