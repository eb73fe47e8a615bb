import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import { AwsError } from "../awsError";

/** Checksums as members of S3's inputs and outputs: base64 of the big-endian value. */
export interface Checksums {
    ChecksumCRC32?: string | undefined;
    ChecksumCRC32C?: string | undefined;
    ChecksumSHA1?: string | undefined;
    ChecksumSHA256?: string | undefined;
}

/** What {@link checksum} can compute. S3 knows more: CRC64NVME among them. */
export type ChecksumAlgorithm = "CRC32" | "CRC32C" | "SHA1" | "SHA256";

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = ["CRC32", "CRC32C", "SHA1", "SHA256"];

/** Bytes of a checksum, by which one that cannot be right is told from one that is wrong. */
const lengths: Readonly<Record<ChecksumAlgorithm, number>> = { CRC32: 4, CRC32C: 4, SHA1: 20, SHA256: 32 };

/** Checksum of `body` in base64, as the header `x-amz-checksum-…` carries it. */
export function checksum(algorithm: ChecksumAlgorithm, body: Buffer): string {
    switch (algorithm) {
        case "CRC32":
            return bigEndian(crc32(body));
        case "CRC32C":
            return bigEndian(crc32c(body));
        case "SHA1":
            return createHash("sha1").update(body).digest("base64");
        case "SHA256":
            return createHash("sha256").update(body).digest("base64");
    }
}

/**
 * Compares what a client sent with what arrived.
 *
 * @returns the checksums that were given, all of them right
 * @throws AwsError BadDigest (400) where one is wrong, InvalidRequest (400) where it is no checksum at all
 */
export function verifiedChecksums(given: Checksums, body: Buffer): Checksums {
    const verified: Checksums = {};
    for (const algorithm of checksumAlgorithms) {
        const value = given[`Checksum${algorithm}`];
        if (value === undefined) continue;
        if (Buffer.from(value, "base64").length !== lengths[algorithm]) {
            const header = `x-amz-checksum-${algorithm.toLowerCase()}`;
            throw new AwsError("InvalidRequest", `Value for ${header} header is invalid.`);
        }
        if (value !== checksum(algorithm, body)) {
            throw new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
        }
        verified[`Checksum${algorithm}`] = value;
    }
    return verified;
}

/** @throws AwsError InvalidDigest (400) where it is no MD5, BadDigest (400) where it is the wrong one */
export function verifyContentMd5(contentMd5: string | undefined, body: Buffer): void {
    if (contentMd5 === undefined) return;
    if (Buffer.from(contentMd5, "base64").length !== 16) {
        throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
    if (contentMd5 !== createHash("md5").update(body).digest("base64")) {
        throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
}

function bigEndian(value: number): string {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value >>> 0);
    return bytes.toString("base64");
}

/** Castagnoli's polynomial (RFC 3720), reflected. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
});

function crc32c(body: Buffer): number {
    let value = 0xffffffff;
    for (const byte of body) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] as number);
    return value ^ 0xffffffff;
}
