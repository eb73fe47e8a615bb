import { closest, distance } from "fastest-levenshtein";

import { permissions } from "../cloud/permissions";
import { type Permission } from "../cloud/iam/permission";
import { type Place } from "../cloud/iam/operationPermissions";
import { documentNames, readDocument } from "../permissions/documents";

/**
 * A hint for an action that nothing here knows: it is no error, since AWS has thousands, but a slip of the pen would be denied without
 * a word.
 *
 * @param written texts of the stack's own policies
 * @returns undefined for an action that an operation asks for, or that a policy or document names
 */
export function hintOn(action: string, place: Place, written: readonly string[]): string | undefined {
    const known = [...new Set([...askedFor(place), ...documented(), ...written.flatMap(actionsIn)])];
    const lower = action.toLowerCase();
    if (known.some((other) => other.toLowerCase() === lower)) return undefined;
    const near = closest(action, known);
    const meant = distance(action, near) <= 3 ? `: is ${near} meant?` : ".";
    return `No operation, policy or document here names ${action}${meant}`;
}

/** What the operations ask for whose input need not be looked at. */
function askedFor(place: Place): string[] {
    const tables = Object.values(permissions) as { operations: Record<string, (...of: unknown[]) => unknown> }[];
    return tables.flatMap(({ operations }) =>
        Object.values(operations).flatMap((permissionsOf) => {
            try {
                return (permissionsOf({}, place) as readonly Permission[]).map(({ action }) => action);
            } catch {
                // It wants to see an input.
                return [];
            }
        }),
    );
}

function documented(): string[] {
    return documentNames.flatMap((name) => readDocument(name).Statement.flatMap(({ Action }) => Action));
}

function actionsIn(policy: string): string[] {
    return [...policy.matchAll(/"([a-z0-9-]+:[A-Z]\w+)"/g)].map(([, action]) => action as string);
}
