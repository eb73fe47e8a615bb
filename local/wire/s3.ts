import { AwsError } from "../cloud/awsError";
import { verifiedChecksums, verifyContentMd5 } from "../cloud/s3/checksum";
import { notImplemented } from "./awsJson";
import { header, type Protocol, type WireAnswer, type WireRequest } from "./exchange";
import { headerAnswer, objectAnswer, xmlAnswer } from "./s3Answer";
import { s3Body, s3Members } from "./s3Input";
import { s3Target } from "./s3Operation";
import { fromS3Xml, malformedXml, toS3Xml } from "./s3Xml";
import { s3SignatureErrors } from "./signatureErrors";
import { writeXml } from "./xml";

type Members = Readonly<Record<string, unknown>>;

/** How one operation is read and written; what it says in headers and query is read for all alike. */
interface Codec {
    /** The body as members of the input. */
    readonly read?: (request: WireRequest) => Members;
    readonly write: (output: Members, input: Members) => WireAnswer;
}

/** S3 takes objects of 5 GB at once. They are kept in memory here, so this is less. */
const maximumBodyBytes = 64 * 1024 * 1024;

const nothing = (): WireAnswer => headerAnswer(204, {});
const empty = (): WireAnswer => headerAnswer(200, {});
const document = (root: string) => (output: Members) => xmlAnswer(toS3Xml(root, output));
/** Outputs whose document is one of their members. */
const unwrapped = (root: string) => (output: Members) => xmlAnswer(toS3Xml(root, output[root] as object));
const xmlBody = (root: string) => (request: WireRequest) => ({ [root]: fromS3Xml(verified(request), root) });

const codecs: Readonly<Record<string, Codec>> = {
    ListBuckets: { write: document("ListAllMyBucketsResult") },
    CreateBucket: {
        read: (request) => (request.body.length === 0 ? {} : xmlBody("CreateBucketConfiguration")(request)),
        write: (output) => headerAnswer(200, output),
    },
    HeadBucket: { write: (output) => headerAnswer(200, output) },
    DeleteBucket: { write: nothing },
    GetBucketLocation: {
        write: ({ LocationConstraint }) =>
            xmlAnswer(toS3Xml("LocationConstraint", (LocationConstraint ?? "") as object)),
    },
    GetBucketVersioning: { write: document("VersioningConfiguration") },

    PutPublicAccessBlock: { read: xmlBody("PublicAccessBlockConfiguration"), write: empty },
    GetPublicAccessBlock: { write: unwrapped("PublicAccessBlockConfiguration") },
    DeletePublicAccessBlock: { write: nothing },
    PutBucketOwnershipControls: { read: xmlBody("OwnershipControls"), write: empty },
    GetBucketOwnershipControls: { write: unwrapped("OwnershipControls") },
    DeleteBucketOwnershipControls: { write: nothing },
    PutBucketEncryption: { read: xmlBody("ServerSideEncryptionConfiguration"), write: empty },
    GetBucketEncryption: { write: unwrapped("ServerSideEncryptionConfiguration") },
    DeleteBucketEncryption: { write: nothing },
    PutBucketPolicy: { read: (request) => ({ Policy: verified(request).toString("utf8") }), write: nothing },
    GetBucketPolicy: {
        write: ({ Policy }) => headerAnswer(200, { ContentType: "application/json" }, String(Policy)),
    },
    DeleteBucketPolicy: { write: nothing },
    PutBucketLifecycleConfiguration: {
        read: (request) => ({
            LifecycleConfiguration: fromS3Xml(verified(request), "LifecycleConfiguration"),
        }),
        write: empty,
    },
    GetBucketLifecycleConfiguration: { write: document("LifecycleConfiguration") },
    DeleteBucketLifecycle: { write: nothing },
    PutBucketTagging: { read: xmlBody("Tagging"), write: nothing },
    GetBucketTagging: { write: document("Tagging") },
    DeleteBucketTagging: { write: nothing },

    PutObject: { read: s3Body, write: (output) => headerAnswer(200, output) },
    GetObject: { write: (output, input) => objectAnswer(input, output) },
    HeadObject: { write: (output, input) => objectAnswer(input, output) },
    CopyObject: {
        write: ({ CopyObjectResult, ...output }) =>
            xmlAnswer(toS3Xml("CopyObjectResult", CopyObjectResult as object), output),
    },
    DeleteObject: { write: nothing },
    DeleteObjects: {
        read(request) {
            const proofs = Object.keys(request.headers);
            if (!proofs.some((name) => name === "content-md5" || name.startsWith("x-amz-checksum-"))) {
                throw new AwsError(
                    "InvalidRequest",
                    "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
                );
            }
            return { Delete: fromS3Xml(verified(request), "Delete") };
        },
        write: document("DeleteResult"),
    },
    ListObjectsV2: { write: document("ListBucketResult") },

    CreateMultipartUpload: {
        write: ({ ChecksumAlgorithm, ...output }) =>
            xmlAnswer(toS3Xml("InitiateMultipartUploadResult", output), { ChecksumAlgorithm }),
    },
    UploadPart: { read: s3Body, write: (output) => headerAnswer(200, output) },
    CompleteMultipartUpload: {
        // Headers here are of the whole object, and so is the checksum among them; the body is only the list of parts.
        read: (request) => ({ MultipartUpload: fromS3Xml(request.body, "CompleteMultipartUpload") }),
        write: ({ ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled, ...output }) =>
            xmlAnswer(toS3Xml("CompleteMultipartUploadResult", output), {
                ServerSideEncryption,
                SSEKMSKeyId,
                BucketKeyEnabled,
            }),
    },
    AbortMultipartUpload: { write: nothing },
    ListParts: { write: document("ListPartsResult") },
    ListMultipartUploads: { write: document("ListMultipartUploadsResult") },
};

