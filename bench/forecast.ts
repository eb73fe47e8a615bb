import { loadProject, settingsOf } from "../contract/project";
import { replicate } from "../forecast/replications";
import { type Scenario } from "../forecast/scenario";
import { simulate } from "../forecast/simulation/simulate";
import { defaultSwitches } from "../forecast/switches";
import { type Workload } from "../forecast/workload/workload";
import { table } from "../local/terminal";
import { ended } from "./process";
import { root } from "./root";
import { type Measured } from "./section";
import { median, seconds } from "./timing";

const burst: Workload = { kind: "burst", requests: 10_000 };

/** Slots that are busy on average under a steady load. */
const busySlots = 4;

/** So many requests in so many days, each as long as it may be for the fleet to be as busy as with any other number. */
function steady(requests: number, days: number): Scenario {
    const durationSeconds = days * 86_400;
    const perSecond = requests / durationSeconds;
    return scenarioOf({ kind: "poisson", perSecond, requests, durationSeconds: Infinity }, busySlots / perSecond);
}

/** The stack dev with a model that takes four seconds, as `npm run forecast` assumes for it, or another time. */
function scenarioOf(workload: Workload, meanSeconds = 4): Scenario {
    const settings = settingsOf(loadProject(root, "dev"));
    return {
        fleet: { ...settings, initialCapacity: settings.minCapacity, requestTtlSeconds: 21_600 },
        workload,
        serviceSeconds: { kind: "exponential", meanSeconds },
        requestOverheadSeconds: 0,
        coldStartSeconds: { kind: "constant", seconds: 240 },
        phaseSeconds: undefined,
        switches: { ...defaultSwitches },
    };
}

interface Row {
    what: string;
    value: number;
    unit: string;
    aim?: string;
}

/** What a forecast spends its time on. */
export async function forecastRuns(): Promise<Measured> {
    const rows: Row[] = [
        {
            what: "a burst of 10,000 with its scaling",
            value: (await medianSeconds(25, scenarioOf(burst))) * 1000,
            unit: "ms",
            aim: "at most 20",
        },
        {
            what: "a million requests in ten days",
            value: await medianSeconds(3, steady(1e6, 10)),
            unit: "s",
            aim: "at most 1",
        },
        ...["1e5", "1e6", "1e7"].map((requests) => ({
            what: `most memory of a process that simulates ${requests} requests in a day`,
            value: Number(ended([...process.execArgv, "bench/memory.ts", requests])),
            unit: "MB",
            aim: "the same",
        })),
        {
            what: "1,000 replications of the burst, two threads against one",
            value: await twoThreadsAgainstOne(1000),
            unit: "times",
            aim: "at least 1.8",
        },
    ];
    const cells = rows.map(({ what, value, unit, aim = "" }) => [what, value.toPrecision(3), unit, aim]);
    return { json: rows, text: table(["forecast", "measured", "", "aim"], cells) };
}

/** Simulates a steady load for a day. @returns most memory that the process had, in MB */
export function memoryOf(requests: number): number {
    simulate(steady(requests, 1), 1);
    return process.resourceUsage().maxRSS / 1024;
}

async function medianSeconds(runs: number, scenario: Scenario): Promise<number> {
    const times: number[] = [];
    // The first ones are compiled on the way.
    for (let run = -3; run < runs; run++) {
        const time = await seconds(() => simulate(scenario, Math.abs(run)));
        if (run >= 0) times.push(time);
    }
    return median(times);
}

async function twoThreadsAgainstOne(runs: number): Promise<number> {
    const scenario = scenarioOf(burst);
    const timed = (threads: number): Promise<number> =>
        seconds(() => replicate(scenario, { runs, seed: 1, threads, bare: true }));
    const ratios: number[] = [];
    for (let round = 0; round < 3; round++) ratios.push((await timed(1)) / (await timed(2)));
    return median(ratios);
}
