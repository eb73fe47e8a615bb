import { createHash, randomUUID } from "node:crypto";

import { type CompletedPart } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { checksum, type ChecksumAlgorithm, type Checksums } from "./checksum";
import { entityTag, type ObjectEncryption, type ObjectSettings } from "./storedObject";

export interface Part {
    readonly partNumber: number;
    readonly body: Buffer;
    readonly etag: string;
    readonly lastModified: Date;
    readonly checksums: Checksums;
}

/** What an upload became. */
export interface Assembled {
    readonly body: Buffer;
    readonly etag: string;
    readonly checksums: Checksums;
    readonly checksumType?: "COMPOSITE" | "FULL_OBJECT";
}

/** AWS: S3 User Guide, "Amazon S3 multipart upload limits". */
const smallestPartBytes = 5 * 1024 * 1024;
const maximumPartNumber = 10_000;

/** One multipart upload, from its creation to its completion. */
export class MultipartUpload {
    readonly id = randomUUID();
    private readonly parts = new Map<number, Part>();

    constructor(
        readonly key: string,
        readonly initiated: Date,
        readonly settings: ObjectSettings,
        readonly encryption: ObjectEncryption,
        readonly checksumAlgorithm: ChecksumAlgorithm | undefined,
        readonly checksumType: "COMPOSITE" | "FULL_OBJECT",
    ) {}

    /** Takes a part; the same number again replaces it. */
    put(partNumber: number | undefined, body: Buffer, checksums: Checksums, lastModified: Date): Part {
        if (!Number.isInteger(partNumber) || Number(partNumber) < 1 || Number(partNumber) > maximumPartNumber) {
            const message = `Part number must be an integer between 1 and ${String(maximumPartNumber)}, inclusive`;
            throw new AwsError("InvalidArgument", message, 400, {
                ArgumentName: "partNumber",
                ArgumentValue: String(partNumber),
            });
        }
        const number = Number(partNumber);
        const algorithm = this.checksumAlgorithm;
        const own = algorithm && { [`Checksum${algorithm}`]: checksum(algorithm, body) };
        const part = {
            partNumber: number,
            body,
            etag: entityTag(body),
            lastModified,
            checksums: { ...own, ...checksums },
        };
        this.parts.set(number, part);
        return part;
    }

    /** In order of their numbers. */
    list(): Part[] {
        return [...this.parts.values()].sort((a, b) => a.partNumber - b.partNumber);
    }

    /** @throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall or MalformedXML (400) */
    assemble(listed: readonly CompletedPart[] | undefined): Assembled {
        if (!listed || listed.length === 0) {
            throw new AwsError(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema",
            );
        }
        const parts = listed.map((completed, index) => {
            if (index > 0 && Number(completed.PartNumber) <= Number(listed[index - 1]?.PartNumber)) {
                throw new AwsError(
                    "InvalidPartOrder",
                    "The list of parts was not in ascending order. Parts must be ordered by part number.",
                );
            }
            return this.matching(completed);
        });
        for (const part of parts.slice(0, -1)) {
            if (part.body.length >= smallestPartBytes) continue;
            throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
                ETag: part.etag,
                MinSizeAllowed: String(smallestPartBytes),
                ProposedSize: String(part.body.length),
                PartNumber: String(part.partNumber),
            });
        }
        const body = Buffer.concat(parts.map((part) => part.body));
        const digests = parts.map((part) => Buffer.from(part.etag.slice(1, -1), "hex"));
        const etag = `"${md5(Buffer.concat(digests))}-${String(parts.length)}"`;
        const algorithm = this.checksumAlgorithm;
        if (!algorithm) return { body, etag, checksums: {} };
        const value = this.checksumType === "FULL_OBJECT" ? checksum(algorithm, body) : composite(algorithm, parts);
        return { body, etag, checksums: { [`Checksum${algorithm}`]: value }, checksumType: this.checksumType };
    }

    private matching(completed: CompletedPart): Part {
        const part = this.parts.get(Number(completed.PartNumber));
        const unquoted = (etag: string | undefined): string | undefined => etag?.replaceAll('"', "");
        const algorithm = this.checksumAlgorithm;
        const member = algorithm && (`Checksum${algorithm}` as const);
        const given = member && completed[member];
        if (part && unquoted(part.etag) === unquoted(completed.ETag) && (!given || given === part.checksums[member])) {
            return part;
        }
        throw new AwsError(
            "InvalidPart",
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
            400,
            { UploadId: this.id, PartNumber: String(completed.PartNumber), ETag: unquoted(completed.ETag) ?? "" },
        );
    }
}

/** Checksum of the parts' checksums, with their number (AWS: S3 User Guide, "Composite checksums"). */
function composite(algorithm: ChecksumAlgorithm, parts: readonly Part[]): string {
    const values = parts.map((part) => Buffer.from(String(part.checksums[`Checksum${algorithm}`]), "base64"));
    return `${checksum(algorithm, Buffer.concat(values))}-${String(parts.length)}`;
}

function md5(bytes: Buffer): string {
    return createHash("md5").update(bytes).digest("hex");
}
