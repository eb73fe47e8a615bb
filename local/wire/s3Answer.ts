import { type WireAnswer } from "./exchange";

/** Members of outputs that travel as headers, whatever the operation. */
const headers: Readonly<Record<string, string>> = {
    AcceptRanges: "accept-ranges",
    BucketArn: "x-amz-bucket-arn",
    BucketKeyEnabled: "x-amz-server-side-encryption-bucket-key-enabled",
    BucketRegion: "x-amz-bucket-region",
    CacheControl: "cache-control",
    ChecksumAlgorithm: "x-amz-checksum-algorithm",
    ChecksumCRC32: "x-amz-checksum-crc32",
    ChecksumCRC32C: "x-amz-checksum-crc32c",
    ChecksumSHA1: "x-amz-checksum-sha1",
    ChecksumSHA256: "x-amz-checksum-sha256",
    ChecksumType: "x-amz-checksum-type",
    ContentDisposition: "content-disposition",
    ContentEncoding: "content-encoding",
    ContentLanguage: "content-language",
    ContentLength: "content-length",
    ContentRange: "content-range",
    ContentType: "content-type",
    ETag: "etag",
    LastModified: "last-modified",
    Location: "location",
    SSEKMSKeyId: "x-amz-server-side-encryption-aws-kms-key-id",
    ServerSideEncryption: "x-amz-server-side-encryption",
    Size: "x-amz-object-size",
};

/** An answer whose output is all headers, and a body if there is one. */
export function headerAnswer(
    status: number,
    output: Readonly<Record<string, unknown>>,
    body: Buffer | string = "",
): WireAnswer {
    const written: Record<string, string> = {};
    for (const [member, name] of Object.entries(headers)) {
        const value = output[member];
        if (value === undefined) continue;
        written[name] = value instanceof Date ? value.toUTCString() : String(value as string | number | boolean);
    }
    const metadata = output["Metadata"] as Record<string, string> | undefined;
    for (const [name, value] of Object.entries(metadata ?? {})) written[`x-amz-meta-${name}`] = value;
    return { status, headers: written, body };
}

const checksums = /^Checksum(CRC32|CRC32C|SHA1|SHA256|Type)$/;

/**
 * What GetObject and HeadObject answer. Checksums only for those who ask (AWS: S3 API Reference, x-amz-checksum-mode), and
 * headers as a presigned URL may want them.
 */
export function objectAnswer(
    input: Readonly<Record<string, unknown>>,
    { Body, ...output }: Readonly<Record<string, unknown>>,
): WireAnswer {
    const shown = Object.fromEntries(
        Object.entries(output).filter(([member]) => input["ChecksumMode"] === "ENABLED" || !checksums.test(member)),
    );
    for (const [member, value] of Object.entries(input)) {
        if (member.startsWith("Response")) shown[member.slice("Response".length)] = value;
    }
    return headerAnswer(shown["ContentRange"] === undefined ? 200 : 206, shown, Body as Buffer | undefined);
}

/** An answer in XML, with those of the output's members as headers that are no part of the document. */
export function xmlAnswer(body: string, output: Readonly<Record<string, unknown>> = {}): WireAnswer {
    const answer = headerAnswer(200, output, body);
    return { ...answer, headers: { ...answer.headers, "content-type": "application/xml" } };
}
