import { closest } from "fastest-levenshtein";

import { isKnownKey, knownKeys } from "../cloud/iam/conditionKeys";
import { QuestionError } from "./questionError";

/** What `--as` says of whoever asks. */
const saidByCaller: readonly string[] = [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalType",
    "aws:username",
    "kms:CallerAccount",
].map((key) => key.toLowerCase());

/** Values by condition key, in the spelling of whoever gave them. */
export type RequestKeys = Readonly<Record<string, readonly string[]>>;

/**
 * Condition keys of a request, from `key=value` texts; a key that stands there twice has both values.
 *
 * @param http whether the request is asked over plain HTTP
 * @throws QuestionError for what is no `key=value`, for a key that the laptop AWS does not know, and for one that `--as` or `--http`
 *     has a value for already
 */
export function askedContext(texts: readonly string[], http = false): RequestKeys {
    const keys = new Map<string, { key: string; values: string[] }>();
    for (const text of texts) {
        const at = text.indexOf("=");
        if (at < 1)
            throw new QuestionError(`--context is "${text}", but must be key=value, such as s3:prefix=articles/.`);
        const key = text.slice(0, at);
        if (!isKnownKey(key)) {
            const near = closest(key, [...knownKeys]);
            throw new QuestionError(`--context names the key "${key}", which is not known: is it ${near}?`);
        }
        const option = saidByCaller.includes(key.toLowerCase())
            ? "--as"
            : http && isTransport(key)
              ? "--http"
              : undefined;
        if (option) throw new QuestionError(`--context names the key "${key}", which is what ${option} says.`);
        // Keys are the same in any case (AWS: IAM User Guide, "Condition").
        const known = keys.get(key.toLowerCase()) ?? { key, values: [] };
        known.values.push(text.slice(at + 1));
        keys.set(key.toLowerCase(), known);
    }
    return Object.fromEntries([...keys.values()].map(({ key, values }) => [key, values]));
}

function isTransport(key: string): boolean {
    return key.toLowerCase() === "aws:securetransport";
}

/** What a key says, whatever its spelling. */
export function valuesOf(keys: RequestKeys, name: string): readonly string[] | undefined {
    return Object.entries(keys).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** `keys` without those that `others` say something about. */
export function without(keys: RequestKeys, others: RequestKeys): RequestKeys {
    return Object.fromEntries(Object.entries(keys).filter(([key]) => valuesOf(others, key) === undefined));
}
