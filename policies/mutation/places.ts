import { type RecordedResource } from "./recordedStack";

/** Resources as they are after a change, by their place in the stack; null for one that is gone. */
export type Changed = ReadonlyMap<number, RecordedResource | null>;

/** One place that a rule reads: a property of a resource, its keys, or its options. */
export type Place = string;

/** Tells of each property that is looked at, or that all of them are. */
export function watched<T extends object>(properties: T, urn: string, what: string, places: Set<Place> | undefined): T {
    if (!places) return properties;
    const tell = (key: string | symbol): void => void places.add(placeOf(urn, what, String(key)));
    return new Proxy(properties, {
        get(target, key) {
            tell(key);
            return Reflect.get(target, key) as unknown;
        },
        has(target, key) {
            tell(key);
            return Reflect.has(target, key);
        },
        getOwnPropertyDescriptor(target, key) {
            tell(key);
            return Reflect.getOwnPropertyDescriptor(target, key);
        },
        ownKeys(target) {
            tell("*");
            return Reflect.ownKeys(target);
        },
    });
}

function placeOf(urn: string, what: string, key: string): Place {
    return `${urn} ${what} ${key}`;
}

/** Where rules would find something else than before. */
export function changedPlaces(resources: readonly RecordedResource[], changed: Changed): Place[] | "all" {
    const wholly = ([index, after]: readonly [number, RecordedResource | null]): boolean =>
        after?.options !== resources[index]?.options || after?.provider !== resources[index]?.provider;
    if ([...changed].some(wholly)) return "all";
    return [...changed].flatMap(([index, after]) => {
        const before = resources[index];
        if (!before || !after) return [];
        const halves = [
            ["props", before.outputs, after.outputs],
            ["dependencies", before.propertyDependencies, after.propertyDependencies],
        ] as const;
        return halves.flatMap(([what, from, to]) => {
            const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
            const differing = [...keys].filter((key) => from[key] !== to[key]);
            const places = differing.map((key) => placeOf(before.urn, what, key));
            return differing.length > 0 ? [...places, placeOf(before.urn, what, "*")] : [];
        });
    });
}
