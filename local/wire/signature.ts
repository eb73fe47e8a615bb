import { createHash } from "node:crypto";

import { type AccessKey } from "../cloud/iam/identities";
import { anonymous, type Caller, overPlainHttp } from "../cloud/iam/principal";
import { canonicalRequest, type Claim, signatureOf, type SigningRules, stringToSign } from "./canonicalRequest";
import { wronglySigned } from "./chunkSignatures";
import { header, type RequestHead } from "./exchange";
import { claimOf, signedAt } from "./signatureClaim";
import { SignatureFault } from "./signatureFault";

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
/**
 * By how much a client's clock may be ahead (AWS: S3 API Reference, "Error responses", RequestTimeTooSkewed). Without a bound, a URL
 * dated years ahead would be good for years.
 */
const clockSkewMilliseconds = 15 * 60_000;

/** What clients may say instead of the hash of a body. */
const notTheHash = new Set(["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", ...signedChunks]);

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
    const names = mustBeSigned(request).filter((name) => !claim.signedHeaders.includes(name));
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
        const begins = new Date(signedAt(claim));
        if (begins.getTime() > now() + clockSkewMilliseconds) {
            throw new SignatureFault({ kind: "not yet", claim, now: new Date(now()), begins });
        }
        const expiry = new Date(begins.getTime() + claim.expiresSeconds * 1000);
        if (expiry.getTime() < now()) {
            throw new SignatureFault({ kind: "expired", claim, now: new Date(now()), expiry });
        }
    }
    return key.caller;
}

/**
 * AWS: IAM User Guide, "Create a signed AWS API request"; S3 API Reference, "Signature calculations". Among them is `X-Amz-Target`:
 * whoever got hold of a request for one operation could else send it again for another one.
 */
function mustBeSigned({ headers }: RequestHead): string[] {
    return ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
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
