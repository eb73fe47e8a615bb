import { createHash } from "node:crypto";

import { resourceTypes } from "../resources";
import { CheckError, type Created, type Properties } from "../resources/resource";
import { inventedOutputs } from "./inventedOutputs";
import { invokeWithoutAws, type Place } from "./invokes";
import { type Provider } from "./provider";
import { isProvider } from "./providerResource";

/**
 * A provider without AWS, for previews only. Types that the laptop AWS knows are checked as the AWS provider checks them; all others
 * pass as they are, so that any program can be judged.
 *
 * @param options `ids`: it says of each resource what it would be, ids and ARNs among it, made from type, name and inputs
 */
export function inventedProvider(place: Place, options: { ids: boolean }): Provider {
    const none = (): never => {
        throw new Error("Nothing is made without AWS.");
    };
    return {
        check: (type, name, urn, inputs) => checked(type, name, inputs, () => automaticName(name, urn)),
        ...(options.ids && {
            plan: (resource, inputs): Created | undefined => {
                const { type, name, urn, provider } = resource;
                const automatic = automaticName(name, urn);
                if (isProvider(type)) return { id: automatic, outputs: inputs };
                // A resource lies in the region that it names, or its provider.
                const region = [inputs["region"], provider?.properties["region"]].find(
                    (one) => typeof one === "string",
                );
                return inventedOutputs(type, { urn, inputs, automatic }, { ...place, ...(region && { region }) });
            },
        }),
        read: (type, name, id, inputs) => {
            const source = { urn: `${type}::${name}`, inputs, automatic: lastPart(id), id };
            return { ...inputs, ...inventedOutputs(type, source, place)?.outputs };
        },
        create: none,
        delete: none,
        invoke: async (token, args) => Promise.resolve(invokeWithoutAws(token, args, place)),
    };
}

/** The name in an id, which may be an ARN or a URL. */
function lastPart(id: string): string {
    return /^(arn|https?):/.test(id) ? (id.split(/[:/]/).at(-1) ?? id) : id;
}

/** From the URN, so that the same program has the same names in every run. */
function automaticName(name: string, urn: string): string {
    return `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 7)}`;
}

/** What the laptop AWS merely does not implement is no fault of a program that is only judged. */
function checked(type: string, name: string, inputs: Properties, autoname: () => string): Properties {
    const resourceType = resourceTypes.get(type);
    if (!resourceType) return inputs;
    try {
        return resourceType.check(inputs, { name, autoname });
    } catch (error) {
        if (!(error instanceof CheckError)) throw error;
        const unimplemented = error.failures.filter(({ reason }) =>
            reason.startsWith("The laptop AWS does not implement"),
        );
        if (unimplemented.length < error.failures.length) throw error;
        const names = new Set(unimplemented.map(({ property }) => property.split(/[.[]/)[0]));
        const [unknownToIt, known] = parted(inputs, (property) => names.has(property));
        return { ...known, ...unknownToIt, ...knownOrAll(() => resourceType.check(known, { name, autoname })) };
    }
}

/** Nothing where the check of a part of the inputs fails for what was left out of it. */
function knownOrAll(check: () => Properties): Properties {
    try {
        return check();
    } catch (error) {
        if (error instanceof CheckError) return {};
        throw error;
    }
}

function parted(properties: Properties, isFirst: (name: string) => boolean): [Properties, Properties] {
    const entries = Object.entries(properties);
    return [
        Object.fromEntries(entries.filter(([name]) => isFirst(name))),
        Object.fromEntries(entries.filter(([name]) => !isFirst(name))),
    ];
}
