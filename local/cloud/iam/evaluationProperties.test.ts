import { deepEqual, equal, throws } from "node:assert/strict";

import fc from "fast-check";

import { type Decision, evaluate, type Policies, type Question } from "./evaluation";
import { anonymous, type Principal, roleSession, service, user } from "./principal";

const [here, elsewhere] = ["111111111111", "222222222222"];
const roleArn = `arn:aws:iam::${here}:role/execution`;
const principals: readonly Principal[] = [
    user(`arn:aws:iam::${here}:user/alice`),
    user(`arn:aws:iam::${elsewhere}:user/eve`),
    roleSession(roleArn, "one"),
    service("sns.amazonaws.com", `arn:aws:sns:us-east-1:${here}:topic`, here),
    anonymous,
].map(({ principal }) => principal);

type Values = string | string[];
type Block = Record<string, Record<string, Values>>;
interface Statement {
    Effect: "Allow" | "Deny";
    Principal?: "*" | Record<string, string[]>;
    NotPrincipal?: Record<string, string[]>;
    Action?: Values;
    NotAction?: Values;
    Resource?: Values;
    NotResource?: Values;
    Condition?: Block;
}
type Context = Readonly<Record<string, readonly string[]>>;
interface Case {
    principal: Principal;
    action: string;
    resource: string;
    context: Context;
    /** One list of statements for each policy. */
    identity: Statement[][];
    /** Undefined: the resource has no policy. */
    own: Statement[] | undefined;
    resourceMustAllow: boolean;
}

/** A short list of what the text matches or just does not, so that both happen often. */
const some = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const oneOrMore = (value: fc.Arbitrary<string>): fc.Arbitrary<Values> =>
    fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));

const actions = some("s3:GetObject", "s3:PutObject", "sns:Publish");
const actionPatterns = some(
    "*",
    "*",
    "s3:*",
    "S3:getobject",
    "s3:?utObject",
    "sns:Pub*",
    "s3:GetObject",
    "s3:Get",
    "sns:*h",
);
const resources = some("arn:aws:s3:::b/x", "arn:aws:s3:::b/alice", "arn:aws:sns:us-east-1:111111111111:t", "*");
const plainResourcePatterns = some(
    "*",
    "arn:aws:*:*:*:*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/?",
    "arn:*:sns:*:*:t",
    "arn:aws:s3:::b/x",
    "arn:aws:s3:::B/x",
);
const resourcePatterns = fc.oneof(
    plainResourcePatterns,
    some("arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${aws:username, 'x'}"),
);
const names = fc.oneof(
    fc.constant<"*">("*"),
    fc
        .record({
            AWS: fc.array(
                some(
                    "*",
                    here,
                    `arn:aws:iam::${here}:root`,
                    `arn:aws:iam::${here}:user/alice`,
                    elsewhere,
                    roleArn,
                    `arn:aws:sts::${here}:assumed-role/execution/one`,
                ),
                { maxLength: 3 },
            ),
            Service: fc.array(some("sns.amazonaws.com", "sqs.amazonaws.com"), { maxLength: 2 }),
        })
        .filter(({ AWS, Service }) => AWS.length + Service.length > 0),
);

