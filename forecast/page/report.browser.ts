import assert from "node:assert/strict";

import { type Browser } from "playwright-core";

import { launchBrowser, openPage, type OpenedPage, type View } from "../../report/testing/browser";
import { charts, overflow, texts } from "../../report/testing/measures.cjs";
import { forecastOf } from "../forecastOf";
import { optimizationPage } from "./optimizationPage";
import { reportPage } from "./reportPage";
import { exampleCase } from "../testing/exampleForecast";
import { exampleOptimization } from "../testing/exampleOptimization";

const views: readonly View[] = [
    { widthPixels: 390, scheme: "light" },
    { widthPixels: 390, scheme: "dark" },
    { widthPixels: 1280, scheme: "light" },
    { widthPixels: 1280, scheme: "dark" },
];

/** Where a page is like another one that is seen in all of them. */
const fewViews = views.slice(1, 3);

const graphs = {
    "no-instances": "1. No instances",
    backlog: "2. Backlog and backlog per instance",
    "instances-rising": "3. Instances rising",
    "back-to-minimum": "4. Back to zero",
    dollars: "5. What it costs",
};

const options = { runs: 20, seed: 1, threads: 1, sensitivity: true };

/** Pages as `npm run forecast` writes them, and the charts that have to be on each. */
const pages: readonly {
    name: string;
    make: () => Promise<string>;
    labels: Readonly<Record<string, string>>;
    seen: readonly View[];
}[] = [
    {
        name: "forecast",
        make: async () => {
            return reportPage(
                [await forecastOf(exampleCase("dev"), options)],
                "npm run forecast -- --stack dev --requests 10000 --runs 20 --seed 1",
            );
        },
        labels: { ...graphs, "sensitivity-1": "What moves the answer" },
        seen: views,
    },
    {
        name: "forecasts-side-by-side",
        make: async () => {
            return reportPage(
                [await forecastOf(exampleCase("dev"), options), await forecastOf(exampleCase("prod"), options)],
                "npm run forecast -- --compare dev prod --requests 10000 --runs 20 --seed 1",
            );
        },
        labels: {
            ...graphs,
            "sensitivity-1": "dev: what moves the answer",
            "sensitivity-2": "prod: what moves the answer",
        },
        seen: fewViews,
    },
    {
        name: "forecast-that-expires",
        make: async () => {
            const { scenario, ...dev } = exampleCase("dev");
            const fleet = { ...scenario.fleet, requestTtlSeconds: 3600 };
            return reportPage([await forecastOf({ ...dev, scenario: { ...scenario, fleet } }, options)]);
        },
        labels: { ...graphs, "sensitivity-1": "What moves the answer" },
        seen: fewViews,
    },
    {
        name: "optimization",
        make: async () => {
            return optimizationPage(
                await exampleOptimization(7200, 10_000),
                "npm run forecast -- --optimize --requests 10000 --deadline 2h",
            );
        },
        labels: { frontier: "Cost and time" },
        seen: fewViews,
    },
];

for (const { name, make, labels, seen } of pages) {
    describe(`the page "${name.replaceAll("-", " ")}", in a browser`, () => {
        let browser: Browser;
        let html: string;
        before(async () => {
            html = await make();
            browser = await launchBrowser();
        });
        after(() => browser.close());

        for (const view of seen) {
            it(`is whole and readable ${String(view.widthPixels)} pixels wide, ${view.scheme}`, async () => {
                const opened = await openPage(browser, name, html, view);
                await opened.keepPicture(`${name}-${String(view.widthPixels)}-${view.scheme}`);
                await assertWhole(opened, view.widthPixels);
                await assertReadable(opened);
                const found = await opened.page.evaluate(charts);
                assert.deepEqual(
                    found.map(({ id, label, cut, overlapping }) => ({ id, label, cut, overlapping })),
                    Object.entries(labels).map(([id, label]) => ({ id, label, cut: [], overlapping: [] })),
                );
                await opened.close();
            });
        }

        it("can be printed", async () => {
            const opened = await openPage(browser, name, html, { widthPixels: 680, scheme: "dark", medium: "print" });
            await assertWhole(opened, 680);
            const pdf = await opened.page.pdf({ format: "A4", printBackground: true });
            assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
            await opened.close();
        });
    });
}

/** Nothing is asked for or complained about, and nothing reaches over the edge. */
async function assertWhole({ page, problems }: OpenedPage, widthPixels: number): Promise<void> {
    assert.deepEqual(problems, []);
    assert.deepEqual(await page.evaluate(overflow), { scrollWidth: widthPixels, outside: [] });
}

async function assertReadable({ page }: OpenedPage): Promise<void> {
    const found = await page.evaluate(texts);
    assert.ok(found.length > 100, String(found.length));
    assert.deepEqual(
        found.filter(({ contrast, pixels, drawn }) => contrast < 4.5 || pixels < (drawn ? 9 : 12)),
        [],
    );
}
