import { projectName } from "../../contract/settingsError";
import { searchedNumbers, type SearchedSettings } from "./optimization";

const keys = ["instanceType", ...searchedNumbers] as const;

/** Those settings that are others than the present ones. */
export function changedKeys(settings: SearchedSettings, present: SearchedSettings): (keyof SearchedSettings)[] {
    return keys.filter((key) => settings[key] !== present[key]);
}

export function isSame(a: SearchedSettings, b: SearchedSettings): boolean {
    return changedKeys(a, b).length === 0;
}

/** Lines for the stack file's `config`, one for each setting that is another than the present one, e.g. `summarizer:maxCapacity: 8`. */
export function linesToPaste(settings: SearchedSettings, present: SearchedSettings): string[] {
    return changedKeys(settings, present).map((key) => `${projectName}:${key}: ${String(settings[key])}`);
}

/** Orders configurations: those with fewer changes first, then those whose numbers are changed by smaller factors. */
export function byCloseness(present: SearchedSettings): (a: SearchedSettings, b: SearchedSettings) => number {
    const changes = (settings: SearchedSettings): number => changedKeys(settings, present).length;
    const distance = (settings: SearchedSettings): number =>
        searchedNumbers.reduce((sum, key) => sum + Math.abs(Math.log((settings[key] + 1) / (present[key] + 1))), 0);
    return (a, b) => changes(a) - changes(b) || distance(a) - distance(b);
}
