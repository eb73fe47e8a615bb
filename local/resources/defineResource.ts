import { AwsError } from "../cloud/awsError";
import { checkProperties } from "./checkProperties";
import { type Shape, type Values } from "./property";
import {
    CheckError,
    type CheckFailure,
    type Created,
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
    delete(created: { id: string; outputs: Values<S> & Properties }, target: Target): Promise<void>;
}

/**
 * Adds what the provider does alike for every type: the check against the table, inputs as outputs, `region`, `tagsAll`.
 *
 * Tags reach AWS for buckets, scalable targets and alarms, whose services keep them; those of all other types are in the outputs only.
 */
export function defineResource<S extends Shape>(definition: ResourceDefinition<S>): ResourceType {
    const { type, properties } = definition;
    return {
        type,
        check(inputs, context) {
            const failures: CheckFailure[] = [];
            const checked = checkProperties(properties, inputs, () => context.autoname(), failures);
            failures.push(...(definition.checkTogether?.(checked) ?? []));
            if (failures.length > 0) throw new CheckError(type, context.name, failures);
            return checked;
        },
        async create(inputs, target) {
            refuseOtherRegion(inputs, target);
            const steps: (() => Promise<unknown>)[] = [];
            try {
                const { id, outputs } = await definition.create(inputs as Values<S>, target, (step) =>
                    steps.push(step),
                );
                return {
                    id,
                    outputs: {
                        ...inputs,
                        ...("region" in properties ? { region: target.region } : {}),
                        ...("tags" in properties ? { tagsAll: inputs["tags"] ?? {} } : {}),
                        ...outputs,
                    },
                };
            } catch (error) {
                throw await unmade(error, steps);
            }
        },
        async delete(created: Created, target) {
            await definition.delete(created as { id: string; outputs: Values<S> & Properties }, target);
        },
    };
}

/** Deletes what may be gone already. */
export async function unlessGone(
    deletion: Promise<unknown>,
    /** Error codes, or the beginning of a message, by which the service says that it is gone. */
    ...signs: readonly string[]
): Promise<void> {
    try {
        await deletion;
    } catch (error) {
        if (error instanceof AwsError && signs.some((sign) => error.code === sign || error.message.startsWith(sign))) {
            return;
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
