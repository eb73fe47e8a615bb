import { type ConditionKeys, isKnownKey, isMultivaluedKey } from "./conditionKeys";
import { UnknownCondition } from "./unknownCondition";

/**
 * Whether a text is what a pattern of a policy stands for; `keys` fill its variables in.
 *
 * @throws UnknownCondition where a variable decides whose value is not known here
 */
export type Matcher = (text: string, keys: ConditionKeys) => boolean;

/** Any text, none too. */
const any = -1;
/** One character. */
const one = -2;

interface Variable {
    /** In lower case. */
    readonly key: string;
    readonly byDefault: string | undefined;
}

/** A literal text, a wildcard or a variable. */
type Token = string | typeof any | typeof one | Variable;

/**
 * A pattern of a policy: `*` stands for any text, colons and slashes too, `?` for one character; `${key}` for a value of the
 * request, `${*}`, `${?}` and `${$}` for these characters themselves, `${key, 'default'}` for a value with a default
 * (AWS: IAM User Guide, "Resource" and "Policy variables and tags"). That a `*` reaches over a colon is documented for one at the
 * end of an ARN's segment, and inferred for others.
 *
 * @param variables whether the policy's version knows variables: 2012-10-17 does
 * @param negated whether a statement applies where the pattern does not match. A variable without a value makes the pattern match
 *     nothing and "might cause the entire statement to be invalid": elsewhere both come to the same, here they do not, and it is an error
 */
export function matcher(pattern: string, variables: boolean, negated = false): Matcher {
    return matcherOf(tokensOf(pattern, variables), negated);
}

/** A text in which wildcards mean themselves and variables still mean values. */
export function literalMatcher(text: string, variables: boolean, negated: boolean): Matcher {
    const tokens = tokensOf(text, variables).map((token) => (token === any ? "*" : token === one ? "?" : token));
    return matcherOf(joined(tokens), negated);
}

/** Whether a value has a variable in it, where AWS allows none. */
export function hasVariable(value: string): boolean {
    return tokensOf(value, true).some(isVariable);
}

function matcherOf(tokens: readonly Token[], negated: boolean): Matcher {
    if (!tokens.some(isVariable)) return constantMatcher(tokens);
    // Whatever the variables' values are, no more than this can match.
    const atMost = constantMatcher(tokens.map((token) => (isVariable(token) ? any : token)));
    const unknown = tokens.find(
        (token) => isVariable(token) && (!isKnownKey(token.key) || isMultivaluedKey(token.key)),
    );
    if (unknown) {
        const { key } = unknown as Variable;
        return (text, keys) => {
            if (!atMost(text, keys)) return false;
            throw UnknownCondition.of(`policy variable ${key}`);
        };
    }
    return (text, keys) => {
        if (!atMost(text, keys)) return false;
        const filled: Token[] = [];
        for (const token of tokens) {
            const value = isVariable(token) ? valueOf(token, keys) : token;
            if (value === undefined) {
                if (negated)
                    throw UnknownCondition.of(
                        `effect of the policy variable ${(token as Variable).key} without a value`,
                    );
                return false;
            }
            filled.push(value);
        }
        return constantMatcher(joined(filled))(text, keys);
    };
}

function valueOf({ key, byDefault }: Variable, keys: ConditionKeys): string | undefined {
    const values = keys(key);
    if (values === undefined || values.length === 0) return byDefault;
    if (values.length > 1) throw UnknownCondition.of(`policy variable ${key} with several values`);
    return values[0];
}

function constantMatcher(tokens: readonly Token[]): Matcher {
    const [first, second, ...rest] = tokens;
    if (first === undefined) return (text) => text === "";
    if (second === undefined && first === any) return () => true;
    if (second === undefined && typeof first === "string") return (text) => text === first;
    // Most patterns end in their only wildcard.
    if (typeof first === "string" && second === any && rest.length === 0) return (text) => text.startsWith(first);
    const symbols = tokens.flatMap((token) =>
        typeof token === "string"
            ? Array.from({ length: token.length }, (_, at) => token.charCodeAt(at))
            : (token as number),
    );
    return (text) => globMatches(symbols, text);
}

/** Goes back no further than to the last `*`: its time is at most the product of both lengths. */
function globMatches(symbols: readonly number[], text: string): boolean {
    let [at, from] = [0, 0];
    let [lastAny, triedFrom] = [-1, 0];
    while (from < text.length) {
        const symbol = symbols[at];
        if (symbol === any) {
            [lastAny, triedFrom] = [at++, from];
        } else if (symbol === one || symbol === text.charCodeAt(from)) {
            at++;
            from++;
        } else if (lastAny >= 0) {
            [at, from] = [lastAny + 1, ++triedFrom];
        } else {
            return false;
        }
    }
    while (symbols[at] === any) at++;
    return at === symbols.length;
}

function tokensOf(pattern: string, variables: boolean): Token[] {
    return joined(pattern.split(variables ? /(\$\{[^}]*\}|[*?])/ : /([*?])/).map(tokenOf(variables)));
}

function tokenOf(variables: boolean): (part: string) => Token {
    return (part) => {
        if (part === "*") return any;
        if (part === "?") return one;
        const name = variables ? /^\$\{([^}]*)\}$/.exec(part)?.[1] : undefined;
        if (name === undefined) return part;
        if (name === "*" || name === "?" || name === "$") return name;
        const [, key = name, byDefault] = /^\s*([^,]*?)\s*,\s*'(.*)'\s*$/.exec(name) ?? [];
        return { key: key.toLowerCase(), byDefault };
    };
}

/** Neighbouring literals become one, empty ones none. */
function joined(tokens: readonly Token[]): Token[] {
    const result: Token[] = [];
    for (const token of tokens) {
        const last = result.at(-1);
        if (token === "") continue;
        if (typeof token === "string" && typeof last === "string") result[result.length - 1] = last + token;
        else result.push(token);
    }
    return result;
}

function isVariable(token: Token): token is Variable {
    return typeof token === "object";
}
