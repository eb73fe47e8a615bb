import { count, decimal, dollars, duration } from "./amounts";
import { type Measure } from "../forecast";

/** How a measure reads for people. */
export interface MeasureText {
    name: string;
    written: (value: number) => string;
}

/** Measures in the order in which they are told. */
export const measureTexts: Readonly<Record<Measure, MeasureText>> = {
    done: { name: "answered", written: count },
    timedOut: { name: "timed out", written: count },
    expired: { name: "expired", written: count },
    firstResultSeconds: { name: "first result", written: duration },
    makespanSeconds: { name: "last request ended", written: duration },
    settledSeconds: { name: "back at the minimum", written: duration },
    latencyP50Seconds: { name: "latency, p50", written: duration },
    latencyP95Seconds: { name: "latency, p95", written: duration },
    latencyP99Seconds: { name: "latency, p99", written: duration },
    backlogPeak: { name: "largest backlog, at whole minutes", written: count },
    oldestWaitPeakSeconds: { name: "oldest wait, at whole minutes", written: duration },
    capacityPeak: { name: "instances at most", written: count },
    instanceHours: { name: "instance-hours in service", written: (value) => decimal(value, 2) },
    usd: { name: "cost", written: dollars },
    usdWithProvisioning: { name: "cost, provisioning billed", written: dollars },
    usdWithoutProvisioning: { name: "cost, provisioning not billed", written: dollars },
    usdPerThousandResults: { name: "cost of 1,000 results", written: dollars },
};
