import { createHash, createHmac, randomUUID } from "node:crypto";

import { SignatureV4 } from "@smithy/signature-v4";

import { accessKeys } from "../../cloud/iam/identities";
import { algorithm, canonicalRequest, type Claim, signatureOf, stringToSign } from "../canonicalRequest";
import { type RequestHead } from "../exchange";

/** A request as a test writes it down, before it is signed. */
export interface Unsigned {
    method?: string;
    /** As sent, percent-encoded. */
    path?: string;
    query?: Record<string, string>;
    /** Names in lower case. */
    headers?: Record<string, string>;
    body?: string | Uint8Array;
}

export interface Signer {
    /** As it is signed for, e.g. `s3`. */
    service: string;
    credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
    date?: Date;
}

/** Node's hash, with the face that the AWS SDK wants. */
class Sha256 {
    private readonly hash: ReturnType<typeof createHash>;

    constructor(secret?: string | Uint8Array) {
        this.hash = secret === undefined ? createHash("sha256") : (createHmac("sha256", secret) as never);
    }

    update(data: Uint8Array): void {
        this.hash.update(data);
    }

    reset(): void {
        throw new Error("A hash is used once.");
    }

    digest(): Promise<Uint8Array> {
        return Promise.resolve(this.hash.digest());
    }
}

/** What that signer takes and returns. */
export type SdkRequest = Parameters<SignatureV4["presign"]>[0];

/** The AWS SDK's own signer. */
export function sdkSigner({ service, credentials = accessKeys.administrator }: Signer): SignatureV4 {
    const uriEscapePath = service !== "s3";
    return new SignatureV4({ service, region: "us-east-1", credentials, sha256: Sha256 as never, uriEscapePath });
}

/** Signs as the SDK does, and sends to a laptop AWS. */
export async function signedFetch(url: string, request: Unsigned, signer: Signer): Promise<Response> {
    const { host } = new URL(url);
    const { method = "GET", path = "/", query = {}, headers = {}, body } = request;
    const sent = { method, protocol: "http:", hostname: host, path, query, headers: { ...headers, host }, body };
    const date = signer.date && { signingDate: signer.date };
    const signed = await sdkSigner(signer).sign(sent as SdkRequest, date);
    return fetch(`${url}${path}${search(query)}`, {
        method,
        headers: signed.headers,
        ...(body !== undefined && { body }),
    });
}

/**
 * A URL that whoever has it may use.
 *
 * @param headers they are to be sent with it
 */
export async function presignedUrl(
    url: string,
    { method = "GET", path = "/", query = {}, headers = {} }: Unsigned,
    signer: Signer & { expiresIn?: number },
): Promise<string> {
    const { host } = new URL(url);
    const payload = signer.service === "s3" ? { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } : {};
    const sent = { method, protocol: "http:", hostname: host, path, query, headers: { ...headers, ...payload, host } };
    const signed = await sdkSigner(signer).presign(sent as SdkRequest, {
        expiresIn: signer.expiresIn ?? 60,
        unhoistableHeaders: new Set(Object.keys(headers)),
        ...(signer.date && { signingDate: signer.date }),
    });
    return `${url}${path}${search(signed.query as Record<string, string>)}`;
}

/**
 * Header `Authorization` for a request that no SDK would send, so that it is refused for what it is and not for its signature. It
 * signs what the server will read.
 */
export function authorizationOf(
    head: Pick<RequestHead, "method" | "path" | "query" | "headers">,
    payload: string,
    service: string,
): string {
    const { accessKeyId, secretAccessKey } = accessKeys.administrator;
    const claim: Claim = {
        accessKeyId,
        scope: `20260101/us-east-1/${service}/aws4_request`,
        timestamp: "20260101T000000Z",
        signedHeaders: Object.keys(head.headers).sort(),
        signature: "",
    };
    const canonical = canonicalRequest(
        { id: randomUUID(), ...head },
        claim,
        payload,
        service === "s3" ? "s3" : "other",
    );
    const signature = signatureOf(stringToSign(claim, canonical), claim, secretAccessKey);
    return `${algorithm} Credential=${accessKeyId}/${claim.scope}, SignedHeaders=${claim.signedHeaders.join(";")}, Signature=${signature}`;
}

/** As the SDK writes a segment of a path: with more characters encoded than JavaScript's own function does. */
export function uriEncoded(text: string): string {
    return encodeURIComponent(text).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
}

function search(query: Record<string, string>): string {
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return parameters.length > 0 ? `?${parameters.join("&")}` : "";
}
