import assert from "node:assert/strict";

import { checksum, verifiedChecksums, verifyContentMd5 } from "./checksum";

describe("a checksum", () => {
    it("is what others compute", () => {
        for (const [text, crc32] of [
            ["", "AAAAAA=="],
            ["x", "jNwWgw=="],
            ["abc", "NSRBwg=="],
            ["hello world", "DUoRhQ=="],
            ['{"inputs":"hi"}', "fPagHQ=="],
        ] as const) {
            assert.equal(checksum("CRC32", Buffer.from(text)), crc32);
        }
        // RFC 3720, appendix B.4: 32 bytes of zero.
        assert.equal(checksum("CRC32C", Buffer.alloc(32)), Buffer.from("8a9136aa", "hex").toString("base64"));
        assert.equal(checksum("SHA1", Buffer.from("abc")), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
        assert.equal(checksum("SHA256", Buffer.from("abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    });

    it("is kept where it was given and right", () => {
        const abc = Buffer.from("abc");
        assert.deepEqual(verifiedChecksums({ ChecksumCRC32: "NSRBwg==" }, abc), { ChecksumCRC32: "NSRBwg==" });
        assert.deepEqual(verifiedChecksums({}, abc), {});
        verifyContentMd5("kAFQmDzST7DWlj99KOF/cg==", abc);
    });

    it("that is wrong is BadDigest, in S3's words", () => {
        assert.throws(() => verifiedChecksums({ ChecksumCRC32: "NSRBwg==" }, Buffer.from("abd")), {
            code: "BadDigest",
            message: "The CRC32 you specified did not match the calculated checksum.",
            statusCode: 400,
        });
    });
});
