import { createHash } from "node:crypto";

import { invoke } from "../resources/invokes";
import { resourceTypeOf } from "../resources";
import { type Created, type Properties, type Target } from "../resources/resource";

/** What the engine needs of a provider: the laptop's resource types, in one place of the laptop AWS. */
export interface Provider {
    check(type: string, name: string, urn: string, inputs: Properties): Properties;
    create(type: string, inputs: Properties): Promise<Created>;
    delete(type: string, created: Created): Promise<void>;
    invoke(token: string, args: Properties): Promise<Properties>;
}

/** A provider that makes resources in `target`; a preview needs of it only where it is, and calls nothing. */
export function laptopProvider(target: Target): Provider {
    return {
        check: (type, name, urn, inputs) =>
            resourceTypeOf(type).check(inputs, {
                name,
                // From the URN, so that the same program has the same names in every run.
                autoname: () => `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 7)}`,
            }),
        create: (type, inputs) => resourceTypeOf(type).create(inputs, target),
        delete: (type, created) => resourceTypeOf(type).delete(created, target),
        invoke: async (token, args) => Promise.resolve(invoke(token, args, target)),
    };
}
