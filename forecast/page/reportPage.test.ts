import assert from "node:assert/strict";

import { switchTexts } from "../wording/switchTexts";
import { duration } from "../wording/amounts";
import { type Forecast } from "../forecast";
import { reportPage } from "./reportPage";
import { exampleCase, exampleForecast } from "../testing/exampleForecast";
import { rowsOf, textsOf } from "../testing/readPage";

const burst = { kind: "burst", requests: 1000 } as const;
const dev = exampleForecast(exampleCase("dev", burst));

describe("the report of a forecast", () => {
    let html: string;
    before(async () => {
        html = await reportPage([dev], "npm run forecast -- --stack dev --requests 1000 --seed 1");
    });

    it("begins with the answer and says that nothing was deployed", () => {
        assert.deepEqual(textsOf(html, "h1"), ["Forecast for dev: 1,000 requests at once"]);
        assert.match(textsOf(html, "p")[0] ?? "", /^1,000 requests at once are answered after \d+ min/);
        assert.ok(
            textsOf(html, "p").includes(
                "Simulation. Nothing was deployed. How an asynchronous endpoint behaves where AWS does not say is inferred or assumed, and is marked so below.",
            ),
        );
    });

    it("has its parts in order", () => {
        assert.deepEqual(textsOf(html, "h2"), [
            "In numbers",
            "What limits it, and which setting would help",
            "What happens",
            "All measures",
            "How far to trust this",
            "What is taken for true",
            "Settings",
            "The same again",
        ]);
    });

    it("lists what limits it, the gravest first", () => {
        assert.deepEqual(textsOf(html, "li"), dev.findings);
    });

    it("has the article's four graphs, what it costs, and what moves it", () => {
        assert.deepEqual(
            [...html.matchAll(/<figure id="([^"]*)"/g)].map(([, id]) => id),
            ["no-instances", "backlog", "instances-rising", "back-to-minimum", "dollars", "sensitivity-1"],
        );
    });

    it("says loudly that the service time is not measured", () => {
        assert.ok(html.includes("<strong>The service time is not measured.</strong>"));
    });

    it("has a row for each measure, with its range", () => {
        const rows = rowsOf(
            html,
            "Medians and quantiles over 5 runs. Latencies count from each request&#39;s arrival, all other times from the first request.",
        );
        assert.deepEqual(rows[0], ["", "median", "5 %", "95 %"]);
        assert.equal(rows.length, 1 + Object.keys(dev.measures).length);
        assert.deepEqual(rows[1], ["answered", "1,000", "1,000", "1,000"]);
        const first = dev.measures.firstResultSeconds;
        assert.ok(first.low + 1 < first.median && first.median + 1 < first.high);
        assert.deepEqual(
            rows.find(([name]) => name === "first result"),
            ["first result", ...[first.median, first.low, first.high].map(duration)],
        );
        const usd = dev.measures.usd;
        const cost = [usd.median, usd.low, usd.high].map((value) => `$${value.toFixed(2)}`);
        assert.deepEqual(
            rows.find(([name]) => name === "cost"),
            ["cost", ...cost],
        );
    });

    it("says what each unknown moves, what moves most first", () => {
        const rows = rowsOf(html, "What each unknown changes, in the median.");
        assert.deepEqual(rows[0], ["", "here", "otherwise", "time", "cost"]);
        assert.deepEqual(rows[1], ["serviceTime", "4 s", "25 % longer", "+17 min", "+$0.36"]);
        assert.deepEqual(rows[2], ["serviceTime", "4 s", "25 % shorter", "−17 min", "−$0.35"]);
        assert.deepEqual(rows.at(-1), ["scaleInDrains", "true", "false", "0", "0"]);
    });

    it("names every switch with its mark, and what the marks mean", () => {
        for (const [name, { about, mark }] of Object.entries(switchTexts)) {
            const [, told = ""] = html.split(`<dt>${about}</dt><dd>`);
            assert.ok(told.startsWith(`<code>${mark}</code> `), name);
            assert.ok(told.split("</dd>")[0]?.endsWith(` (<code>--switch ${name}</code>)`), name);
        }
        assert.match(html, /<code>inferred<\/code>: follows from what is documented or observed, AWS does not say it/);
    });

    it("dates its prices and says what they leave out", () => {
        assert.match(html, /costs \$0\.23 \(list price of us-east-1, 2026-05-20\)/);
        assert.match(html, /Volumes, data processing, requests to S3, alarms, keys and logs cost extra\./);
    });

    it("lists the settings and how to have the same again", () => {
        const rows = rowsOf(html, "What the endpoint and its scaling are set to.");
        assert.deepEqual(rows.slice(0, 4), [
            ["", "dev"],
            ["region", "us-east-1"],
            ["instanceType", "ml.m5.xlarge"],
            ["minCapacity", "0"],
        ]);
        assert.ok(html.includes("<code>npm run forecast -- --stack dev --requests 1000 --seed 1</code></pre>"));
        assert.ok(textsOf(html, "p").includes("Seed 1 and 5 runs: the same command gives the same numbers."));
    });

    it("leaves out what there is nothing of, and what need not be said", async () => {
        const serviceTime = {
            ...dev.case.serviceTime,
            origin: "measured",
            source: "12 measured samples of times.txt",
        } as const;
        const bare = await reportPage([
            { ...dev, case: { ...dev.case, serviceTime }, sensitivities: [], findings: [] },
        ]);
        assert.deepEqual(textsOf(bare, "h2"), [
            "In numbers",
            "What happens",
            "All measures",
            "What is taken for true",
            "Settings",
            "The same again",
        ]);
        assert.ok(!bare.includes("<pre"));
        assert.ok(!bare.includes("The service time is not measured"));
        assert.ok(bare.includes("<code>measured</code> One summary takes"));
    });

    it("is the same for the same forecast", async () => {
        assert.equal(await reportPage([dev], "npm run forecast -- --stack dev --requests 1000 --seed 1"), html);
    });

    it("shows hostile text as text, and how many more are answered where that moves", async () => {
        const hostile = `<script>alert("1")</script> & '`;
        const named: Forecast = {
            ...dev,
            case: {
                ...dev.case,
                name: hostile,
                region: hostile,
                serviceTime: { ...dev.case.serviceTime, source: hostile },
                price: { usdPerHour: 1, origin: "listed", source: hostile },
                coldStart: { origin: "inferred", source: hostile },
            },
            findings: [hostile],
            sensitivities: dev.sensitivities.map((one, index) => ({
                ...one,
                value: hostile,
                present: hostile,
                done: index === 0 ? -12 : 0,
            })),
        };
        const page = await reportPage([named, { ...dev, case: { ...dev.case, name: "dev" } }], hostile);
        assert.ok(!page.includes("<script"));
        assert.ok(page.split("&lt;script&gt;").length > 15);
        const rows = rowsOf(
            page,
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;: what each unknown changes",
        );
        assert.deepEqual(rows[0]?.at(-1), "answered");
        assert.deepEqual(rows[1]?.at(-1), "−12");
    });

    it("needs a forecast", async () => {
        await assert.rejects(reportPage([]), { message: "A report needs a forecast." });
    });
});

