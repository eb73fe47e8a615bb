import { BlockList, isIP } from "node:net";

import { hasVariable, literalMatcher, type Matcher, matcher } from "./wildcards";

/** One value of a policy, and where it stands. */
export interface Wanted {
    readonly value: string;
    /** Whether the policy's version knows variables. */
    readonly variables: boolean;
    /** Whether the operator is a negated one. */
    readonly negated: boolean;
}

/** Makes a test for one value of a request from one value of a policy; undefined for a value that the operator cannot have. */
export type Operator = (wanted: Wanted) => Matcher | undefined;

const equals: Operator = ({ value, variables, negated }) => literalMatcher(value, variables, negated);
const ignoringCase: Operator = ({ value, ...wanted }) => {
    const test = literalMatcher(value.toLowerCase(), wanted.variables, wanted.negated);
    return (text, keys) => test(text.toLowerCase(), (key) => keys(key)?.map((one) => one.toLowerCase()));
};
/** Operators of values that are no texts, in which no variable may stand (AWS: IAM User Guide, "Policy variables and tags"). */
const comparing = <T>(read: (text: string) => T | undefined, compare: (actual: T, wanted: T) => boolean): Operator => {
    return ({ value, variables }) => {
        const wanted = variables && hasVariable(value) ? undefined : read(value);
        if (wanted === undefined) return undefined;
        return (text) => {
            const actual = read(text);
            return actual !== undefined && compare(actual, wanted);
        };
    };
};

type Order = (actual: number, wanted: number) => boolean;
const same: Order = (actual, wanted) => actual === wanted;
const less: Order = (actual, wanted) => actual < wanted;
const atMost: Order = (actual, wanted) => actual <= wanted;
const greater: Order = (actual, wanted) => actual > wanted;
const atLeast: Order = (actual, wanted) => actual >= wanted;

/** AWS: IAM User Guide, "Condition operators". `Binary` is left out: no request here carries bytes. */
const operators: Readonly<Record<string, Operator>> = {
    StringEquals: equals,
    StringEqualsIgnoreCase: ignoringCase,
    StringLike: ({ value, variables, negated }) => matcher(value, variables, negated),
    ArnEquals: arnLike,
    ArnLike: arnLike,
    Bool: comparing(truth, (actual, wanted) => actual === wanted),
    NumericEquals: comparing(decimal, same),
    NumericLessThan: comparing(decimal, less),
    NumericLessThanEquals: comparing(decimal, atMost),
    NumericGreaterThan: comparing(decimal, greater),
    NumericGreaterThanEquals: comparing(decimal, atLeast),
    DateEquals: comparing(instant, same),
    DateLessThan: comparing(instant, less),
    DateLessThanEquals: comparing(instant, atMost),
    DateGreaterThan: comparing(instant, greater),
    DateGreaterThanEquals: comparing(instant, atLeast),
    IpAddress: ipAddress,
};

/** Operators that hold where their counterpart does not. */
const negatedOperators: Readonly<Record<string, string>> = {
    StringNotEquals: "StringEquals",
    StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
    StringNotLike: "StringLike",
    ArnNotEquals: "ArnEquals",
    ArnNotLike: "ArnLike",
    NumericNotEquals: "NumericEquals",
    DateNotEquals: "DateEquals",
    NotIpAddress: "IpAddress",
};

/** @param name without set operator and `IfExists`, as AWS spells it. @returns undefined for one that is not known */
export function operatorNamed(name: string): { operator: Operator; negated: boolean } | undefined {
    const positive = ownValue(negatedOperators, name) ?? name;
    const operator = ownValue(operators, positive);
    return operator && { operator, negated: positive !== name };
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
    return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Each of an ARN's six parts is matched on its own: a `*` does not reach over a colon before the resource. */
function arnLike({ value, variables, negated }: Wanted): Matcher | undefined {
    if (value === "*") return () => true;
    const parts = arnParts(value);
    if (!parts) return undefined;
    const tests = parts.map((part) => matcher(part, variables, negated));
    return (text, keys) => {
        const actual = arnParts(text);
        return actual !== undefined && tests.every((test, index) => test(actual[index] as string, keys));
    };
}

/** Six; undefined for what is no ARN. */
function arnParts(text: string): string[] | undefined {
    // A colon inside a variable separates nothing.
    const all = text.split(/:(?![^{]*\})/);
    return all.length < 6 ? undefined : [...all.slice(0, 5), all.slice(5).join(":")];
}

/** In any case, as policies have it. */
export function truth(text: string): boolean | undefined {
    const lower = text.toLowerCase();
    return lower === "true" ? true : lower === "false" ? false : undefined;
}

function decimal(text: string): number | undefined {
    return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** W3C's profile of ISO 8601, or seconds since the epoch. Four digits could be either, and are neither here. */
function instant(text: string): number | undefined {
    if (/^\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text)) return Number(text) * 1000;
    if (!/^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?$/.test(text)) return undefined;
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : at;
}

/** An address or a range. An IPv6 address alone is not known: IAM documents the default prefix `/32` for each kind. */
function ipAddress({ value }: Wanted): Matcher | undefined {
    const [, network = "", prefix] = /^([^/]*)(?:\/(\d+))?$/.exec(value) ?? [];
    const version = isIP(network);
    const bits = version === 4 ? Number(prefix ?? "32") : Number(prefix ?? "none");
    if (version === 0 || !(bits <= (version === 4 ? 32 : 128))) return undefined;
    const range = new BlockList();
    range.addSubnet(network, bits, version === 4 ? "ipv4" : "ipv6");
    return (text) => {
        const actual = isIP(text);
        return actual !== 0 && range.check(text, actual === 4 ? "ipv4" : "ipv6");
    };
}
