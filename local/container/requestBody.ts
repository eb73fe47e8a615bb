import { isUtf8 } from "node:buffer";

import { parseCsv } from "./csv";

/** Content types that the toolkit decodes but no summarizer can use (decoder_encoder.py: arrays, images, audio). */
const notText =
    /^(?:application\/x-npy|image\/(?:jpeg|png|tiff|bmp|gif|webp|x-image)|audio\/(?:x-flac|mpeg|wave|ogg|x-audio))$/;

/**
 * Decodes a request as the Hugging Face inference toolkit 2.6 does (decoder_encoder.py).
 *
 * @param contentType value of the header as it came; the toolkit knows it only without parameters such as `charset`
 * @throws Error in the toolkit's, or Python's, words
 */
export function decodeBody(body: Buffer, contentType: string | undefined): unknown {
    if (contentType === "application/json") return decodeJson(decodeUtf8(body));
    if (contentType === "text/csv") return decodeCsv(decodeUtf8(body));
    if (contentType !== undefined && notText.test(contentType)) {
        throw new Error(`This stand-in for the model reads texts, not ${contentType}.`);
    }
    throw unsupportedFormat(contentType);
}

/** UnsupportedFormatError of sagemaker-inference-toolkit (errors.py), with its "to to". */
export function unsupportedFormat(contentType: string | undefined): Error {
    return new Error(
        `Content type ${contentType ?? "None"} is not supported by this framework.\n\n` +
            "Please implement input_fn to to deserialize the request data or an output_fn to\n" +
            "serialize the response. For more information, see the SageMaker Python SDK README.",
    );
}

function decodeUtf8(body: Buffer): string {
    const text = body.toString("utf8");
    if (isUtf8(body)) return text;
    // What was replaced differs from what came, and the first difference is where decoding failed.
    const replaced = Buffer.from(text);
    let at = 0;
    while (at < body.length && body[at] === replaced[at]) at++;
    const byte = body[at] ?? 0;
    const reason = byte >= 0xc2 && byte <= 0xf4 ? "invalid continuation byte" : "invalid start byte";
    throw new Error(`'utf-8' codec can't decode byte 0x${byte.toString(16)} in position ${String(at)}: ${reason}`);
}

function decodeJson(text: string): unknown {
    if (text.startsWith("\uFEFF")) {
        throw new Error("Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)");
    }
    try {
        return JSON.parse(text);
    } catch (error) {
        const start = /^[ \t\n\r]*/.exec(text)?.[0] ?? "";
        // By far the commonest: no body, or a text that was never made JSON. Of anything later Python's words differ.
        if (/^[^{["\dntf-]|^$/.test(text.slice(start.length))) {
            const line = start.split("\n");
            const column = (line.at(-1)?.length ?? 0) + 1;
            throw new Error(
                `Expecting value: line ${String(line.length)} column ${String(column)} (char ${String(start.length)})`,
            );
        }
        throw new Error(`Not valid JSON: ${(error as Error).message}`);
    }
}

function decodeCsv(text: string): { inputs: unknown[] } {
    const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? "";
    if (text === "") throw new Error("list index out of range");
    if (!["question", "context", "inputs"].some((header) => firstLine.toLowerCase().includes(header))) {
        throw new Error(
            "You need to provide the correct CSV with Header columns to use it with the inference toolkit default handler. : 400",
        );
    }
    const [header = [], ...rows] = parseCsv(text);
    if (rows.length === 0) throw new Error("list index out of range");
    const entries = rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? null])));
    return { inputs: header.includes("inputs") ? entries.map((entry) => entry.inputs) : entries };
}
