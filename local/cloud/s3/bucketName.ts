import { isIPv4 } from "node:net";

import { AwsError } from "../awsError";

const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * AWS: S3 User Guide, "General purpose bucket naming rules".
 *
 * @throws AwsError InvalidBucketName (400)
 */
export function checkBucketName(name: string | undefined): string {
    if (
        name !== undefined &&
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
        !name.includes("..") &&
        !isIPv4(name) &&
        !reservedPrefixes.some((prefix) => name.startsWith(prefix)) &&
        !reservedSuffixes.some((suffix) => name.endsWith(suffix))
    ) {
        return name;
    }
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName: name ?? "" });
}
