import { type Created, type Properties } from "../resources/resource";
import { type Provider } from "./provider";

const stash = "pulumi:index:Stash";

/** Adds the resource types that an engine has by itself: `pulumi:index:Stash`, which keeps a value in the state. */
export function withBuiltIns(provider: Provider): Provider {
    return {
        ...(provider.plan && {
            plan: (resource, inputs) => (resource.type === stash ? stashed(inputs) : provider.plan?.(resource, inputs)),
        }),
        ...(provider.read && { read: provider.read.bind(provider) }),
        check: (type, name, urn, inputs) => (type === stash ? inputs : provider.check(type, name, urn, inputs)),
        create: async (type, inputs) => (type === stash ? stashed(inputs) : provider.create(type, inputs)),
        delete: async (type, created) => (type === stash ? undefined : provider.delete(type, created)),
        invoke: (token, args) => provider.invoke(token, args),
    };
}

/** What a preview shows of a resource that it would make: what an engine makes itself it knows whole. */
export function planned(type: string, inputs: Properties): Properties {
    return type === stash ? stashed(inputs).outputs : inputs;
}

function stashed(inputs: Properties): Created {
    return { id: "stash", outputs: { ...inputs, output: inputs["input"] } };
}