/** Keys with values of a request, and what policies want of them. */
const keys: Readonly<Record<string, readonly string[]>> = {
    "aws:username": ["alice", "bob", "Alice"],
    "s3:prefix": ["alice", "", "a/b"],
    "s3:max-keys": ["1", "10", "2"],
    "aws:SecureTransport": ["true", "false"],
    "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
    "aws:SourceIp": ["127.0.0.1", "10.1.2.3"],
    "aws:SourceArn": ["arn:aws:sns:us-east-1:111111111111:topic", "arn:aws:s3:::b"],
};
const wantedOf: Readonly<Record<string, readonly [readonly string[], fc.Arbitrary<string>]>> = {
    "aws:username": [
        ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
        some("alice", "ALICE", "a*"),
    ],
    "s3:prefix": [["StringLike", "StringNotLike", "StringEquals"], some("a*", "*", "", "?/b", "alice")],
    "s3:max-keys": [
        [
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ],
        some("1", "2", "5.5"),
    ],
    "aws:SecureTransport": [["Bool", "Null"], some("true", "false")],
    "aws:CurrentTime": [
        [
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
        ],
        some("2026-01-01", "2026-01-01T12:00:00Z"),
    ],
    "aws:SourceIp": [["IpAddress", "NotIpAddress"], some("127.0.0.1", "10.0.0.0/8")],
    "aws:SourceArn": [
        ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals"],
        some("arn:aws:sns:*:111111111111:*", "arn:aws:s3:::b", "arn:aws:*:*:*:t*"),
    ],
};
const operators = (base: string): fc.Arbitrary<string> =>
    base === "Null"
        ? fc.constant(base)
        : fc
              .tuple(some("", "", "ForAllValues:", "ForAnyValue:"), some("", "", "IfExists"))
              .map(([set, ifExists]) => `${set}${base}${ifExists}`);
const blocks: fc.Arbitrary<Block> = fc
    .array(
        fc.constantFrom(...Object.keys(wantedOf)).chain((key) => {
            const [bases, wanted] = wantedOf[key] as [string[], fc.Arbitrary<string>];
            const operator = fc.constantFrom(...bases).chain(operators);
            return fc.tuple(operator, fc.constant(key), oneOrMore(wanted));
        }),
        { maxLength: 2 },
    )
    .map((tests) => {
        const block: Block = {};
        for (const [operator, key, wanted] of tests) block[operator] = { ...block[operator], [key]: wanted };
        return block;
    });

const statements: fc.Arbitrary<Statement> = fc
    .record({
        Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Deny"),
        speaksOf: fc.oneof(
            { weight: 3, arbitrary: fc.record({ Action: oneOrMore(actionPatterns) }) },
            { weight: 1, arbitrary: fc.record({ NotAction: oneOrMore(actionPatterns) }) },
        ),
        about: fc.oneof(
            { weight: 3, arbitrary: fc.record({ Resource: oneOrMore(resourcePatterns) }) },
            { weight: 1, arbitrary: fc.record({ NotResource: oneOrMore(plainResourcePatterns) }) },
        ),
        Condition: fc.oneof(fc.constant({}), blocks),
    })
    .map(({ Effect, speaksOf, about, Condition }) => ({ Effect, ...speaksOf, ...about, Condition }));
const ownStatements: fc.Arbitrary<Statement> = fc
    .tuple(statements, names, fc.boolean())
    .map(([statement, listed, not]) =>
        not && statement.Effect === "Deny" && listed !== "*"
            ? { ...statement, NotPrincipal: listed }
            : { ...statement, Principal: listed },
    );
