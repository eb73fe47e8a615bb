import assert from "node:assert/strict";

import { type Browser } from "playwright-core";

import { renderPage } from "./page";
import { launchBrowser, openPage, type OpenedPage, type View } from "./testing/browser";
import { charts, overflow, texts } from "./testing/measures.cjs";
import { hostile, samplePage } from "./testing/samplePage";

const views: readonly View[] = [
    { widthPixels: 390, scheme: "light" },
    { widthPixels: 390, scheme: "dark" },
    { widthPixels: 599, scheme: "light" },
    { widthPixels: 600, scheme: "light" },
    { widthPixels: 1280, scheme: "light" },
    { widthPixels: 1280, scheme: "dark" },
];

/** The width of A4 less its margins, at 96 pixels an inch. */
const sheetPixels = 680;
const sheet: View = { widthPixels: sheetPixels, scheme: "dark", medium: "print" };

describe("a page of a report, in a browser", () => {
    let browser: Browser;
    let html: string;
    before(async () => {
        [browser, html] = await Promise.all([launchBrowser(), renderPage(samplePage)]);
    });
    after(() => browser.close());

    for (const view of views) {
        const name = `report-sample-${String(view.widthPixels)}-${view.scheme}`;
        describe(`${String(view.widthPixels)} pixels wide, ${view.scheme}`, () => {
            let opened: OpenedPage;
            before(async () => {
                opened = await openPage(browser, "report-sample", html, view);
                if (view.widthPixels !== 599 && view.widthPixels !== 600) await opened.keepPicture(name);
            });
            after(() => opened.close());

            it("says nothing on the console and asks the network for nothing", () => {
                assert.deepEqual(opened.problems, []);
            });

            it("does not reach over the right edge", async () => {
                assert.deepEqual(await opened.page.evaluate(overflow), { scrollWidth: view.widthPixels, outside: [] });
            });

            it("has a wide table that scrolls by itself", async () => {
                const table = opened.page.locator(".scroll").first();
                assert.equal(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth), true);
            });

            it("has text that is readable", async () => {
                const found = await opened.page.evaluate(texts);
                assert.ok(found.length > 150, String(found.length));
                assert.deepEqual(
                    found.filter(({ contrast, pixels, drawn }) => contrast < 4.5 || pixels < (drawn ? 9 : 12)),
                    [],
                );
            });

            it("shows each chart once, with a name and nothing cut or covered", async () => {
                const found = await opened.page.evaluate(charts);
                assert.deepEqual(
                    found.map(({ id, label, cut, overlapping }) => ({ id, label, cut, overlapping })),
                    [
                        { id: "capacity", label: "Instances", cut: [], overlapping: [] },
                        { id: "backlog", label: "Backlog, and backlog per instance", cut: [], overlapping: [] },
                        { id: "cost", label: "Dollars so far", cut: [], overlapping: [] },
                        { id: "frontier", label: "Dollars and hours of 400 configurations", cut: [], overlapping: [] },
                    ],
                );
            });

            it("is painted as the reader's scheme says", async () => {
                const paper = view.scheme === "dark" ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)";
                assert.equal(await backgroundOf(opened), paper);
            });
        });
    }

    it("is on paper light, whole, and without parts that scroll", async () => {
        const opened = await openPage(browser, "report-sample", html, sheet);
        await opened.keepPicture("report-sample-print");
        assert.equal(await backgroundOf(opened), "rgb(255, 255, 255)");
        assert.deepEqual(await opened.page.evaluate(overflow), { scrollWidth: sheetPixels, outside: [] });
        const found = await opened.page.evaluate(charts);
        assert.deepEqual(
            found.map(({ id, widthPixels, cut }) => ({ id, widthPixels, cut })),
            ["capacity", "backlog", "cost", "frontier"].map((id) => ({ id, widthPixels: sheetPixels, cut: [] })),
        );
        const pdf = await opened.page.pdf({ format: "A4", printBackground: true });
        assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
        assert.deepEqual(opened.problems, []);
        await opened.close();
    });

    it("shows hostile text as text", async () => {
        const opened = await openPage(browser, "report-sample", html, { widthPixels: 1280, scheme: "light" });
        const { page } = opened;
        assert.equal(await page.locator("script, img, iframe, a, link").count(), 0);
        const shown = hostile.replace("\u0007", "\ufffd");
        assert.equal(await page.locator("section > p", { hasText: shown }).first().textContent(), shown);
        assert.equal(await page.locator("#cost svg.wide text", { hasText: shown }).count(), 1);
        assert.equal(await page.locator("#frontier svg.wide title").count(), 6);
        assert.equal(await page.locator("#frontier svg.wide title", { hasText: `1: ${shown}` }).count(), 1);
        await opened.close();
    });

    it("lets no script run and nothing be loaded, even where somebody put it into the file", async () => {
        const infected = html.replace(
            "</main>",
            '<script>document.title = "run"</script><img src="https://example.com/x.png"></main>',
        );
        const opened = await openPage(browser, "report-infected", infected, { widthPixels: 1280, scheme: "light" });
        assert.equal(await opened.page.title(), samplePage.title);
        assert.deepEqual(
            opened.problems.filter((problem) => problem.startsWith("failed:")),
            ["failed: https://example.com/x.png (csp)"],
        );
        assert.equal(opened.problems.filter((problem) => problem.includes("Content Security Policy")).length, 2);
        await opened.close();
    });
});

/** What fills the screen behind everything. */
function backgroundOf({ page }: OpenedPage): Promise<string> {
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
}
