import { createHash, createHmac } from "node:crypto";

import { header, type RequestHead } from "./exchange";

/** S3 signs a path as it is; all others sign it encoded once more, without empty and relative segments. */
export type SigningRules = "s3" | "other";

/** What a signature says of itself. */
export interface Claim {
    readonly accessKeyId: string;
    /** `<yyyymmdd>/<region>/<service>/aws4_request` */
    readonly scope: string;
    /** `<yyyymmdd>T<hhmmss>Z` */
    readonly timestamp: string;
    /** Names in lower case, in the order in which they were signed. */
    readonly signedHeaders: readonly string[];
    /** 64 hex digits. */
    readonly signature: string;
    /** Of a presigned URL: how long it is good for. */
    readonly expiresSeconds?: number;
}

export const algorithm = "AWS4-HMAC-SHA256";

/**
 * The one form of a request that both sides sign (AWS: IAM User Guide, "Create a signed AWS API request"). The query is what the
 * services here read of it, so that nothing is read that was not signed.
 *
 * @param payload what stands for the body: its hash, or a word such as `UNSIGNED-PAYLOAD`
 */
export function canonicalRequest(head: RequestHead, claim: Claim, payload: string, rules: SigningRules): string {
    const headers = claim.signedHeaders.map((name) => {
        const value = header(head, name) ?? "";
        return `${name}:${value.replace(/[ \t]+/g, " ").trim()}\n`;
    });
    return [
        head.method,
        canonicalPath(head.path, rules),
        canonicalQuery(head.query),
        headers.join(""),
        claim.signedHeaders.join(";"),
        payload,
    ].join("\n");
}

/**
 * @param encoding how characters of headers become bytes; everything else of a canonical request is ASCII
 */
export function stringToSign(
    { timestamp, scope }: Claim,
    canonical: string,
    encoding: "latin1" | "utf8" = "latin1",
): string {
    return [algorithm, timestamp, scope, createHash("sha256").update(canonical, encoding).digest("hex")].join("\n");
}

/** @returns 64 hex digits */
export function signatureOf(text: string, { scope }: Claim, secretAccessKey: string): string {
    const key = scope
        .split("/")
        .reduce<string | Buffer>((secret, part) => hmac(secret).update(part).digest(), `AWS4${secretAccessKey}`);
    return hmac(key).update(text).digest("hex");
}

function hmac(key: string | Buffer): ReturnType<typeof createHmac> {
    return createHmac("sha256", key);
}

function canonicalPath(path: string, rules: SigningRules): string {
    // Encoded as AWS does, however the client has: a path that is as it should be stays as it is.
    if (rules === "s3") return path.split("/").map(decoded).map(encoded).join("/");
    const segments: string[] = [];
    for (const segment of path.split("/")) {
        if (segment === "..") segments.pop();
        else if (segment !== "" && segment !== ".") segments.push(segment);
    }
    const end = segments.length > 0 && path.endsWith("/") ? "/" : "";
    return `/${segments.map(encoded).join("/")}${end}`;
}

function canonicalQuery(query: URLSearchParams): string {
    const parameters = [...query].flatMap(([name, value]) =>
        name === "X-Amz-Signature" ? [] : [[encoded(name), encoded(value)] as const],
    );
    const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    return parameters
        .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
        .map(([name, value]) => `${name}=${value}`)
        .join("&");
}

/** What is no percent-encoding stands for itself; the service answers it with an error of its own. */
function decoded(segment: string): string {
    try {
        return decodeURIComponent(segment);
    } catch {
        return segment;
    }
}

/** Everything but unreserved characters, which are fewer to AWS than to JavaScript. */
function encoded(text: string): string {
    return encodeURIComponent(text).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
}
