import { grouped } from "./relations";

/** Something that concerns a resource. */
export interface Concern<Value> {
    value: Value;
    /** False where it may concern it, or another one, which shows only once they are made. */
    certain: boolean;
}

/**
 * Sorts values by the resources that they concern, so that not every value has to be looked at for each resource.
 *
 * @param isUntold whether a value may concern any resource beside those that it is known to concern
 * @returns what concerns one of some resources, certainly or possibly, in the order of the values
 */
export function concerning<Resource, Value>(
    values: readonly Value[],
    resourcesOf: (value: Value) => readonly Resource[],
    isUntold: (value: Value) => boolean,
): (resources: readonly Resource[]) => Concern<Value>[] {
    const places = values.map((value, position) => ({ value, position }));
    const byResource = grouped(places, ({ value }) => resourcesOf(value));
    const untold = places.filter(({ value }) => isUntold(value));
    return (resources) => {
        const certain = new Set(resources.flatMap((resource) => byResource.get(resource) ?? []));
        return [...new Set([...certain, ...untold])]
            .sort((a, b) => a.position - b.position)
            .map((place) => ({ value: place.value, certain: certain.has(place) }));
    };
}
