import { isEmpty, sameValue } from "./diff";
import { type Property, type Shape } from "./property";
import { isBlock, type Properties } from "./resource";

/**
 * What AWS says of a resource, in the words in which it was asked for: a document that means the same keeps its text, and what
 * nobody asked for and is nothing special stays absent. So a refresh finds only what really changed.
 *
 * @param live properties as AWS has them
 * @param known inputs as they were; undefined for an import, where every value counts
 */
export function asKnown(shape: Shape, live: Properties, known: Properties | undefined): Properties {
    const inputs: Properties = {};
    const imported = known === undefined;
    for (const [name, property] of Object.entries(shape)) {
        const before = known?.[name];
        const value = property.stateOnly
            ? (before ?? property.default)
            : valueAsKnown(property, live[name], before, imported);
        const askedFor = before !== undefined || (property.default !== undefined && value !== undefined);
        const chosenByAws = !imported && property.computed === true;
        if (!askedFor && (chosenByAws || isEmpty(value))) continue;
        if (value !== undefined) inputs[name] = value;
    }
    return inputs;
}

function valueAsKnown(property: Property<unknown>, live: unknown, known: unknown, imported: boolean): unknown {
    if (sameValue(property, live, known)) return known;
    const { kind } = property;
    // What was not there before was not asked for either.
    const before = (value: unknown): Properties | undefined => (isBlock(value) ? value : imported ? undefined : {});
    if (kind.is === "block" && isBlock(live)) return asKnown(kind.members, live, before(known));
    if (kind.is === "blocks" && Array.isArray(live)) {
        const items: unknown[] = Array.isArray(known) ? known : [];
        return live.map((item: Properties, at) => asKnown(kind.members, item, before(items[at])));
    }
    return live;
}
