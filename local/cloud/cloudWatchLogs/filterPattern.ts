import { AwsError } from "../awsError";
import { invalidParameter } from "./logGroupRules";

/**
 * Patterns of FilterLogEvents that look for terms in a message (AWS: CloudWatch Logs User Guide, "Filter pattern syntax"):
 * all of `a "b c"`, any of `?a ?b`, and none of `-c`, wherever they stand in it, minding upper and lower case.
 *
 * @returns whether a message matches
 * @throws AwsError NotImplemented (501), for patterns that take a message apart, and regular expressions;
 *   InvalidParameterException, for what is none
 */
export function filterPattern(pattern = ""): (message: string) => boolean {
    const text = pattern.trim();
    if (text.startsWith("{")) throw notImplemented("JSON");
    if (text.startsWith("[")) throw notImplemented("space-delimited");
    const all: string[] = [];
    const any: string[] = [];
    const none: string[] = [];
    let rest = text;
    while (rest !== "") {
        const [whole = "", sign, quoted, plain] =
            /^([?-])?(?:"((?:[^"\\]|\\.)+)"|([\p{L}\p{M}\p{N}_]+))(?:\s+|$)/u.exec(rest) ?? [];
        if (whole === "") {
            if (/^[?-]?%/.test(rest)) throw notImplemented("regular expression");
            // A term with other characters than these needs quotation marks. That letters are those of every script is inferred, as
            // are the words.
            throw invalidParameter("Invalid filter pattern");
        }
        const term = quoted?.replace(/\\(.)/g, "$1") ?? (plain as string);
        (sign === "?" ? any : sign === "-" ? none : all).push(term);
        rest = rest.slice(whole.length);
    }
    // AWS: "?" beside terms without it is not heeded.
    const alternatives = all.length > 0 ? [] : any;
    return (message) =>
        all.every((term) => message.includes(term)) &&
        !none.some((term) => message.includes(term)) &&
        (alternatives.length === 0 || alternatives.some((term) => message.includes(term)));
}

function notImplemented(kind: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${kind} filter patterns.`, 501);
}
