import { equal, throws } from "node:assert/strict";

import { condition } from "./conditions";

type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type Request = Readonly<Record<string, string | readonly string[]>>;

function compiled(block: Block, variables = true): ReturnType<typeof condition> {
    const listed = Object.entries(block).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, wanted]) => [key, [wanted].flat()])),
    ]);
    return condition(Object.fromEntries(listed) as Record<string, Record<string, string[]>>, variables);
}

function holds(block: Block, request: Request, variables = true): boolean {
    const test = compiled(block, variables);
    return test === undefined || test((key) => (request[key] === undefined ? undefined : [request[key]].flat()));
}

const topic = "arn:aws:sns:us-east-1:123456789012:success";

/** Operator, key, what the policy wants, what the request says (undefined: nothing), whether it holds. */
type Case = [string, string, string | string[], string | string[] | undefined, boolean];

function table(cases: readonly Case[]): void {
    for (const [operator, key, wanted, actual, expected] of cases) {
        const said = actual === undefined ? "no value" : JSON.stringify(actual);
        it(`${operator} ${JSON.stringify(wanted)} ${expected ? "holds" : "does not hold"} for ${said}`, () => {
            const request = actual === undefined ? {} : { [key.toLowerCase()]: actual };
            equal(holds({ [operator]: { [key]: wanted } }, request), expected);
        });
    }
}

describe("string operators", () => {
    table([
        ["StringEquals", "s3:prefix", "a", "a", true],
        ["StringEquals", "s3:prefix", "a", "A", false],
        ["StringEquals", "s3:prefix", ["b", "a"], "a", true],
        ["StringEquals", "s3:prefix", "a*", "ab", false],
        ["StringEquals", "s3:prefix", "a*", "a*", true],
        ["StringEquals", "s3:prefix", "", "", true],
        ["StringEquals", "s3:prefix", "${aws:SourceVpc}", "x", false],
        ["StringNotEquals", "s3:prefix", "a", "a", false],
        ["StringNotEquals", "s3:prefix", "a", "b", true],
        ["StringNotEquals", "s3:prefix", ["a", "b"], "b", false],
        ["StringNotEquals", "s3:prefix", ["a", "b"], "c", true],
        ["StringEqualsIgnoreCase", "s3:prefix", "aB", "Ab", true],
        ["StringEqualsIgnoreCase", "s3:prefix", "aB", "AC", false],
        ["StringNotEqualsIgnoreCase", "s3:prefix", "aB", "Ab", false],
        ["StringNotEqualsIgnoreCase", "s3:prefix", "aB", "AC", true],
        ["StringLike", "s3:prefix", "articles/*", "articles/x/y", true],
        ["StringLike", "s3:prefix", "articles/?", "articles/xy", false],
        ["StringLike", "s3:prefix", "Articles/*", "articles/x", false],
        // AWS: IAM User Guide, "String condition operators", the home directory: three values, of which one is empty.
        ["StringLike", "s3:prefix", ["", "home/", "home/bob/*"], "", true],
        ["StringLike", "s3:prefix", ["", "home/", "home/bob/*"], "home/bob/x", true],
        ["StringLike", "s3:prefix", ["", "home/", "home/bob/*"], "home/eve/x", false],
        ["StringNotLike", "s3:prefix", "articles/*", "articles/x", false],
        ["StringNotLike", "s3:prefix", "articles/*", "other", true],
    ]);
});

