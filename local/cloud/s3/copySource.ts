import { AwsError } from "../awsError";

/**
 * What `x-amz-copy-source` names.
 *
 * @throws AwsError InvalidArgument (400)
 */
export function copySource(source: string | undefined): { Bucket: string; Key: string } {
    const match = /^\/?([^/]+)\/(.+)$/s.exec(source ?? "");
    try {
        const [, Bucket, Key] = match ?? [];
        if (Bucket && Key && !/\?versionId=/.test(Key)) return { Bucket, Key: decodeURIComponent(Key) };
    } catch {
        // Not URL-encoded: refused below like everything else that names no object.
    }
    throw new AwsError(
        "InvalidArgument",
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        400,
        { ArgumentName: "x-amz-copy-source", ArgumentValue: source ?? "" },
    );
}
