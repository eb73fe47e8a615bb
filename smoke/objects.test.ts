import assert from "node:assert/strict";

import fc from "fast-check";

import { formatLocation, parseLocation } from "./objects";

describe("location of an object", () => {
    const locations: [string, string][] = [
        ["s3://bucket/key", "s3://bucket/key"],
        ["s3://bucket/summaries/a b%20c.out", "s3://bucket/summaries/a b%20c.out"],
        ["s3://bucket/a?b#c", "s3://bucket/a?b#c"],
        ["https://bucket.s3.eu-west-1.amazonaws.com/summaries/a.out", "s3://bucket/summaries/a.out"],
        ["https://my.bucket.s3.amazonaws.com/a%20b", "s3://my.bucket/a b"],
        ["https://bucket.s3-eu-west-1.amazonaws.com/a", "s3://bucket/a"],
        ["https://bucket.s3.cn-north-1.amazonaws.com.cn/a", "s3://bucket/a"],
        ["https://s3.eu-west-1.amazonaws.com/bucket/a/b", "s3://bucket/a/b"],
        ["http://127.0.0.1:4566/bucket/a/b", "s3://bucket/a/b"],
    ];
    for (const [location, expected] of locations) {
        it(`${location} is read`, () => {
            const parsed = parseLocation(location);
            assert.equal(parsed && formatLocation(parsed), expected);
        });
    }

    for (const location of [
        "",
        "s3://bucket",
        "s3://bucket/",
        "bucket/key",
        "ftp://a/b",
        "https://s3.x.amazonaws.com/b",
    ]) {
        it(`"${location}" is none`, () => {
            assert.equal(parseLocation(location), undefined);
        });
    }

    it("with a broken escape is none", () => {
        assert.equal(parseLocation("https://s3.amazonaws.com/bucket/%zz"), undefined);
    });

    it("comes back from s3:// whatever the key is made of", () => {
        const key = fc.string({ minLength: 1 }).filter((text) => !/[?#\n\r]/.test(text.slice(0, 1)));
        fc.assert(
            fc.property(key, (text) => {
                assert.deepEqual(parseLocation(`s3://bucket/${text}`), { bucket: "bucket", key: text });
            }),
        );
    });
});
