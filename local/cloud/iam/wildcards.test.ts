import { equal, throws } from "node:assert/strict";

import { type ConditionKeys } from "./conditionKeys";
import { literalMatcher, matcher } from "./wildcards";

const request: Readonly<Record<string, readonly string[]>> = {
    "aws:username": ["bob"],
    "s3:prefix": ["a*c"],
    "sns:protocol": ["https", "sqs"],
};
const keys: ConditionKeys = (key) => request[key];

/** What it is, the pattern, a text, whether they match. */
type Case = [string, string, string, boolean];

function table(cases: readonly Case[], matches: (pattern: string, text: string) => boolean): void {
    for (const [what, pattern, text, expected] of cases) {
        it(`${what}: ${pattern} ${expected ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
            equal(matches(pattern, text), expected);
        });
    }
}

describe("a pattern of a policy", () => {
    table(
        [
            ["a text is itself", "sns:Publish", "sns:Publish", true],
            ["a text is not a longer one", "sns:Publish", "sns:PublishBatch", false],
            ["a text is not a shorter one", "sns:Publish", "sns:Publis", false],
            ["case matters", "arn:aws:s3:::Bucket", "arn:aws:s3:::bucket", false],
            ["* is any text", "*", "anything:/?", true],
            ["* is no text too", "*", "", true],
            ["** is *", "**", "a", true],
            ["nothing is nothing", "", "", true],
            ["nothing is not something", "", "a", false],
            ["* at the end", "articles/*", "articles/a/b.json", true],
            ["* at the end is no text too", "articles/*", "articles/", true],
            ["* at the end needs what stands before it", "articles/*", "article", false],
            ["* at the beginning", "*.json", "a.json", true],
            ["* at the beginning needs what stands after it", "*.json", "a.jso", false],
            ["* in the middle", "a*c", "abbbc", true],
            ["* in the middle does not count a letter twice", "ab*bc", "abc", false],
            ["* goes over colons", "arn:aws:logs:*:log-group:x", "arn:aws:logs:eu-west-1:1:log-group:x", true],
            ["* goes over lines", "a*b", "a\n\nb", true],
            ["several * find their places", "*a*b*c*", "xxaxxbxxcxx", true],
            ["several * keep their order", "*a*b*c*", "xxcxxbxxaxx", false],
            ["* goes back where it took too little", "*ab", "aab", true],
            ["? is one character", "succes?", "success", true],
            ["? is not none", "success?", "success", false],
            ["? is not two", "succe?", "success", false],
            ["? may be a slash", "a?b", "a/b", true],
            ["? after *", "*?", "", false],
            ["? after * is one of many", "*?x", "abx", true],
            ["a dot is a dot", "a.b*d", "aXbcd", false],
            ["what expressions use is literal", "(a|b)+[c]^$\\*", "(a|b)+[c]^$\\x", true],
            // AWS: IAM User Guide, "Resource", the examples below "Using wildcards in resource ARNs".
            ["a * goes over slashes", "arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/test/object.jpg", true],
            ["a * goes over more slashes", "arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/3/test/4/object.jpg", true],
            ["a * needs the slash after it", "arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/test/object.jpg", false],
        ],
        (pattern, text) => matcher(pattern, true)(text, keys),
    );

    it("takes time in proportion to both lengths, however many * it has", () => {
        const begun = performance.now();
        equal(matcher(`${"*a".repeat(20)}*b`, true)("a".repeat(1000), keys), false);
        equal(performance.now() - begun < 200, true);
    });
});

describe("a variable in a policy of version 2012-10-17", () => {
    table(
        [
            ["is the request's value", "home/${aws:username}/*", "home/bob/x", true],
            ["is no other value", "home/${aws:username}/*", "home/eve/x", false],
            ["knows its key in any case", "home/${AWS:UserName}", "home/bob", true],
            ["brings no wildcards with its value", "${s3:prefix}", "abc", false],
            ["is its value with the characters as they are", "${s3:prefix}", "a*c", true],
            ["may stand next to wildcards", "?${aws:username}*", "xbobby", true],
            ["without a value matches nothing", "home/${aws:SourceVpc}/*", "home/x/y", false],
            ["without a value does not match the empty text", "home/${aws:SourceVpc}", "home/", false],
            ["has a default", "home/${aws:SourceVpc, 'anonymous'}", "home/anonymous", true],
            ["has a default only without a value", "home/${aws:username, 'anonymous'}", "home/anonymous", false],
            ["takes its value before the default", "home/${aws:username, 'anonymous'}", "home/bob", true],
            ["${*} is an asterisk", "a${*}", "a*", true],
            ["${*} is not any text", "a${*}", "ab", false],
            ["${?} is a question mark", "a${?}", "a?", true],
            ["${?} is not any character", "a${?}", "ab", false],
            ["${$} is a dollar", "${$}{aws:username}", "${aws:username}", true],
            ["an unclosed one is text", "a${aws:username", "a${aws:username", true],
        ],
        (pattern, text) => matcher(pattern, true)(text, keys),
    );

    it("whose key is not known is an error where it decides", () => {
        throws(() => matcher("home/${aws:PrincipalTag/team}/*", true)("home/x/y", keys), {
            name: "UnknownCondition",
            message: "The laptop AWS does not know the policy variable aws:principaltag/team.",
        });
    });

    it("whose key is not known is none where the rest does not fit anyway", () => {
        equal(matcher("home/${aws:PrincipalTag/team}/*", true)("away/x/y", keys), false);
    });

    it("cannot be a key with several values", () => {
        throws(() => matcher("${kms:ResourceAliases}", true)("alias/x", keys), {
            name: "UnknownCondition",
            message: "The laptop AWS does not know the policy variable kms:resourcealiases.",
        });
        throws(() => matcher("${sns:Protocol}", true)("https", keys), {
            name: "UnknownCondition",
            message: "The laptop AWS does not know the policy variable sns:protocol with several values.",
        });
    });

    it("without a value is an error where a statement applies unless it matches", () => {
        throws(() => matcher("home/${aws:SourceVpc}/*", true, true)("home/x/y", keys), {
            name: "UnknownCondition",
            message: "The laptop AWS does not know the effect of the policy variable aws:sourcevpc without a value.",
        });
        equal(matcher("home/${aws:SourceVpc}/*", true, true)("away/x/y", keys), false);
    });
});

describe("a variable in a policy of another version", () => {
    table(
        [
            ["is text", "home/${aws:username}", "home/${aws:username}", true],
            ["is no value", "home/${aws:username}", "home/bob", false],
            ["${*} has a wildcard in it", "a${*}", "a${bcd}", true],
        ],
        (pattern, text) => matcher(pattern, false)(text, keys),
    );
});

describe("a text in which wildcards mean themselves", () => {
    table(
        [
            ["* is an asterisk", "a*", "a*", true],
            ["* is not any text", "a*", "ab", false],
            ["? is a question mark", "a?c", "a?c", true],
            ["? is not any character", "a?c", "abc", false],
            ["a variable is its value", "${aws:username}*", "bob*", true],
            ["a variable's value has no wildcards", "${s3:prefix}", "abc", false],
            ["${*} is an asterisk", "${*}", "*", true],
        ],
        (pattern, text) => literalMatcher(pattern, true, false)(text, keys),
    );
});
