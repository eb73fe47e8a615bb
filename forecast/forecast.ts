import { type Settings } from "../contract/settings";
import { type Distribution } from "./distribution";
import { type Objective } from "./objective";
import { type Scenario } from "./scenario";
import { type Outcome } from "./simulation/outcome";
import { type Switches } from "./switches";

/** What one instance costs. */
export interface Price {
    usdPerHour: number;
    /** Where it is from, e.g. `list price of us-east-1, 2026-05-20` or `--price`. */
    source: string;
}

/** Where the time that the model takes is from. */
export interface ServiceTime {
    seconds: Distribution;
    /** E.g. `assumed, not measured`, `--service-time` or `1,204 measured samples of times.txt`. */
    source: string;
    measured: boolean;
}

/** One configuration under one load, with everything that a forecast of it needs. */
export interface Case {
    /** E.g. `dev`, or `dev with maxCapacity=8`. */
    name: string;
    stack: string;
    region: string;
    settings: Settings;
    scenario: Scenario;
    serviceTime: ServiceTime;
    /** Where the time that instances take to start is from, e.g. `inferred for CPU types` or `--cold-start`. */
    coldStartSource: string;
    price: Price;
}

/** A measure over replications: half of the runs are below the median, one in twenty below `low`, one in twenty above `high`. */
export interface Spread {
    low: number;
    median: number;
    high: number;
}

/** What runs of one case come to in dollars. */
export interface Cost {
    /** As the switch billProvisioning says. */
    usd: number;
    /** With provisioning paid for, and without. */
    usdWithProvisioning: number;
    usdWithoutProvisioning: number;
    /** NaN when nothing was done. */
    usdPerThousandResults: number;
}

/** Names of the measures that are told with their spread. */
export type Measure =
    | "firstResultSeconds"
    | "makespanSeconds"
    | "settledSeconds"
    | "latencyP50Seconds"
    | "latencyP95Seconds"
    | "latencyP99Seconds"
    | "backlogPeak"
    | "oldestWaitPeakSeconds"
    | "capacityPeak"
    | "done"
    | "timedOut"
    | "expired"
    | "instanceHours"
    | "usd"
    | "usdWithProvisioning"
    | "usdWithoutProvisioning"
    | "usdPerThousandResults";

/** What one switch, set otherwise, does: the median over runs of how much more it comes to than the same run with the present value. */
export interface Sensitivity {
    switch: keyof Switches | "coldStart" | "serviceTime";
    /** What it is set to instead, e.g. `false`, `90`, `half as long`. */
    value: string;
    /** What it is in this forecast. */
    present: string;
    /** The time that counts for the workload, by which what moves most is found: all the makespan of a burst, else what 95 % take at most. */
    objective: Objective;
    makespanSeconds: number;
    latencyP95Seconds: number;
    usd: number;
    /** Requests that are answered. */
    done: number;
}

/** All that is said of one case. */
export interface Forecast {
    case: Case;
    seed: number;
    runs: number;
    requests: number;
    measures: Record<Measure, Spread>;
    /** US dollars a month, of 730 hours, that the minimum capacity costs with nothing to do. */
    idleUsdPerMonth: number;
    /** The run whose makespan is nearest to the median, with its minutes. */
    typical: Outcome & { seed: number };
    sensitivities: Sensitivity[];
    /** What binds, what will not be answered and which setting would help; whole sentences, the gravest first. */
    findings: string[];
}
