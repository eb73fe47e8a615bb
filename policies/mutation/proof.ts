import { type Change, type Rule } from "../rule";
import { type Argument, argumentsOf, type Mutation, mutationsOf, same } from "./arguments";
import { changedBy, isWrittenOut, type Stack } from "./changedStack";
import { documentMutations, expectedInDocument } from "./documentMutations";
import { badValues, expectedRules, guardsOf, silentRules } from "./expected";
import { Judge } from "./judge";
import { type Judgement } from "./judgement";
import { type RecordedResource } from "./recordedStack";
import { reasonFor } from "./unguarded";

/** What one mutation was to do, and what it did. */
export interface Row {
    environment: string;
    /** `aws:sns/topic:Topic success name: remove`. */
    what: string;
    type: string;
    path: string;
    change: Change | "document";
    expected: string[];
    /** In a first preview or with all known. */
    fired: string[];
    /** In a first preview. */
    firedInPreview: string[];
    deferred: string[];
    /** Rules that gave way to an unknown or threw, with what they said. */
    failed: string[];
    messages: string[];
    /** Why nothing guards the argument; undefined where something does, or where a reason is missing. */
    reason: string | undefined;
    guarded: boolean;
}

export interface Proof {
    rows: Row[];
    /** What rules said of the good stacks, by environment. */
    good: Record<string, Record<"preview" | "known", Judgement>>;
}

/** Parameters of each rule, by environment. */
export type Configuration = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Mutates each argument of each resource, one at a time, and has every rule judge each result in both forms. */
export async function prove(
    stacks: readonly Stack[],
    rules: readonly Rule[],
    configuration: Configuration,
): Promise<Proof> {
    const { stackTraceLimit } = Error;
    // An unknown that is read throws; nobody wants to know where.
    Error.stackTraceLimit = 0;
    try {
        const proof: Proof = { rows: [], good: {} };
        const seen = new Set<string>();
        for (const stack of stacks) await proveStack(stack, rules, configuration[stack.environment] ?? {}, proof, seen);
        return proof;
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}

async function proveStack(
    stack: Stack,
    rules: readonly Rule[],
    config: Readonly<Record<string, object>>,
    { rows, good }: Proof,
    seen: Set<string>,
): Promise<void> {
    const judges = { preview: new Judge(stack.preview, rules, config), known: new Judge(stack.known, rules, config) };
    const base = { preview: await judges.preview.all(), known: await judges.known.all() };
    good[stack.environment] = base;
    for (const [index, resource] of stack.known.entries()) {
        if (!resource.custom) continue;
        for (const argument of argumentsOf(resource, index)) {
            const guards = guardsOf(rules, resource, argument).filter(
                ({ guard }) => !guard.writtenOut || isWrittenOut(stack, index),
            );
            const { type, name } = resource;
            const { path } = argument;
            const known = { reason: reasonFor(type, path), guarded: guards.length > 0, environment: stack.environment };
            for (const mutation of mutationsOf(argument, badValues(guards, argument.value))) {
                if (isSeen(stack, resource, argument, mutation, seen)) continue;
                const expected = expectedRules(guards, mutation, argument.value);
                const silent = silentRules(guards, mutation, argument.value);
                const said = await judged(stack, judges, base, argument, mutation);
                rows.push({
                    ...{ ...known, type, path, change: mutation.change, expected: [...expected].sort() },
                    what: `${type} ${name} ${path}: ${described(mutation)}`,
                    ...{ ...said, fired: said.fired.filter((rule) => expected.has(rule) || !silent.has(rule)) },
                });
            }
            for (const { what, mutation } of documentMutations(type, argument)) {
                if (isSeen(stack, resource, argument, mutation, seen)) continue;
                rows.push({
                    ...{ ...known, type, path, change: "document", expected: expectedInDocument(resource, what) },
                    what: `${type} ${name} ${path}: ${what}`,
                    ...(await judged(stack, judges, base, argument, mutation)),
                });
            }
        }
    }
}

async function judged(
    stack: Stack,
    judges: Readonly<Record<"preview" | "known", Judge>>,
    base: Readonly<Record<"preview" | "known", Judgement>>,
    argument: Argument,
    mutation: Mutation,
): Promise<Pick<Row, "fired" | "firedInPreview" | "deferred" | "failed" | "messages">> {
    const said = {
        preview: await judges.preview.changed(changedBy(stack, "preview", argument, mutation)),
        known: await judges.known.changed(changedBy(stack, "known", argument, mutation)),
    };
    // What fires on the good stack shows nothing here; the proof's test says which rules may.
    const news = (form: "preview" | "known"): string[] =>
        [...said[form].fired].filter((rule) => !base[form].fired.has(rule));
    const both = [said.preview, said.known];
    return {
        fired: [...new Set([...news("preview"), ...news("known")])].sort(),
        firedInPreview: news("preview").sort(),
        deferred: [...new Set(both.flatMap(({ deferred }) => [...deferred]))].sort(),
        failed: both.flatMap(({ failed }) => failed),
        messages: [...new Set(both.flatMap(({ messages }) => messages))],
    };
}

/** Stacks of one program differ in a few values; a mutation of what is the same in both is tried once. */
function isSeen(
    { environment }: Stack,
    resource: RecordedResource,
    { path }: Argument,
    { change, value }: Mutation,
    seen: Set<string>,
): boolean {
    const { type, name, inputs, options } = resource;
    const program = resource.urn.split("::")[1];
    const all = JSON.stringify([program, type, name, path, change, value, inputs, options]);
    const key = all.replaceAll(`-${environment}`, "-");
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
}

function described({ change, value }: Mutation): string {
    return change === "perturb" ? `perturb to ${JSON.stringify(value)}` : change;
}

/** Rows whose rules are not those that were declared. */
export function surprises({ rows }: Proof): Row[] {
    return rows.filter(({ expected, fired }) => !same(expected, fired));
}

/** One line: how many mutations were tried, how many a rule caught, and how many are justified to pass. */
export function summary({ rows }: Proof): string {
    const caught = rows.filter(({ fired }) => fired.length > 0).length;
    const spared = rows.filter(
        ({ fired, guarded, change }) => fired.length === 0 && (guarded || change === "document"),
    );
    const justified = rows.filter(({ fired, guarded, reason }) => fired.length === 0 && !guarded && reason).length;
    return (
        `mutations: ${String(rows.length)} tried, ${String(caught)} caught, ${String(spared.length)} rightly spared by a guard, ` +
        `${String(justified)} of arguments that nothing guards, for a reason`
    );
}
