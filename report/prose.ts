import { escapeText } from "./escaping";

/** Text as HTML: what stands between backticks becomes code, all else is text. */
export function prose(text: string): string {
    return escapeText(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
