import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import fc from "fast-check";

import { anonymous, type Caller, overPlainHttp, user } from "../cloud/iam/principal";
import { callerOf, type Signable } from "./signature";
import { SignatureFault, type SignatureProblem } from "./signatureFault";
import { type SdkRequest, sdkSigner, uriEncoded } from "./testing/signing";

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const accessKeyId = "AKIAIOSFODNN7EXAMPLE";
const someone = user("arn:aws:iam::123456789012:user/someone");
const key = { accessKeyId, secretAccessKey, caller: someone };
const sha256 = (body: string | Buffer): string => createHash("sha256").update(body).digest("hex");
const emptyHash = sha256("");
const noon = Date.parse("2013-05-24T00:00:00Z");

interface Given {
    method?: string;
    path?: string;
    query?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
}

function request({ method = "GET", path = "/", query = "", headers = {}, body = "" }: Given): Signable {
    return { id: "1", method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body) };
}

function caller(given: Given, rules: "s3" | "other" = "s3", keys = [key], now = noon): Caller {
    const accessKey = (id: string) => keys.find((one) => one.accessKeyId === id);
    return callerOf(request(given), { rules, accessKey, now: () => now });
}

function problem(given: Given, rules: "s3" | "other" = "s3", now = noon): SignatureProblem {
    try {
        caller(given, rules, [key], now);
    } catch (error) {
        if (error instanceof SignatureFault) return error.problem;
        throw error;
    }
    throw new Error("The signature was taken.");
}

const scope = "20130524/us-east-1/s3/aws4_request";
const authorization = (signedHeaders: string, signature: string): string =>
    `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;

/** The examples that AWS publishes with their signatures (S3 API Reference, "Examples: signature calculations"). */
const host = "examplebucket.s3.amazonaws.com";
const xAmzDate = { "x-amz-date": "20130524T000000Z" };
const hashed = { "x-amz-content-sha256": emptyHash };
const getObject: Given = {
    path: "/test.txt",
    headers: {
        host,
        range: "bytes=0-9",
        ...hashed,
        ...xAmzDate,
        authorization: authorization(
            "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
    },
};
const putObject: Given = {
    method: "PUT",
    path: "/test$file.text",
    body: "Welcome to Amazon S3.",
    headers: {
        host,
        date: "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-content-sha256": sha256("Welcome to Amazon S3."),
        ...xAmzDate,
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
        authorization: authorization(
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
    },
};
const withoutBody = "host;x-amz-content-sha256;x-amz-date";
const presigned: Given = {
    path: "/test.txt",
    headers: { host },
    query: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${accessKeyId}/${scope}`)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
};

/** 66,560 times `a`, in chunks as AWS's example has them. */
function chunked(signatures: readonly string[], trailers = ""): Buffer {
    const chunks = [65536, 1024, 0].map((size, index) => {
        const line = `${size.toString(16)};chunk-signature=${String(signatures[index])}\r\n`;
        return `${line}${"a".repeat(size)}${size > 0 ? "\r\n" : ""}`;
    });
    return Buffer.from(`${chunks.join("")}${trailers}\r\n`);
}

const chunkSignatures = [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
] as const;
const inChunks: Given = {
    method: "PUT",
    path: "/examplebucket/chunkObject.txt",
    body: chunked(chunkSignatures),
    headers: {
        host: "s3.amazonaws.com",
        ...xAmzDate,
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "content-encoding": "aws-chunked",
        "x-amz-decoded-content-length": "66560",
        "content-length": "66824",
        authorization: authorization(
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        ),
    },
};
const trailed = [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
] as const;
const trailer = (checksum: string): string =>
    `x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n`;
const inChunksWithTrailer: Given = {
    ...inChunks,
    body: chunked(trailed, trailer("sOO8/Q==")),
    headers: {
        host: "s3.amazonaws.com",
        ...xAmzDate,
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "content-encoding": "aws-chunked",
        "x-amz-decoded-content-length": "66560",
        "x-amz-trailer": "x-amz-checksum-crc32c",
        authorization: authorization(
            "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
        ),
    },
};
/** AWS: IAM User Guide, "Create a signed AWS API request". */
const listUsers: Given = {
    query: "Action=ListUsers&Version=2010-05-08",
    headers: {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        host: "iam.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
        authorization:
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    },
};

const changed = (given: Given, headers: Record<string, string>): Given => ({
    ...given,
    headers: { ...given.headers, ...headers },
});
const without = (given: Given, name: string): Given => ({
    ...given,
    headers: Object.fromEntries(Object.entries(given.headers ?? {}).filter(([header]) => header !== name)),
});

