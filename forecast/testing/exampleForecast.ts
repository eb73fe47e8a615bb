import { loadProject, settingsOf } from "../../contract/project";
import { costOf, idleUsdPerMonth } from "../cost";
import { type Case, type Forecast, type Measure, type Spread } from "../forecast";
import { objectiveOf } from "../objective";
import { simulate } from "../simulation/simulate";
import { spreadOf } from "../runs/spread";
import { defaultSwitches } from "../switches";
import { type Workload } from "../workload/workload";

/** A case of a stack of this repository, with assumed times. */
export function exampleCase(stack: "dev" | "prod", workload: Workload = { kind: "burst", requests: 10_000 }): Case {
    const settings = settingsOf(loadProject(".", stack));
    const serviceSeconds = { kind: "constant", seconds: stack === "dev" ? 4 : 1.25 } as const;
    return {
        name: stack,
        stack,
        region: "us-east-1",
        settings,
        scenario: {
            fleet: { ...settings, initialCapacity: settings.minCapacity, requestTtlSeconds: 21_600 },
            workload,
            serviceSeconds,
            requestOverheadSeconds: 0,
            coldStartSeconds:
                stack === "dev"
                    ? { kind: "constant", seconds: 240 }
                    : { kind: "logNormal", medianSeconds: 330, sigma: 0.25 },
            phaseSeconds: undefined,
            switches: { ...defaultSwitches },
        },
        serviceTime: { seconds: serviceSeconds, origin: "assumed", source: "assumed, not measured" },
        coldStart: { origin: "inferred", source: `inferred for ${stack === "dev" ? "CPU" : "GPU"} types` },
        price: {
            usdPerHour: stack === "dev" ? 0.23 : 0.736,
            origin: "listed",
            source: "list price of us-east-1, 2026-05-20",
        },
    };
}

/** A forecast of real runs. What only longer studies find out, sensitivities and findings, is made up. */
export function exampleForecast(forecasted: Case, runs = 5): Forecast {
    const outcomes = Array.from({ length: runs }, (_, seed) => {
        return { ...simulate(forecasted.scenario, seed, { minutes: true }), seed };
    }).sort((a, b) => a.makespanSeconds - b.makespanSeconds);
    const typical = outcomes[Math.floor(runs / 2)];
    if (!typical) throw new Error("A forecast needs a run.");
    const { price, scenario } = forecasted;
    const over = (measure: (outcome: (typeof outcomes)[number]) => number): Spread => spreadOf(outcomes.map(measure));
    const cost = (outcome: (typeof outcomes)[number]) => costOf(outcome, price, scenario.switches.billProvisioning);
    const measures: Record<Measure, Spread> = {
        firstResultSeconds: over((outcome) => outcome.firstResultSeconds),
        makespanSeconds: over((outcome) => outcome.makespanSeconds),
        settledSeconds: over((outcome) => outcome.settledSeconds),
        latencyP50Seconds: over((outcome) => outcome.latencySeconds.p50),
        latencyP95Seconds: over((outcome) => outcome.latencySeconds.p95),
        latencyP99Seconds: over((outcome) => outcome.latencySeconds.p99),
        backlogPeak: over((outcome) => outcome.backlogPeak),
        oldestWaitPeakSeconds: over((outcome) => outcome.oldestWaitPeakSeconds),
        capacityPeak: over((outcome) => outcome.capacityPeak),
        done: over((outcome) => outcome.done),
        timedOut: over((outcome) => outcome.timedOut),
        expired: over((outcome) => outcome.expired),
        instanceHours: over((outcome) => outcome.inServiceSeconds / 3600),
        usd: over((outcome) => cost(outcome).usd),
        usdWithProvisioning: over((outcome) => cost(outcome).usdWithProvisioning),
        usdWithoutProvisioning: over((outcome) => cost(outcome).usdWithoutProvisioning),
        usdPerThousandResults: over((outcome) => cost(outcome).usdPerThousandResults),
    };
    const objective = objectiveOf(scenario.workload);
    const moved = (seconds: number) => ({ objective, makespanSeconds: seconds, latencyP95Seconds: seconds });
    return {
        case: forecasted,
        seed: 1,
        runs,
        requests: typical.arrived,
        measures,
        idleUsdPerMonth: idleUsdPerMonth(scenario.fleet.minCapacity, price),
        typical,
        sensitivities: [
            { switch: "serviceTime", value: "25 % longer", present: "4 s", ...moved(990), usd: 0.36, done: 0 },
            {
                switch: "serviceTime",
                value: "25 % shorter",
                present: "4 s",
                ...moved(-990),
                usd: -0.35,
                done: 0,
            },
            { switch: "billProvisioning", value: "false", present: "true", ...moved(0), usd: -0.08, done: 0 },
            { switch: "metricLagSeconds", value: "90", present: "30", ...moved(60), usd: 0.02, done: 0 },
            { switch: "scaleInDrains", value: "false", present: "true", ...moved(0), usd: 0, done: 0 },
        ],
        findings: [
            "maxCapacity binds: 5 instances are in service for 94 % of the time with a backlog. Set maxCapacity higher.",
        ],
    };
}
