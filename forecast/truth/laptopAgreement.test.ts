import assert from "node:assert/strict";
import { resolve } from "node:path";

import { loadProject, settingsOf } from "../../contract/project";
import { type Settings } from "../../contract/settings";
import { type JournalEntry } from "../../local/cloud/journal";
import { FakeContainers } from "../../local/cloud/testing/asyncEndpointFixture";
import { isOver, type LoadRecord, loadRecord, toldOnce } from "../../local/cloud/testing/loadRecord";
import { type DeployedProgram, deployProgram } from "../../local/deployedProgram";
import { type MinuteSeries, type Outcome } from "../simulation/outcome";
import { simulate } from "../simulation/simulate";
import { defaultSwitches } from "../switches";

const root = resolve(__dirname, "../..");
const minute = 60;
const serviceSeconds = 4;
const coldStartSeconds = 240;

/** A load, all else that is asked is the stack's settings and the defaults of either. */
interface Run {
    stack: string;
    /** When the requests come, in seconds after the first one, ascending. */
    arrivals: readonly number[];
    /** Seconds after a whole minute at which the first request comes. */
    phaseSeconds: number;
    /** Instances in service, one after the other; there is none before. */
    capacities: number[];
    /** Whether some requests have to begin again, since their instance goes without draining. */
    beginAgain: boolean;
}

interface Laptop {
    settings: Settings;
    scaleInDrains: boolean;
    program: DeployedProgram;
    containers: FakeContainers;
    entries: JournalEntry[];
}

/** The stack's program in a laptop AWS of its own, its clock standing still. */
async function deploy(stack: string, scaleInDrains: boolean): Promise<Laptop> {
    const project = loadProject(root, stack);
    const entries: JournalEntry[] = [];
    const containers = Object.assign(new FakeContainers(), { stopAll: () => Promise.resolve() });
    const { scaleInSeconds } = defaultSwitches;
    const behaviour = { coldStartSeconds, modelLatencySeconds: serviceSeconds, scaleInDrains, scaleInSeconds };
    const program = await deployProgram({ project, containers, behaviour, onEntry: (entry) => entries.push(entry) });
    return { settings: settingsOf(project), scaleInDrains, containers, program, entries };
}

/** Sends the requests once the endpoint sleeps, and waits until it sleeps again. */
async function record({ program, entries, containers }: Laptop, run: Run): Promise<LoadRecord> {
    const { cloud, outputs } = program;
    const { clock } = cloud;
    const untilOver = async (requests: number): Promise<void> => {
        while (!isOver(entries, requests, 0)) await clock.advance(minute);
    };
    const realFetch = globalThis.fetch;
    globalThis.fetch = containers.fetch as typeof fetch;
    try {
        await untilOver(0);
        // Longer than the low alarm looks back: what was before can be seen no more.
        await clock.advance(20 * minute);
        await clock.runUntil((Math.floor(clock.now() / 60_000) + 1) * 60_000 + run.phaseSeconds * 1000);
        const first = clock.now();
        entries.length = 0;
        const place = { Bucket: outputs.inputBucketName, Key: `${outputs.inputPrefix}article.json` };
        await cloud.call("s3", "PutObject", { ...place, Body: Buffer.from('{"inputs":"article"}') });
        for (const arrival of run.arrivals) {
            await clock.runUntil(first + arrival * 1000);
            await cloud.call("sagemaker-runtime", "InvokeEndpointAsync", {
                EndpointName: outputs.endpointName,
                InputLocation: `s3://${place.Bucket}/${place.Key}`,
            });
        }
        await untilOver(run.arrivals.length);
        return loadRecord(entries, first, 0);
    } finally {
        globalThis.fetch = realFetch;
    }
}

function forecast(run: Run, { settings, scaleInDrains }: Laptop): Outcome {
    return simulate(
        {
            fleet: { ...settings, initialCapacity: 0, requestTtlSeconds: 21_600 },
            workload: { kind: "times", seconds: run.arrivals },
            serviceSeconds: { kind: "constant", seconds: serviceSeconds },
            requestOverheadSeconds: 0,
            coldStartSeconds: { kind: "constant", seconds: coldStartSeconds },
            phaseSeconds: run.phaseSeconds,
            switches: { ...defaultSwitches, scaleInDrains },
        },
        1,
        { minutes: true },
    );
}

function every(seconds: number, requests: number, first = 0): number[] {
    return Array.from({ length: requests }, (_, index) => first + index * seconds);
}

// The laptop AWS runs the stack's own program, through AWS's operations; the forecast has only its settings. They share `scaling/`.
const runs: Record<string, Run> = {
    "a burst onto stack dev": {
        stack: "dev",
        arrivals: every(0, 500),
        phaseSeconds: 25,
        capacities: [1, 5, 0],
        beginAgain: false,
    },
    "one request every two seconds, with the settings of prod": {
        stack: "prod",
        arrivals: every(2, 500),
        phaseSeconds: 0,
        capacities: [1, 5, 0],
        beginAgain: false,
    },
    "a burst and a lasting trickle, onto instances that go without draining": {
        stack: "dev",
        arrivals: [...every(0, 100), ...every(20, 75, 20), ...every(0.8, 325, 1600)],
        phaseSeconds: 59.5,
        capacities: [1, 5, 1, 5, 0],
        beginAgain: true,
    },
};

describe("the laptop AWS and the forecast agree on 500 requests:", () => {
    let laptops: Record<string, Laptop>;
    before(async () => {
        // At once, since both wait for the program's own process most of the time.
        const [dev, prod] = await Promise.all([deploy("dev", false), deploy("prod", true)]);
        laptops = { dev, prod };
    });
    after(async () => {
        for (const { program } of Object.values(laptops)) await program.close();
    });

    for (const [name, run] of Object.entries(runs)) {
        it(name, async () => {
            const laptop = laptops[run.stack] as Laptop;
            const { changes, completions, starts } = await record(laptop, run);
            const outcome = forecast(run, laptop);
            const { atSeconds, done } = outcome.minutes as MinuteSeries;

            assert.deepEqual(changes, toldOnce(outcome.changes));
            const inService = changes.filter(({ kind }) => kind === "inService");
            assert.deepEqual(
                inService.map(({ to }) => to),
                run.capacities,
            );
            // As many answers at each whole minute: the i-th of one is in the same minute as the i-th of the other.
            assert.equal(completions.length, 500);
            assert.deepEqual(
                atSeconds.map((at) => completions.filter((completion) => completion <= at).length),
                done,
            );
            assert.equal(completions[0], outcome.firstResultSeconds);
            assert.equal(completions.at(-1), outcome.makespanSeconds);
            const waits = completions.reduce((sum, at) => sum + at, 0) - run.arrivals.reduce((sum, at) => sum + at, 0);
            // Which requests begin again depends on who was given them: the laptop AWS spreads them evenly, the forecast goes by who is free for longest.
            const seconds = Math.abs(waits / 500 - outcome.latencySeconds.mean);
            assert.ok(seconds < (run.beginAgain ? 1 : 1e-6), String(seconds));
            assert.equal(starts > 500, run.beginAgain);
        });
    }
});