const contexts: fc.Arbitrary<Context> = fc.record(
    Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, fc.constantFrom(...values).map((value) => [value])]),
    ),
    { requiredKeys: [] },
) as fc.Arbitrary<Context>;
const cases: fc.Arbitrary<Case> = fc.record({
    principal: fc.constantFrom(...principals),
    action: actions,
    resource: resources,
    context: contexts,
    identity: fc.array(fc.array(statements, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    own: fc.option(fc.array(ownStatements, { minLength: 1, maxLength: 4 }), { nil: undefined }),
    resourceMustAllow: fc.boolean(),
});

function policyOf(name: string, statements: readonly Statement[]): { name: string; document: string } {
    return { name, document: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
}

function decide({ principal, action, resource, context, identity, own, resourceMustAllow }: Case): Decision {
    const lower = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
    const question: Question = { principal, action, resource, resourceAccount: here, keys: (key) => lower.get(key) };
    const policies: Policies = {
        identity: identity.filter(({ length }) => length > 0).map((list) => policyOf("identity", list)),
        ...(own && own.length > 0 && { resource: { ...policyOf("own", own), kind: "resource" } }),
        resourceMustAllow,
    };
    return evaluate(question, policies);
}

/**
 * The same once more, straight from the documentation and without a thought to speed (AWS: IAM User Guide, "Policy evaluation
 * logic", "Condition operators", "Set operators", "Principal", "NotPrincipal").
 */
function documented({
    principal,
    action,
    resource,
    context,
    identity,
    own = [],
    resourceMustAllow,
}: Case): Decision["reason"] {
    const applies = (statement: Statement): boolean =>
        (statement.Action !== undefined
            ? list(statement.Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()))
            : !list(statement.NotAction).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase()))) &&
        (statement.Resource !== undefined
            ? list(statement.Resource).some((pattern) => like(filled(pattern, context), resource))
            : !list(statement.NotResource).some((pattern) => like(pattern, resource))) &&
        Object.entries(statement.Condition ?? {}).every(([operator, block]) =>
            Object.entries(block).every(([key, wanted]) => holds(operator, list(wanted), context[key])),
        );
    const ofIdentity = principal.kind === "identity" ? identity.flat().filter(applies) : [];
    const ofResource = own.filter((statement) => concernedBy(statement, principal)).filter(applies);
    const all = [...ofIdentity, ...ofResource];
    if (all.some(({ Effect }) => Effect === "Deny")) return "denied";
    const identityAllows = ofIdentity.length > 0;
    const byName = ofResource.some(({ Principal = {} }) => isNamed(Principal, principal));
    const resourceAllows = ofResource.length > 0;
    return allowed() ? "allowed" : "not allowed";

    function allowed(): boolean {
        // "Services and anonymous ones have no policies but the resource's."
        if (principal.kind !== "identity") return byName;
        // "The request is allowed only if both evaluations return a decision of Allow."
        if (principal.accountId !== here) return identityAllows && resourceAllows;
        // Key policies and trust policies "must explicitly allow access"; to an account they delegate.
        if (resourceMustAllow) return byName || (resourceAllows && identityAllows);
        return byName || identityAllows;
    }
}

function list(values: Values | undefined): string[] {
    return values === undefined ? [] : typeof values === "string" ? [values] : values;
}

function like(pattern: string, text: string): boolean {
    if (pattern === "") return text === "";
    const [first, rest] = [pattern.slice(0, 1), pattern.slice(1)];
    if (first === "*") return like(rest, text) || (text !== "" && like(pattern, text.slice(1)));
    return text !== "" && (first === "?" || first === text.slice(0, 1)) && like(rest, text.slice(1));
}

/** A name that is not filled in matches no resource here: none has a dollar in it. */
function filled(pattern: string, context: Context): string {
    const name = context["aws:username"]?.[0];
    return pattern.replace("${aws:username}", name ?? "$").replace("${aws:username, 'x'}", name ?? "x");
}

function isNamed(listed: "*" | Record<string, string[]>, principal: Principal): boolean {
    if (listed === "*" || listed["AWS"]?.includes("*")) return true;
    if (principal.kind === "anonymous") return false;
    if (principal.kind === "service") return (listed["Service"] ?? []).includes(principal.name);
    return [principal.arn, principal.identityArn].some((arn) => listed["AWS"]?.includes(arn));
}

function accountIsNamed(listed: "*" | Record<string, string[]>, principal: Principal): boolean {
    if (principal.kind !== "identity" || listed === "*") return false;
    const { accountId } = principal;
    return [accountId, `arn:aws:iam::${accountId}:root`].some((name) => listed["AWS"]?.includes(name));
}

function concernedBy({ Principal, NotPrincipal }: Statement, principal: Principal): boolean {
    if (Principal !== undefined) return isNamed(Principal, principal) || accountIsNamed(Principal, principal);
    const listed = NotPrincipal ?? {};
    if (principal.kind !== "identity" || listed["AWS"]?.includes("*")) return !isNamed(listed, principal);
    const parts = [principal.arn, principal.identityArn].every((arn) => listed["AWS"]?.includes(arn));
    return !(parts && accountIsNamed(listed, principal));
}

