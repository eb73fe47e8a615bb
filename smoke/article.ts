import { readFileSync } from "node:fs";

import { UsageError } from "./usageError";

/** Positions that google/pegasus-cnn_dailymail reads (its config.json, max_position_embeddings). */
export const modelPositions = 1024;
/** SentencePiece tokens per English word: a rule of thumb, so what is computed with it is an estimate. */
const tokensPerWord = 1.3;
/** What the container's model server takes when nothing else is set (multi-model-server, max_request_size). */
const largestBytes = 6_553_500;

/**
 * Reads a text file.
 *
 * @throws UsageError when there is no text in it
 */
export function readArticle(file: string): string {
    let bytes: Buffer;
    try {
        bytes = readFileSync(file);
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const reasons: Record<string, string> = { ENOENT: "it does not exist", EISDIR: "it is a directory" };
        throw new UsageError(`The article ${file} cannot be read: ${reasons[code ?? ""] ?? message}.`);
    }
    if (bytes.length > largestBytes) {
        throw new UsageError(
            `The article ${file} has ${String(bytes.length)} bytes; the smoke test takes at most ${String(largestBytes)}.`,
        );
    }
    let text: string;
    try {
        text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        throw new UsageError(`The article ${file} is not UTF-8 text.`);
    }
    if (text.includes("\0")) throw new UsageError(`The article ${file} is not text: it has NUL characters.`);
    if (text.trim() === "") throw new UsageError(`The article ${file} is empty: there is nothing to summarize.`);
    return text.trim();
}

/** A sentence for people when the model will not read the whole article; the figures are an estimate. */
export function tooLongNote(article: string): string | undefined {
    const words = article.split(/\s+/).filter((word) => word !== "").length;
    const tokens = Math.round(words * tokensPerWord);
    if (tokens <= modelPositions) return undefined;
    return (
        `the article is longer than the model reads: ${String(words)} words are about ${String(tokens)} tokens (an estimate), and ` +
        `pegasus-cnn_dailymail reads the first ${String(modelPositions)}; the rest is cut off ("truncation": true)`
    );
}

/** Request of the Hugging Face container. Without truncation a long text fails in the model. */
export function summaryPayload(article: string): string {
    return JSON.stringify({ inputs: article, parameters: { truncation: true } });
}

/** JSON, but without `inputs`: the container has nothing to run its pipeline on, and answers 400. */
export const failingPayload = JSON.stringify({ parameters: { truncation: true } });
