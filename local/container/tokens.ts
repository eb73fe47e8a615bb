/**
 * Pieces that stand for the subword tokens of PEGASUS' SentencePiece vocabulary (96,103 entries), which is not here.
 *
 * An approximation: at most eight letters or three digits of a run make one piece, every other visible character and
 * every character of a script that is written without spaces is one of its own. English prose comes out at about 1.2
 * pieces a word, where 1.3 is the usual rule of thumb for subword vocabularies. Only the order of magnitude is right.
 */
const piece =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}]){1,8}|\p{N}{1,3}|\S/gu;

/** Approximate number of tokens of `text`, without special tokens. */
export function countTokens(text: string): number {
    return text.match(piece)?.length ?? 0;
}

/** The start of `text` that has at most `limit` tokens. Reads no further than that, however long the text is. */
export function takeTokens(text: string, limit: number): string {
    if (limit <= 0) return "";
    let count = 0;
    let end = 0;
    for (const match of text.matchAll(piece)) {
        if (count === limit) return text.slice(0, end);
        count++;
        end = match.index + match[0].length;
    }
    return text;
}
