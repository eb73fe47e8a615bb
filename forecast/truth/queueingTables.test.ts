import assert from "node:assert/strict";

import { type Distribution } from "../distribution";
import { RandomStream } from "../random/randomStream";
import { type Sampler, samplerOf } from "../random/sampler";
import { RequestQueue } from "../simulation/requestQueue";
import { FastServer } from "../testing/fastServer";
import { type Arrivals } from "../workload/arrivals";
import { type BatchMean, controlledMean } from "../testing/controlledMean";
import { constantServers, exponentialServers } from "../testing/exactQueues";
import { arrivalsOf } from "../workload/arrivalsOf";

/** Servers, load, and in the long run: share that waits, mean wait, mean number waiting; and millions of customers to simulate. */
type Row = readonly [servers: number, load: number, delayed: number, wait: number, waiting: number, millions: number];

/** M/M/c with a mean service time of 1. */
const exponentialTable: Row[] = [
    [1, 0.5, 0.5, 1, 0.5, 2],
    [1, 0.8, 0.8, 4, 3.2, 5],
    [1, 0.9, 0.9, 9, 8.1, 12],
    [2, 0.8, 0.711111, 1.777778, 2.844444, 1],
    [2, 0.9, 0.852632, 4.263158, 7.673684, 1.5],
    [5, 0.5, 0.130371, 0.052149, 0.130371, 2.5],
    [5, 0.7, 0.377838, 0.251892, 0.881623, 1],
    [5, 0.8, 0.554113, 0.554113, 2.21645, 1],
    [5, 0.9, 0.762493, 1.524986, 6.862439, 1.5],
    [10, 0.8, 0.40918, 0.20459, 1.636721, 2.5],
    [10, 0.9, 0.668732, 0.668732, 6.018584, 2],
    [20, 0.8, 0.256078, 0.064019, 1.024311, 6],
    [20, 0.9, 0.550769, 0.275385, 4.956921, 3],
];

/** M/D/c with a service time of 1. */
const constantTable: Row[] = [
    [1, 0.8, 0.8, 2, 1.6, 2],
    [1, 0.9, 0.9, 4.5, 4.05, 6],
    [2, 0.8, 0.701898, 0.903284, 1.445254, 1],
    [2, 0.9, 0.847108, 2.146923, 3.864462, 1],
    [5, 0.5, 0.121342, 0.030653, 0.076633, 1],
    [5, 0.8, 0.533615, 0.28906, 1.15624, 1],
    [5, 0.9, 0.747829, 0.776695, 3.495128, 1],
    [10, 0.8, 0.384717, 0.109828, 0.878622, 1],
    [10, 0.9, 0.646861, 0.344582, 3.101238, 1],
    [20, 0.9, 0.523265, 0.144286, 2.597149, 1],
];

const seed = 7;
const batches = 100;

/** Sums up the service times that were used, not those that were only drawn. */
class SummedSampler implements Sampler {
    private blocks = 0;
    private before = 0;
    private block: Float64Array = new Float64Array(0);

    constructor(private readonly sampler: Sampler) {}

    fill(block: Float64Array): void {
        for (const value of this.block) this.before += value;
        this.blocks++;
        this.sampler.fill(block);
        this.block = block;
    }

    next(): number {
        throw new Error("The kernel takes blocks.");
    }

    sumOfFirst(count: number): number {
        const inBlock = count - Math.max(this.blocks - 1, 0) * this.block.length;
        return this.block.subarray(0, inBlock).reduce((sum, value) => sum + value, this.before);
    }
}

/**
 * A long run of the kernel, in batches. Controls are what the batches' customers were by chance: how many, how long their service took, and
 * what they would have waited for one fast server; all three means are known.
 */
