import { lexRank, similarity, tfIdfVectors } from "./lexRank";
import { isComplete, splitSentences } from "./sentences";
import { countTokens, takeTokens } from "./tokens";

/** How long a summary may and should be, in the tokens of tokens.ts. */
export interface SummaryLength {
    maxLength: number;
    /** Sentences are added until this is reached, as long as they fit. */
    minLength: number;
}

/** Ranking takes time in the square of sentences. A sentence has two tokens, so 1,024 positions never hold more. */
const maxSentences = 512;

/** No more than one sentence in three is kept; a "summary" as long as its text would be none. */
const keptShare = 1 / 3;

/** A sentence that repeats another one this much adds nothing (cosine similarity). */
const repetition = 0.6;

/**
 * Extractive summary: the most central sentences of the text that fit into `maxLength`, in their own order.
 *
 * Deterministic. A text that has one sentence is its own summary; where not even one sentence fits, the most central one is
 * cut off at `maxLength`, as generation is. Headlines, and a last sentence that was cut off by truncation, are only taken
 * when there is nothing else. Of an enormous text the first 512 sentences count.
 */
export function summarize(text: string, { maxLength, minLength }: SummaryLength): string {
    const all = splitSentences(text).slice(0, maxSentences);
    const complete = all.filter(isComplete);
    const sentences = complete.length > 0 ? complete : all;
    if (sentences.length === 0) return "";

    const vectors = tfIdfVectors(sentences);
    const ranks = lexRank(vectors);
    // The index decides between equal ranks, so that the result does not hang on a sort's whims.
    const byRank = sentences.map((_, index) => index).sort((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0) || a - b);

    const kept: number[] = [];
    let length = 0;
    for (const index of byRank) {
        if (kept.length >= Math.ceil(sentences.length * keptShare) && length >= minLength) break;
        const tokens = countTokens(sentences[index] ?? "");
        if (length + tokens > maxLength) continue;
        if (kept.some((other) => similarity(vectors[index] ?? new Map(), vectors[other] ?? new Map()) > repetition)) {
            continue;
        }
        kept.push(index);
        length += tokens;
    }
    if (kept.length === 0) return takeTokens(sentences[byRank[0] ?? 0] ?? "", maxLength);
    return kept
        .sort((a, b) => a - b)
        .map((index) => sentences[index])
        .join(" ");
}
