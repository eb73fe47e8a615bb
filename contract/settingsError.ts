/** Namespace of all settings: the `name` of Pulumi.yaml. */
export const projectName = "summarizer";

/** A configuration value that cannot be used. The message is one sentence: the key, the value, what is allowed. */
export class SettingsError extends Error {
    override readonly name = "SettingsError";
}

/**
 * The one form of message for a bad value: `summarizer:maxCapacity is 1001, but must be a whole number from 1 to 1000`.
 *
 * @param key without the namespace
 * @param shown the value as {@link shownValue} prints it; a secret is never passed here
 * @param allowed what may stand there, a phrase that follows "must be"
 */
export function badValue(key: string, shown: string, allowed: string): SettingsError {
    return new SettingsError(`${projectName}:${key} is ${shown}, but must be ${allowed}`);
}

/** Numbers, booleans and lists look the same whether YAML typed them or Pulumi handed them over as text; text is quoted. */
export function shownValue(value: unknown): string {
    if (value === undefined || value === null) return "not set";
    if (typeof value !== "string") return JSON.stringify(value);
    try {
        return typeof JSON.parse(value) === "string" ? JSON.stringify(value) : value;
    } catch {
        return JSON.stringify(value);
    }
}
