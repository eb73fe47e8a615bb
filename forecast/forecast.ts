import { type Settings } from "../contract/settings";
import { type Distribution } from "./distribution";
import { type Objective } from "./objective";
import { type Scenario } from "./scenario";
import { type Outcome } from "./simulation/outcome";
import { type Switches } from "./switches";

/** Where a number is from. */
export interface Provenance {
    /** From the user's measurements or the user's word, AWS's list, what was published, or nothing at all. */
    origin: "measured" | "given" | "listed" | "inferred" | "assumed";
    /** The same for people, e.g. `list price of us-east-1, 2026-05-20`, `--price` or `1,204 measured samples of times.txt`. */
    source: string;
}

/** What one instance costs. */
export interface Price extends Provenance {
    usdPerHour: number;
}

/** The time that the model takes for one request. */
export interface ServiceTime extends Provenance {
    seconds: Distribution;
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
    /** Where the time that instances take to start is from, which the scenario has. */
    coldStart: Provenance;
    price: Price;
}

/**
 * A measure over replications: half of the runs are below the median, one in twenty below `low`, one in twenty above `high`. Of what is
 * counted, such as instances, each is a number that some run came to.
 */
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
    /** The run whose time that counts (see {@link Objective}) is nearest to the median, with its minutes. */
    typical: Outcome & { seed: number };
    sensitivities: Sensitivity[];
    /** What binds, what will not be answered and which setting would help; whole sentences, the gravest first. */
    findings: string[];
}
