import { Unmet } from "./report";

/**
 * Takes the summary out of the container's answer, `[{"summary_text": "…"}]`.
 *
 * @param article what was to be summarized; a summary is shorter
 * @throws Unmet when the answer holds no summary
 */
export function parseSummary(answer: string, article: string): string {
    let parsed: unknown;
    try {
        parsed = JSON.parse(answer);
    } catch {
        throw new Unmet(`no JSON: ${excerpt(answer)}`);
    }
    const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
    const { summary_text, generated_text } = (first ?? {}) as Record<string, unknown>;
    if (typeof summary_text !== "string") {
        throw typeof generated_text === "string"
            ? new Unmet(
                  `generated_text instead of summary_text: ${excerpt(answer)}`,
                  "HF_TASK of the model's environment",
              )
            : new Unmet(excerpt(answer));
    }
    const summary = summary_text.trim();
    if (summary === "") throw new Unmet("an empty summary_text");
    if (summary.length >= article.length) {
        throw new Unmet(
            `${String(summary.length)} characters for an article of ${String(article.length)}: ${excerpt(summary)}`,
        );
    }
    return summary;
}

/** Start of a text in one line, for messages. */
export function excerpt(text: string, longest = 300): string {
    const line = text.replace(/\s+/g, " ").trim();
    if (line === "") return "nothing (0 characters)";
    return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
