import { type ConditionKeys, isKnownKey } from "./conditionKeys";
import { type Matcher, matcher } from "./wildcards";

/** Whether a statement's conditions hold for a request. */
export type Condition = (keys: ConditionKeys) => boolean;

/** A condition that cannot be judged here. It is an error for whoever is concerned by its statement: neither a pass nor a refusal. */
export class UnknownCondition extends Error {
    override readonly name = "UnknownCondition";
}

/** Makes a test for one value of a request from one value of a policy. */
type Operator = (wanted: string, variables: boolean) => Matcher;

const equals: Operator = (wanted, variables) => {
    // A wildcard means itself here; a variable still means a value.
    const escaped = wanted.replace(/\$\{[^}]*\}|[*?]/g, (part) => (part.length > 1 ? part : `\${${part}}`));
    return variables ? matcher(escaped, true) : (text) => text === wanted;
};
const ignoringCase: Operator = (wanted, variables) => {
    const test = equals(wanted.toLowerCase(), variables);
    return (text, keys) => test(text.toLowerCase(), (key) => keys(key)?.map((value) => value.toLowerCase()));
};
const number = (compare: (actual: number, wanted: number) => boolean): Operator => {
    return (wanted) => (text) => {
        const [actual, limit] = [Number(text), Number(wanted)];
        return !Number.isNaN(actual) && !Number.isNaN(limit) && compare(actual, limit);
    };
};
const date = (compare: (actual: number, wanted: number) => boolean): Operator => {
    return (wanted) => (text) => {
        const [actual, limit] = [instant(text), instant(wanted)];
        return !Number.isNaN(actual) && !Number.isNaN(limit) && compare(actual, limit);
    };
};
const same = (a: number, b: number): boolean => a === b;
const before = (a: number, b: number): boolean => a < b;
const notAfter = (a: number, b: number): boolean => a <= b;
const after = (a: number, b: number): boolean => a > b;
const notBefore = (a: number, b: number): boolean => a >= b;

const operators: Readonly<Record<string, Operator>> = {
    StringEquals: equals,
    StringEqualsIgnoreCase: ignoringCase,
    StringLike: matcher,
    ArnEquals: arnLike,
    ArnLike: arnLike,
    Bool: (wanted) => (text) => text.toLowerCase() === wanted.toLowerCase(),
    NumericEquals: number(same),
    NumericLessThan: number(before),
    NumericLessThanEquals: number(notAfter),
    NumericGreaterThan: number(after),
    NumericGreaterThanEquals: number(notBefore),
    DateEquals: date(same),
    DateLessThan: date(before),
    DateLessThanEquals: date(notAfter),
    DateGreaterThan: date(after),
    DateGreaterThanEquals: date(notBefore),
    IpAddress: (wanted) => (text) => inRange(wanted, text),
};

/** Operators that hold where their counterpart does not. */
const negated: Readonly<Record<string, string>> = {
    StringNotEquals: "StringEquals",
    StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
    StringNotLike: "StringLike",
    ArnNotEquals: "ArnEquals",
    ArnNotLike: "ArnLike",
    NumericNotEquals: "NumericEquals",
    DateNotEquals: "DateEquals",
    NotIpAddress: "IpAddress",
};

/**
 * Compiles a statement's `Condition` block: all operators and all keys must hold, one of a key's values is enough
 * (AWS: IAM User Guide, "Condition operators", "Set operators for multivalued context keys").
 *
 * @returns undefined where there is no condition
 * @throws UnknownCondition when the compiled condition is asked, for an operator or a key that is not known
 */
export function condition(
    block: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined,
    variables: boolean,
): Condition | undefined {
    const tests = Object.entries(block ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, wanted]) => compiled(operator, key, wanted, variables)),
    );
    if (tests.length === 0) return undefined;
    // Each is asked, so that an unknown one is an error whatever the others say.
    return (keys) => tests.reduce((holds, test) => test(keys) && holds, true);
}

function compiled(name: string, key: string, wanted: readonly string[], variables: boolean): Condition {
    const [, set, base = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(name) ?? [];
    const lowerKey = key.toLowerCase();
    if (!isKnownKey(key)) return unknown(`condition key ${key}`);
    if (base === "Null" && !set && !ifExists) {
        return (keys) => wanted.some((value) => (value.toLowerCase() === "true") === (keys(lowerKey) === undefined));
    }
    const positive = Object.hasOwn(negated, base) ? (negated[base] as string) : base;
    const operator = Object.hasOwn(operators, positive) ? operators[positive] : undefined;
    if (!operator) return unknown(`condition operator ${name}`);
    const negative = positive !== base;
    const matchers = wanted.map((value) => operator(value, variables));
    return (keys) => {
        const actual = keys(lowerKey);
        if (actual === undefined || actual.length === 0) {
            return Boolean(ifExists) || set === "ForAllValues:" || (negative && set === undefined);
        }
        const fits = (value: string): boolean => matchers.some((test) => test(value, keys)) !== negative;
        // Without a set operator a negated one has to hold for each value, as the opposite of "one of them matches".
        return set === "ForAllValues:" || (negative && set === undefined) ? actual.every(fits) : actual.some(fits);
    };
}

function unknown(what: string): Condition {
    return () => {
        throw new UnknownCondition(`The laptop AWS does not know the ${what}.`);
    };
}

/** Each of an ARN's six parts is matched on its own: a `*` does not reach over a colon before the resource. */
function arnLike(pattern: string, variables: boolean): Matcher {
    if (pattern === "*") return () => true;
    const tests = arnParts(pattern).map((part) => matcher(part, variables));
    return (text, keys) => {
        const parts = arnParts(text);
        return tests.every((test, index) => test(parts[index] ?? "", keys));
    };
}

function arnParts(text: string): string[] {
    // A colon inside a variable separates nothing.
    const all = text.split(/:(?![^{]*\})/);
    return [...all.slice(0, 5), all.slice(5).join(":")];
}

/** ISO 8601, or seconds since the epoch. */
function instant(text: string): number {
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** IPv4 only: the laptop AWS is asked from 127.0.0.1. */
function inRange(range: string, address: string): boolean {
    const [network = "", bits = "32"] = range.split("/");
    const [a, b, length] = [ipv4(network), ipv4(address), Number(bits)];
    if (a === undefined || b === undefined || !(length >= 0 && length <= 32)) return false;
    const size = 2 ** (32 - length);
    return Math.floor(a / size) === Math.floor(b / size);
}

function ipv4(text: string): number | undefined {
    const parts = text.split(".").map(Number);
    if (parts.length !== 4 || !parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255))
        return undefined;
    return parts.reduce((sum, part) => sum * 256 + part, 0);
}
