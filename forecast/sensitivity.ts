import { duration } from "./wording/amounts";
import { costOf } from "./cost";
import { type Distribution, meanOf, scaled } from "./distribution";
import { type Case, type Sensitivity } from "./forecast";
import { objectiveOf, objectiveSeconds } from "./objective";
import { type Scenario } from "./scenario";
import { type Outcome } from "./simulation/outcome";
import { medianOf } from "./runs/spread";
import { type Study } from "./runs/study";
import { type Switches } from "./switches";

/** One thing that could be otherwise than the forecast takes it to be. */
interface Alternative extends Pick<Sensitivity, "switch" | "value" | "present"> {
    scenario: Scenario;
}

const booleans = [
    "backlogIncludesInFlight",
    "lowAlarmCountsFromScaleOut",
    "scaleInDrains",
    "billProvisioning",
    "rejectWhileUpdating",
] as const satisfies readonly (keyof Switches)[];

/** What else is reported or conceivable: metrics from at once to one and a half minutes late, a low alarm that is ten minutes later still. */
const numbers = {
    metricLagSeconds: [0, 90],
    lowAlarmExtraLagSeconds: [0, 600],
    scaleInSeconds: [0, 300],
} as const satisfies Partial<Record<keyof Switches, readonly number[]>>;

/**
 * How far a forecast depends on each thing that AWS leaves open, on the cold start and on the service time: each set otherwise, all
 * others as they are, with the seeds of the forecast's own runs.
 *
 * @param outcomes the forecast's runs, at least as many as the study has
 * @returns what moves the time that counts ({@link objectiveOf}), cost or answers most, as a share of what they are, first; none when that would take too long
 */
export async function sensitivitiesOf(
    { scenario, price }: Case,
    outcomes: readonly Outcome[],
    study: Study,
): Promise<Sensitivity[]> {
    const alternatives = alternativesTo(scenario);
    if (!study.affords(scenario, alternatives.length)) {
        study.leftOut.add("how far the answer depends on what AWS leaves open");
        return [];
    }
    const objective = objectiveOf(scenario.workload);
    const others = await study.outcomesOfEach(alternatives.map((alternative) => alternative.scenario));
    const base = outcomes.slice(0, study.runs);
    const usdOf = (outcome: Outcome, { switches }: Scenario): number =>
        costOf(outcome, price, switches.billProvisioning).usd;
    const moved = alternatives.map(({ scenario: other, ...named }, place): Sensitivity => {
        const runs = others[place] as Outcome[];
        const more = (measure: (outcome: Outcome, its: Scenario) => number): number =>
            medianOf(runs.map((run, i) => measure(run, other) - measure(base[i] as Outcome, scenario)));
        return {
            ...named,
            objective,
            makespanSeconds: more(({ makespanSeconds }) => makespanSeconds),
            latencyP95Seconds: more(({ latencySeconds }) => latencySeconds.p95),
            usd: more(usdOf),
            done: more(({ done }) => done),
        };
    });
    const present = {
        seconds: medianOf(base.map((outcome) => objectiveSeconds(outcome, objective))),
        usd: medianOf(base.map((outcome) => usdOf(outcome, scenario))),
        done: medianOf(base.map(({ arrived }) => arrived)),
    };
    const share = (difference: number, whole: number): number =>
        difference === 0 || Number.isNaN(difference / whole) ? 0 : Math.abs(difference / whole);
    const size = (one: Sensitivity): number =>
        Math.max(share(one[objective], present.seconds), share(one.usd, present.usd), share(one.done, present.done));
    return moved.sort((a, b) => size(b) - size(a));
}

function alternativesTo(scenario: Scenario): Alternative[] {
    const { switches, coldStartSeconds, serviceSeconds } = scenario;
    const set = <K extends keyof Switches>(key: K, value: Switches[K]): Alternative => ({
        switch: key,
        value: String(value),
        present: String(switches[key]),
        scenario: { ...scenario, switches: { ...switches, [key]: value } },
    });
    const step = switches.scaleInStep === "proportional" ? "oneStep" : "proportional";
    return [
        ...booleans.map((key) => set(key, !switches[key])),
        set("scaleInStep", step),
        ...(Object.keys(numbers) as (keyof typeof numbers)[]).flatMap((key) =>
            numbers[key].filter((value) => value !== switches[key]).map((value) => set(key, value)),
        ),
        ...times("coldStart", coldStartSeconds, { "half as long": 0.5, "twice as long": 2 }, (seconds) => ({
            ...scenario,
            coldStartSeconds: seconds,
        })),
        ...times("serviceTime", serviceSeconds, { "25 % shorter": 0.75, "25 % longer": 1.25 }, (seconds) => ({
            ...scenario,
            serviceSeconds: seconds,
        })),
    ];
}

function times(
    key: "coldStart" | "serviceTime",
    present: Distribution,
    factors: Readonly<Record<string, number>>,
    changed: (seconds: Distribution) => Scenario,
): Alternative[] {
    const mean = meanOf(present);
    if (mean === 0) return [];
    const words = `${duration(mean)}${present.kind === "constant" ? "" : " on average"}`;
    return Object.entries(factors).map(([value, factor]) => ({
        switch: key,
        value,
        present: words,
        scenario: changed(scaled(present, factor)),
    }));
}
