import assert from "node:assert/strict";

/** A page as its reader sees it: the text of each element of a kind, without marks. */
export function textsOf(html: string, tag: string): string[] {
    const found = html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>(.*?)</${tag}>`, "gs"));
    return [...found].map(([, text = ""]) => text.replace(/<[^>]*>/g, "").replaceAll("\u00a0", " "));
}

/** Rows of the table whose name begins so. */
export function rowsOf(html: string, name: string): string[][] {
    const table = html.split("<table").find((part) => part.startsWith(` aria-label="${name}`));
    assert.ok(table, name);
    const rows = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)];
    return rows.map(([, row = ""]) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, text = ""]) => text));
}