describe("numeric operators", () => {
    table([
        ["NumericEquals", "s3:max-keys", "10", "10", true],
        ["NumericEquals", "s3:max-keys", "10.0", "10", true],
        ["NumericEquals", "s3:max-keys", "10", "11", false],
        ["NumericNotEquals", "s3:max-keys", "10", "11", true],
        ["NumericNotEquals", "s3:max-keys", ["10", "11"], "11", false],
        ["NumericLessThan", "s3:max-keys", "10", "9.5", true],
        ["NumericLessThan", "s3:max-keys", "10", "10", false],
        // AWS: IAM User Guide, "Numeric condition operators": at most 10 objects are listed.
        ["NumericLessThanEquals", "s3:max-keys", "10", "10", true],
        ["NumericLessThanEquals", "s3:max-keys", "10", "11", false],
        ["NumericLessThanEquals", "s3:max-keys", "10", "9", true],
        ["NumericLessThanEquals", "s3:max-keys", "10", "-3", true],
        ["NumericGreaterThan", "s3:max-keys", "10", "11", true],
        ["NumericGreaterThan", "s3:max-keys", "10", "10", false],
        ["NumericGreaterThanEquals", "s3:max-keys", "10", "10", true],
        ["NumericGreaterThanEquals", "s3:max-keys", "10", "9", false],
        ["NumericLessThan", "s3:max-keys", "10", "", false],
        ["NumericLessThan", "s3:max-keys", "10", "many", false],
        ["NumericNotEquals", "s3:max-keys", "10", "many", true],
    ]);
});

describe("date operators", () => {
    const noon = "2026-01-01T12:00:00Z";
    table([
        ["DateEquals", "aws:CurrentTime", noon, "2026-01-01T12:00:00.000Z", true],
        ["DateEquals", "aws:CurrentTime", "2026-01-01T13:00:00+01:00", noon, true],
        ["DateEquals", "aws:CurrentTime", "2026-01-01", noon, false],
        ["DateNotEquals", "aws:CurrentTime", "2026-01-01", noon, true],
        ["DateLessThan", "aws:CurrentTime", "2026-01-02", noon, true],
        ["DateLessThan", "aws:CurrentTime", noon, noon, false],
        ["DateLessThanEquals", "aws:CurrentTime", noon, noon, true],
        ["DateLessThanEquals", "aws:CurrentTime", "2026-01", noon, false],
        ["DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:01Z", noon, true],
        ["DateGreaterThan", "aws:CurrentTime", noon, noon, false],
        ["DateGreaterThanEquals", "aws:CurrentTime", "2026-01-01T12:00Z", noon, true],
        ["DateGreaterThanEquals", "aws:CurrentTime", "2026-01-02", noon, false],
        ["DateLessThan", "aws:EpochTime", noon, "1767268799", true],
        ["DateEquals", "aws:EpochTime", "1767268800", noon, true],
        ["NumericGreaterThan", "aws:EpochTime", "1767268799", "1767268800", true],
        ["DateLessThan", "aws:CurrentTime", noon, "yesterday", false],
    ]);
});

describe("Bool", () => {
    table([
        ["Bool", "aws:SecureTransport", "false", "false", true],
        ["Bool", "aws:SecureTransport", "false", "true", false],
        ["Bool", "aws:SecureTransport", "True", "true", true],
        ["Bool", "aws:SecureTransport", ["true", "false"], "false", true],
        ["Bool", "aws:SecureTransport", "false", "no", false],
        ["Bool", "aws:MultiFactorAuthPresent", "false", undefined, false],
        // AWS: IAM User Guide, `aws:MultiFactorAuthPresent`, "Recommended combination": denies long-term credentials too.
        ["BoolIfExists", "aws:MultiFactorAuthPresent", "false", undefined, true],
        ["BoolIfExists", "aws:MultiFactorAuthPresent", "false", "false", true],
        ["BoolIfExists", "aws:MultiFactorAuthPresent", "false", "true", false],
    ]);
});

