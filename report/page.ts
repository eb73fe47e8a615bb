import { createHash } from "node:crypto";

import { renderBlock, type Block } from "./blocks";
import { escapeText } from "./escaping";
import { pageStyle } from "./pageStyle";
import { prose } from "./prose";

/** A page that is one file. Any text may stand in it: all of it is escaped. */
export interface Page {
    title: string;
    /** The answer in a sentence or two. Prose. */
    lead: string;
    sections: readonly Section[];
    /** What made the page, and of what. Prose. */
    footer?: string;
}

/** A part of a page with a heading. */
export interface Section {
    title: string;
    blocks: readonly Block[];
}

/**
 * Renders a page that needs nothing but itself: no network, no script, no file beside it. The same page is the same text.
 *
 * @throws Error if two charts have the same id
 */
export async function renderPage(page: Page): Promise<string> {
    checkIds(page.sections);
    const sections: string[] = [];
    for (const section of page.sections) sections.push(await renderSection(section));
    const style = pageStyle();
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(page.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${escapeText(page.title)}</h1>
<p class="lead">${prose(page.lead)}</p>
</header>
${sections.join("\n")}
${page.footer === undefined ? "" : `<footer><p>${prose(page.footer)}</p></footer>\n`}</main>
</body>
</html>
`;
}

async function renderSection({ title, blocks }: Section): Promise<string> {
    const rendered: string[] = [];
    for (const block of blocks) rendered.push(await renderBlock(block));
    return `<section>\n<h2>${escapeText(title)}</h2>\n${rendered.join("\n")}\n</section>`;
}

/** Nothing is loaded, nothing runs, nothing is sent; and this one style applies. */
function contentSecurityPolicy(style: string): string {
    const hash = createHash("sha256").update(style).digest("base64");
    return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

function checkIds(sections: readonly Section[]): void {
    const ids = new Set<string>();
    for (const block of sections.flatMap(({ blocks }) => blocks)) {
        if (block.kind !== "chart") continue;
        const { id } = block.chart;
        if (!/^[a-z][a-z0-9-]*$/.test(id))
            throw new Error(`A chart's id is lower-case letters, digits and hyphens: "${id}".`);
        if (ids.has(id)) throw new Error(`Two charts have the id "${id}".`);
        ids.add(id);
    }
}
