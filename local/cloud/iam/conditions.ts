import { type ConditionKeys, isKnownKey, isMultivaluedKey } from "./conditionKeys";
import { operatorNamed, truth } from "./conditionOperators";
import { UnknownCondition } from "./unknownCondition";
import { type Matcher } from "./wildcards";

/**
 * Whether a statement's conditions hold for a request.
 *
 * @throws UnknownCondition where that cannot be judged
 */
export type Condition = (keys: ConditionKeys) => boolean;

/**
 * Compiles a statement's `Condition` block: all operators and all keys must hold, one of a key's values is enough
 * (AWS: IAM User Guide, "Conditions with multiple context keys or values").
 *
 * @returns undefined where there is no condition; what cannot be judged throws when it is asked
 */
export function condition(
    block: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined,
    variables: boolean,
): Condition | undefined {
    const tests = Object.entries(block ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, wanted]) => compiled(operator, key, wanted, variables)),
    );
    if (tests.length === 0) return undefined;
    return (keys) => {
        let holds = true;
        // Each is asked, so that an unknown one is an error whatever the others say.
        for (const test of tests) holds = test(keys) && holds;
        return holds;
    };
}

function compiled(name: string, key: string, wanted: readonly string[], variables: boolean): Condition {
    const [, set, base = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(name) ?? [];
    if (!isKnownKey(key)) return unknown(`condition key ${key}`);
    if (base === "Null" && !set && !ifExists) return isNull(key, wanted);
    const named = operatorNamed(base);
    if (!named) return unknown(`condition operator ${name}`);
    const { operator, negated } = named;
    if (set === undefined && isMultivaluedKey(key)) return unknown(withoutSet(name, key));
    const matchers: Matcher[] = [];
    for (const value of wanted) {
        const test = operator({ value, variables, negated });
        if (!test) return unknown(meaning(name, value));
        matchers.push(test);
    }
    const matches = (value: string, keys: ConditionKeys): boolean => {
        for (const test of matchers) if (test(value, keys)) return true;
        return false;
    };
    const lowerKey = key.toLowerCase();
    if (set !== undefined) return ofSet(lowerKey, matches, negated, set === "ForAllValues:", ifExists !== undefined);
    return (keys) => {
        const actual = keys(lowerKey);
        if (actual === undefined || actual.length === 0) return negated || ifExists !== undefined;
        if (actual.length > 1) throw UnknownCondition.of(withoutSet(name, key));
        return matches(actual[0] as string, keys) !== negated;
    };
}

/**
 * `ForAllValues` holds where the request has no value, `ForAnyValue` does not; an empty text alone is no value
 * (AWS: IAM User Guide, "Set operators for multivalued context keys").
 */
function ofSet(
    key: string,
    matches: (value: string, keys: ConditionKeys) => boolean,
    negated: boolean,
    all: boolean,
    ifExists: boolean,
): Condition {
    return (keys) => {
        const actual = keys(key) ?? [];
        if (actual.length === 0) return all || ifExists;
        if (actual.every((value) => value === "")) return all;
        const fits = (value: string): boolean => matches(value, keys) !== negated;
        return all ? actual.every(fits) : actual.some(fits);
    };
}

/** `true`: the key is not there, or has no value (AWS: IAM User Guide, "Condition operator to check existence of condition keys"). */
function isNull(key: string, wanted: readonly string[]): Condition {
    const lowerKey = key.toLowerCase();
    const truths = wanted.map(truth);
    const bad = truths.indexOf(undefined);
    if (bad >= 0) return unknown(meaning("Null", wanted[bad] as string));
    return (keys) => truths.includes((keys(lowerKey)?.length ?? 0) === 0);
}

function unknown(what: string): Condition {
    return () => {
        throw UnknownCondition.of(what);
    };
}

function meaning(operator: string, value: string): string {
    return `meaning of ${JSON.stringify(value)} for the condition operator ${operator}`;
}

/** AWS: IAM User Guide, "Multivalued context keys require a condition set operator". */
function withoutSet(operator: string, key: string): string {
    return `effect of ${operator} on several values of ${key} without ForAllValues or ForAnyValue`;
}
