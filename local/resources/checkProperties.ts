import { type Property, type Shape } from "./property";
import { type CheckFailure, isBlock, type Properties, unknown } from "./resource";

/**
 * Compares inputs with a table; `null` counts as absent, {@link unknown} passes anywhere.
 *
 * @param autoname Pulumi's automatic name
 * @param failures is added to
 * @returns the inputs with the provider's defaults
 */
export function checkProperties(
    shape: Shape,
    inputs: Properties,
    autoname: () => string,
    failures: CheckFailure[],
    path = "",
): Properties {
    for (const name of Object.keys(inputs)) {
        if (name in shape || inputs[name] === undefined) continue;
        failures.push({
            property: path + name,
            reason: `The laptop AWS does not implement the property "${name}"; it would have no effect`,
        });
    }
    const checked: Properties = {};
    for (const [name, property] of Object.entries(shape)) {
        const given = inputs[name] ?? property.default ?? property.autoname?.(autoname());
        if (given === undefined) {
            if (!property.required) continue;
            failures.push({
                property: path + name,
                reason: `Missing required argument: The argument "${name}" is required, but no definition was found`,
            });
        } else {
            checked[name] = checkValue(property, given, path + name, autoname, failures);
        }
    }
    return checked;
}

function checkValue(
    property: Property<unknown>,
    value: unknown,
    path: string,
    autoname: () => string,
    failures: CheckFailure[],
): unknown {
    if (value === unknown) return value;
    const { kind } = property;
    const fail = (reason: string): unknown => {
        failures.push({ property: path, reason });
        return value;
    };
    switch (kind.is) {
        case "text":
            if (typeof value !== "string") return fail(`expected a string, got ${shown(value)}`);
            if (property.oneOf?.includes(value) === false) {
                return fail(`expected ${path} to be one of [${property.oneOf.map(shown).join(" ")}], got ${value}`);
            }
            return value;
        case "number": {
            if (typeof value !== "number") return fail(`expected a number, got ${shown(value)}`);
            const [least, greatest] = property.range ?? [-Infinity, Infinity];
            if (value >= least && value <= greatest) return value;
            return fail(`expected ${path} to be in the range (${least} - ${greatest}), got ${value}`);
        }
        case "boolean":
            return typeof value === "boolean" ? value : fail(`expected a boolean, got ${shown(value)}`);
        case "json":
            if (isBlock(value)) return holdsUnknown(value) ? unknown : JSON.stringify(value);
            if (typeof value !== "string") return fail(`expected a JSON document, got ${shown(value)}`);
            return isJson(value) ? value : fail(`"${path}" contains an invalid JSON: ${shown(value)}`);
        case "texts":
            if (!Array.isArray(value)) return fail(`expected a list of strings, got ${shown(value)}`);
            return value.every((item) => typeof item === "string")
                ? value
                : fail(`expected a list of strings, got ${shown(value)}`);
        case "map":
            if (!isBlock(value)) return fail(`expected strings by key, got ${shown(value)}`);
            for (const [key, item] of Object.entries(value)) {
                if (typeof item !== "string") {
                    failures.push({ property: `${path}.${key}`, reason: `expected a string, got ${shown(item)}` });
                }
            }
            return value;
        case "block":
            if (!isBlock(value)) return fail(`expected a block, got ${shown(value)}`);
            return checkProperties(kind.members, value, autoname, failures, `${path}.`);
        case "blocks":
            if (!Array.isArray(value)) return fail(`expected a list of blocks, got ${shown(value)}`);
            return value.map((item: unknown, index) => {
                if (item === unknown) return item;
                const at = `${path}[${index}]`;
                if (isBlock(item)) return checkProperties(kind.members, item, autoname, failures, `${at}.`);
                failures.push({ property: at, reason: `expected a block, got ${shown(item)}` });
                return item;
            });
    }
}

function isJson(value: string): boolean {
    try {
        JSON.parse(value);
        return true;
    } catch {
        return false;
    }
}

function holdsUnknown(value: unknown): boolean {
    if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
    return value === unknown;
}

/** Long values are cut: the sentence has to stay readable. */
function shown(value: unknown): string {
    const written = JSON.stringify(value) ?? "nothing";
    return written.length > 80 ? `${written.slice(0, 77)}...` : written;
}
