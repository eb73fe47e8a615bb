import assert from "node:assert/strict";
import { resolve } from "node:path";

import { loadProject, settingsOf } from "../contract/project";
import { type Settings } from "../contract/settings";
import { type JournalEntry } from "../local/cloud/journal";
import { FakeContainers } from "../local/cloud/testing/asyncEndpointFixture";
import { type DeployedProgram, deployProgram } from "../local/deployedProgram";
import { type Scenario } from "./scenario";
import { type CapacityEvent, type MinuteSeries, type Outcome } from "./simulation/outcome";
import { simulate } from "./simulation/simulate";
import { defaultSwitches } from "./switches";

const root = resolve(__dirname, "..");
const minute = 60;
const coldStartSeconds = 240;

/** What both are asked: the rest is the stack's settings and the defaults of either. */
interface Run {
    stack: string;
    /** Instead of what the stack's file says. */
    config?: Record<string, string>;
    /** When the requests come, in seconds after the first one, ascending. */
    arrivals: readonly number[];
    /** Seconds after a whole minute at which the first request comes. */
    phaseSeconds: number;
    serviceSeconds: number;
    scaleInDrains: boolean;
}

interface Laptop {
    settings: Settings;
    program: DeployedProgram;
    containers: FakeContainers;
    entries: JournalEntry[];
}

/** What the laptop AWS did, in seconds after the first request. */
interface Recorded {
    /** Instances in service when the first request came. */
    initialCapacity: number;
    changes: CapacityEvent[];
    /** When each request that was answered had been, ascending. */
    completions: number[];
    /** How often a request was given to an instance; more than once when its first instance went without draining. */
    starts: number;
}

/** The stack's program in a laptop AWS of its own, its clock standing still. */
async function deploy({ stack, config = {}, ...run }: Run): Promise<Laptop> {
    const project = loadProject(root, stack);
    for (const [key, value] of Object.entries(config)) project.config[`${project.name}:${key}`] = value;
    const entries: JournalEntry[] = [];
    const containers = Object.assign(new FakeContainers(), { stopAll: () => Promise.resolve() });
    const behaviour = {
        coldStartSeconds,
        modelLatencySeconds: run.serviceSeconds,
        scaleInDrains: run.scaleInDrains,
        scaleInSeconds: defaultSwitches.scaleInSeconds,
    };
    const program = await deployProgram({ project, containers, behaviour, onEntry: (entry) => entries.push(entry) });
    return { settings: settingsOf(project), containers, program, entries };
}

/** Sends the requests once the endpoint sleeps, and waits until it sleeps again. */
async function record({ program, entries, containers }: Laptop, run: Run): Promise<Recorded> {
    const { cloud, outputs } = program;
    const { clock } = cloud;
    const capacity = (): number => {
        const last = entries.findLast(({ kind }) => kind === "capacity");
        return last?.kind === "capacity" ? last.instances : 0;
    };
    const ended = (): number => entries.filter(hasEnded).length;
    const untilAsleep = async (requests: number): Promise<void> => {
        while (capacity() > 0 || ended() < requests) await clock.advance(minute);
    };
    const realFetch = globalThis.fetch;
    globalThis.fetch = containers.fetch as typeof fetch;
    try {
        await untilAsleep(0);
        // Longer than the low alarm looks back: what was before can be seen no more.
        await clock.advance(20 * minute);
        await clock.runUntil((Math.floor(clock.now() / 60_000) + 1) * 60_000 + run.phaseSeconds * 1000);
        const first = clock.now();
        const initialCapacity = capacity();
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
        await untilAsleep(run.arrivals.length);
        return { initialCapacity, ...told(entries, first) };
    } finally {
        globalThis.fetch = realFetch;
        await program.close();
    }
}

function hasEnded(entry: JournalEntry): boolean {
    return entry.kind === "request" && entry.status !== "Queued" && entry.status !== "Started";
}