describe("IP address operators", () => {
    const office = ["203.0.113.0/24", "2001:DB8:1234:5678::/64"];
    table([
        ["IpAddress", "aws:SourceIp", office, "203.0.113.0", true],
        ["IpAddress", "aws:SourceIp", office, "203.0.113.255", true],
        ["IpAddress", "aws:SourceIp", office, "203.0.114.0", false],
        ["IpAddress", "aws:SourceIp", office, "2001:db8:1234:5678::1", true],
        ["IpAddress", "aws:SourceIp", office, "2001:db8:1234:5679::1", false],
        ["NotIpAddress", "aws:SourceIp", office, "203.0.113.7", false],
        ["NotIpAddress", "aws:SourceIp", office, "127.0.0.1", true],
        ["NotIpAddress", "aws:SourceIp", office, "2001:db8:1234:5678::1", false],
        ["IpAddress", "aws:SourceIp", "127.0.0.1", "127.0.0.1", true],
        ["IpAddress", "aws:SourceIp", "127.0.0.1", "127.0.0.2", false],
        ["IpAddress", "aws:SourceIp", "0.0.0.0/0", "127.0.0.1", true],
        ["IpAddress", "aws:SourceIp", "127.0.0.0/8", "somewhere", false],
    ]);
});

describe("ARN operators", () => {
    // AWS: IAM User Guide, "ARN condition operators": StringLike matches this pair, ArnLike does not.
    const finance = "arn:aws:someservice:*:111122223333:finance/*";
    const store = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    table([
        ["ArnLike", "aws:SourceArn", finance, store, false],
        ["StringLike", "aws:SourceArn", finance, store, true],
        ...["ArnEquals", "ArnLike"].flatMap((operator): Case[] => [
            [operator, "aws:SourceArn", topic, topic, true],
            [operator, "aws:SourceArn", topic, `${topic}-2`, false],
            [operator, "aws:SourceArn", "arn:aws:sns:*:123456789012:suc*", topic, true],
            [operator, "aws:SourceArn", "arn:aws:sns:us-east-?:123456789012:*", topic, true],
            [operator, "aws:SourceArn", "arn:aws:s*:*:123456789012:suc*", topic, true],
            [operator, "aws:SourceArn", "arn:aws:*:*:*:*", topic, true],
            [operator, "aws:SourceArn", "arn:aws:SNS:*:*:*", topic, false],
            [operator, "aws:SourceArn", "arn:aws:logs:*:*:log-group:*:x", "arn:aws:logs:r:1:log-group:a:b:x", true],
            [operator, "aws:SourceArn", "*", topic, true],
            [operator, "aws:SourceArn", ["arn:aws:s3:::b", topic], topic, true],
            [operator, "aws:SourceArn", "arn:aws:s3:::*", "arn:aws:s3", false],
        ]),
        ...["ArnNotEquals", "ArnNotLike"].flatMap((operator): Case[] => [
            [operator, "aws:SourceArn", topic, topic, false],
            [operator, "aws:SourceArn", "arn:aws:sns:*:*:*", topic, false],
            [operator, "aws:SourceArn", "arn:aws:s3:::*", topic, true],
            [operator, "aws:SourceArn", ["arn:aws:s3:::*", topic], topic, false],
        ]),
    ]);
});