describe("a signature", () => {
    describe("that AWS publishes is that of its example:", () => {
        for (const [what, given] of Object.entries<Given>({
            "an object is read": getObject,
            "an object is put": putObject,
            "a bucket's lifecycle is read": {
                query: "lifecycle",
                headers: {
                    host,
                    ...hashed,
                    ...xAmzDate,
                    authorization: authorization(
                        withoutBody,
                        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
                    ),
                },
            },
            "objects are listed": {
                query: "max-keys=2&prefix=J",
                headers: {
                    host,
                    ...hashed,
                    ...xAmzDate,
                    authorization: authorization(
                        withoutBody,
                        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
                    ),
                },
            },
            "an object is read by a presigned URL": presigned,
            "an object is put in signed chunks": inChunks,
            "an object is put in signed chunks, with a signed trailer": inChunksWithTrailer,
        })) {
            it(what, () => {
                assert.equal(caller(given), someone);
            });
        }

        it("users are listed", () => {
            const documented = {
                accessKeyId: "AKIDEXAMPLE",
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                caller: someone,
            };
            assert.equal(caller(listUsers, "other", [documented]), someone);
        });
    });

    it("of the AWS SDK's signer is taken, whatever it signs", async () => {
        // The SDK keeps a query in an object, which has another use for this name.
        const word = fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => text !== "__proto__");
        const name = fc.string({ unit: fc.constantFrom(..."abcxyz-"), minLength: 1, maxLength: 8 });
        const value = fc.string({ unit: fc.constantFrom(..."aZ09 \t,;=/+%é"), maxLength: 12 });
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom("GET", "PUT", "POST", "HEAD", "DELETE"),
                fc.constantFrom("s3", "sns", "sagemaker"),
                fc.array(word),
                fc.dictionary(word, word),
                fc.dictionary(name, value),
                fc.string(),
                fc.boolean(),
                async (method, service, segments, query, extra, body, presign) => {
                    const path = `/${segments.map(uriEncoded).join("/")}`;
                    const headers: Record<string, string> = { ...extra, host: "127.0.0.1:4566" };
                    const bodyless: Record<string, string> =
                        presign && service === "s3" ? { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } : {};
                    const sent = { method, path, query, headers: { ...headers, ...bodyless }, body };
                    const signer = sdkSigner({ service, credentials: key });
                    const signed = presign
                        ? await signer.presign(sent as SdkRequest, { signingDate: new Date(noon) })
                        : await signer.sign(sent as SdkRequest, { signingDate: new Date(noon) });
                    const given = {
                        method,
                        path,
                        query: new URLSearchParams(signed.query as Record<string, string>).toString(),
                        headers: signed.headers,
                        body,
                    };
                    const rules = service === "s3" ? "s3" : "other";
                    assert.equal(caller(given, rules), someone);
                    if (body !== "" && bodyless["x-amz-content-sha256"] === undefined) {
                        assert.throws(() => caller({ ...given, body: `${body}!` }, rules), SignatureFault);
                    }
                    assert.throws(() => caller({ ...given, method: "PATCH" }, rules), SignatureFault);
                    assert.throws(() => caller({ ...given, path: `${path}x` }, rules), SignatureFault);
                },
            ),
            { numRuns: 300 },
        );
    });

    describe("is another when something was changed on the way:", () => {
        for (const [what, given] of Object.entries<Given>({
            "the method": { ...getObject, method: "DELETE" },
            "the path": { ...getObject, path: "/best.txt" },
            "the query": { ...getObject, query: "versionId=1" },
            "a signed header": changed(getObject, { range: "bytes=0-10" }),
            "the host": changed(getObject, { host: "otherbucket.s3.amazonaws.com" }),
            "the time": changed(getObject, { "x-amz-date": "20130524T000001Z" }),
            "the hash and the body": changed(
                { ...putObject, body: "Welcome." },
                { "x-amz-content-sha256": sha256("Welcome.") },
            ),
            "that the body is signed": changed(putObject, { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }),
            "a presigned URL's expiry": { ...presigned, query: presigned.query?.replace("86400", "86401") ?? "" },
            "a presigned URL's path": { ...presigned, path: "/test.txt2" },
            "a presigned URL's parameters": { ...presigned, query: `${presigned.query ?? ""}&response-expires=x` },
            "a chunk": { ...inChunks, body: String(inChunks.body).replace("aaa", "bbb") },
            "a chunk's signature": { ...inChunks, body: chunked(["0", chunkSignatures[1], chunkSignatures[2]]) },
            "the last chunk's signature": { ...inChunks, body: chunked([chunkSignatures[0], chunkSignatures[1], "0"]) },
            "a trailer": { ...inChunksWithTrailer, body: chunked(trailed, trailer("AAAAAA==")) },
            "a trailer's signature": {
                ...inChunksWithTrailer,
                body: chunked(trailed, "x-amz-checksum-crc32c:sOO8/Q==\r\n"),
            },
        })) {
            it(what, () => {
                assert.equal(problem(given).kind, "mismatch");
            });
        }

        it("the secret", () => {
            const other = { ...key, secretAccessKey: "another" };
            assert.throws(() => caller(getObject, "s3", [other]), SignatureFault);
        });

        it("for all but S3: the body", () => {
            const body = { ...listUsers, body: "Action=DeleteUser" };
            const documented = {
                accessKeyId: "AKIDEXAMPLE",
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                caller: someone,
            };
            assert.throws(
                () => caller(body, "other", [documented]),
                (error) => error instanceof SignatureFault && error.problem.kind === "mismatch",
            );
        });
    });

    it("covers all of AWS's own headers for every service, so that no other operation is asked for", () => {
        const documented = {
            accessKeyId: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            caller: someone,
        };
        assert.equal(caller(listUsers, "other", [documented]), someone);
        assert.throws(
            () => caller(changed(listUsers, { "x-amz-target": "AmazonSQS.DeleteQueue" }), "other", [documented]),
            (error) => {
                assert.ok(error instanceof SignatureFault);
                assert.deepEqual(error.problem, { kind: "unsigned headers", names: ["x-amz-target"] });
                return true;
            },
        );
    });

    it("does not cover what no signature names, but for a host and AWS's own headers", () => {
        assert.equal(caller(changed(getObject, { "user-agent": "me", accept: "*/*" })), someone);
        assert.deepEqual(problem(changed(getObject, { "x-amz-acl": "public-read", "x-amz-meta-a": "b" })), {
            kind: "unsigned headers",
            names: ["x-amz-acl", "x-amz-meta-a"],
        });
        const hostless = authorization("range;x-amz-content-sha256;x-amz-date", "0");
        assert.deepEqual(problem(changed(getObject, { authorization: hostless })), {
            kind: "unsigned headers",
            names: ["host"],
        });
        assert.deepEqual(problem(changed(presigned, { "x-amz-acl": "public-read" })), {
            kind: "unsigned headers",
            names: ["x-amz-acl"],
        });
    });

    it("of a key that nobody has is refused, and so is a session's, since there are none", () => {
        const unknown = authorization("host", "0").replace(accessKeyId, "AKIAOTHER");
        assert.deepEqual(problem(changed(getObject, { authorization: unknown })), {
            kind: "unknown key",
            accessKeyId: "AKIAOTHER",
        });
        assert.deepEqual(problem(changed(getObject, { "x-amz-security-token": "t" })), { kind: "token" });
        const query = `${presigned.query ?? ""}&X-Amz-Security-Token=t`;
        assert.deepEqual(problem({ ...presigned, query }), { kind: "token" });
    });

    it("that lacks a part says which", () => {
        const lacking = (value: string): SignatureProblem => problem(changed(getObject, { authorization: value }));
        assert.deepEqual(lacking("AWS4-HMAC-SHA256 Credential=a/b"), {
            kind: "incomplete",
            presigned: false,
            lacking: ["SignedHeaders", "Signature"],
        });
        assert.deepEqual(lacking("AWS4-HMAC-SHA256"), {
            kind: "incomplete",
            presigned: false,
            lacking: ["Credential", "SignedHeaders", "Signature"],
        });
        assert.deepEqual(problem(without(getObject, "x-amz-date")), {
            kind: "incomplete",
            presigned: false,
            lacking: ["X-Amz-Date"],
        });
        assert.deepEqual(problem({ headers: { host }, query: "X-Amz-Signature=0" }), {
            kind: "incomplete",
            presigned: true,
            lacking: ["X-Amz-Algorithm", "X-Amz-Expires"],
        });
        const query = presigned.query?.replace(/X-Amz-Credential=[^&]*&/, "") ?? "";
        assert.deepEqual(problem({ ...presigned, query }), {
            kind: "incomplete",
            presigned: true,
            lacking: ["Credential"],
        });
    });

    it("of another kind is not taken for none", () => {
        for (const [value, scheme] of [
            ["Basic YTpi", "Basic"],
            ["Bearer t", "Bearer"],
            ["AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=", "AWS"],
            ["AWS4-ECDSA-P256-SHA256 Credential=a/b, SignedHeaders=host, Signature=0", "AWS4-ECDSA-P256-SHA256"],
            ["", ""],
        ] as const) {
            assert.deepEqual(problem({ headers: { host, authorization: value } }), { kind: "other scheme", scheme });
        }
    });

    describe("is malformed", () => {
        const credential = 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"';
        const date = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
        const week =
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds";
        const authorized = (from: string, to: string): Given =>
            changed(getObject, { authorization: getObject.headers?.["authorization"]?.replace(from, to) ?? "" });
        const queried = (from: string, to: string): Given => ({
            ...presigned,
            query: presigned.query?.replace(from, to) ?? "",
        });
        for (const [what, given, reason] of [
            ["with a scope of four parts", authorized("/us-east-1", ""), credential],
            ["with another end of its scope", authorized("aws4_request", "aws3_request"), credential],
            ["with a time that is none", changed(getObject, { "x-amz-date": "2013-05-24" }), date],
            ["with a month that is none", changed(getObject, { "x-amz-date": "20131324T000000Z" }), date],
            [
                "of another day than its scope",
                changed(getObject, { "x-amz-date": "20130525T000000Z" }),
                'Invalid credential date "20130524". This date is not the same as X-Amz-Date: "20130525"',
            ],
            ["with an expiry that is no number", queried("86400", "tomorrow"), "X-Amz-Expires should be a number"],
            ["with an expiry before its start", queried("86400", "-1"), "X-Amz-Expires should be a number"],
            ["for more than a week", queried("86400", "604801"), week],
            [
                "by another algorithm",
                queried("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
                'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
            ],
        ] as const) {
            it(what, () => {
                assert.deepEqual(problem(given), { kind: "malformed", presigned: given.query !== undefined, reason });
            });
        }
    });

    describe("in the query", () => {
        it("is good until it expires, by the wall", () => {
            const last = noon + 86_400_000;
            assert.equal(caller(presigned, "s3", [key], last), someone);
            const expired = problem(presigned, "s3", last + 1);
            assert.equal(expired.kind, "expired");
            assert.deepEqual(expired.expiry, new Date(last));
            assert.deepEqual(expired.now, new Date(last + 1));
        });

        it("is good a quarter of an hour before it begins, since clocks differ, and not earlier", () => {
            const ahead = 15 * 60_000;
            assert.equal(caller(presigned, "s3", [key], noon - ahead), someone);
            const early = problem(presigned, "s3", noon - ahead - 1);
            assert.equal(early.kind, "not yet");
            assert.deepEqual(early.begins, new Date(noon));
            assert.deepEqual(early.now, new Date(noon - ahead - 1));
        });

        it("says that its body is not signed", () => {
            assert.equal(caller({ ...presigned, body: "anything" }), someone);
        });
    });

    it("in the header is good at any time: simulated time runs ahead", () => {
        assert.equal(caller(getObject, "s3", [key], Date.parse("2050-01-01T00:00:00Z")), someone);
    });

    it("may have its time in Date", () => {
        const headers = { host, ...hashed, date: "Fri, 24 May 2013 00:00:00 GMT" };
        const shown = problem({
            headers: { ...headers, authorization: authorization("date;host;x-amz-content-sha256", "0") },
        });
        assert.equal(shown.kind, "mismatch");
        assert.match(
            shown.text,
            /^AWS4-HMAC-SHA256\n20130524T000000Z\n20130524\/us-east-1\/s3\/aws4_request\n[0-9a-f]{64}$/,
        );
    });

    describe("for S3 needs", () => {
        it("to say what it takes for the body", () => {
            assert.deepEqual(problem(without(getObject, "x-amz-content-sha256")), { kind: "no hash" });
        });

        it("a hash of the body, or a word for none", () => {
            for (const claimed of ["none", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", emptyHash.toUpperCase()]) {
                const given = changed(getObject, { "x-amz-content-sha256": claimed });
                assert.deepEqual(problem(given), { kind: "no such hash", claimed });
            }
        });

        it("the hash of this very body, also of somebody unknown", () => {
            const other = {
                kind: "another body",
                claimed: sha256("Welcome to Amazon S3."),
                computed: sha256("Hello."),
            };
            assert.deepEqual(problem({ ...putObject, body: "Hello." }), other);
            assert.deepEqual(problem(without({ ...putObject, body: "Hello." }, "authorization")), other);
        });
    });

    it("that is missing makes nobody of the caller", () => {
        assert.equal(caller({ headers: { host } }), anonymous);
        assert.equal(caller({ headers: { host }, query: "list-type=2&X-Amz-Expires=1" }), anonymous);
    });

    it("says nothing of the way: a client says that it came over plain HTTP", () => {
        assert.deepEqual(caller(changed(getObject, { "x-forwarded-proto": "http" })), overPlainHttp(someone));
        assert.deepEqual(caller({ headers: { host, "x-forwarded-proto": "HTTP" } }), overPlainHttp(anonymous));
        assert.equal(caller(changed(getObject, { "x-forwarded-proto": "https" })), someone);
    });
});
