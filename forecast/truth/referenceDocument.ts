import { type Chart } from "../../report/chart";
import { panels } from "../../report/lineCharts";
import { observed, type SimulatedMinute, simulatedReference } from "./referenceRun";

/** Minutes after 10:00 between which something is shown. */
const shown = { from: 37, to: 71 };

/** Observed and simulated, minute by minute, one above the other. */
export function referenceChart(): Chart {
    const minutes = shownMinutes();
    const values = minutes.map(({ minute }) => minute);
    const seen = values.map((minute) => observed.find((one) => one.minute === minute)?.backlogPerInstance ?? NaN);
    return panels({
        id: "reference-run",
        title: "The reference run, observed and simulated",
        caption: "Backlog per instance as read off the published graph and as simulated; instances as simulated.",
        x: { title: "minutes after 10:00 on 2022-02-11", values },
        panels: [
            {
                y: { title: "ApproximateBacklogSizePerInstance" },
                series: [
                    { name: "observed", values: seen },
                    { name: "simulated", values: minutes.map(({ backlogPerInstance }) => backlogPerInstance) },
                ],
                levels: [{ label: "target", at: 5 }],
            },
            {
                y: { title: "instances in service, simulated" },
                series: [{ name: "in service", values: minutes.map(({ inService }) => inService), step: true }],
            },
        ],
    });
}

/** docs/reference-run.md, before it is formatted. */
export function referenceDocument(): string {
    const rows = shownMinutes().flatMap(({ minute, backlogPerInstance, inService, what }) => {
        const seen = observed.find((one) => one.minute === minute);
        // The long rest at no backlog says nothing that its first and last minute do not.
        if (!seen && what.length === 0 && minute > 56) return [];
        const cells = [
            clock(minute),
            seen?.backlogPerInstance === undefined ? "" : number(seen.backlogPerInstance),
            number(backlogPerInstance),
            String(inService),
            seen?.what ?? "",
            what.join(", "),
        ];
        return [`| ${cells.join(" | ")} |`];
    });
    return [
        "# A run on AWS, observed and simulated",
        "",
        "<!-- Made from forecast/truth/referenceRun.ts by `npm run docs`; a test keeps it current. -->",
        "",
        introduction,
        "",
        "![Backlog per instance, observed and simulated, and simulated instances](images/reference-run.svg)",
        "",
        "| Time | Backlog per instance, observed | simulated | Instances, simulated | Observed | Simulated |",
        "| --- | --- | --- | --- | --- | --- |",
        ...rows,
        "",
        differences,
        "",
    ].join("\n");
}

function shownMinutes(): SimulatedMinute[] {
    return simulatedReference().filter(({ minute }) => minute >= shown.from && minute <= shown.to);
}

function clock(minute: number): string {
    return `${String(10 + Math.floor(minute / 60))}:${String(minute % 60).padStart(2, "0")}`;
}

function number(value: number): string {
    return String(Number(value.toFixed(2)));
}

const introduction = `The Hugging Face notebook \`sagemaker/16_async_inference_hf_hub\` shows CloudWatch graphs of one asynchronous endpoint on 2022-02-11: ml.g4dn.xlarge, 0 to 5 instances, target tracking at 5.0
and no wake-up policy, cooldowns of 600 s (in) and 300 s (out). It is the only published run of this kind that we know of with its metrics minute by minute. The forecast runs it with the same settings. One thing is told in the
notebook's text only and put in: about five to six minutes until an instance is there (five are taken). That a request takes half a second is assumed. The seconds at which requests were sent are not known; half a minute before they show is assumed.
Numbers observed are read off the graph.`;

const differences = `## Where they differ, and why

- **Until 10:54 nothing.** Eight minutes with one request queued and no scale-out, since one is below the target; an alarm after three minutes above it, and not earlier; one action; instances five minutes later. The
  provisioning time is put in, not predicted; what the simulation shows is that the alarm's minutes and the instances' minutes add up to what was observed.
- **The noise between 10:46 and 10:49** (9.5 to 15.4 around 11) is the metric's own. The simulation has none; an alarm with a target near the backlog would be affected, this one is not.
- **10:54: observed 7, simulated 3.67.** The metric is the backlog divided by the instances in service. With the three instances for which the rule asks, eleven requests are 3.67. A value of 7 for two minutes means seven requests and one
  instance, or none that counts yet: the instances of one change may come one after the other, and the first requests may be slow while a model warms up. The simulation lets instances of one change come together and
  at full speed; it is ahead of the observed run by about a minute here. Which of the two it was, the graphs do not show: the number of instances is not among them.
- **After 10:56** the graphs end. The simulation goes on to zero at 11:10, on the first fifteen datapoints below 4.5 from after the scale-out; the scale-in cooldown of 600 s follows a scale-in, and there was none before.`;
