import { type Axis } from "./axis";

interface Unit {
    name: string;
    seconds: number;
    /** Distances of labels that people count in. */
    steps: readonly number[];
}

const units: readonly [Unit, ...Unit[]] = [
    { name: "days", seconds: 86_400, steps: [1, 2, 7, 14, 28, 91, 182, 364] },
    { name: "hours", seconds: 3600, steps: [0.5, 1, 2, 3, 6, 12, 24] },
    { name: "minutes", seconds: 60, steps: [0.5, 1, 2, 5, 10, 15, 20, 30, 60] },
    { name: "seconds", seconds: 1, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60] },
];

/** A unit is taken when its axis has at least this many of them. */
const fewest: Readonly<Record<string, number>> = { days: 3, hours: 5, minutes: 3, seconds: 0 };
const mostLabels = 9;

/**
 * An axis of time, in the unit that suits how long it is, with labels where people expect them.
 *
 * @param seconds finite, ascending
 * @param since what the time is counted from, for the title: "after the first request" or "since 10:38"
 */
export function timeAxis(seconds: readonly number[], since: string): Axis {
    const first = seconds[0] ?? 0;
    const last = seconds.at(-1) ?? 0;
    const span = last - first;
    const unit = units.find(({ name, seconds: length }) => span / length >= (fewest[name] ?? 0)) ?? units[0];
    return {
        title: `${unit.name} ${since}`,
        values: seconds.map((value) => value / unit.seconds),
        labels: multiples(first / unit.seconds, last / unit.seconds, unit.steps),
    };
}

/** All multiples of the smallest step that makes few enough of them; of the largest step, or its power of two, if none does. */
function multiples(first: number, last: number, steps: readonly number[]): number[] {
    const fits = (step: number) => (last - first) / step < mostLabels;
    let step = steps.find(fits) ?? (steps.at(-1) as number);
    while (!fits(step)) step *= 2;
    const labels: number[] = [];
    for (let count = Math.ceil(first / step); count * step <= last; count++) labels.push(count * step);
    return labels;
}
