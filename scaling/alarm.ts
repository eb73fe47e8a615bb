/** State of a CloudWatch alarm, as CloudWatch spells it. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export type ComparisonOperator =
    "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold" | "LessThanOrEqualToThreshold";

/** What a period without data counts as. CloudWatch's default is `missing`. */
export type TreatMissingData = "missing" | "notBreaching" | "breaching" | "ignore";

/** The part of an alarm that decides its state: M (`datapointsToAlarm`) of N (`evaluationPeriods`). */
export interface AlarmRule {
    comparisonOperator: ComparisonOperator;
    threshold: number;
    evaluationPeriods: number;
    datapointsToAlarm: number;
    treatMissingData: TreatMissingData;
}

/** A state and what it rests on. */
export interface AlarmEvaluation {
    state: AlarmState;
    /** The real datapoints that were looked at, oldest first; `age` 0 is the newest period of the range. */
    points: { age: number; value: number }[];
    /** How many of `points` breach the threshold. */
    breaching: number;
    /** Periods for which missing data had to stand in. */
    filled: number;
}

/** Whether a value crosses the threshold. */
export function breaches(rule: Pick<AlarmRule, "comparisonOperator" | "threshold">, value: number): boolean {
    switch (rule.comparisonOperator) {
        case "GreaterThanThreshold":
            return value > rule.threshold;
        case "GreaterThanOrEqualToThreshold":
            return value >= rule.threshold;
        case "LessThanThreshold":
            return value < rule.threshold;
        case "LessThanOrEqualToThreshold":
            return value <= rule.threshold;
    }
}

/**
 * Periods that CloudWatch looks back for an alarm, more than it needs, in case some have no data.
 * AWS publishes only one pair, 5 for 3 (CloudWatch User Guide, "How alarm state is evaluated when data is missing");
 * two more than the evaluation periods is inferred from it.
 */
export function evaluationRange(evaluationPeriods: number): number {
    return evaluationPeriods + 2;
}

/**
 * State of an alarm after one evaluation.
 *
 * @param range one entry per period of the evaluation range, oldest first; undefined where a period has no data
 * @param current the state until now, which some kinds of missing data keep
 */
export function evaluateAlarm(
    rule: AlarmRule,
    range: readonly (number | undefined)[],
    current: AlarmState,
): AlarmEvaluation {
    const points: { age: number; value: number }[] = [];
    let breaching = 0;
    // Documented: with enough real points in the range, the newest of them decide and gaps are ignored; with fewer, all count.
    for (let age = 0; age < range.length && points.length < rule.evaluationPeriods; age++) {
        const value = range[range.length - 1 - age];
        if (value === undefined) continue;
        points.push({ age, value });
        if (breaches(rule, value)) breaching++;
    }
    points.reverse();
    const filled = rule.evaluationPeriods - points.length;
    const state = filled === 0 ? decided(rule, breaching) : withMissing(rule, points, breaching, filled, current);
    return { state, points, breaching, filled };
}

function decided(rule: AlarmRule, breaching: number): AlarmState {
    return breaching >= rule.datapointsToAlarm ? "ALARM" : "OK";
}

function withMissing(
    rule: AlarmRule,
    points: AlarmEvaluation["points"],
    breaching: number,
    filled: number,
    current: AlarmState,
): AlarmState {
    const { treatMissingData, datapointsToAlarm } = rule;
    if (treatMissingData === "breaching") return decided(rule, breaching + filled);
    if (treatMissingData === "notBreaching" || breaching >= datapointsToAlarm) return decided(rule, breaching);
    const oldest = points[0];
    // Documented: all of the range missing is INSUFFICIENT_DATA for `missing` and keeps the state for `ignore`.
    if (!oldest) return treatMissingData === "missing" ? "INSUFFICIENT_DATA" : current;
    // Documented tables: a point within the threshold decides for OK, whatever is missing besides.
    if (breaching < points.length) return "OK";
    // Documented ("Avoiding premature transitions"): only breaching points, the oldest of them old enough, is ALARM.
    // Too young: AWS says only that the alarm does not go into ALARM; that it keeps its state is inferred.
    const oldEnough = oldest.age + 1 >= datapointsToAlarm;
    return oldEnough && treatMissingData === "missing" ? "ALARM" : current;
}
