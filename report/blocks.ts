import { type Chart, renderChart } from "./chart";
import { sizes } from "./chartLayout";
import { escapeText } from "./escaping";
import { prose } from "./prose";

/** What a section is made of. Texts are prose (prose.ts), except in tables and code. */
export type Block =
    | { kind: "paragraph"; text: string }
    | { kind: "list"; items: readonly string[] }
    | { kind: "chart"; chart: Chart }
    | { kind: "table"; table: Table }
    /** The few numbers that answer the question, large. */
    | { kind: "figures"; figures: readonly Figure[] }
    /** Names and what they are. */
    | { kind: "definitions"; entries: readonly { term: string; description: string }[] }
    /** What a reader has to know to judge the rest. `label` says what it is: "Assumption", "Stand-in", "Unknown". */
    | { kind: "note"; label: string; text: string }
    /** Lines to copy: a click selects all of them. */
    | { kind: "code"; caption: string; text: string };

/** One number, with its name and what qualifies it. */
export interface Figure {
    term: string;
    value: string;
    note?: string;
}

/** Rows of cells, as wide as they are: a table that is wider than the screen scrolls by itself. */
export interface Table {
    caption: string;
    head: readonly string[];
    rows: readonly (readonly string[])[];
    /** One for each column; left if not given. Numbers belong to the right. */
    align?: readonly ("left" | "right")[];
    /** Indices of rows to be seen first. */
    emphasized?: readonly number[];
}

/** A block as HTML. */
export async function renderBlock(block: Block): Promise<string> {
    switch (block.kind) {
        case "paragraph":
            return `<p>${prose(block.text)}</p>`;
        case "list":
            return `<ul>${block.items.map((item) => `<li>${prose(item)}</li>`).join("")}</ul>`;
        case "chart":
            return await renderFigure(block.chart);
        case "table":
            return renderTable(block.table);
        case "figures":
            return `<dl class="figures">${block.figures.map(renderNumber).join("")}</dl>`;
        case "definitions":
            return `<dl class="definitions">${block.entries.map(renderDefinition).join("")}</dl>`;
        case "note":
            return `<p class="note"><strong>${escapeText(block.label)}.</strong> ${prose(block.text)}</p>`;
        case "code":
            return renderCode(block.caption, block.text);
    }
}

async function renderFigure(chart: Chart): Promise<string> {
    const drawn = [await renderChart(chart, sizes.wide), await renderChart(chart, sizes.narrow)].join("\n");
    const caption = `<strong>${escapeText(chart.title)}.</strong> ${prose(chart.caption)}`;
    return `<figure id="${escapeText(chart.id)}">\n<figcaption>${caption}</figcaption>\n${drawn}\n</figure>`;
}

function renderTable({ caption, head, rows, align = [], emphasized = [] }: Table): string {
    const cell = (tag: string) => (text: string, column: number) => {
        const scope = tag === "th" ? ' scope="col"' : "";
        const side = align[column] === "right" ? ' class="right"' : "";
        return `<${tag}${scope}${side}>${escapeText(text)}</${tag}>`;
    };
    const body = rows.map((cells, row) => {
        const emphasis = emphasized.includes(row) ? ' class="emphasized"' : "";
        return `<tr${emphasis}>${cells.map(cell("td")).join("")}</tr>`;
    });
    // What scrolls has to be reached by keyboard, and so has to have a name. The caption itself stays where it is.
    return [
        `<p class="caption">${escapeText(caption)}</p>`,
        `<div class="scroll" role="region" tabindex="0" aria-label="${escapeText(caption)}">`,
        `<table aria-label="${escapeText(caption)}">`,
        `<thead><tr>${head.map(cell("th")).join("")}</tr></thead>`,
        `<tbody>${body.join("\n")}</tbody></table></div>`,
    ].join("\n");
}

function renderNumber({ term, value, note }: Figure): string {
    const qualified = note === undefined ? "" : `<dd class="qualification">${prose(note)}</dd>`;
    return `<div><dt>${escapeText(term)}</dt><dd>${escapeText(value)}</dd>${qualified}</div>`;
}

function renderDefinition({ term, description }: { term: string; description: string }): string {
    return `<div><dt>${prose(term)}</dt><dd>${prose(description)}</dd></div>`;
}

function renderCode(caption: string, text: string): string {
    const label = escapeText(caption);
    return `<p class="caption">${prose(caption)}</p><pre tabindex="0" aria-label="${label}"><code>${escapeText(text)}</code></pre>`;
}
