import { type Change, type Guard, type Rule } from "../rule";
import { type Argument, matches, type Mutation, same } from "./arguments";
import { type RecordedResource } from "./recordedStack";

interface Guarding {
    rule: string;
    guard: Guard;
}

/** The guards of one argument, of every rule. */
export function guardsOf(rules: readonly Rule[], resource: RecordedResource, { path }: Argument): Guarding[] {
    return rules.flatMap(({ name, guards }) =>
        guards
            .filter((guard) => guard.type === resource.type && matches(guard.path, path) && applies(guard, resource))
            .map((guard) => ({ rule: name, guard })),
    );
}

/** Values that some rule says it refuses there, each once; undefined where none does, and any other value will do. */
export function badValues(guards: readonly Guarding[], value: unknown): unknown[] | undefined {
    if (!guards.some(({ guard }) => guard.bad)) return undefined;
    const values = guards.filter(({ guard }) => !spares(guard, "perturb")).flatMap(({ guard }) => badOf(guard, value));
    return values.filter((bad, place) => values.findIndex((earlier) => same(earlier, bad)) === place);
}

/** Names of the rules that have to fire. */
export function expectedRules(guards: readonly Guarding[], mutation: Mutation, before: unknown): Set<string> {
    return rulesOf(guards.filter(({ guard }) => verdict(guard, mutation, before) === "refused"));
}

/** Names of those that say nothing of the value: they list what they refuse, and it is on another rule's list. */
export function silentRules(guards: readonly Guarding[], mutation: Mutation, before: unknown): Set<string> {
    return rulesOf(guards.filter(({ guard }) => verdict(guard, mutation, before) === "unsaid"));
}

function rulesOf(guards: readonly Guarding[]): Set<string> {
    return new Set(guards.map(({ rule }) => rule));
}

function verdict(guard: Guard, { change, value }: Mutation, before: unknown): "refused" | "spared" | "unsaid" {
    if (spares(guard, change)) return "spared";
    if (change !== "perturb" || !guard.bad) return "refused";
    return badOf(guard, before).some((bad) => same(bad, value)) ? "refused" : "unsaid";
}

function badOf({ bad = [] }: Guard, value: unknown): unknown[] {
    return bad.map((one) => (typeof one === "function" ? (one as (before: unknown) => unknown)(value) : one));
}

function spares({ spares = [] }: Guard, change: Change): boolean {
    return spares.includes(change);
}

function applies({ where = {} }: Guard, { inputs }: RecordedResource): boolean {
    return Object.entries(where).every(([path, wanted]) => {
        const value = valueAt(inputs, path);
        return typeof wanted === "function" ? (wanted as (value: unknown) => unknown)(value) : same(value, wanted);
    });
}

/** @param path as a program writes it, without `[*]` */
function valueAt(inputs: object, path: string): unknown {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    return keys.reduce<unknown>(
        (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
        inputs,
    );
}
