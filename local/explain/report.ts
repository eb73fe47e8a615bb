import { type createColors } from "picocolors";

import { type Deciding } from "../cloud/iam/evaluation";
import { type NearMiss, type UnmetCondition } from "../cloud/iam/nearMisses";
import { colours as coloursOfTerminal } from "../terminal";
import { type RequestKeys } from "./askedContext";
import { type QuotedStatement } from "./decidingStatement";
import { type Explained, type Explanation } from "./explanation";

type Colours = ReturnType<typeof createColors>;

/** What people are told: the verdict in the first line, then why. */
export function report(explanation: Explanation, colours: Colours = coloursOfTerminal): string {
    const { allowed, caller, action, resource, also, notes } = explanation;
    const who = `${caller.principal}${caller.http ? " over plain HTTP" : ""}`;
    const actionAlone = !allowed && explanation.message === null;
    return [
        `${verdict(allowed, colours)}: ${who}, ${action} on ${resource}`,
        ...notes.map((note) => `  note: ${note}`),
        ...(actionAlone ? [`  ${action} itself is allowed, but not all that it needs besides.`] : []),
        ...why(explanation, colours),
        ...also.flatMap((needed) => [
            `  and ${needed.action} on ${needed.resource}: ${verdict(needed.message === null, colours)}`,
            ...why(needed, colours).map((line) => `  ${line}`),
        ]),
    ].join("\n");
}

function verdict(allowed: boolean, colours: Colours): string {
    return allowed ? colours.green("allowed") : colours.red("denied");
}

function why({ context, message, reason, statements, missing, nearMisses }: Explained, colours: Colours): string[] {
    const quote = (introduction: string, { json }: QuotedStatement): string[] => [
        `  ${introduction}`,
        ...(json === undefined ? [] : [`    ${colours.dim(JSON.stringify(json))}`]),
    ];
    const introduction = { allowed: "allowed by", denied: "denied by", "not allowed": "allowed on its side by" }[
        reason
    ];
    return [
        ...pairs(context.given).map((pair) => `  with ${pair}`),
        ...pairs(context.assumed).map((pair) => `  with ${pair} (assumed)`),
        ...(message === null ? [] : [`  AWS says: ${message}`]),
        ...(missing.length === 0 ? [] : [`  missing: an Allow in ${missing.map(sideOf).join(" or ")}`]),
        ...statements.flatMap((statement) => quote(`${introduction} ${placeOf(statement)}`, statement)),
        ...nearMisses.flatMap((miss) => quote(`near: ${placeOf(miss)} ${difference(miss)}`, miss)),
    ];
}

function sideOf(side: "identity" | "resource"): string {
    return side === "identity" ? "an identity-based policy" : "a resource-based policy";
}

function placeOf({ side, policy, statement }: Deciding): string {
    if (side === "grant") return `grant ${policy} of the key`;
    return side === "identity"
        ? `${statement} of the identity-based policy ${policy}`
        : `${statement} of the resource-based ${policy}`;
}

function difference({ differs, conditions }: NearMiss): string {
    if (differs === "resource") return "allows the action, on other resources";
    return `would allow it, but ${conditions.map(unmet).join(", and ")}`;
}

function unmet({ operator, key, wanted, actual }: UnmetCondition): string {
    const found = actual === undefined ? "the request carries none" : `it is ${listed(actual)}`;
    return `${key} is to be ${listed(wanted)} (${operator}) and ${found}`;
}

function pairs(keys: RequestKeys): string[] {
    return Object.entries(keys).map(([key, values]) => `${key}=${values.join(",")}`);
}

function listed(values: readonly string[]): string {
    return values.join(" or ");
}