function holds(operator: string, wanted: string[], values: readonly string[] | undefined): boolean {
    if (operator === "Null") return wanted.some((one) => (one === "true") === (values === undefined));
    const ifExists = operator.endsWith("IfExists");
    const all = operator.startsWith("ForAllValues:");
    const anyOf = operator.startsWith("ForAnyValue:");
    const base = operator.replace(/^.*:/, "").replace(/IfExists$/, "");
    const negated = base.includes("Not");
    const positive = base.replace("Not", "");
    const test = (actual: string): boolean => wanted.some((one) => compares(positive, one, actual)) !== negated;
    if (values === undefined) return ifExists || all || (negated && !anyOf);
    const [value] = values as [string];
    if ((all || anyOf) && value === "") return all;
    return test(value);
}

function compares(operator: string, wanted: string, actual: string): boolean {
    const [kind, how] = /^(String|Numeric|Date|Arn|Ip|Bool)(.*)$/.exec(operator)?.slice(1) as [string, string];
    const order = (a: number, b: number): boolean =>
        ({ Equals: a === b, LessThan: a < b, LessThanEquals: a <= b, GreaterThan: a > b, GreaterThanEquals: a >= b })[
            how
        ] as boolean;
    if (kind === "Numeric") return order(Number(actual), Number(wanted));
    if (kind === "Date") return order(Date.parse(actual), Date.parse(wanted));
    if (kind === "Bool") return actual === wanted;
    // Of the two ranges one is a single address, and the other all that begin with 10.
    if (kind === "Ip") return wanted === actual || (wanted === "10.0.0.0/8" && actual.startsWith("10."));
    if (kind === "Arn") {
        const [patterns, parts] = [wanted.split(":"), actual.split(":")];
        return patterns.every((pattern, index) => like(pattern, parts[index] as string));
    }
    if (how === "Like") return like(wanted, actual);
    return how === "EqualsIgnoreCase" ? wanted.toLowerCase() === actual.toLowerCase() : wanted === actual;
}

const often = { numRuns: 300 };

