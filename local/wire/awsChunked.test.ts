import assert from "node:assert/strict";

import fc from "fast-check";

import { AwsError } from "../cloud/awsError";
import { dechunk } from "./awsChunked";

const framed = (text: string): Buffer => Buffer.from(text, "latin1");

describe("aws-chunked", () => {
    it("a trailer's checksum is read", () => {
        const body = framed("6\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n");
        assert.deepEqual(dechunk(body, 11), {
            body: Buffer.from("hello world"),
            trailers: { "x-amz-checksum-crc32": "DUoRhQ==" },
        });
    });

    it("signatures of chunks are passed over", () => {
        const signature = `;chunk-signature=${"a".repeat(64)}`;
        const body = framed(`5${signature}\r\nhello\r\n0${signature}\r\n\r\n`);
        assert.deepEqual(dechunk(body, 5), { body: Buffer.from("hello"), trailers: {} });
    });

    for (const [name, text, length, code] of [
        ["nothing", "", 0, "IncompleteBody"],
        ["a size that is none", "x\r\nhello\r\n0\r\n\r\n", 5, "IncompleteBody"],
        ["a chunk that ends early", "9\r\nhello\r\n0\r\n\r\n", 9, "IncompleteBody"],
        ["a chunk that is longer than it says", "2\r\nhello\r\n0\r\n\r\n", 2, "IncompleteBody"],
        ["no last chunk", "5\r\nhello\r\n", 5, "IncompleteBody"],
        ["another length than announced", "5\r\nhello\r\n0\r\n\r\n", 6, "IncompleteBody"],
        ["a length that was not announced", "5\r\nhello\r\n0\r\n\r\n", NaN, "IncompleteBody"],
        ["a trailer that is none", "0\r\nnothing\r\n\r\n", 0, "MalformedTrailerError"],
    ] as const) {
        it(`${name} is refused`, () => {
            assert.throws(
                () => dechunk(framed(text), length),
                (error: unknown) => error instanceof AwsError && error.code === code && error.statusCode === 400,
            );
        });
    }

    it("whatever is put into chunks comes out, and whatever comes in is taken or refused", () => {
        fc.assert(
            fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })), (chunks) => {
                const parts = chunks.flatMap((chunk) => [
                    framed(`${chunk.length.toString(16)}\r\n`),
                    chunk,
                    framed("\r\n"),
                ]);
                const whole = Buffer.concat(chunks);
                const { body } = dechunk(Buffer.concat([...parts, framed("0\r\n\r\n")]), whole.length);
                assert.deepEqual(body, whole);
            }),
        );
        fc.assert(
            fc.property(fc.string({ unit: fc.constantFrom(..."019af;:\r\nx-") }), (text) => {
                try {
                    dechunk(framed(text), 1);
                } catch (error) {
                    assert.ok(error instanceof AwsError);
                }
            }),
        );
    });
});
