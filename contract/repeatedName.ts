/**
 * Whether a block in a JSON text gives one name twice. JSON.parse keeps the last of the two, so that a policy document would seem
 * to say less than it does.
 *
 * @param text valid JSON
 */
export function hasRepeatedName(text: string): boolean {
    const open: Set<string>[] = [];
    for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
        if (name !== undefined) {
            const names = open.at(-1);
            const key = JSON.parse(name) as string;
            if (names?.has(key)) return true;
            names?.add(key);
        } else if (token === "{" || token === "[") open.push(new Set());
        else if (token === "}" || token === "]") open.pop();
    }
    return false;
}