describe("a key that the request does not carry", () => {
    const positive = [
        ["StringEquals", "a"],
        ["StringEqualsIgnoreCase", "a"],
        ["StringLike", "*"],
        ["ArnEquals", "*"],
        ["ArnLike", "*"],
        ["Bool", "true"],
        ["NumericEquals", "1"],
        ["NumericLessThan", "1"],
        ["NumericLessThanEquals", "1"],
        ["NumericGreaterThan", "1"],
        ["NumericGreaterThanEquals", "1"],
        ["DateEquals", "2026-01-01"],
        ["DateLessThan", "2026-01-01"],
        ["DateLessThanEquals", "2026-01-01"],
        ["DateGreaterThan", "2026-01-01"],
        ["DateGreaterThanEquals", "2026-01-01"],
        ["IpAddress", "0.0.0.0/0"],
    ] as const;
    const negated = [
        ["StringNotEquals", "a"],
        ["StringNotEqualsIgnoreCase", "a"],
        ["StringNotLike", "*"],
        ["ArnNotEquals", "*"],
        ["ArnNotLike", "*"],
        ["NumericNotEquals", "1"],
        ["DateNotEquals", "2026-01-01"],
        ["NotIpAddress", "0.0.0.0/0"],
    ] as const;
    // AWS: IAM User Guide, "Condition operators", "Important"; "...IfExists"; "Set operators for multivalued context keys".
    for (const [absent, request] of [
        ["no value", {}],
        ["an empty list", { "aws:sourcevpc": [] }],
    ] as const) {
        const test = (operator: string, wanted: string): boolean =>
            holds({ [operator]: { "aws:SourceVpc": wanted } }, request);
        for (const [operator, wanted] of [...positive, ...negated]) {
            it(`has the answer of ${operator} for ${absent}, alone, with IfExists and with a set operator`, () => {
                const alone = negated.some(([name]) => name === operator);
                equal(test(operator, wanted), alone);
                equal(test(`${operator}IfExists`, wanted), true);
                equal(test(`ForAllValues:${operator}`, wanted), true);
                equal(test(`ForAllValues:${operator}IfExists`, wanted), true);
                equal(test(`ForAnyValue:${operator}`, wanted), false);
                equal(test(`ForAnyValue:${operator}IfExists`, wanted), true);
            });
        }
    }

    it("is one that IfExists judges if the request does carry it", () => {
        equal(holds({ StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }, { "aws:sourcevpc": "vpc-1" }), true);
        equal(holds({ StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }, { "aws:sourcevpc": "vpc-2" }), false);
        equal(holds({ StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }, { "aws:sourcevpc": "vpc-1" }), false);
    });
});

describe("Null", () => {
    table([
        ["Null", "aws:SourceVpc", "true", undefined, true],
        ["Null", "aws:SourceVpc", "true", "vpc-1", false],
        ["Null", "aws:SourceVpc", "false", undefined, false],
        ["Null", "aws:SourceVpc", "false", "vpc-1", true],
        ["Null", "aws:SourceVpc", "FALSE", "vpc-1", true],
        ["Null", "aws:SourceVpc", ["true", "false"], undefined, true],
        ["Null", "aws:SourceVpc", ["true", "false"], "vpc-1", true],
        ["Null", "kms:ResourceAliases", "true", [], true],
        ["Null", "kms:ResourceAliases", "false", [], false],
        ["Null", "kms:ResourceAliases", "false", ["alias/a", "alias/b"], true],
    ]);
});

describe("set operators", () => {
    // AWS: IAM User Guide, "Evaluation logic for condition set operators": the attributes PostDateTime, Message, Tags.
    const wanted = ["PostDateTime", "Message", "Tags"];
    const key = "kms:ResourceAliases";
    table([
        ["ForAllValues:StringLike", key, wanted, ["PostDateTime", "Message"], true],
        ["ForAllValues:StringLike", key, wanted, ["PostDateTime", "UserName"], false],
        ["ForAllValues:StringLike", key, wanted, ["Tags"], true],
        ["ForAllValues:StringLike", key, ["ID", "Post*"], ["ID", "PostDateTime"], true],
        ["ForAnyValue:StringLike", key, ["ID", "PostDateTime"], ["UserName", "Message", "PostDateTime"], true],
        ["ForAnyValue:StringLike", key, ["ID", "PostDateTime"], ["UserName"], false],
        ["ForAllValues:StringNotEquals", key, ["ID", "Tags"], ["Message", "UserName"], true],
        ["ForAllValues:StringNotEquals", key, ["ID", "Tags"], ["Message", "ID"], false],
        ["ForAnyValue:StringNotEquals", key, ["ID", "Tags"], ["Message", "ID"], true],
        ["ForAnyValue:StringNotEquals", key, ["ID", "Tags"], ["Tags", "ID"], false],
        ["ForAnyValue:StringEquals", key, "alias/laptop", ["alias/other", "alias/laptop"], true],
        ["ForAnyValue:StringEqualsIfExists", key, "a", ["b"], false],
        // "If the key values in the request resolve to an empty data set (for example, an empty string)".
        ["ForAllValues:StringEquals", "s3:prefix", "a", "", true],
        ["ForAnyValue:StringEquals", "s3:prefix", "", "", false],
        ["ForAnyValue:StringNotEquals", "s3:prefix", "a", "", false],
        ["ForAnyValue:StringEquals", key, "", ["", "x"], true],
    ]);
});

