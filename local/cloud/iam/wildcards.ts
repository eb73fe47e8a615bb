import { type ConditionKeys } from "./conditionKeys";

/** Whether a text is what a pattern of a policy stands for; `keys` fill its variables in. */
export type Matcher = (text: string, keys: ConditionKeys) => boolean;

const variable = /\$\{([^}]*)\}/;

/**
 * A pattern of a policy: `*` stands for any text, colons and slashes too, `?` for one character; `${key}` for a value of the
 * request, `${*}`, `${?}` and `${$}` for these characters themselves, `${key, 'default'}` for a value with a default
 * (AWS: IAM User Guide, "Resource" and "Policy variables and tags").
 *
 * @param variables whether the policy's version knows variables: 2012-10-17 does
 */
export function matcher(pattern: string, variables: boolean): Matcher {
    if (variables && variable.test(pattern)) return withVariables(pattern);
    if (pattern === "*") return () => true;
    if (!/[*?]/.test(pattern)) return (text) => text === pattern;
    const head = pattern.slice(0, -1);
    // Most patterns end in their only wildcard, and this is several times as fast as an expression.
    if (pattern.endsWith("*") && !/[*?]/.test(head)) return (text) => text.startsWith(head);
    const expression = new RegExp(`^${expressionOf(pattern)}$`);
    return (text) => expression.test(text);
}

/** A variable without a value never matches (AWS: IAM User Guide, "Policy variables and tags"). */
function withVariables(pattern: string): Matcher {
    const parts = pattern.split(/(\$\{[^}]*\})/);
    return (text, keys) => {
        let source = "";
        for (const part of parts) {
            const name = variable.exec(part)?.[1];
            if (name === undefined) source += expressionOf(part);
            else {
                const value = valueOf(name, keys);
                if (value === undefined) return false;
                source += literal(value);
            }
        }
        return new RegExp(`^${source}$`).test(text);
    };
}

function valueOf(name: string, keys: ConditionKeys): string | undefined {
    if (name === "*" || name === "?" || name === "$") return name;
    const [, key = name, byDefault] = /^\s*([^,]*?)\s*,\s*'(.*)'\s*$/.exec(name) ?? [];
    const values = keys(key.toLowerCase());
    // One with several values cannot be filled in.
    return values?.length === 1 ? values[0] : byDefault;
}

function expressionOf(pattern: string): string {
    return pattern
        .split(/([*?])/)
        .map((part) => (part === "*" ? "[^]*" : part === "?" ? "[^]" : literal(part)))
        .join("");
}

function literal(text: string): string {
    return text.replace(/[.+^${}()|[\]\\*?]/g, "\\$&");
}
