import { requestsExpected } from "../workload/arrivalsOf";
import { type Workload } from "../workload/workload";
import { dailyProfile } from "./dailyProfile";
import { readInputFile } from "./inputFile";
import { longestWorkloadSeconds, mostRequests } from "./bounds";
import { traceOf } from "./trace";
import { UsageError } from "./usageError";

/** What the command line says of arrivals; durations in seconds, rates per second. */
export interface ArrivalOptions {
    requests?: number;
    rate?: number;
    poisson?: number;
    burst?: number;
    every?: number;
    for?: number;
    daily?: string;
    trace?: string;
}

const names = [
    "requests",
    "rate",
    "poisson",
    "burst",
    "every",
    "for",
    "daily",
    "trace",
] as const satisfies readonly (keyof ArrivalOptions)[];

type Name = (typeof names)[number];

/** A way in which requests come: the option that says so, those that it needs, and those that it allows. */
interface Way {
    by: Exclude<Name, "every" | "for">;
    needs: readonly Name[];
    /** Needed, too, unless one of them is given. */
    oneOf?: readonly [Name, Name];
    allows?: readonly Name[];
    example: string;
}

/** The first that fits counts: --requests stands beside others, too, and --poisson beside --burst. */
const ways: readonly Way[] = [
    { by: "trace", needs: [], example: "--trace FILE" },
    { by: "daily", needs: ["for"], example: "--daily FILE --for 3d" },
    { by: "burst", needs: ["every", "for"], allows: ["poisson"], example: "--burst 500 --every 30m --for 8h" },
    { by: "rate", needs: [], oneOf: ["requests", "for"], example: "--rate 2 --for 2h" },
    { by: "poisson", needs: [], oneOf: ["requests", "for"], example: "--poisson 2 --for 2h" },
    { by: "requests", needs: [], example: "--requests 10000" },
];

/**
 * The workload that the command line asks for; reads its file.
 *
 * @throws UsageError
 */
export function workloadOf(options: ArrivalOptions): Workload {
    const workload = workloadOfWay(wayOf(options), options);
    const requests = requestsExpected(workload);
    if (requests > mostRequests) {
        throw new UsageError(
            `These are ${Math.round(requests).toLocaleString("en-US")} requests, but must be at most ${mostRequests.toLocaleString("en-US")}.`,
        );
    }
    return workload;
}

function wayOf(options: ArrivalOptions): Way {
    const given = names.filter((name) => options[name] !== undefined);
    const way = ways.find(({ by }) => given.includes(by));
    if (!way) {
        const examples = ways.map(({ example }) => example).reverse();
        throw new UsageError(
            `Say when requests come: ${examples.slice(0, -1).join(", ")} or ${examples.at(-1) ?? ""}.`,
        );
    }
    const { by, needs, oneOf = [], allows = [], example } = way;
    const missing = needs.find((name) => !given.includes(name));
    if (missing !== undefined) throw new UsageError(`--${by} needs --${missing}: ${example}.`);
    const stranger = given.find((name) => name !== by && ![...needs, ...oneOf, ...allows].includes(name));
    if (stranger !== undefined) {
        throw new UsageError(
            `--${by} and --${stranger} do not go together: requests come in one way, such as ${example}.`,
        );
    }
    if (oneOf.length > 0 && !oneOf.some((name) => given.includes(name))) {
        throw new UsageError(`--${by} needs --${oneOf.join(" or --")}: ${example}.`);
    }
    return way;
}

function workloadOfWay({ by }: Way, options: ArrivalOptions): Workload {
    const { requests = Infinity, rate = 0, poisson = 0, burst = 0, every = 0, daily = "", trace = "" } = options;
    const durationSeconds = options.for ?? Infinity;
    switch (by) {
        case "trace":
            return traceOf(trace, readInputFile(trace, "The trace"));
        case "daily":
            return { kind: "daily", perHour: dailyProfile(daily), durationSeconds };
        case "burst":
            return {
                kind: "bursts",
                basePerSecond: poisson,
                burstRequests: burst,
                everySeconds: every,
                durationSeconds,
            };
        case "rate":
            return { kind: "rate", perSecond: ending(rate, options), requests, durationSeconds };
        case "poisson":
            return { kind: "poisson", perSecond: ending(poisson, options), requests, durationSeconds };
        case "requests":
            return { kind: "burst", requests };
    }
}

/** @returns the rate @throws UsageError when so many requests would take too long to come */
function ending(perSecond: number, options: ArrivalOptions): number {
    const { requests = Infinity, for: durationSeconds = Infinity } = options;
    if (Math.min(requests / perSecond, durationSeconds) <= longestWorkloadSeconds) return perSecond;
    throw new UsageError(
        `At ${String(perSecond)} a second, ${requests.toLocaleString("en-US")} requests take longer than 366 days to come.`,
    );
}