describe("a condition block", () => {
    it("holds when it is empty", () => {
        equal(compiled({}), undefined);
        equal(condition(undefined, true), undefined);
    });

    it("needs all operators and all keys, and one of a key's values", () => {
        const block = {
            StringEquals: { "aws:SourceAccount": ["1", "2"], "aws:PrincipalServiceName": "sns.amazonaws.com" },
            ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" },
        };
        const request = {
            "aws:sourceaccount": "2",
            "aws:principalservicename": "sns.amazonaws.com",
            "aws:sourcearn": topic,
        };
        equal(holds(block, request), true);
        equal(holds(block, { ...request, "aws:sourceaccount": "3" }), false);
        equal(holds(block, { ...request, "aws:principalservicename": "x" }), false);
        equal(holds(block, { ...request, "aws:sourcearn": "arn:aws:s3:::b" }), false);
    });

    it("knows keys in any case", () => {
        equal(holds({ StringEquals: { "AWS:sourceACCOUNT": "1" } }, { "aws:sourceaccount": "1" }), true);
    });

    it("fills variables in for string and ARN operators, in version 2012-10-17 alone", () => {
        const request = { "aws:username": "Bob", "s3:prefix": "Bob", "aws:sourcearn": "arn:aws:s3:::Bob" };
        const variable = "${aws:username}";
        equal(holds({ StringEquals: { "s3:prefix": variable } }, request), true);
        equal(holds({ StringEquals: { "s3:prefix": variable } }, request, false), false);
        equal(holds({ StringEquals: { "s3:prefix": variable } }, { "s3:prefix": variable }, false), true);
        equal(holds({ StringNotEquals: { "s3:prefix": variable } }, request), false);
        equal(holds({ StringEqualsIgnoreCase: { "s3:prefix": variable } }, { ...request, "s3:prefix": "bOB" }), true);
        equal(holds({ StringLike: { "s3:prefix": `${variable}*` } }, { ...request, "s3:prefix": "Bobby" }), true);
        equal(holds({ ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${variable}` } }, request), true);
        equal(holds({ ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${variable}` } }, request, false), false);
    });
});

