/** An error as an AWS service answers it: its code, its words, its HTTP status. */
export class AwsError extends Error {
    override readonly name = "AwsError";

    constructor(
        /** e.g. `ValidationException`; the wire adds what a protocol wants around it. */
        readonly code: string,
        message: string,
        readonly statusCode = 400,
        /** Further members of the error's body, e.g. `Key` of NoSuchKey. */
        readonly members: Readonly<Record<string, string>> = {},
    ) {
        super(message);
    }
}

/** `ValidationException`, as SageMaker, Application Auto Scaling and others answer bad input. */
export function validationException(message: string): AwsError {
    return new AwsError("ValidationException", message);
}
