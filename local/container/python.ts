/** A value of a JSON document as Python prints it: error messages of the toolkit contain it. */
export function pythonRepr(value: unknown): string {
    if (value === null || value === undefined) return "None";
    if (value === true) return "True";
    if (value === false) return "False";
    if (typeof value === "string") return quoted(value);
    if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
    if (typeof value === "object") {
        const members = Object.entries(value).map(([key, member]) => `${quoted(key)}: ${pythonRepr(member)}`);
        return `{${members.join(", ")}}`;
    }
    return String(value);
}

/** `str(value)`: a string is itself, everything else is printed as by {@link pythonRepr}. */
export function pythonStr(value: unknown): string {
    return typeof value === "string" ? value : pythonRepr(value);
}

/** Python's name for the type of a value of a JSON document. */
export function pythonType(value: unknown): string {
    if (value === null || value === undefined) return "NoneType";
    if (typeof value === "boolean") return "bool";
    if (typeof value === "string") return "str";
    if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
    return Array.isArray(value) ? "list" : "dict";
}

function quoted(text: string): string {
    const escaped = text
        .replaceAll("\\", "\\\\")
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r")
        .replaceAll("\t", "\\t");
    return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