describe("what a condition cannot judge", () => {
    const cases: [string, Block, Request, string][] = [
        ["an unknown key", { StringEquals: { "aws:Nonsense": "a" } }, {}, "condition key aws:Nonsense"],
        ["a tag", { StringEquals: { "aws:PrincipalTag/team": "a" } }, {}, "condition key aws:PrincipalTag/team"],
        ["a key that AWS always has", { StringLike: { "aws:userid": "*" } }, {}, "condition key aws:userid"],
        ["an unknown key of Null", { Null: { "aws:Nonsense": "true" } }, {}, "condition key aws:Nonsense"],
        ["an unknown operator", { StringSimilar: { "s3:prefix": "a" } }, {}, "condition operator StringSimilar"],
        ["an operator in another case", { stringequals: { "s3:prefix": "a" } }, {}, "condition operator stringequals"],
        ["a property of objects", { toString: { "s3:prefix": "a" } }, {}, "condition operator toString"],
        ["BinaryEquals", { BinaryEquals: { "s3:prefix": "YQ==" } }, {}, "condition operator BinaryEquals"],
        ["NullIfExists", { NullIfExists: { "s3:prefix": "true" } }, {}, "condition operator NullIfExists"],
        [
            "ForAllValues:Null",
            { "ForAllValues:Null": { "s3:prefix": "true" } },
            {},
            "condition operator ForAllValues:Null",
        ],
        [
            "an unknown set operator",
            { "ForSomeValues:StringEquals": { "s3:prefix": "a" } },
            {},
            "condition operator ForSomeValues:StringEquals",
        ],
        [
            "a key of several values without a set operator",
            { StringEquals: { "kms:ResourceAliases": "alias/a" } },
            { "kms:resourcealiases": ["alias/a"] },
            "effect of StringEquals on several values of kms:ResourceAliases without ForAllValues or ForAnyValue",
        ],
        [
            "what an alarm does, of which there may be much, without a set operator",
            { StringEquals: { "cloudwatch:AlarmActions": "arn:a" } },
            { "cloudwatch:alarmactions": ["arn:a"] },
            "effect of StringEquals on several values of cloudwatch:AlarmActions without ForAllValues or ForAnyValue",
        ],
        [
            "what a grant allows, of which there may be much, without a set operator",
            { StringEquals: { "kms:GrantOperations": "Decrypt" } },
            { "kms:grantoperations": ["Decrypt"] },
            "effect of StringEquals on several values of kms:GrantOperations without ForAllValues or ForAnyValue",
        ],
        [
            "several values of another key without a set operator",
            { StringNotEquals: { "s3:prefix": "a" } },
            { "s3:prefix": ["a", "b"] },
            "effect of StringNotEquals on several values of s3:prefix without ForAllValues or ForAnyValue",
        ],
        [
            "a variable without a value in a negated operator",
            { StringNotEquals: { "s3:prefix": "${aws:username}" } },
            { "s3:prefix": "x" },
            "effect of the policy variable aws:username without a value",
        ],
        [
            "an unknown variable",
            { StringEquals: { "s3:prefix": "${aws:PrincipalTag/team}" } },
            { "s3:prefix": "x" },
            "policy variable aws:principaltag/team",
        ],
        ...(
            [
                ["Bool", "aws:SecureTransport", "yes"],
                ["Bool", "aws:SecureTransport", "${aws:SecureTransport}"],
                ["Null", "aws:SourceVpc", "maybe"],
                ["NumericEquals", "s3:max-keys", ""],
                ["NumericNotEquals", "s3:max-keys", "ten"],
                ["NumericNotEquals", "s3:max-keys", "${s3:prefix}"],
                ["DateNotEquals", "aws:CurrentTime", "tomorrow"],
                ["DateLessThan", "aws:CurrentTime", "2026"],
                ["DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00"],
                ["DateLessThan", "aws:CurrentTime", "2026-13-01"],
                ["NotIpAddress", "aws:SourceIp", "2001:db8::1"],
                ["NotIpAddress", "aws:SourceIp", "127.0.0.0/33"],
                ["NotIpAddress", "aws:SourceIp", "2001:db8::/129"],
                ["NotIpAddress", "aws:SourceIp", "127.0.0"],
                ["NotIpAddress", "aws:SourceIp", "127.0.0.0/8/8"],
                ["ArnNotLike", "aws:SourceArn", "arn:aws:sns"],
                ["ArnEquals", "aws:SourceArn", "arn:aws:*:success"],
            ] as const
        ).map(([operator, key, value]): [string, Block, Request, string] => [
            `${operator} with the value ${JSON.stringify(value)}`,
            { [operator]: { [key]: value } },
            {},
            `meaning of ${JSON.stringify(value)} for the condition operator ${operator}`,
        ]),
    ];
    for (const [what, block, request, unknown] of cases) {
        it(`is ${what}`, () => {
            throws(() => holds(block, request), {
                name: "UnknownCondition",
                message: `The laptop AWS does not know the ${unknown}.`,
            });
        });
    }

    it("is an error whatever the other conditions say, in any order", () => {
        const [unknown, unmet] = [
            { StringEquals: { "aws:Nonsense": "a" } },
            { Bool: { "aws:SecureTransport": "true" } },
        ];
        for (const block of [
            { ...unknown, ...unmet },
            { ...unmet, ...unknown },
        ]) {
            throws(() => holds(block, { "aws:securetransport": "false" }), { name: "UnknownCondition" });
        }
    });

    it("is no error before it is asked", () => {
        equal(typeof compiled({ StringSimilar: { "s3:prefix": "a" } }), "function");
    });
});
