import { AwsError } from "../cloud/awsError";
import { dechunk, malformedTrailer } from "./awsChunked";
import { header, type WireRequest } from "./exchange";
import { type S3Target } from "./s3Operation";

type Kind = "text" | "number" | "boolean" | "date";

/** Headers that are members of an input, whatever the operation. */
const headerMembers: Readonly<Record<string, readonly [member: string, kind?: Kind]>> = {
    "cache-control": ["CacheControl"],
    "content-disposition": ["ContentDisposition"],
    "content-encoding": ["ContentEncoding"],
    "content-language": ["ContentLanguage"],
    "content-md5": ["ContentMD5"],
    "content-type": ["ContentType"],
    expires: ["Expires"],
    "if-match": ["IfMatch"],
    "if-modified-since": ["IfModifiedSince", "date"],
    "if-none-match": ["IfNoneMatch"],
    "if-unmodified-since": ["IfUnmodifiedSince", "date"],
    range: ["Range"],
    "x-amz-acl": ["ACL"],
    "x-amz-bucket-object-lock-enabled": ["ObjectLockEnabledForBucket", "boolean"],
    "x-amz-checksum-algorithm": ["ChecksumAlgorithm"],
    "x-amz-checksum-crc32": ["ChecksumCRC32"],
    "x-amz-checksum-crc32c": ["ChecksumCRC32C"],
    "x-amz-checksum-crc64nvme": ["ChecksumCRC64NVME"],
    "x-amz-checksum-mode": ["ChecksumMode"],
    "x-amz-checksum-sha1": ["ChecksumSHA1"],
    "x-amz-checksum-sha256": ["ChecksumSHA256"],
    "x-amz-checksum-type": ["ChecksumType"],
    "x-amz-copy-source": ["CopySource"],
    "x-amz-expected-bucket-owner": ["ExpectedBucketOwner"],
    "x-amz-metadata-directive": ["MetadataDirective"],
    "x-amz-mp-object-size": ["MpuObjectSize", "number"],
    "x-amz-object-ownership": ["ObjectOwnership"],
    "x-amz-server-side-encryption": ["ServerSideEncryption"],
    "x-amz-server-side-encryption-aws-kms-key-id": ["SSEKMSKeyId"],
    "x-amz-server-side-encryption-bucket-key-enabled": ["BucketKeyEnabled", "boolean"],
    "x-amz-storage-class": ["StorageClass"],
    "x-amz-tagging": ["Tagging"],
    "x-amz-website-redirect-location": ["WebsiteRedirectLocation"],
};

/** Headers that say how a request was sent, not what it wants. */
const transport = new Set([
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-request-payer",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-security-token",
    "x-amz-trailer",
    "x-amz-user-agent",
]);

const queryMembers: Readonly<Record<string, readonly [member: string, kind?: Kind]>> = {
    "continuation-token": ["ContinuationToken"],
    delimiter: ["Delimiter"],
    "encoding-type": ["EncodingType"],
    "max-keys": ["MaxKeys", "number"],
    "max-parts": ["MaxParts", "number"],
    partNumber: ["PartNumber", "number"],
    "part-number-marker": ["PartNumberMarker"],
    prefix: ["Prefix"],
    "response-cache-control": ["ResponseCacheControl"],
    "response-content-disposition": ["ResponseContentDisposition"],
    "response-content-encoding": ["ResponseContentEncoding"],
    "response-content-language": ["ResponseContentLanguage"],
    "response-content-type": ["ResponseContentType"],
    "start-after": ["StartAfter"],
    uploadId: ["UploadId"],
    versionId: ["VersionId"],
};

/**
 * Everything an S3 request says outside its body, as members of the operation's input.
 *
 * @throws AwsError InvalidArgument (400); NotImplemented (501) for a header that nothing here understands
 */