/** S3, addressed in path style (Smithy: AWS restXml protocol). */
export const s3: Protocol = {
    maximumBodyBytes,
    tooLarge: (bytes) =>
        new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
            ProposedSize: String(bytes),
            MaxSizeAllowed: String(maximumBodyBytes),
        }),
    signing: { rules: "s3", errors: s3SignatureErrors },
    async serve(cloud, request) {
        const target = s3Target(request);
        const { operation } = target;
        const codec = Object.hasOwn(codecs, operation) ? codecs[operation] : undefined;
        if (!codec || !cloud.has("s3", operation)) throw notImplemented("s3", operation);
        const input = { ...s3Members(request, target), ...codec.read?.(request) };
        const output = (await cloud.callAs(request.caller, "s3", operation, input)) as Members;
        return codec.write(output, input);
    },
    refusal(error, request): WireAnswer {
        if (request.method === "HEAD" || error.statusCode === 304) {
            return { status: error.statusCode, headers: {}, body: "" };
        }
        const described = {
            Code: error.code,
            Message: error.message,
            ...error.members,
            RequestId: request.id,
            HostId: "laptop",
        };
        return {
            status: error.statusCode,
            headers: { "content-type": "application/xml" },
            body: writeXml("Error", described),
        };
    },
};

/** A body of XML or JSON that arrived as it was sent. */
function verified(request: WireRequest): Buffer {
    if (request.body.length === 0) throw malformedXml();
    verifyContentMd5(header(request, "content-md5"), request.body);
    verifiedChecksums(
        {
            ChecksumCRC32: header(request, "x-amz-checksum-crc32"),
            ChecksumCRC32C: header(request, "x-amz-checksum-crc32c"),
            ChecksumSHA1: header(request, "x-amz-checksum-sha1"),
            ChecksumSHA256: header(request, "x-amz-checksum-sha256"),
        },
        request.body,
    );
    return request.body;
}