function longRun(
    serviceSeconds: Distribution,
    fastServerWait: number,
    [servers, load, , , , millions]: Row,
): { wait: BatchMean; delayed: BatchMean } {
    const rate = servers * load;
    const poisson = { kind: "poisson", perSecond: rate, requests: Infinity, durationSeconds: Infinity } as const;
    const arrivals = (): Arrivals => arrivalsOf(poisson, new RandomStream(seed, 0));
    const sampler = (): Sampler => samplerOf(serviceSeconds, new RandomStream(seed, 1));
    const service = new SummedSampler(sampler());
    const forEver = { overheadSeconds: 0, ttlSeconds: Infinity, timeoutSeconds: Infinity };
    const queue = new RequestQueue({ arrivals: arrivals(), service, ...forEver });
    queue.addInstance(0, servers, 0);
    const fastServer = new FastServer(arrivals(), sampler(), servers);
    const totals = (): Totals => {
        const { started, waitedSeconds, delayed } = queue;
        // One server is what it is compared with: there, only the kernel itself is looked at.
        if (servers > 1) fastServer.serve(started);
        return { started, waitedSeconds, delayed, served: service.sumOfFirst(started), fast: fastServer.waitedSeconds };
    };
    const length = (millions * 1e6) / batches / rate;
    // The first batch is the warm-up: an empty queue is not the long run.
    queue.serveUntil(length);
    let before = totals();
    const rows = Array.from({ length: batches }, (_, batch) => {
        queue.serveUntil(length * (batch + 2));
        const after = totals();
        const of = (key: keyof Totals): number => after[key] - before[key];
        const customers = of("started");
        const row = {
            wait: of("waitedSeconds") / customers,
            delayed: of("delayed") / customers,
            customers: customers / (rate * length) - 1,
            service: of("served") / customers - 1,
            fastWait: of("fast") / customers - fastServerWait,
        };
        before = after;
        return row;
    });
    const controls = [rows.map(({ customers }) => customers)];
    if (serviceSeconds.kind !== "constant") controls.push(rows.map(({ service }) => service));
    if (servers > 1) controls.push(rows.map(({ fastWait }) => fastWait));
    return {
        wait: controlledMean(
            rows.map(({ wait }) => wait),
            controls,
        ),
        delayed: controlledMean(
            rows.map(({ delayed }) => delayed),
            controls,
        ),
    };
}

/** Since the beginning of a run. */
interface Totals {
    started: number;
    waitedSeconds: number;
    delayed: number;
    /** Seconds of service. */
    served: number;
    /** Seconds that the same customers would have waited for one fast server. */
    fast: number;
}

describe("the queueing tables", () => {
    const printed: Record<string, string>[] = [];
    const covered: boolean[] = [];

    for (const [name, table, distribution, exact] of [
        ["M/M", exponentialTable, { kind: "exponential", meanSeconds: 1 }, exponentialServers],
        ["M/D", constantTable, { kind: "constant", seconds: 1 }, constantServers],
    ] as const) {
        for (const row of table) {
            const [servers, load, delayed, wait, waiting] = row;
            const queue = `${name}/${String(servers)} at a load of ${String(load)}`;

            it(`${queue} has in the table what is computed exactly`, () => {
                const computed = exact(servers, load);
                const six = (value: number): string => value.toFixed(6);
                assert.deepEqual(
                    [computed.delayed, computed.wait, computed.waiting].map(six),
                    [delayed, wait, waiting].map(six),
                );
            });

            it(`${queue} has in the table what the kernel comes to, within 1 %`, () => {
                const run = longRun(distribution, exact(1, load).wait / servers, row);
                const rate = servers * load;
                const line: Record<string, string> = {
                    queue: queue.replace(" at a load of", ","),
                    customers: `${String(row[5])} M`,
                };
                for (const [what, expected, { mean, halfWidth }] of [
                    ["P(wait)", delayed, run.delayed],
                    ["Wq", wait, run.wait],
                    // Little: as many wait as arrive while one does.
                    ["Lq", waiting, { mean: rate * run.wait.mean, halfWidth: rate * run.wait.halfWidth }],
                ] as const) {
                    line[what] = `${expected.toFixed(6)}`;
                    line[`${what} simulated`] = `${mean.toFixed(6)} ± ${halfWidth.toFixed(6)}`;
                    assert(
                        Math.abs(mean - expected) < 0.01 * expected,
                        `${what} is ${String(mean)}, not ${String(expected)}`,
                    );
                    assert(halfWidth < 0.01 * expected, `${what} is known to ± ${String(halfWidth)} only`);
                    if (what !== "Lq") covered.push(Math.abs(mean - expected) <= halfWidth);
                }
                printed.push(line);
            });
        }
    }

    it("lie in nine of ten 95 % intervals at least", () => {
        const inside = covered.filter(Boolean).length;
        assert(covered.length === 46 && inside >= 0.9 * 46, `${String(inside)} of ${String(covered.length)}`);
    });

    after(() => {
        console.table(printed);
    });
});