describe("any evaluation", () => {
    it("is the one that the documentation describes", () => {
        const reasons = new Map<string, number>();
        fc.assert(
            fc.property(cases, (asked) => {
                const { reason } = decide(asked);
                reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
                equal(reason, documented(asked));
            }),
            { numRuns: 3000 },
        );

        // Else it would compare little.
        for (const reason of ["allowed", "denied", "not allowed"])
            equal((reasons.get(reason) ?? 0) > 250, true, reason);
    });

    it("is denied by a Deny that applies, whatever allows", () => {
        const Deny: Statement = { Effect: "Deny", Action: "*", Resource: "*" };
        fc.assert(
            fc.property(cases, fc.boolean(), (asked, byResource) => {
                const denied = byResource
                    ? { ...asked, own: [...(asked.own ?? []), { ...Deny, Principal: "*" as const }] }
                    : { ...asked, identity: [...asked.identity, [Deny]] };
                const isAsked = byResource || asked.principal.kind === "identity";
                equal(decide(denied).reason, isAsked ? "denied" : decide(asked).reason);
            }),
            often,
        );
    });

    it("is not allowed by one Allow less", () => {
        fc.assert(
            fc.property(cases, fc.nat(), (asked, at) => {
                const all = [...asked.identity.flat(), ...(asked.own ?? [])];
                const allows = all.filter(({ Effect }) => Effect === "Allow");
                const gone = allows[at % Math.max(allows.length, 1)];
                const less = {
                    ...asked,
                    identity: asked.identity.map((list) => list.filter((statement) => statement !== gone)),
                    own: asked.own?.filter((statement) => statement !== gone),
                };
                if (decide(less).allowed) equal(decide(asked).allowed, true);
            }),
            often,
        );
    });

    it("is not allowed by one Deny more", () => {
        fc.assert(
            fc.property(cases, statements, names, (asked, statement, listed) => {
                const more: Statement = { ...statement, Effect: "Deny" };
                const inIdentity = { ...asked, identity: [[more], ...asked.identity] };
                const inResource = { ...asked, own: [{ ...more, Principal: listed }, ...(asked.own ?? [])] };
                for (const denying of [inIdentity, inResource]) {
                    if (decide(denying).allowed) equal(decide(asked).allowed, true);
                }
            }),
            often,
        );
    });

    it("does not depend on the order of statements and policies, nor on how policies divide them", () => {
        const shuffled = cases.chain((asked) => {
            const [all, own] = [asked.identity.flat(), asked.own ?? []];
            return fc.tuple(
                fc.constant(asked),
                fc.shuffledSubarray(all, { minLength: all.length }),
                fc.shuffledSubarray(own, { minLength: own.length }),
            );
        });
        fc.assert(
            fc.property(shuffled, ([asked, all, own]) => {
                const other = { ...asked, identity: all.map((statement) => [statement]), own: asked.own && own };
                const [one, two] = [decide(asked), decide(other)];
                deepEqual(
                    [two.reason, two.missing, two.statements.length],
                    [one.reason, one.missing, one.statements.length],
                );
            }),
            often,
        );
    });

    it("of a statement without wildcards is allowed for exactly what it says", () => {
        const name = fc.string({ minLength: 1 }).filter((text) => !/[*?]|\$\{/.test(text));
        const about = fc.record({ action: actions, resource: name.map((text) => `arn:aws:s3:::${text}`) });
        fc.assert(
            fc.property(about, about, fc.boolean(), ({ action, resource }, other, same) => {
                const statement: Statement = { Effect: "Allow", Action: action, Resource: resource };
                const asked = same ? { action, resource } : other;
                const decision = decide({
                    ...asked,
                    principal: principals[0] as Principal,
                    context: {},
                    identity: [[statement]],
                    own: undefined,
                    resourceMustAllow: false,
                });
                equal(decision.allowed, asked.action === action && asked.resource === resource);
            }),
            often,
        );
    });

    it("that is concerned by a statement which cannot be judged is an error, whatever else is said", () => {
        const odd = fc.constantFrom<Block>(
            { StringEquals: { "aws:Nonsense": "a" } },
            { StringSimilar: { "s3:prefix": "a" } },
            { NumericEquals: { "s3:max-keys": "many" } },
        );
        fc.assert(
            fc.property(
                cases,
                odd,
                fc.nat(),
                fc.constantFrom("Allow" as const, "Deny" as const),
                (asked, Condition, at, Effect) => {
                    const own = [...(asked.own ?? [])];
                    const statement: Statement = { Effect, Principal: "*", Action: "*", Resource: "*", Condition };
                    own.splice(at % (own.length + 1), 0, statement);
                    throws(() => decide({ ...asked, own }), { name: "UnknownCondition" });
                },
            ),
            often,
        );
    });

    it("for somebody of another account is allowed only by both sides", () => {
        fc.assert(
            fc.property(cases, (asked) => {
                const eve = { ...asked, principal: principals[1] as Principal };
                equal(decide({ ...eve, identity: [] }).allowed, false);
                equal(decide({ ...eve, own: undefined }).allowed, false);
            }),
            often,
        );
    });

    it("for a service or an anonymous one does not depend on identity policies", () => {
        fc.assert(
            fc.property(cases, fc.constantFrom(3, 4), (asked, who) => {
                const other = { ...asked, principal: principals[who] as Principal };
                deepEqual(decide(other), decide({ ...other, identity: [] }));
                equal(decide({ ...other, own: undefined }).allowed, false);
            }),
            often,
        );
    });
});
