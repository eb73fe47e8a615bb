import { type Mark } from "../../report/axis";
import { type Chart } from "../../report/chart";
import { count, dollars } from "../wording/amounts";
import { climb, highest, type Stretch, wakeUp } from "./chartWindows";
import { type Forecast } from "../forecast";
import { backlogInWords, climbInWords, firstRise, returnInWords, wakeUpInWords } from "../wording/runInWords";
import { type Track } from "./sharedTime";
import { type MinuteSeries } from "../simulation/outcome";
import { timeChart } from "./timeChart";
import { unbroken } from "../wording/unbroken";
import { sinceInWords } from "../wording/workloadInWords";

/** So many times the target, and a target is no longer seen on an axis that is not logarithmic. */
const farAboveTarget = 20;

/** A case with the minutes of its typical run. */
interface Run {
    name: string;
    forecast: Forecast;
    minutes: MinuteSeries;
}

/**
 * The four graphs by which AWS's article shows a burst onto a cold endpoint (AWS Machine Learning Blog, asynchronous Hugging Face endpoints), and what it costs, for one case or several side by side.
 *
 * @throws Error when a typical run has no minutes
 */
export function reportCharts(forecasts: readonly Forecast[]): Chart[] {
    const runs = forecasts.map((forecast) => {
        const { minutes } = forecast.typical;
        if (!minutes) throw new Error(`The typical run of ${forecast.case.name} has no minutes.`);
        return { name: forecast.case.name, forecast, minutes };
    });
    return [noInstances(runs), backlog(runs), instancesRising(runs), backToMinimum(runs), dollarsSoFar(runs)];
}

function noInstances(runs: readonly Run[]): Chart {
    return timeChart({
        id: "no-instances",
        title: "1. No instances",
        caption: `1 while requests wait and no instance is in service, which sets the wake-up alarm off. ${told(runs, wakeUpInWords)}`,
        since: sinceOf(runs),
        ...united(runs.map(({ minutes }) => wakeUp(minutes))),
        moments: runs.length === 1 ? runs.flatMap(firstChanges) : [],
        panels: runs.map((run) => ({
            y: { title: titled(runs, run, "HasBacklogWithoutCapacity") },
            series: [{ name: "metric", track: track(run, run.minutes.backlogWithoutCapacity, true), area: true }],
        })),
    });
}

function backlog(runs: readonly Run[]): Chart {
    const inFlight = runs.every(({ forecast }) => forecast.case.scenario.switches.backlogIncludesInFlight);
    const counted = inFlight ? "Requests queued or in process" : "Requests queued";
    const targets = [...new Set(runs.map(({ forecast }) => forecast.case.scenario.fleet.backlogPerInstance))];
    const peak = Math.max(...runs.map(({ minutes }) => highest(minutes.backlogPerInstance)));
    const logarithmic = peak > farAboveTarget * Math.min(...targets);
    return timeChart({
        id: "backlog",
        title: "2. Backlog and backlog per instance",
        caption: `${counted}, and how many of them there are for each instance in service, which target tracking compares with its target. ${told(runs, backlogInWords)}`,
        since: sinceOf(runs),
        moments: lastResults(runs),
        panels: [
            {
                y: { title: "ApproximateBacklogSize, requests" },
                series: runs.map((run) => ({
                    name: run.name,
                    track: track(run, run.minutes.backlog, false),
                    area: runs.length === 1,
                })),
            },
            {
                y: {
                    title: `ApproximateBacklogSizePerInstance${logarithmic ? " (logarithmic)" : ", requests"}`,
                    logarithmic,
                },
                series: runs.map((run) => ({
                    name: run.name,
                    track: track(run, run.minutes.backlogPerInstance, false),
                })),
                levels: targets.map((at) => ({ label: `target ${count(at)}`, at })),
            },
        ],
    });
}

function instancesRising(runs: readonly Run[]): Chart {
    return timeChart({
        id: "instances-rising",
        title: "3. Instances rising",
        caption: `Instances asked for and in service, until there are as many as there will be. ${told(runs, climbInWords)}`,
        since: sinceOf(runs),
        ...united(runs.map(({ minutes, forecast }) => climb(minutes, forecast.case.scenario.fleet.minCapacity))),
        panels: runs.map((run) => ({
            y: { title: titled(runs, run, "instances") },
            series: [
                { name: "in service", track: track(run, run.minutes.inService, true) },
                { name: "asked for", track: track(run, run.minutes.desired, true) },
            ],
            levels: maximumOf(run),
        })),
    });
}

