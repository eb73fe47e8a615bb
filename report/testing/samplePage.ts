import { type Chart } from "../chart";
import { lines, panels } from "../lineCharts";
import { type Page } from "../page";
import { scatter } from "../scatterChart";
import { timeAxis } from "../timeAxis";

/** What tries to be more than text. */
export const hostile = `<script>alert("1")</script> & <img src=x onerror='alert(2)'> "quoted" \u0007`;

/** Made-up minutes: ten thousand requests, five instances that come after a while and go again. */
const minutes = Array.from({ length: 151 }, (_, minute) => minute);
const inService = minutes.map((minute) => (minute < 7 || minute > 131 ? 0 : minute < 13 ? 1 : 5));
const desired = minutes.map((minute) => (minute < 2 || minute > 129 ? 0 : minute < 8 ? 1 : 5));
const backlog = inService.reduce<number[]>(
    (left, count) => [...left, Math.max(0, (left.at(-1) ?? 10_000) - count * 18)],
    [],
);
const x = timeAxis(
    minutes.map((minute) => minute * 60),
    "after the first request",
);

/** Four charts, one of each kind, with made-up numbers. */
export const sampleCharts: readonly Chart[] = [
    lines({
        id: "capacity",
        title: "Instances",
        caption: "Capacity follows what is asked for after a cold start of five minutes, and is given back in the end.",
        x,
        y: { title: "instances" },
        series: [
            { name: "asked for", values: desired, step: true },
            { name: "in service", values: inService, step: true },
        ],
        levels: [{ label: "maxCapacity", at: 6 }],
    }),
    panels({
        id: "backlog",
        title: "Backlog, and backlog per instance",
        caption:
            "`ApproximateBacklogSize` falls at the rate of the instances in service; per instance it is what they are scaled by.",
        x,
        moments: [
            { label: "first result", at: 7 },
            { label: "all instances in service", at: 13 },
            { label: "last result", at: 122 },
            { label: "back to zero", at: 132 },
        ],
        panels: [
            { y: { title: "requests" }, series: [{ name: "backlog", values: backlog, area: true }] },
            {
                y: { title: "requests per instance" },
                series: [
                    {
                        name: "backlog per instance",
                        values: backlog.map((left, minute) => left / Math.max(1, inService[minute] ?? 0)),
                    },
                ],
                levels: [{ label: "targetValue", at: 5 }],
            },
        ],
    }),
    lines({
        id: "cost",
        title: "Dollars so far",
        caption: "With provisioning billed and without; AWS does not say which it is.",
        x,
        y: { title: "dollars" },
        series: ["provisioning billed", "provisioning free", "a third way", "a fourth one", hostile].map(
            (name, index) => ({
                name,
                values: minutes.map((minute) => minute * (0.031 - index * 0.003)),
                area: index === 0,
            }),
        ),
    }),
    scatter({
        id: "frontier",
        title: "Dollars and hours of 400 configurations",
        caption: "A configuration on the line cannot be had cheaper without taking longer.",
        x: { title: "hours until the last result" },
        y: { title: "dollars" },
        others: {
            name: "other configurations",
            points: Array.from({ length: 400 }, (_, index) => {
                const hours = 1 + ((index * 37) % 100) / 25;
                return {
                    x: hours,
                    y: 3 + 9 / hours + ((index * 53) % 71) / 20,
                    tooltip: `configuration ${String(index)}`,
                };
            }),
        },
        frontier: {
            name: "best for their price",
            points: [1, 1.3, 1.7, 2.4, 3.1, 4.6].map((hours, index) => ({
                x: hours,
                y: 2.7 + 9 / hours,
                label: String(index + 1),
                tooltip: `${String(index + 1)}: ${hostile}`,
            })),
        },
        moments: [{ label: "deadline", at: 4 }],
    }),
];

/** A page with every kind of block, made-up numbers, and text that has to stay text. */
export const samplePage: Page = {
    title: "A burst of 10,000 requests on summarizer-dev",
    lead: "All requests are answered after 2 h 11 min, by 5 instances, for $4.07. This page is a sample: its numbers are made up.",
    sections: [
        {
            title: "The answer",
            blocks: [
                {
                    kind: "figures",
                    figures: [
                        { term: "First result", value: "7 min 20 s", note: "6 min 41 s to 9 min 2 s in 90 % of runs" },
                        { term: "Last result", value: "2 h 11 min", note: "2 h 8 min to 2 h 15 min" },
                        { term: "Instances at most", value: "5" },
                        { term: "Cost", value: "$4.07", note: "$3.92 without provisioning" },
                        { term: "Per 1,000 results", value: "$0.41" },
                        { term: "Expired", value: "0 of 10,000", note: "longest wait 1 h 58 min of 6 h" },
                    ],
                },
                {
                    kind: "note",
                    label: "Assumption",
                    text: "A request takes 3.3 s: `--service-seconds` was not measured on this type.",
                },
                ...sampleCharts.slice(0, 3).map((chart) => ({ kind: "chart", chart }) as const),
            ],
        },
        {
            title: "What to set",
            blocks: [
                { kind: "chart", chart: sampleCharts[3] as Chart },
                {
                    kind: "table",
                    table: {
                        caption: "The configurations on the line, with all that they set",
                        head: [
                            "",
                            "instance type",
                            "maxCapacity",
                            "concurrency",
                            "targetValue",
                            "cooldowns",
                            "wake-up",
                            "last result",
                            "cost",
                            hostile,
                        ],
                        rows: [1, 2, 3, 4, 5, 6].map((row) => [
                            String(row),
                            "ml.g4dn.2xlarge",
                            String(9 - row),
                            "4",
                            "10",
                            "600 s / 300 s",
                            "+1",
                            `${String(row)} h ${String(row * 7)} min`,
                            `$${(12 / row).toFixed(2)}`,
                            hostile,
                        ]),
                        align: ["right", "left", "right", "right", "right", "left", "right", "right", "right"],
                        emphasized: [2],
                    },
                },
                {
                    kind: "code",
                    caption: "For `Pulumi.dev.yaml`",
                    text: 'config:\n  sagemaker-async-summarizer:maxCapacity: "8"\n  sagemaker-async-summarizer:targetValue: "10"\n',
                },
            ],
        },
        {
            title: `Of what this is made: ${hostile}`,
            blocks: [
                {
                    kind: "definitions",
                    entries: [
                        { term: "`maxCapacity`", description: "5, from `Pulumi.dev.yaml`" },
                        { term: "Cold start", description: "log-normal, median 330 s: inferred from public reports" },
                        { term: hostile, description: hostile },
                    ],
                },
                { kind: "paragraph", text: hostile },
                { kind: "list", items: ["Requests are served in the order in which they arrived.", hostile] },
                { kind: "code", caption: hostile, text: hostile },
            ],
        },
    ],
    footer: "Made by a test.",
};
