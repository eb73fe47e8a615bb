import { BlockList, isIPv4, isIPv6 } from "node:net";

import {
    type AttributeValues,
    type FilterCondition,
    type FilterPolicy,
    type FilterPolicyScope,
    isOr,
    type Scalar,
} from "./filterPolicySyntax";

/** What a subscription's filter policy looks at. */
export interface FilteredMessage {
    message: string;
    attributes: Readonly<Record<string, { DataType?: string | undefined; StringValue?: string | undefined }>>;
}

/**
 * Whether SNS hands a message to a subscription with this filter policy (AWS: SNS Developer Guide, subscription filter
 * policies): every key must be met, by any of its conditions. With scope MessageBody a message that is not a JSON object
 * is never handed over.
 */
export function passesFilter(policy: FilterPolicy, scope: FilterPolicyScope, message: FilteredMessage): boolean {
    const body = scope === "MessageBody" ? parse(message.message) : attributeValues(message.attributes);
    return body !== undefined && meets(policy, [body]);
}

/** @param nodes the objects that the policy is held against: several where a list was on the way */
function meets(policy: FilterPolicy, nodes: readonly Record<string, unknown>[]): boolean {
    return Object.entries(policy).every(([key, wanted]) => {
        if (isOr(key, wanted)) return wanted.some((one) => meets(one, nodes));
        const found = nodes.flatMap((node) => (Object.hasOwn(node, key) ? spread(node[key]) : []));
        if (!Array.isArray(wanted)) return meets(wanted as FilterPolicy, found.filter(isObject));
        const values = found.filter((value): value is Scalar => !isObject(value));
        return (wanted as readonly FilterCondition[]).some((condition) => {
            if (typeof condition === "object" && condition && "exists" in condition) {
                return condition.exists === values.length > 0;
            }
            return values.some((value) => satisfies(value, condition));
        });
    });
}

function satisfies(value: Scalar, condition: FilterCondition): boolean {
    if (typeof condition !== "object" || condition === null) return value === condition;
    if ("anything-but" in condition) return isAnythingBut(value, condition["anything-but"]);
    if ("numeric" in condition) return typeof value === "number" && inRange(value, condition.numeric);
    if (typeof value !== "string") return false;
    if ("prefix" in condition) return value.startsWith(condition.prefix);
    if ("suffix" in condition) return value.endsWith(condition.suffix);
    if ("equals-ignore-case" in condition) return value.toLowerCase() === condition["equals-ignore-case"].toLowerCase();
    return "cidr" in condition && inNetwork(value, condition.cidr);
}

function isAnythingBut(value: Scalar, excluded: Scalar | readonly Scalar[] | { prefix: string }): boolean {
    // null is no value that could be other than something (inferred from how AWS treats every operator but `exists`).
    if (value === null) return false;
    if (typeof excluded === "object" && excluded && "prefix" in excluded) {
        return typeof value === "string" && !value.startsWith(excluded.prefix);
    }
    return Array.isArray(excluded) ? !excluded.includes(value) : value !== excluded;
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
    "=": (value, bound) => value === bound,
    "<": (value, bound) => value < bound,
    "<=": (value, bound) => value <= bound,
    ">": (value, bound) => value > bound,
    ">=": (value, bound) => value >= bound,
};

function inRange(value: number, terms: readonly (string | number)[]): boolean {
    for (let index = 0; index < terms.length; index += 2) {
        if (!comparisons[terms[index] as string]?.(value, terms[index + 1] as number)) return false;
    }
    return true;
}

function inNetwork(address: string, cidr: string): boolean {
    const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
    const [network = "", bits = ""] = cidr.split("/");
    if (!family || isIPv4(network) !== (family === "ipv4")) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(bits), family);
    return list.check(address, family);
}

/** A list stands for each of its elements; an empty one for nothing. */
function spread(value: unknown): unknown[] {
    return Array.isArray(value) ? value.flatMap(spread) : [value];
}

/** Attributes of type Binary are not looked at (AWS: SNS Developer Guide, message attributes). */
function attributeValues(attributes: FilteredMessage["attributes"]): AttributeValues | undefined {
    const values: Record<string, Scalar | readonly unknown[]> = {};
    for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
        if (StringValue === undefined) continue;
        const [type] = (DataType ?? "").split(".");
        if (DataType === "String.Array") {
            const list = parseAny(StringValue);
            values[name] = Array.isArray(list) ? (list as unknown[]) : StringValue;
        } else if (type === "Number") values[name] = Number(StringValue);
        else if (type === "String") values[name] = StringValue;
    }
    return values;
}

function parse(text: string): Record<string, unknown> | undefined {
    const value = parseAny(text);
    return isObject(value) ? value : undefined;
}

function parseAny(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
