import { createHash } from "node:crypto";

import { type AccessKey } from "../cloud/iam/identities";
import { anonymous, type Caller, overPlainHttp } from "../cloud/iam/principal";
import {
    algorithm,
    canonicalRequest,
    type Claim,
    signatureOf,
    type SigningRules,
    stringToSign,
} from "./canonicalRequest";
import { wronglySigned } from "./chunkSignatures";
import { header, type RequestHead } from "./exchange";

/** Why a request is not taken for that of whose key it names. Each service has its own words for it. */
export type SignatureProblem =
    /** `Authorization` of another kind, e.g. `Basic` or `AWS`, the signature version before. */
    | { readonly kind: "other scheme"; readonly scheme: string }
    /** A signature without all of its parts. */
    | { readonly kind: "incomplete"; readonly presigned: boolean; readonly lacking: readonly string[] }
    | { readonly kind: "malformed"; readonly presigned: boolean; readonly reason: string }
    | { readonly kind: "unknown key"; readonly accessKeyId: string }
    /** None of the keys here is temporary. */
    | { readonly kind: "token" }
    | { readonly kind: "unsigned headers"; readonly names: readonly string[] }
    | { readonly kind: "expired"; readonly claim: Claim; readonly now: Date; readonly expiry: Date }
    | { readonly kind: "mismatch"; readonly claim: Claim; readonly canonical: string; readonly text: string }
    | { readonly kind: "no hash" }
    | { readonly kind: "no such hash"; readonly claimed: string }
    | { readonly kind: "another body"; readonly claimed: string; readonly computed: string };

/** Thrown by {@link callerOf}. */
export class SignatureFault extends Error {
    override readonly name = "SignatureFault";

    constructor(readonly problem: SignatureProblem) {
        super(problem.kind);
    }
}

export interface Signable extends RequestHead {
    readonly body: Buffer;
}

export interface Verification {
    readonly rules: SigningRules;
    accessKey(accessKeyId: string): AccessKey | undefined;
    /** Milliseconds since the epoch, by the wall. */
    now(): number;
}

const signedChunks = new Set(["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"]);
/** What clients may say instead of the hash of a body. */
const notTheHash = new Set(["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", ...signedChunks]);
const maximumExpirySeconds = 604_800;

/**
 * Who sent a request (AWS: IAM User Guide, "AWS Signature Version 4 for API requests"); nobody, if it has no signature.
 *
 * Dates are not compared with the time: simulated time runs ahead of the clients'. A presigned URL lasts on the wall's clock,
 * which is that of the one who made it.
 *
 * The port speaks HTTP, and stands for the TLS port of AWS: `aws:SecureTransport` is true. A client that sends
 * `X-Forwarded-Proto: http` is taken for one that came to AWS's other port.
 *
 * @throws SignatureFault; AwsError for chunks that are none (400)
 */
export function callerOf(request: Signable, { rules, accessKey, now }: Verification): Caller {
    const claim = claimOf(request);
    const payload = payloadOf(request, claim, rules);
    const caller = claim ? signer(request, claim, payload, { rules, accessKey, now }) : anonymous;
    return header(request, "x-forwarded-proto")?.toLowerCase() === "http" ? overPlainHttp(caller) : caller;
}

function signer(request: Signable, claim: Claim, payload: string, { rules, accessKey, now }: Verification): Caller {
    const key = accessKey(claim.accessKeyId);
    if (!key) throw new SignatureFault({ kind: "unknown key", accessKeyId: claim.accessKeyId });
    if (header(request, "x-amz-security-token") || request.query.get("X-Amz-Security-Token")) {
        throw new SignatureFault({ kind: "token" });
    }
    const names = mustBeSigned(request, rules).filter((name) => !claim.signedHeaders.includes(name));
    if (names.length > 0) throw new SignatureFault({ kind: "unsigned headers", names });
    const canonical = canonicalRequest(request, claim, payload, rules);
    // Which bytes of a header AWS signs is not documented where they are no ASCII: those that were sent, or, as the JavaScript SDK
    // does, which sends Latin-1, those of UTF-8. Both are taken.
    const encodings = /[^\0-\x7f]/.test(canonical) ? (["latin1", "utf8"] as const) : (["latin1"] as const);
    const texts = encodings.map((encoding) => stringToSign(claim, canonical, encoding));
    if (!texts.some((text) => signatureOf(text, claim, key.secretAccessKey) === claim.signature)) {
        throw new SignatureFault({ kind: "mismatch", claim, canonical, text: texts[0] ?? "" });
    }
    if (signedChunks.has(payload)) {
        const text = wronglySigned(request.body, payload, claim, key.secretAccessKey);
        if (text !== undefined) throw new SignatureFault({ kind: "mismatch", claim, canonical, text });
    }
    // Only now: the time that it is good for was signed, too.
    if (claim.expiresSeconds !== undefined) {
        const expiry = new Date(Date.parse(extended(claim.timestamp)) + claim.expiresSeconds * 1000);
        if (expiry.getTime() < now()) {
            throw new SignatureFault({ kind: "expired", claim, now: new Date(now()), expiry });
        }
    }
    return key.caller;
}

/** S3 insists on every header of its own (AWS: S3 API Reference, "Signature calculations"); that others do is not documented. */
function mustBeSigned({ headers }: RequestHead, rules: SigningRules): string[] {
    return ["host", ...(rules === "s3" ? Object.keys(headers).filter((name) => name.startsWith("x-amz-")) : [])];
}

