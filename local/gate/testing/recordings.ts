import { type RegisteredResource } from "../../engine/registeredResource";
import { type Properties, unknown } from "../../resources/resource";
import { type Mode, type Recording } from "../record";

const options = {
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    replacementTrigger: undefined,
    beforeDelete: [],
};

export const urnOf = (name: string): string => `urn:pulumi:dev::p::aws:sqs/queue:Queue::${name}`;
export const root = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev";

/** A queue with these inputs, which are its outputs too. */
export function queue(name: string, inputs: Properties): RegisteredResource {
    return {
        urn: urnOf(name),
        type: "aws:sqs/queue:Queue",
        name,
        custom: true,
        parent: root,
        inputs,
        id: "",
        outputs: inputs,
        dependencies: [],
        propertyDependencies: {},
        options,
    };
}

/** A stack of these queues, one of which is wanted, so that the sample pack's stack rule holds. */
export function recording(mode: Mode, queues: RegisteredResource[], more: Partial<Recording> = {}): Recording {
    const stack = {
        ...queue("p-dev", { wanted: true }),
        urn: root,
        type: "pulumi:pulumi:Stack",
        custom: false,
        parent: "",
    };
    const resources = [stack, ...queues];
    return { stack: "dev", project: "p", mode, resources, outputs: {}, errors: [], warnings: [], ...more };
}

/** The same inputs in both modes; what is `unknown` in the first is `known` in the second. */
export function inBothModes(queues: Record<string, Properties>, known: unknown = "known"): Recording[] {
    const queuesWith = (value: unknown) =>
        Object.entries(queues).map(([name, inputs]) =>
            queue(
                name,
                Object.fromEntries(Object.entries(inputs).map(([key, one]) => [key, one === unknown ? value : one])),
            ),
        );
    return [recording("firstPreview", queuesWith(unknown)), recording("deterministicIds", queuesWith(known))];
}