export function s3Members(request: WireRequest, { bucket, key }: S3Target): Record<string, unknown> {
    const input: Record<string, unknown> = {};
    if (bucket !== undefined) input["Bucket"] = bucket;
    if (key !== undefined) input["Key"] = key;
    const metadata: Record<string, string> = {};
    for (const [name, value] of amazonHeaders(request)) {
        const known = Object.hasOwn(headerMembers, name) ? headerMembers[name] : undefined;
        if (known) input[known[0]] = typed(known[1], name, value);
        else if (name.startsWith("x-amz-meta-")) metadata[name.slice("x-amz-meta-".length)] = value;
        else if (name.startsWith("x-amz-") && !transport.has(name)) throw unknownHeader(name);
    }
    if (Object.keys(metadata).length > 0) input["Metadata"] = metadata;
    for (const [name, [member, kind]] of Object.entries(queryMembers)) {
        const value = request.query.get(name);
        if (value !== null) input[member] = typed(kind, name, value);
    }
    const encoding = storedEncoding(input["ContentEncoding"]);
    delete input["ContentEncoding"];
    return encoding === undefined ? input : { ...input, ContentEncoding: encoding };
}

/**
 * The bytes of an object or a part, without the framing of the transfer, and the checksums that trailed them.
 *
 * @throws AwsError MissingContentLength (411) and what {@link dechunk} throws
 */
export function s3Body(request: WireRequest): Record<string, unknown> {
    const sha256 = header(request, "x-amz-content-sha256") ?? "";
    const length = header(request, "x-amz-decoded-content-length");
    if (sha256.startsWith("STREAMING-")) {
        const { body, trailers } = dechunk(request.body, Number(length));
        const announced = header(request, "x-amz-trailer")?.toLowerCase();
        if (announced !== undefined && trailers[announced] === undefined) throw malformedTrailer();
        const checksums = Object.entries(trailers).flatMap(([name, value]) =>
            name.startsWith("x-amz-checksum-") && Object.hasOwn(headerMembers, name)
                ? [[headerMembers[name]?.[0], value]]
                : [],
        );
        return { Body: body, ...(Object.fromEntries(checksums) as object) };
    }
    if (header(request, "content-length") === undefined && request.body.length > 0) {
        throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
    }
    return { Body: request.body };
}

/** A presigned URL may carry headers in its query; its checksum was computed before there was a body, and says nothing. */
function* amazonHeaders(request: WireRequest): Iterable<[string, string]> {
    for (const [queryName, value] of request.query) {
        const name = queryName.toLowerCase();
        if (!name.startsWith("x-amz-") || name.startsWith("x-amz-checksum-") || request.headers[name] !== undefined) {
            continue;
        }
        if (!presigning.has(name)) yield [name, value];
    }
    if (request.query.get("x-amz-checksum-mode") === "ENABLED") yield ["x-amz-checksum-mode", "ENABLED"];
    for (const name of Object.keys(request.headers)) yield [name, header(request, name) ?? ""];
}

const presigning = new Set([
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-expires",
    "x-amz-signature",
    "x-amz-signedheaders",
]);

function typed(kind: Kind | undefined, name: string, value: string): unknown {
    switch (kind) {
        case "number":
            if (/^-?\d{1,15}$/.test(value)) return Number(value);
            throw new AwsError("InvalidArgument", `Provided ${name} not an integer or within integer range`, 400, {
                ArgumentName: name,
                ArgumentValue: value,
            });
        case "boolean":
            return value.toLowerCase() === "true";
        case "date": {
            const date = new Date(value);
            // RFC 9110: a date that cannot be read is as if it were not there.
            return Number.isNaN(date.getTime()) ? undefined : date;
        }
        case "text":
        case undefined:
            return value;
    }
}

/** `aws-chunked` is how a body travelled, never how it is stored. */
function storedEncoding(value: unknown): string | undefined {
    const encodings = typeof value === "string" ? value.split(",").map((encoding) => encoding.trim()) : [];
    const stored = encodings.filter((encoding) => encoding !== "" && encoding !== "aws-chunked");
    return stored.length > 0 ? stored.join(",") : undefined;
}

function unknownHeader(name: string): AwsError {
    const message = `A header you provided implies functionality that is not implemented: ${name}.`;
    return new AwsError("NotImplemented", message, 501, { Header: name });
}