/**
 * What stands for the body in the signature. S3 takes the client's word for it, which may be that it is not signed, and compares
 * it with the body; all others compute it.
 */
function payloadOf(request: Signable, claim: Claim | undefined, rules: SigningRules): string {
    if (rules === "other") return createHash("sha256").update(request.body).digest("hex");
    const claimed = header(request, "x-amz-content-sha256") ?? hashInQuery(request.query);
    if (claimed === undefined) {
        if (claim && claim.expiresSeconds === undefined) throw new SignatureFault({ kind: "no hash" });
        return "UNSIGNED-PAYLOAD";
    }
    if (notTheHash.has(claimed)) return claimed;
    if (!/^[0-9a-f]{64}$/.test(claimed)) throw new SignatureFault({ kind: "no such hash", claimed });
    const computed = createHash("sha256").update(request.body).digest("hex");
    if (claimed !== computed) throw new SignatureFault({ kind: "another body", claimed, computed });
    return computed;
}

function hashInQuery(query: URLSearchParams): string | undefined {
    return [...query].find(([name]) => name.toLowerCase() === "x-amz-content-sha256")?.[1];
}

function claimOf(request: RequestHead): Claim | undefined {
    const authorization = header(request, "authorization");
    if (authorization !== undefined) return headerClaim(request, authorization);
    return [...request.query.keys()].some((name) => /^X-Amz-(Algorithm|Credential|Signature)$/.test(name))
        ? queryClaim(request.query)
        : undefined;
}

function headerClaim(request: RequestHead, authorization: string): Claim {
    const [, scheme = "", rest = ""] = /^\s*(\S*)\s*(.*)$/s.exec(authorization) ?? [];
    if (scheme !== algorithm) throw new SignatureFault({ kind: "other scheme", scheme });
    const parts = new Map(
        rest.split(",").map((part) => {
            const [name = "", ...value] = part.trim().split("=");
            return [name, value.join("=")];
        }),
    );
    const date = header(request, "x-amz-date") ?? basic(header(request, "date"));
    return checked(false, {
        Credential: parts.get("Credential"),
        SignedHeaders: parts.get("SignedHeaders"),
        Signature: parts.get("Signature"),
        "X-Amz-Date": date,
    });
}

function queryClaim(query: URLSearchParams): Claim {
    const of = (name: string): string | undefined => query.get(name) ?? undefined;
    const presigned = true;
    const lacking = ["X-Amz-Algorithm", "X-Amz-Expires"].filter((name) => !of(name));
    if (lacking.length > 0) throw new SignatureFault({ kind: "incomplete", presigned, lacking });
    if (of("X-Amz-Algorithm") !== algorithm) {
        throw new SignatureFault({
            kind: "malformed",
            presigned,
            reason: `X-Amz-Algorithm only supports "${algorithm}"`,
        });
    }
    const claim = checked(presigned, {
        Credential: of("X-Amz-Credential"),
        SignedHeaders: of("X-Amz-SignedHeaders"),
        Signature: of("X-Amz-Signature"),
        "X-Amz-Date": of("X-Amz-Date"),
    });
    const expires = of("X-Amz-Expires") ?? "";
    if (!/^\d{1,9}$/.test(expires)) {
        throw new SignatureFault({ kind: "malformed", presigned, reason: "X-Amz-Expires should be a number" });
    }
    const expiresSeconds = Number(expires);
    if (expiresSeconds > maximumExpirySeconds) {
        const reason = `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${String(maximumExpirySeconds)} seconds`;
        throw new SignatureFault({ kind: "malformed", presigned, reason });
    }
    return { ...claim, expiresSeconds };
}

function checked(
    presigned: boolean,
    parts: Readonly<Record<"Credential" | "SignedHeaders" | "Signature" | "X-Amz-Date", string | undefined>>,
): Claim {
    const lacking = Object.entries(parts).flatMap(([name, value]) => (value ? [] : [name]));
    if (lacking.length > 0) throw new SignatureFault({ kind: "incomplete", presigned, lacking });
    const { Credential = "", SignedHeaders = "", Signature = "", "X-Amz-Date": timestamp = "" } = parts;
    const malformed = (reason: string): SignatureFault => new SignatureFault({ kind: "malformed", presigned, reason });
    const [, accessKeyId = "", scope = "", day = ""] =
        /^(.+)\/((\d{8})\/[^/]+\/[^/]+\/aws4_request)$/.exec(Credential) ?? [];
    if (scope === "") {
        throw malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"');
    }
    if (!/^\d{8}T\d{6}Z$/.test(timestamp) || Number.isNaN(Date.parse(extended(timestamp)))) {
        throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }
    if (!timestamp.startsWith(day)) {
        throw malformed(
            `Invalid credential date "${day}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}"`,
        );
    }
    return {
        accessKeyId,
        scope,
        timestamp,
        signedHeaders: SignedHeaders.toLowerCase().split(";"),
        signature: Signature,
    };
}

/** `20260101T000000Z` as JavaScript reads it. */
function extended(timestamp: string): string {
    return timestamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5");
}

/** A `Date` header as signatures write it. */
function basic(date: string | undefined): string | undefined {
    if (date === undefined) return undefined;
    const time = new Date(date);
    return Number.isNaN(time.getTime()) ? date : time.toISOString().replace(/[-:]|\.\d{3}/g, "");
}
