import { algorithm, type Claim } from "./canonicalRequest";
import { authorizationOf } from "./credentialScope";
import { header, type RequestHead } from "./exchange";
import { SignatureFault } from "./signatureFault";

const maximumExpirySeconds = 604_800;

/**
 * What a request says of its signature, in its headers or in its query.
 *
 * @returns undefined when it has none
 * @throws SignatureFault for one of another kind, and for one that lacks a part or is malformed
 */
export function claimOf(request: RequestHead): Claim | undefined {
    const authorization = header(request, "authorization");
    if (authorization !== undefined) return headerClaim(request, authorization);
    return [...request.query.keys()].some((name) => /^X-Amz-(Algorithm|Credential|Signature)$/.test(name))
        ? queryClaim(request.query)
        : undefined;
}

function headerClaim(request: RequestHead, authorization: string): Claim {
    const { scheme, parameters: parts } = authorizationOf(authorization);
    if (scheme !== algorithm) throw new SignatureFault({ kind: "other scheme", scheme });
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
    if (!/^\d{8}T\d{6}Z$/.test(timestamp) || Number.isNaN(signedAt({ timestamp }))) {
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

/** Milliseconds since the epoch; NaN for a timestamp that is none. */
export function signedAt({ timestamp }: Pick<Claim, "timestamp">): number {
    return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}

/** A `Date` header as signatures write it. */
function basic(date: string | undefined): string | undefined {
    if (date === undefined) return undefined;
    const time = new Date(date);
    return Number.isNaN(time.getTime()) ? date : time.toISOString().replace(/[-:]|\.\d{3}/g, "");
}
