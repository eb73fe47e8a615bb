import { createHash } from "node:crypto";

import { invoke } from "../resources/invokes";
import { resourceTypeOf } from "../resources";
import { type Created, type Properties, type Target } from "../resources/resource";
import { type RegisteredResource } from "./registeredResource";

/** A resource that a preview asks about. */
export type PlannedResource = Pick<RegisteredResource, "type" | "name" | "urn" | "provider">;

/** What the engine needs of a provider: the laptop's resource types, in one place of the laptop AWS. */
export interface Provider {
    check(type: string, name: string, urn: string, inputs: Properties): Properties;
    /**
     * What a preview may say of a resource that would be made. Without it, a preview knows its inputs only.
     *
     * @returns outputs that are left out stay unknown
     */
    plan?(resource: PlannedResource, inputs: Properties): Created | undefined;
    create(type: string, inputs: Properties): Promise<Created>;
    /** Outputs of a resource that exists already and that the program looks up by its id. */
    read?(type: string, name: string, id: string, inputs: Properties): Properties;
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
