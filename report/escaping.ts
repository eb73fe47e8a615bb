/** Characters that no XML document may contain (XML 1.0, 2.2), and halves of surrogate pairs. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Any text, safe to stand in HTML and SVG, between tags or in a quoted attribute. */
export function escapeText(text: string): string {
    return withoutForbidden(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The same text with a replacement character for each one that would make an SVG file unreadable. */
export function withoutForbidden(text: string): string {
    return text.replace(forbidden, "\ufffd");
}
