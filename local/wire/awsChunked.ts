import { AwsError } from "../cloud/awsError";

export interface Dechunked {
    readonly body: Buffer;
    /** Names in lower case. */
    readonly trailers: Readonly<Record<string, string>>;
}

/** Part of a body of content encoding `aws-chunked`. */
export interface Chunk {
    readonly data: Buffer;
    /** 64 hex digits; undefined where chunks are not signed. */
    readonly signature: string | undefined;
}

export interface Chunks {
    /** The last one is empty. */
    readonly chunks: readonly Chunk[];
    /** Names in lower case, in the order in which they were sent. */
    readonly trailers: Readonly<Record<string, string>>;
}

const lineEnd = Buffer.from("\r\n");

/**
 * Takes the framing of content encoding `aws-chunked` off a body: chunks with their length in hex, with or without
 * signatures, then trailers (AWS: S3 API Reference, "Signature calculations: trailing headers").
 *
 * @param decodedLength the header `x-amz-decoded-content-length`
 * @throws AwsError IncompleteBody or MalformedTrailerError (400)
 */
export function dechunk(framed: Buffer, decodedLength: number): Dechunked {
    const { chunks, trailers } = chunksOf(framed);
    const body = Buffer.concat(chunks.map(({ data }) => data));
    if (body.length !== decodedLength) throw incomplete();
    return { body, trailers };
}

/** @throws AwsError IncompleteBody or MalformedTrailerError (400) */
export function chunksOf(framed: Buffer): Chunks {
    const chunks: Chunk[] = [];
    let position = 0;
    const line = (): string => {
        const end = framed.indexOf(lineEnd, position);
        if (end < 0) throw incomplete();
        const text = framed.toString("latin1", position, end);
        position = end + lineEnd.length;
        return text;
    };
    for (;;) {
        const [size = "", ...extensions] = line().split(";");
        if (!/^[0-9a-f]{1,8}$/i.test(size)) throw incomplete();
        const length = parseInt(size, 16);
        const signature = extensions.map((extension) => /^chunk-signature=(.*)$/.exec(extension)?.[1]).find(Boolean);
        if (position + length > framed.length) throw incomplete();
        chunks.push({ data: framed.subarray(position, position + length), signature });
        if (length === 0) break;
        position += length;
        if (line() !== "") throw incomplete();
    }
    const trailers: Record<string, string> = {};
    while (position < framed.length) {
        const text = line();
        if (text === "") break;
        const [, name, value] = /^([a-z0-9-]+):\s*(.*?)\s*$/i.exec(text) ?? [];
        if (name === undefined || value === undefined) throw malformedTrailer();
        trailers[name.toLowerCase()] = value;
    }
    return { chunks, trailers };
}

export function malformedTrailer(): AwsError {
    const message =
        "The request contained trailing data that was not well-formed or did not conform to our published schema.";
    return new AwsError("MalformedTrailerError", message);
}

function incomplete(): AwsError {
    const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
    return new AwsError("IncompleteBody", message);
}