function backToMinimum(runs: readonly Run[]): Chart {
    const toZero = runs.every(({ forecast }) => forecast.case.scenario.fleet.minCapacity === 0);
    return timeChart({
        id: "back-to-minimum",
        title: toZero ? "4. Back to zero" : "4. Back to the minimum",
        caption: `Instances and backlog over the whole time. ${told(runs, returnInWords)}`,
        since: sinceOf(runs),
        moments: [...(runs.length === 1 ? runs.map(firstResult) : []), ...lastResults(runs)],
        panels: [
            {
                y: { title: "instances in service" },
                series: runs.map((run) => ({ name: run.name, track: track(run, run.minutes.inService, true) })),
            },
            {
                y: { title: "backlog, requests" },
                series: runs.map((run) => ({ name: run.name, track: track(run, run.minutes.backlog, false) })),
            },
        ],
    });
}

function dollarsSoFar(runs: readonly Run[]): Chart {
    const [only] = runs.length === 1 ? runs : [];
    const billed = new Set(runs.map(({ forecast }) => forecast.case.scenario.switches.billProvisioning));
    const from = billed.has(true) ? "from the moment they are asked for" : "once they are in service";
    const paid = billed.size > 1 ? "as the switch billProvisioning of each case says" : from;
    return timeChart({
        id: "dollars",
        title: "5. What it costs",
        caption: only
            ? "US dollars so far: with instances paid for from the moment they are asked for, and only once they are in service. Which of both it is, AWS does not say."
            : `US dollars so far, with instances paid for ${paid}.`,
        since: sinceOf(runs),
        moments: lastResults(runs),
        panels: [
            {
                y: { title: "US dollars so far" },
                series: only
                    ? [costSeries(only, "provisioning billed", true), costSeries(only, "not billed", false)]
                    : runs.map((run) =>
                          costSeries(run, run.name, run.forecast.case.scenario.switches.billProvisioning),
                      ),
            },
        ],
    });
}

function costSeries(run: Run, name: string, provisioning: boolean): { name: string; track: Track } {
    const { inServiceSeconds, provisioningSeconds } = run.minutes;
    const usdPerSecond = run.forecast.case.price.usdPerHour / 3600;
    const values = inServiceSeconds.map((seconds, index) => {
        return usdPerSecond * (seconds + (provisioning ? (provisioningSeconds[index] ?? 0) : 0));
    });
    return { name: `${name}: ${dollars(values.at(-1) ?? 0)} in the end`, track: track(run, values, false) };
}

/** The shortest stretch in which all are. */
function united(stretches: readonly Stretch[]): Stretch {
    return {
        from: Math.min(...stretches.map(({ from }) => from)),
        to: Math.max(...stretches.map(({ to }) => to)),
    };
}

function track({ minutes }: Run, values: readonly number[], step: boolean): Track {
    return { seconds: minutes.atSeconds, values, step };
}

function titled(runs: readonly Run[], run: Run, title: string): string {
    return runs.length === 1 ? title : `${run.name}: ${title}`;
}

/** What is said of each case, with its name where there are several. */
function told(runs: readonly Run[], inWords: (forecast: Forecast, minutes: MinuteSeries) => string): string {
    const clauses = runs.map(({ name, forecast, minutes }) => {
        return `${runs.length === 1 ? "Here" : `${name}:`} ${inWords(forecast, minutes)}.`;
    });
    return unbroken(clauses.join(" "));
}

function sinceOf(runs: readonly Run[]): string {
    const since = [...new Set(runs.map(({ forecast }) => sinceInWords(forecast.case.scenario.workload)))];
    return since.length === 1 ? since.join("") : "after the load begins";
}

function maximumOf({ forecast }: Run): Mark[] {
    const { maxCapacity } = forecast.case.scenario.fleet;
    return [{ label: `maximum ${count(maxCapacity)}`, at: maxCapacity }];
}

function firstResult({ forecast }: Run): Mark {
    return { label: "first result", at: forecast.typical.firstResultSeconds };
}

function lastResults(runs: readonly Run[]): Mark[] {
    return runs.map(({ name, forecast }) => ({
        label: runs.length === 1 ? "last request ended" : `${name} ended`,
        at: forecast.typical.makespanSeconds,
    }));
}

function firstChanges({ forecast }: Run): Mark[] {
    const { asked, there } = firstRise(forecast.typical.changes);
    return [
        ...(asked ? [{ label: `${count(asked.to)} asked for`, at: asked.atSeconds }] : []),
        ...(there ? [{ label: "in service", at: there.atSeconds }] : []),
    ];
}
