import { loadProject, settingsOf } from "../contract/project";
import { count } from "../forecast/wording/amounts";
import { type Case } from "../forecast/forecast";
import { optimize } from "../forecast/optimize/optimize";
import { replicateIn } from "../forecast/runs/replications";
import { type Scenario } from "../forecast/scenario";
import { simulate } from "../forecast/simulation/simulate";
import { SimulationPool } from "../forecast/runs/simulationPool";
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
    const search = await searchForBurst();
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
            value: await twoThreadsAgainstOne(1000, true),
            unit: "times",
            aim: "at least 1.8",
        },
        {
            what: "the same, starting the second thread included",
            value: await twoThreadsAgainstOne(1000, false),
            unit: "times",
        },
        {
            what: `a search over ${count(search.searched)} configurations for the burst, two threads`,
            value: search.seconds,
            unit: "s",
            aim: "at most 30",
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

/** @param warm whether the second thread is there already, and has run the simulation before */
async function twoThreadsAgainstOne(runs: number, warm: boolean): Promise<number> {
    const scenarios = [scenarioOf(burst)];
    const options = { runs, seed: 1, bare: true };
    const one = new SimulationPool(1);
    const two = new SimulationPool(2);
    const ratios: number[] = [];
    if (warm) await replicateIn(two, scenarios, options);
    for (let round = 0; round < 3; round++) {
        const alone = await seconds(() => replicateIn(one, scenarios, options));
        const both = await seconds(() => replicateIn(two, scenarios, options));
        ratios.push(alone / both);
        if (!warm) await two.close();
    }
    await two.close();
    return median(ratios);
}

/** What `npm run forecast -- --optimize --requests 10000` searches. */
async function searchForBurst(): Promise<{ searched: number; seconds: number }> {
    const scenario = scenarioOf(burst);
    const searched: Case = {
        name: "dev",
        stack: "dev",
        region: "us-east-1",
        settings: settingsOf(loadProject(root, "dev")),
        scenario,
        serviceTime: { seconds: scenario.serviceSeconds, origin: "assumed", source: "assumed, not measured" },
        coldStart: { origin: "assumed", source: "assumed" },
        price: { usdPerHour: 0.23, origin: "listed", source: "list price" },
    };
    let configurations = NaN;
    const took = await seconds(async () => {
        configurations = (await optimize({ case: searched, seed: 1, threads: 2 })).searched;
    });
    return { searched: configurations, seconds: took };
}
