import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { type Block } from "./blocks";
import { renderPage, type Page } from "./page";
import { hostile, sampleCharts, samplePage } from "./testing/samplePage";

const pageOf = (...blocks: Block[]): Page => ({ title: "T", lead: "L", sections: [{ title: "S", blocks }] });
const sectionOf = async (...blocks: Block[]): Promise<string> => {
    const html = await renderPage(pageOf(...blocks));
    return /<h2>S<\/h2>\n([^]*)\n<\/section>/.exec(html)?.[1] ?? "";
};

describe("a page", () => {
    let html: string;
    before(async () => {
        html = await renderPage(samplePage);
    });

    it("is the same text when it is made again", async () => {
        assert.equal(await renderPage(samplePage), html);
    });

    it("has no script, and nothing that is loaded or leads elsewhere", () => {
        assert.doesNotMatch(html, /<(?:script|link|img|iframe|object|embed|base|form|a)\b/i);
        const tags = [...html.matchAll(/<[^<>]*>/g)].join("").replace(/"[^"]*"/g, '""');
        assert.doesNotMatch(tags, / (?:src|href|srcset|action|on\w+)=/i);
        assert.doesNotMatch(html, /url\(|@import|https?:/i);
    });

    it("forbids all that, and lets its own style apply", () => {
        const [, style = ""] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
        const hash = createHash("sha256").update(style).digest("base64");
        const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
        assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
        assert.equal(html.match(/<style/g)?.length, 1);
        assert.doesNotMatch(html, / style="/);
    });

    it("has each chart twice, for wide and for narrow screens", () => {
        for (const { id } of sampleCharts) {
            const [, figure = ""] = new RegExp(`<figure id="${id}">([^]*?)</figure>`).exec(html) ?? [];
            assert.deepEqual(
                [...figure.matchAll(/<svg class="(\w+)"/g)].map(([, size]) => size),
                ["wide", "narrow"],
            );
        }
    });

    it("escapes hostile text wherever it stands", async () => {
        const everywhere = await renderPage({
            title: hostile,
            lead: hostile,
            sections: [
                {
                    title: hostile,
                    blocks: [
                        { kind: "paragraph", text: hostile },
                        { kind: "list", items: [hostile] },
                        { kind: "figures", figures: [{ term: hostile, value: hostile, note: hostile }] },
                        { kind: "definitions", entries: [{ term: hostile, description: hostile }] },
                        { kind: "note", label: hostile, text: hostile },
                        { kind: "code", caption: hostile, text: hostile },
                        { kind: "table", table: { caption: hostile, head: [hostile], rows: [[hostile]] } },
                    ],
                },
            ],
            footer: hostile,
        });
        assert.doesNotMatch(everywhere, /<script|<img|\u0007/);
        assert.equal(everywhere.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt; &amp; /g)?.length, 22);
    });

    it("refuses two charts of one id, and an id that is none", async () => {
        const [chart] = sampleCharts;
        assert.ok(chart);
        const again: Block = { kind: "chart", chart };
        await assert.rejects(renderPage(pageOf(again, again)), new Error('Two charts have the id "capacity".'));
        await assert.rejects(
            renderPage(pageOf({ kind: "chart", chart: { ...chart, id: 'x" onload="y' } })),
            new Error('A chart\'s id is lower-case letters, digits and hyphens: "x" onload="y".'),
        );
    });

    it("may be without a footer", async () => {
        assert.doesNotMatch(await renderPage(pageOf()), /<footer>/);
        assert.match(html, /<footer><p>Made by a test\.<\/p><\/footer>/);
    });
});

describe("the blocks of a page", () => {
    const cases: { block: Block; html: string }[] = [
        { block: { kind: "paragraph", text: "Set `a`." }, html: "<p>Set <code>a</code>.</p>" },
        { block: { kind: "list", items: ["a", "`b`"] }, html: "<ul><li>a</li><li><code>b</code></li></ul>" },
        {
            block: { kind: "note", label: "Assumption", text: "It is so." },
            html: '<p class="note"><strong>Assumption.</strong> It is so.</p>',
        },
        {
            block: {
                kind: "figures",
                figures: [
                    { term: "Cost", value: "$4", note: "$3 without" },
                    { term: "Peak", value: "5" },
                ],
            },
            html: '<dl class="figures"><div><dt>Cost</dt><dd>$4</dd><dd class="qualification">$3 without</dd></div><div><dt>Peak</dt><dd>5</dd></div></dl>',
        },
        {
            block: { kind: "definitions", entries: [{ term: "`a`", description: "b" }] },
            html: '<dl class="definitions"><div><dt><code>a</code></dt><dd>b</dd></div></dl>',
        },
        {
            block: { kind: "code", caption: "For `x`", text: "a: `1`\nb: 2\n" },
            html: '<p class="caption">For <code>x</code></p><pre tabindex="0" aria-label="For `x`"><code>a: `1`\nb: 2\n</code></pre>',
        },
        {
            block: {
                kind: "table",
                table: {
                    caption: "C",
                    head: ["n", "v"],
                    rows: [
                        ["a", "1"],
                        ["b", "2"],
                    ],
                    align: ["left", "right"],
                    emphasized: [1],
                },
            },
            html: [
                '<p class="caption">C</p>',
                '<div class="scroll" role="region" tabindex="0" aria-label="C">',
                '<table aria-label="C">',
                '<thead><tr><th scope="col">n</th><th scope="col" class="right">v</th></tr></thead>',
                '<tbody><tr><td>a</td><td class="right">1</td></tr>',
                '<tr class="emphasized"><td>b</td><td class="right">2</td></tr></tbody></table></div>',
            ].join("\n"),
        },
    ];
    for (const { block, html } of cases) {
        it(`has a ${block.kind}`, async () => {
            assert.equal(await sectionOf(block), html);
        });
    }
});
