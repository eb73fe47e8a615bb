import { AwsError } from "../cloud/awsError";
import { header, type RequestHead } from "./exchange";

/** What an S3 request is about. */
export interface S3Target {
    readonly operation: string;
    readonly bucket?: string;
    readonly key?: string;
}

/** Subresources of a bucket, by the name in the query, and what operations call them. */
const bucketSubresources: Readonly<Record<string, string>> = {
    accelerate: "BucketAccelerateConfiguration",
    acl: "BucketAcl",
    analytics: "BucketAnalyticsConfiguration",
    cors: "BucketCors",
    encryption: "BucketEncryption",
    "intelligent-tiering": "BucketIntelligentTieringConfiguration",
    inventory: "BucketInventoryConfiguration",
    lifecycle: "BucketLifecycleConfiguration",
    location: "BucketLocation",
    logging: "BucketLogging",
    metrics: "BucketMetricsConfiguration",
    notification: "BucketNotificationConfiguration",
    "object-lock": "ObjectLockConfiguration",
    ownershipControls: "BucketOwnershipControls",
    policy: "BucketPolicy",
    policyStatus: "BucketPolicyStatus",
    publicAccessBlock: "PublicAccessBlock",
    replication: "BucketReplication",
    requestPayment: "BucketRequestPayment",
    tagging: "BucketTagging",
    versioning: "BucketVersioning",
    website: "BucketWebsite",
};

const objectSubresources: Readonly<Record<string, string>> = {
    acl: "ObjectAcl",
    attributes: "ObjectAttributes",
    "legal-hold": "ObjectLegalHold",
    retention: "ObjectRetention",
    tagging: "ObjectTagging",
    torrent: "ObjectTorrent",
};

const verbs: Readonly<Record<string, string>> = { GET: "Get", PUT: "Put", DELETE: "Delete" };

/**
 * Which operation a path-style request asks for (AWS: S3 API Reference).
 *
 * @throws AwsError InvalidURI (400), MethodNotAllowed (405)
 */
export function s3Target(head: RequestHead): S3Target {
    const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(head.path) ?? [];
    if (bucket === "") {
        if (head.method === "GET") return { operation: "ListBuckets" };
        throw methodNotAllowed(head.method);
    }
    const named = { bucket: decoded(bucket), ...(key !== "" && { key: decoded(key) }) };
    const operation = key === "" ? ofBucket(head) : ofObject(head);
    if (operation === undefined) throw methodNotAllowed(head.method);
    return { operation, ...named };
}

function ofBucket({ method, query }: RequestHead): string | undefined {
    const subresource = Object.keys(bucketSubresources).find((name) => query.has(name));
    if (subresource === "lifecycle" && method === "DELETE") return "DeleteBucketLifecycle";
    if (subresource !== undefined) return subresourceOperation(method, bucketSubresources[subresource]);
    switch (method) {
        case "GET":
            if (query.get("list-type") === "2") return "ListObjectsV2";
            if (query.has("uploads")) return "ListMultipartUploads";
            return query.has("versions") ? "ListObjectVersions" : "ListObjects";
        case "HEAD":
            return "HeadBucket";
        case "PUT":
            return "CreateBucket";
        case "DELETE":
            return "DeleteBucket";
        case "POST":
            return query.has("delete") ? "DeleteObjects" : "PostObject";
        default:
            return undefined;
    }
}

function ofObject(head: RequestHead): string | undefined {
    const { method, query } = head;
    const subresource = Object.keys(objectSubresources).find((name) => query.has(name));
    if (subresource !== undefined) return subresourceOperation(method, objectSubresources[subresource]);
    const copies = header(head, "x-amz-copy-source") !== undefined;
    switch (method) {
        case "GET":
            return query.has("uploadId") ? "ListParts" : "GetObject";
        case "HEAD":
            return "HeadObject";
        case "PUT":
            if (query.has("uploadId")) return copies ? "UploadPartCopy" : "UploadPart";
            return copies ? "CopyObject" : "PutObject";
        case "DELETE":
            return query.has("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
        case "POST":
            if (query.has("uploads")) return "CreateMultipartUpload";
            if (query.has("uploadId")) return "CompleteMultipartUpload";
            if (query.has("restore")) return "RestoreObject";
            return query.has("select") ? "SelectObjectContent" : undefined;
        default:
            return undefined;
    }
}

function subresourceOperation(method: string, noun: string | undefined): string | undefined {
    const verb = verbs[method];
    return verb !== undefined && noun !== undefined ? `${verb}${noun}` : undefined;
}

function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        throw new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400, { URI: part });
    }
}

function methodNotAllowed(method: string): AwsError {
    const message = "The specified method is not allowed against this resource.";
    return new AwsError("MethodNotAllowed", message, 405, { Method: method });
}