describe("the report of forecasts side by side", () => {
    const prod = exampleForecast(exampleCase("prod", burst));
    let html: string;
    before(async () => {
        html = await reportPage([dev, prod]);
    });

    it("answers for each under its name", () => {
        assert.deepEqual(textsOf(html, "h1"), ["Forecast: dev beside prod"]);
        assert.match(
            textsOf(html, "p")[0] ?? "",
            /^dev: 1,000 requests .* ml\.m5\.xlarge .* prod: 1,000 .* ml\.g4dn\.xlarge /,
        );
    });

    it("compares them in one table", () => {
        const rows = rowsOf(html, "Medians over 5 runs; in brackets");
        assert.deepEqual(rows[0], ["", "dev", "prod"]);
        assert.deepEqual(rows[1], ["answered", "1,000", "1,000"]);
        assert.deepEqual(rows.at(-1), ["idle, a month", "$0.00", "$0.00"]);
    });

    it("says an assumption that they share once, and others for each", () => {
        const told = textsOf(html, "dd");
        assert.deepEqual(told.filter((text) => text.includes("What is not planned is not in a forecast.")).length, 1);
        assert.equal(html.split("Not every region offers every instance type").length, 2);
        const [serviceTime] = told.filter((text) => text.includes("One summary takes"));
        assert.match(
            serviceTime ?? "",
            /^assumed dev: One summary takes the model 4 s, .* assumed prod: One summary takes the model 1\.3 s, /,
        );
    });

    it("has in bold the settings in which they differ", () => {
        const emphasized = [...html.matchAll(/<tr class="emphasized"><td>([^<]*)<\/td>/g)].map(([, name]) => name);
        assert.deepEqual(emphasized, ["instanceType", "scaleInCooldownSeconds"]);
    });

    it("has what moves each", () => {
        assert.deepEqual(
            [...html.matchAll(/<figure id="(sensitivity[^"]*)"/g)].map(([, id]) => id),
            ["sensitivity-1", "sensitivity-2"],
        );
    });
});
