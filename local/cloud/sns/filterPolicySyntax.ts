import { isIP } from "node:net";

export type Scalar = string | number | boolean | null;

export type FilterPolicyScope = "MessageAttributes" | "MessageBody";

/** One condition on one key. */
export type FilterCondition =
    | Scalar
    | { prefix: string }
    | { suffix: string }
    | { "equals-ignore-case": string }
    | { cidr: string }
    | { exists: boolean }
    /** Operator, bound, and perhaps operator, bound again: `[">=", 0, "<", 100]`. */
    | { numeric: readonly (string | number)[] }
    | { "anything-but": Scalar | readonly Scalar[] | { prefix: string } };

/** Conditions by key; with scope MessageBody a key may lead to a further policy. `$or` leads to alternatives. */
export interface FilterPolicy {
    readonly [key: string]: FilterPolicy | readonly FilterCondition[] | readonly FilterPolicy[];
}

/** Message attributes as a filter policy sees them. */
export type AttributeValues = Readonly<Record<string, Scalar | readonly unknown[]>>;

/** A filter policy that SNS would not take. */
export class FilterPolicyFault extends Error {
    override readonly name = "FilterPolicyFault";
}

const operators = ["prefix", "suffix", "equals-ignore-case", "cidr", "exists", "numeric", "anything-but"];

/** AWS: SNS Developer Guide, filter policy constraints. */
const limits = { keys: 5, combinations: 150, bytes: 262_144 };

/**
 * Whether a key of a policy is the operator `$or`. It is one only with at least two alternatives, none of which has an
 * operator's name for a key; otherwise it is a key like any other (AWS: SNS Developer Guide, AND/OR logic).
 */
export function isOr(key: string, value: unknown): value is readonly FilterPolicy[] {
    return (
        key === "$or" &&
        Array.isArray(value) &&
        value.length >= 2 &&
        value.every((one) => isObject(one) && !Object.keys(one).some((name) => operators.includes(name)))
    );
}

/**
 * Parses and checks a filter policy.
 *
 * @throws FilterPolicyFault with what follows `Invalid parameter: ` in SNS's answer; an operator it does not know is one
 */
export function parseFilterPolicy(text: string, scope: FilterPolicyScope): FilterPolicy {
    let policy: unknown;
    try {
        policy = JSON.parse(text);
    } catch {
        throw new FilterPolicyFault("FilterPolicy: failed to parse JSON.");
    }
    if (!isObject(policy)) throw fault("Filter policy must be an object");
    if (Buffer.byteLength(text) > limits.bytes) throw fault("Filter policy is too large");
    if (Object.keys(policy).length > limits.keys) throw fault("Filter policy can not have more than 5 keys");
    if (combinations(policy, scope, 1) > limits.combinations) throw fault("Filter policy is too complex");
    return policy as FilterPolicy;
}

/** Checks a policy on the way; the number of combinations counts a nested key's values as often as it is deep. */
function combinations(policy: Record<string, unknown>, scope: FilterPolicyScope, depth: number): number {
    let product = 1;
    for (const [key, value] of Object.entries(policy)) {
        if (isOr(key, value)) {
            product *= value.reduce((sum, one) => sum + combinations(one, scope, depth), 0);
        } else if (Array.isArray(value)) {
            if (value.length === 0) throw fault("Empty arrays are not allowed");
            for (const condition of value) checkCondition(condition);
            product *= value.length * depth;
        } else if (isObject(value)) {
            if (scope === "MessageAttributes") {
                throw new FilterPolicyFault(
                    "Filter policy scope MessageAttributes does not support nested filter policy",
                );
            }
            if (Object.keys(value).length === 0) throw fault("Empty objects are not allowed");
            product *= combinations(value, scope, depth + 1);
        } else {
            throw fault(`"${key}" must be an object or an array`);
        }
    }
    return product;
}

function checkCondition(condition: unknown): void {
    if (isScalar(condition)) {
        checkNumber(condition);
        return;
    }
    if (!isObject(condition)) throw fault("Match value must be String, number, true, false, or null");
    const [[operator, value] = ["", undefined], ...more] = Object.entries(condition);
    if (more.length > 0) throw fault("Only one key allowed in match expression");
    switch (operator) {
        case "prefix":
        case "suffix":
        case "equals-ignore-case":
            if (typeof value !== "string") throw fault(`${operator} match pattern must be a string`);
            return;
        case "exists":
            if (typeof value !== "boolean") throw fault("exists match pattern must be either true or false.");
            return;
        case "cidr":
            checkCidr(value);
            return;
        case "numeric":
            checkNumeric(value);
            return;
        case "anything-but":
            checkAnythingBut(value);
            return;
        default:
            throw fault(`Unrecognized match type ${operator}`);
    }
}

function checkAnythingBut(value: unknown): void {
    if (isObject(value)) {
        const [[operator, pattern] = ["", undefined], ...more] = Object.entries(value);
        if (operator !== "prefix" || more.length > 0) throw fault(`Unsupported anything-but pattern: ${operator}`);
        if (typeof pattern !== "string") throw fault("prefix match pattern must be a string");
        return;
    }
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0) throw fault("Empty arrays are not allowed");
    for (const one of values) {
        if (!isScalar(one)) throw fault("Match value must be String, number, true, false, or null");
        checkNumber(one);
    }
}

function checkNumeric(value: unknown): void {
    if (!Array.isArray(value) || value.length === 0) throw fault("Invalid member in numeric match: ]");
    const [first, low, second, high, ...more] = value as unknown[];
    if (typeof first !== "string") throw fault(`Invalid member in numeric match: ${JSON.stringify(first)}`);
    if (!["<", "<=", "=", ">", ">="].includes(first)) throw fault(`Unrecognized numeric range operator: ${first}`);
    if (typeof low !== "number") throw fault(`Value of ${first === "=" ? "equals" : first} must be numeric`);
    checkNumber(low);
    if (value.length === 2) return;
    if (first !== ">" && first !== ">=") throw fault("Too many elements in numeric expression");
    if (typeof second !== "string") throw fault(`Bad value in numeric range: ${JSON.stringify(second)}`);
    if (second !== "<" && second !== "<=") throw fault(`Bad numeric range operator: ${second}`);
    if (typeof high !== "number") throw fault(`Value of ${second} must be numeric`);
    checkNumber(high);
    if (high <= low) throw fault("Bottom must be less than top");
    if (more.length > 0) throw fault("Too many terms in numeric range expression");
}

function checkCidr(value: unknown): void {
    if (typeof value !== "string") throw fault("prefix match pattern must be a string");
    const [address = "", bits, ...more] = value.split("/");
    if (bits === undefined || more.length > 0) throw fault("Malformed CIDR, one '/' required");
    if (!/^\d+$/.test(bits)) throw fault("Malformed CIDR, mask bits must be an integer");
    const family = isIP(address);
    if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) throw fault(`Nonstandard IP address: ${address}`);
}

/** AWS documents -10⁹ to 10⁹; what it answers beyond is not known, so the words are inferred. */
function checkNumber(value: Scalar): void {
    if (typeof value === "number" && Math.abs(value) > 1e9)
        throw fault(`Value must be between -1.0E9 and 1.0E9, inclusive`);
}

function isScalar(value: unknown): value is Scalar {
    return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fault(reason: string): FilterPolicyFault {
    return new FilterPolicyFault(`FilterPolicy: ${reason}`);
}
