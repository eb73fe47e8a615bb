import { sparkline } from "../../report/sparkline";
import { count, duration } from "../wording/amounts";
import { type Forecast } from "../forecast";
import { type CapacityEvent, type MinuteSeries } from "../simulation/outcome";
import { type Screen } from "./screen";

const axisLabel = "typical run";
const labelWidth = axisLabel.length + 1;
/** Columns that stay free for the largest value, at the end. */
const valueWidth = 16;

/**
 * Backlog and instances of the typical run over time.
 *
 * @param longestSeconds what the whole width stands for, so that several cases can be compared
 */
export function sparklines({ typical }: Forecast, { width, colours }: Screen, longestSeconds: number): string[] {
    const { minutes } = typical;
    if (!minutes || minutes.atSeconds.length < 2) return [];
    const own = lastSecond(minutes);
    const columns = Math.max(8, Math.round((width - labelWidth - valueWidth) * Math.min(1, own / longestSeconds)));
    const line = (label: string, values: readonly number[], paint: (text: string) => string): string => {
        const most = values.reduce((largest, value) => Math.max(largest, value), 0);
        return `${label.padEnd(labelWidth)}${paint(sparkline(stretched(values, columns), columns))} ${count(most)} at most`;
    };
    const axis = `0${duration(own).padStart(columns - 1)}`;
    return [
        line("backlog", minutes.backlog, colours.cyan),
        line("instances", minutes.inService, colours.green),
        colours.dim(`${axisLabel.padEnd(labelWidth)}${axis}`),
    ];
}

/** When a series ends, in seconds after the first request. */
export function lastSecond({ atSeconds }: MinuteSeries): number {
    return atSeconds.at(-1) ?? 0;
}

/** A short series is drawn as wide as a long one. */
function stretched(values: readonly number[], columns: number): readonly number[] {
    if (values.length >= columns) return values;
    return Array.from(
        { length: columns },
        (_, column) => values[Math.floor((column * values.length) / columns)] as number,
    );
}

/** With more, the first and the last are told. */
const mostLines = 12;
const lastLines = 4;

/** What happened to the capacity in the typical run, a line each. */
export function capacityLines({ typical: { changes } }: Forecast): string[] {
    const lines: string[] = [];
    for (let at = 0; at < changes.length; at++) {
        const event = changes[at] as CapacityEvent;
        if (event.kind === "asked") lines.push(askedLine(changes, at));
        if (event.kind !== "refused") continue;
        const begin = at;
        while (isSameRefusal(event, changes[at + 1])) at++;
        lines.push(refusedLine(event, changes[at] as CapacityEvent, at - begin + 1));
    }
    if (lines.length <= mostLines) return lines;
    const left = lines.length - mostLines + 1;
    return [...lines.slice(0, mostLines - lastLines - 1), `… ${count(left)} more`, ...lines.slice(-lastLines)];
}

function isSameRefusal(event: CapacityEvent, next: CapacityEvent | undefined): boolean {
    return next?.kind === "refused" && next.to === event.to && next.policy === event.policy;
}

function askedLine(changes: readonly CapacityEvent[], at: number): string {
    const event = changes[at] as CapacityEvent;
    const by = event.policy === "wakeUp" ? "the wake-up" : event.to > event.from ? "the backlog" : "target tracking";
    const fulfilled = fulfilledAt(changes, at);
    const verb = event.to > event.from ? "in service" : "gone";
    const end = fulfilled === undefined ? "" : `, ${verb} at ${clock(fulfilled)}`;
    return `${moment(event)}  asked for by ${by}${end}`;
}

/** When what was asked for was there; undefined when another change overtook it. */
function fulfilledAt(changes: readonly CapacityEvent[], asked: number): number | undefined {
    for (let at = asked + 1; at < changes.length; at++) {
        const { kind, to, atSeconds } = changes[at] as CapacityEvent;
        if (kind === "asked") return undefined;
        if (kind === "inService" && to === changes[asked]?.to) return atSeconds;
    }
    return undefined;
}

function refusedLine(first: CapacityEvent, last: CapacityEvent, times: number): string {
    const until = times === 1 ? "" : ` ${count(times)}×, until ${clock(last.atSeconds)}`;
    return `${moment(first)}  refused${until}: a change was under way`;
}

function moment({ atSeconds, from, to }: CapacityEvent): string {
    return `${clock(atSeconds).padStart(12)}  ${`${count(from)} → ${count(to)}`.padEnd(7)}`;
}

function clock(seconds: number): string {
    return duration(Math.max(0, seconds));
}
