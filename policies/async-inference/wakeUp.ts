import { type PolicyResource } from "@pulumi/policy";

import { endpointMetrics, wakeUpMetric } from "../../contract/metrics";
import { isAbsent, type Path, readLeaf, readList, written } from "../reading";
import { isLeftOut } from "./endpoints";
import { isNot, unverifiable, wrongLiteral } from "../literal";
import { readDimensions } from "./metricUse";

/** An alarm's period times its evaluation periods; AWS's recipe has 120 s, and each second is one that a request waits. */
const longestWaitSeconds = 300;

const configuration = "stepScalingPolicyConfiguration";

/** Why a step policy does not add the first instance when its alarm says so. */
export function stepProblems(props: object): string[] {
    const type = isAbsent(props, ["policyType"]) ? undefined : isNot(props, ["policyType"], "StepScaling");
    const adjustment = isNot(props, [configuration, "adjustmentType"], "ChangeInCapacity");
    return [type, adjustment, ...stepsProblems(props)].filter((problem) => problem !== undefined);
}

interface Step {
    from: number;
    to: number;
    adds: number;
}

/** Bounds are relative to the alarm's threshold; the lower is part of the step, the upper is not (AWS: Application Auto Scaling User Guide, "Step scaling policies"). */
function stepsProblems(props: object): string[] {
    const list: Path = [configuration, "stepAdjustments"];
    const reading = readList(props, list);
    if (reading.state !== "set") {
        return [
            reading.state === "missing" ? `${reading.because}. ${oneStep}` : unverifiable(reading.because, "its steps"),
        ];
    }
    const steps: Step[] = [];
    const problems: string[] = [];
    for (let index = 0; index < reading.length; index++) {
        const step = readStep(props, [...list, index]);
        if (step.problems.length > 0) problems.push(...step.problems);
        else steps.push(step);
    }
    if (problems.length > 0) return problems;
    const first = steps.some(({ from, to, adds }) => from <= 0 && to > 0 && adds >= 1);
    // Steps have no gaps, so what lies between is some step's too.
    const last = steps.some(({ from, to, adds }) => Number.isFinite(from) && to === Infinity && adds >= 1);
    return first && last ? [] : [`${written(list)} adds no instance from the alarm's threshold upwards. ${oneStep}`];
}

const oneStep = 'Write [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }].';

function readStep(props: object, path: Path): Step & { problems: string[] } {
    const bounds = ["metricIntervalLowerBound", "metricIntervalUpperBound"].map((name) => {
        if (isAbsent(props, [...path, name])) return undefined;
        return wrongLiteral(props, [...path, name], {
            is: (value) => typeof value === "string" && Number.isFinite(Number(value)),
            mend: "Write a number as a text, or leave it out.",
        });
    });
    const added = wrongLiteral(props, [...path, "scalingAdjustment"], {
        is: Number.isInteger,
        mend: "Write a whole number.",
    });
    const number = (name: string, none: number): number => {
        const value = readLeaf(props, [...path, name]);
        return value.state === "set" && value.known ? Number(value.value) : none;
    };
    return {
        problems: [...bounds, added].filter((problem) => problem !== undefined),
        from: number("metricIntervalLowerBound", -Infinity),
        to: number("metricIntervalUpperBound", Infinity),
        adds: number("scalingAdjustment", 0),
    };
}

/** Why an alarm that acts on a step policy does not say soon, or ever, that requests wait for an instance. */
export function alarmProblems(alarm: PolicyResource): string[] {
    const { props } = alarm;
    const actions = readList(props, ["alarmActions"]);
    return [
        isNot(props, ["metricName"], wakeUpMetric),
        isNot(props, ["namespace"], endpointMetrics[wakeUpMetric].namespace),
        ...dimensionProblems(alarm),
        isNot(props, ["statistic"], "Average"),
        ...thresholdProblems(props),
        ...waitProblems(props),
        // Left out it is "missing" and true.
        isAbsent(props, ["treatMissingData"]) ? undefined : isNot(props, ["treatMissingData"], "missing"),
        isAbsent(props, ["actionsEnabled"]) ? undefined : isNot(props, ["actionsEnabled"], true),
        actions.state === "unverifiable" ? unverifiable(actions.because, "what it acts on") : undefined,
    ].filter((problem) => problem !== undefined);
}

/** Which endpoint it is, is for the caller to find out. */
function dimensionProblems(alarm: PolicyResource): string[] {
    const mend = "Write { EndpointName: … } with the endpoint's name, and nothing else.";
    const reading = readDimensions(alarm.props, { path: [], dimensions: "block" });
    if (reading.state !== "set") {
        if (reading.state === "unverifiable") return [unverifiable(reading.because, "its endpoint")];
        return isLeftOut(alarm, "dimensions") ? [] : [`${reading.because}. ${mend}`];
    }
    const names = reading.dimensions.map(({ name }) => name);
    if (names.length === 1 && names[0] === "EndpointName") {
        return reading.dimensions.flatMap(({ value }) => (value.state === "set" ? [] : [`${value.because}. ${mend}`]));
    }
    return [`dimensions are not EndpointName alone, so there is never any data. ${mend}`];
}

/** The metric is 1 while requests wait and there is no instance, else 0. */
function thresholdProblems(props: object): (string | undefined)[] {
    const operators = ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold"];
    const mend = `Write "${operators[0] ?? ""}" with a threshold of 1.`;
    const operator = wrongLiteral(props, ["comparisonOperator"], {
        is: (value) => operators.includes(String(value)),
        mend,
    });
    if (operator !== undefined) return [operator];
    const strict = readLeaf(props, ["comparisonOperator"]);
    const greater = strict.state === "set" && strict.known && strict.value === operators[1];
    const accepts = (value: unknown): boolean =>
        typeof value === "number" && (greater ? value >= 0 && value < 1 : value > 0 && value <= 1);
    return [
        wrongLiteral(props, ["threshold"], {
            is: accepts,
            mend: greater ? "Write 0: the metric is 0 or 1." : "Write 1: the metric is 0 or 1.",
        }),
    ];
}

function waitProblems(props: object): (string | undefined)[] {
    const positive = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
    const problems = [
        wrongLiteral(props, ["period"], { is: positive, mend: "Write 60." }),
        wrongLiteral(props, ["evaluationPeriods"], { is: positive, mend: "Write 2." }),
    ];
    if (problems.some((problem) => problem !== undefined)) return problems;
    const seconds = ["period", "evaluationPeriods"].map((name) => {
        const reading = readLeaf(props, [name]);
        return reading.state === "set" && reading.known ? Number(reading.value) : 0;
    });
    const wait = seconds.reduce((product, factor) => product * factor, 1);
    return [
        wait > longestWaitSeconds
            ? `period times evaluationPeriods is ${String(wait)} seconds, and the queue waits as long. Write 60 and 2: at most ${String(longestWaitSeconds)} in all.`
            : undefined,
    ];
}
