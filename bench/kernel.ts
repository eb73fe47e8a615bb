import { RandomStream } from "../forecast/random/randomStream";
import { samplerOf } from "../forecast/random/sampler";
import { RequestQueue } from "../forecast/simulation/requestQueue";
import { exponentialServers } from "../forecast/testing/exactQueues";
import { arrivalsOf } from "../forecast/workload/arrivalsOf";
import { table } from "../local/terminal";
import { Peer, type QueueRun } from "./peer";
import { type Measured } from "./section";
import { median } from "./timing";

const load = 0.8;
const rounds = 7;

/** A simulator of M/M/c queues, and how many customers of one run take about a second. */
interface Simulator {
    name: string;
    customers: number;
    run: (servers: number, customers: number) => Promise<QueueRun> | QueueRun;
}

interface KernelRate {
    servers: number;
    simulator: string;
    /** Undefined when it was not measured. */
    customersPerSecond?: number;
    /** How many times as many customers the kernel manages; median of what every round says. */
    kernelAgainstIt?: number;
    /** Of the last run, in units of the mean service time. */
    meanWait?: number;
    exactMeanWait: number;
    notMeasured?: string;
}

const peers = [
    { name: "SimPy", distribution: "simpy", version: "4.1.2", script: "simpyQueue.py", customers: 100_000 },
    { name: "Cimba", distribution: "cimba", version: "0.9.6", script: "cimbaQueue.py", customers: 2_000_000 },
];

/** The queueing kernel beside general simulators, on the same queues, in turns. */
export async function kernel(): Promise<Measured> {
    const ours: Simulator = { name: "the kernel", customers: 10_000_000, run: kernelRun };
    const simulators: Simulator[] = [ours];
    const missing: { name: string; reason: string }[] = [];
    const started: Peer[] = [];
    for (const { name, distribution, version, script, customers } of peers) {
        const title = `${name} ${version}`;
        try {
            const peer = await Peer.start(distribution, version, script);
            started.push(peer);
            // Compiles, and says whether it works at all.
            await peer.run(1, 1000);
            simulators.push({ name: title, customers, run: (servers, count) => peer.run(servers, count) });
        } catch (error) {
            missing.push({ name: title, reason: error instanceof Error ? error.message : String(error) });
        }
    }
    const rates: KernelRate[] = [];
    try {
        for (const servers of [1, 10]) {
            const exactMeanWait = exponentialServers(servers, load).wait;
            const runs = await inTurns(simulators, servers);
            const rate = (run: QueueRun | undefined): number => (run ? run.customers / run.seconds : NaN);
            for (const { name } of simulators) {
                const own = runs.map((round) => round.get(name));
                const against = runs.map((round) => rate(round.get(ours.name)) / rate(round.get(name)));
                rates.push({
                    servers,
                    simulator: name,
                    customersPerSecond: median(own.map(rate)),
                    kernelAgainstIt: median(against),
                    meanWait: own.at(-1)?.wait ?? NaN,
                    exactMeanWait,
                });
            }
            for (const { name, reason } of missing)
                rates.push({ servers, simulator: name, exactMeanWait, notMeasured: reason });
        }
    } finally {
        for (const peer of started) peer.close();
    }
    return { json: rates, text: `${table(head, rates.map(cells))}\n${remark}` };
}

/** Each round has a run of every simulator, so that what slows the machine down slows all of them down. */
async function inTurns(simulators: readonly Simulator[], servers: number): Promise<Map<string, QueueRun>[]> {
    const runs: Map<string, QueueRun>[] = [];
    for (let round = 0; round <= rounds; round++) {
        const results = new Map<string, QueueRun>();
        for (const { name, customers, run } of simulators) results.set(name, await run(servers, customers));
        // The first one warms up.
        if (round > 0) runs.push(results);
    }
    return runs;
}

function kernelRun(servers: number, customers: number): QueueRun {
    const queue = new RequestQueue({
        arrivals: arrivalsOf(
            { kind: "poisson", perSecond: load * servers, requests: customers, durationSeconds: Infinity },
            new RandomStream(1, 0),
        ),
        service: samplerOf({ kind: "exponential", meanSeconds: 1 }, new RandomStream(1, 1)),
        overheadSeconds: 0,
        ttlSeconds: Infinity,
        timeoutSeconds: Infinity,
    });
    queue.addInstance(0, servers, 0);
    const begun = performance.now();
    queue.serveUntil(Infinity);
    queue.countEnded(Infinity);
    const seconds = (performance.now() - begun) / 1000;
    return { customers: queue.done, seconds, wait: queue.waitedSeconds / queue.started };
}

const head = ["queue", "simulator", "million customers a second", "kernel against it", "mean wait", "exactly"];

function cells(rate: KernelRate): string[] {
    const { servers, simulator, customersPerSecond, kernelAgainstIt, meanWait, exactMeanWait, notMeasured } = rate;
    return [
        `M/M/${String(servers)}, load ${String(load)}`,
        simulator,
        notMeasured === undefined ? ((customersPerSecond ?? NaN) / 1e6).toFixed(2) : `not measured: ${notMeasured}`,
        kernelAgainstIt?.toFixed(1) ?? "",
        meanWait?.toFixed(3) ?? "",
        exactMeanWait.toFixed(3),
    ];
}

const remark = `The algorithms differ: the kernel knows only queues that are first come, first served, and needs no events for them (recursions of Lindley and
of Kiefer and Wolfowitz); SimPy and Cimba simulate processes and events of any kind. SimPy interprets Python, Cimba runs a compiled model.`;
