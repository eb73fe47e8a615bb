import { createHash } from "node:crypto";

import { chunksOf } from "./awsChunked";
import { algorithm, type Claim, signatureOf } from "./canonicalRequest";

const trailerSignature = "x-amz-trailer-signature";

/**
 * Whether the chunks of a body are those that were signed, each signature covering the one before; the first covers that of the
 * request (AWS: S3 API Reference, "Signature calculations for the authorization header: transferring payload in multiple chunks").
 *
 * @param payload the header `x-amz-content-sha256`: `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, with trailers `…-TRAILER`
 * @returns what should have been signed, of the first chunk that was signed otherwise; undefined when all is well
 * @throws AwsError IncompleteBody or MalformedTrailerError (400)
 */
export function wronglySigned(
    framed: Buffer,
    payload: string,
    claim: Claim,
    secretAccessKey: string,
): string | undefined {
    const { chunks, trailers } = chunksOf(framed);
    let previous = claim.signature;
    const isWrong = (
        kind: "PAYLOAD" | "TRAILER",
        hashes: string[],
        signature: string | undefined,
    ): string | undefined => {
        const text = [`${algorithm}-${kind}`, claim.timestamp, claim.scope, previous, ...hashes].join("\n");
        previous = signatureOf(text, claim, secretAccessKey);
        return previous === signature ? undefined : text;
    };
    for (const { data, signature } of chunks) {
        const wrong = isWrong("PAYLOAD", [sha256(""), sha256(data)], signature);
        if (wrong !== undefined) return wrong;
    }
    if (!payload.endsWith("-TRAILER")) return undefined;
    const lines = Object.entries(trailers).map(([name, value]) =>
        name === trailerSignature ? "" : `${name}:${value}\n`,
    );
    return isWrong("TRAILER", [sha256(lines.join(""))], trailers[trailerSignature]);
}

function sha256(data: Buffer | string): string {
    return createHash("sha256").update(data).digest("hex");
}
