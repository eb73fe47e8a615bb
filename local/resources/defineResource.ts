import { AwsError } from "../cloud/awsError";
import { asKnown } from "./asKnown";
import { checkProperties } from "./checkProperties";
import { changes, topLevel } from "./diff";
import { type Shape, type Values } from "./property";
import { forcesReplacement } from "./replacement";
import {
    CheckError,
    type CheckFailure,
    type Created,
    type Existing,
    type Properties,
    type ResourceType,
    type Target,
} from "./resource";

/** A resource type before what all types have in common is added. */
export interface ResourceDefinition<S extends Shape> {
    readonly type: string;
    readonly properties: S;
    /** Rules of the provider that no single property tells. */
    readonly checkTogether?: (inputs: Properties) => CheckFailure[];
    /** Error codes, or beginnings of messages, by which its service says that it is gone. */
    readonly gone: readonly string[];
    /**
     * Makes it. After each step that made something, `undo` is told how to unmake that.
     *
     * @returns its id and the outputs that are not inputs
     */
    create(
        inputs: Values<S>,
        target: Target,
        undo: (step: () => Promise<unknown>) => void,
    ): Promise<{ id: string; outputs?: Properties }>;
    /**
     * What AWS says of it now; that it is gone, by `undefined` or by one of the errors in `gone`.
     *
     * @param known its inputs as they were; empty for an import
     * @returns its properties, absent where AWS has nothing, and the outputs that `create` returns; an id where an import's
     *     is not the resource's own
     */
    read(
        id: string,
        target: Target,
        known: Partial<Values<S>>,
    ): Promise<{ id?: string; inputs: Partial<Values<S>>; outputs?: Properties } | undefined>;
    /**
     * Changes what can be changed in place. Absent where every change needs a new resource.
     *
     * @param changed names of the properties that differ
     * @returns the outputs that have other values now
     */
    update?(
        existing: { id: string; inputs: Values<S>; outputs: Properties },
        inputs: Values<S>,
        target: Target,
        changed: ReadonlySet<keyof S>,
    ): Promise<Properties | undefined>;
    delete(created: { id: string; outputs: Values<S> & Properties }, target: Target): Promise<void>;
}

/**
 * Adds what the provider does alike for every type: the check against the table, inputs as outputs, `region`, `tagsAll`.
 *
 * Tags reach AWS for buckets, scalable targets, alarms and log groups, whose services keep them; those of all other types are in the outputs only.
 */
export function defineResource<S extends Shape>(definition: ResourceDefinition<S>): ResourceType {
    const { type, properties, gone } = definition;
    const outputsOf = (inputs: Properties, target: Target, outputs: Properties | undefined): Properties => ({
        ...inputs,
        ...("region" in properties ? { region: target.region } : {}),
        ...("tags" in properties ? { tagsAll: inputs["tags"] ?? {} } : {}),
        ...outputs,
    });
    return {
        type,
        nameProperty: Object.entries(properties).find(([, { autoname }]) => autoname)?.[0],
        check(inputs, context) {
            const failures: CheckFailure[] = [];
            const checked = checkProperties(properties, inputs, () => context.autoname(), failures);
            failures.push(...(definition.checkTogether?.(checked) ?? []));
            if (failures.length > 0) throw new CheckError(type, context.name, failures);
            return checked;
        },
        diff(before, inputs) {
            return changes(properties, before, inputs).map((change) => ({
                ...change,
                replaces: forcesReplacement(type, change.path),
            }));
        },
        async create(inputs, target) {
            refuseOtherRegion(inputs, target);
            const steps: (() => Promise<unknown>)[] = [];
            try {
                const { id, outputs } = await definition.create(inputs as Values<S>, target, (step) =>
                    steps.push(step),
                );
                return { id, outputs: outputsOf(inputs, target, outputs) };
            } catch (error) {
                throw await unmade(error, steps);
            }
        },
        async read(id, target, known) {
            const found = await unlessGone(definition.read(id, target, (known ?? {}) as Partial<Values<S>>), gone);
            if (!found) return undefined;
            const inputs = asKnown(properties, found.inputs, known);
            return { id: found.id ?? id, inputs, outputs: outputsOf(inputs, target, found.outputs) };
        },
        async update(existing: Existing, inputs, target) {
            const changed = new Set(changes(properties, existing.inputs, inputs).map(({ path }) => topLevel(path)));
            const [fixed] = [...changed].filter((name) => !properties[name]?.stateOnly);
            if (fixed !== undefined && !definition.update) {
                throw new Error(`${type} cannot be changed in place, but ${fixed} is to be another.`);
            }
            const { id } = existing;
            const before = { id, inputs: existing.inputs as Values<S>, outputs: existing.outputs };
            const outputs =
                fixed === undefined
                    ? undefined
                    : await definition.update?.(before, inputs as Values<S>, target, changed as Set<keyof S>);
            const kept = Object.entries(existing.outputs).filter(
                ([name]) => !(name in existing.inputs) || properties[name]?.computed,
            );
            return { id, outputs: { ...Object.fromEntries(kept), ...outputsOf(inputs, target, outputs) } };
        },
        async delete(created: Created, target) {
            const deletion = definition.delete(created as { id: string; outputs: Values<S> & Properties }, target);
            await unlessGone(deletion, gone);
        },
    };
}

/**
 * What was asked of something that may be gone; `undefined` when it is.
 *
 * @param signs error codes, or beginnings of messages, by which the service says so
 */
export async function unlessGone<T>(asked: Promise<T>, signs: readonly string[]): Promise<T | undefined> {
    try {
        return await asked;
    } catch (error) {
        if (error instanceof AwsError && signs.some((sign) => error.code === sign || error.message.startsWith(sign))) {
            return undefined;
        }
        throw error;
    }
}

function refuseOtherRegion(inputs: Properties, target: Target): void {
    const region = inputs["region"];
    if (region === undefined || region === target.region) return;
    throw new AwsError(
        "NotImplemented",
        `The laptop AWS is one region, ${target.region}: it has no ${String(region)}.`,
        501,
    );
}

async function unmade(error: unknown, steps: (() => Promise<unknown>)[]): Promise<unknown> {
    const left: string[] = [];
    for (const step of steps.reverse()) {
        try {
            await step();
        } catch (failure) {
            left.push(failure instanceof Error ? failure.message : String(failure));
        }
    }
    if (left.length === 0) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`${message} What had been made could not be undone: ${left.join(" ")}`, { cause: error });
}