function told(entries: readonly JournalEntry[], first: number): Omit<Recorded, "initialCapacity"> {
    const changes: CapacityEvent[] = [];
    const completions: number[] = [];
    let [starts, capacity] = [0, 0];
    for (const entry of entries) {
        const atSeconds = (entry.at - first) / 1000;
        if (entry.kind === "scaling") {
            const { from, to, outcome, policyName } = entry;
            const policy = policyName.endsWith("wake-up") ? "wakeUp" : "backlog";
            changes.push({ atSeconds, kind: outcome === "started" ? "asked" : "refused", from, to, policy });
        } else if (entry.kind === "capacity") {
            changes.push({ atSeconds, kind: "inService", from: capacity, to: entry.instances });
            capacity = entry.instances;
        } else if (entry.kind === "request") {
            if (entry.status === "Started") starts++;
            if (entry.status === "Completed") completions.push(atSeconds);
        }
    }
    return { changes, completions, starts };
}

/** The laptop AWS tells a refusal once, the forecast whenever the alarm asks again. */
function withoutRepeats(changes: readonly CapacityEvent[]): CapacityEvent[] {
    return changes.filter((change, index) => {
        const before = changes[index - 1];
        return change.kind !== "refused" || before?.kind !== "refused" || before.to !== change.to;
    });
}

function forecast(run: Run, settings: Settings, initialCapacity: number): Outcome {
    const scenario: Scenario = {
        fleet: {
            minCapacity: settings.minCapacity,
            maxCapacity: settings.maxCapacity,
            initialCapacity,
            maxConcurrentInvocationsPerInstance: settings.maxConcurrentInvocationsPerInstance,
            backlogPerInstance: settings.backlogPerInstance,
            scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
            scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
            wakeUpScalingAdjustment: settings.wakeUpScalingAdjustment,
            requestTtlSeconds: 21_600,
            invocationTimeoutSeconds: 900,
        },
        workload: { kind: "times", seconds: run.arrivals },
        serviceSeconds: { kind: "constant", seconds: run.serviceSeconds },
        requestOverheadSeconds: 0,
        coldStartSeconds: { kind: "constant", seconds: coldStartSeconds },
        phaseSeconds: run.phaseSeconds,
        switches: { ...defaultSwitches, scaleInDrains: run.scaleInDrains },
    };
    return simulate(scenario, 1, { minutes: true });
}

function every(seconds: number): number[] {
    return Array.from({ length: 500 }, (_, index) => index * seconds);
}

// The laptop AWS runs the stack's own program, through AWS's operations; the forecast has only its settings. They share `scaling/`.
const runs: Record<string, Run & { capacities: number[] }> = {
    "a burst onto stack dev": {
        stack: "dev",
        arrivals: every(0),
        phaseSeconds: 25,
        serviceSeconds: 4,
        scaleInDrains: true,
        capacities: [1, 5, 0],
    },
    "one request every two seconds, with the settings of prod": {
        stack: "prod",
        arrivals: every(2),
        phaseSeconds: 0,
        serviceSeconds: 4,
        scaleInDrains: true,
        capacities: [1, 5, 0],
    },
    "slow requests, while instances go without draining": {
        stack: "dev",
        arrivals: every(5),
        phaseSeconds: 59.5,
        serviceSeconds: 30,
        scaleInDrains: false,
        capacities: [1, 5, 2, 5, 0],
    },
};

describe("the laptop AWS and the forecast agree on 500 requests:", () => {
    let laptops: Record<string, Promise<Laptop>>;
    before(async () => {
        laptops = Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, deploy(run)]));
        await Promise.all(Object.values(laptops));
    });

    for (const [name, run] of Object.entries(runs)) {
        it(name, async () => {
            const laptop = (await laptops[name]) as Laptop;
            const { initialCapacity, changes, completions, starts } = await record(laptop, run);
            const outcome = forecast(run, laptop.settings, initialCapacity);
            const { atSeconds, done } = outcome.minutes as MinuteSeries;

            assert.deepEqual(changes, withoutRepeats(outcome.changes));
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
            assert.ok(Math.abs(waits / 500 - outcome.latencySeconds.mean) < 1e-6);
            // Some requests have to begin again where instances go without draining; no other does.
            assert.equal(starts > 500, !run.scaleInDrains);
        });
    }
});
