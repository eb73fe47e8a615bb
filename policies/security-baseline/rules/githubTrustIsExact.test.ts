import assert from "node:assert/strict";

import { type RoleArgs } from "@pulumi/aws/iam";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { defersThenSays, saysAlways } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { githubTrustIsExact as rule } from "./githubTrustIsExact";

const roleType = "aws:iam/role:Role";
const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const aud = "token.actions.githubusercontent.com:aud";
const sub = "token.actions.githubusercontent.com:sub";
const exact = "repo:octo-org/octo-repo:environment:production";

const role = (...statements: object[]): object =>
    ({ assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }) satisfies RoleArgs;
const trust = (Condition: object | undefined, change: object = {}): object => ({
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(Condition && { Condition }),
    ...change,
});
const subject = (value: unknown, operator = "StringEquals"): object =>
    operator === "StringEquals"
        ? trust({ StringEquals: { [aud]: "sts.amazonaws.com", [sub]: value } })
        : trust({ StringEquals: { [aud]: "sts.amazonaws.com" }, [operator]: { [sub]: value } });

const forms = '"repo:OWNER/REPO:environment:production" or "repo:OWNER@ID/REPO@ID:environment:production"';
const at = "assumeRolePolicy: statement 1";
const noAudience = `${at} does not compare aud with sts.amazonaws.com alone. Add StringEquals ${aud}.`;
const noSubject = `${at} does not compare sub, so every repository of GitHub is trusted. Add StringEquals ${forms}.`;
const bad = (value: string, problem: string): string =>
    `${at} compares sub with ${JSON.stringify(value)}, which ${problem}. Write ${forms}.`;
const early = "has a wildcard before the context";
const open = "leaves the kind of context open";
const none = "does not name one repository and a context";
const character = "has a wildcard, which is only a character under this operator";

describe("github-trust-is-exact", () => {
    for (const value of [
        exact,
        "repo:octo-org/octo-repo:pull_request",
        "repo:octo-org/octo-repo:ref:refs/heads/main",
        "repo:octo-org@123456/octo-repo@456789:environment:production",
        "repo:octo-org/octo.repo_1:ref:refs/tags/v1",
        ["repo:octo-org/octo-repo:pull_request", exact],
    ]) {
        it(`${JSON.stringify(value)} passes`, () => saysAlways(rule, roleType, role(subject(value)), []));
    }

    for (const [operator, value, problem] of [
        ["StringEquals", "repo:octo-org/octo-repo", none],
        ["StringEquals", "repo:octo-org/octo-repo:", "has no context"],
        ["StringEquals", "repo:octo-org", none],
        ["StringEquals", "", none],
        ["StringEquals", "octo-org/octo-repo:pull_request", none],
        ["StringEquals", "repo:octo-org@1/octo-repo:pull_request", none],
        ["StringEquals", "repo:octo-org/octo-repo:*", character],
        ["StringEquals", "repo:octo-org/*", early],
        ["StringLike", "repo:octo-org/*", early],
        ["StringLike", "repo:octo-org/*:pull_request", early],
        ["StringLike", "repo:octo-org*/octo-repo:pull_request", early],
        ["StringLike", "repo:octo-org/octo-rep?:pull_request", early],
        ["StringLike", "repo:octo-org@*/octo-repo@*:pull_request", early],
        ["StringLike", "repo:octo-org@1/octo-repo*:pull_request", early],
        ["StringLike", "repo:octo-org/octo-repo*", early],
        ["StringLike", "repo:*", early],
        ["StringLike", "*", early],
        ["StringLike", "*:environment:production", early],
        ["StringLike", "r*:octo-org/octo-repo:pull_request", early],
        ["StringLike", "repo:octo-org/octo-repo:*", open],
        ["StringLike", "repo:octo-org/octo-repo:?*", open],
        ["StringLike", "repo:octo-org/octo-repo:env*", open],
    ] as const) {
        it(`${operator} ${JSON.stringify(value)} is refused`, () =>
            saysAlways(rule, roleType, role(subject(value, operator)), [bad(value, problem)]));
    }

    for (const value of [
        exact,
        "repo:octo-org/octo-repo:ref:refs/heads/*",
        "repo:octo-org@1/octo-repo@2:environment:prod-*",
    ]) {
        it(`StringLike ${value} passes`, () => saysAlways(rule, roleType, role(subject(value, "StringLike")), []));
    }

    it("each of several subjects has to be exact", () =>
        saysAlways(rule, roleType, role(subject([exact, "repo:octo-org/*", "*"], "StringLike")), [
            bad("repo:octo-org/*", early),
            bad("*", early),
        ]));

    it("one exact condition is enough beside a wider one, since both have to hold", () =>
        saysAlways(
            rule,
            roleType,
            role(
                trust({ StringEquals: { [aud]: "sts.amazonaws.com", [sub]: exact }, StringLike: { [sub]: "repo:*" } }),
            ),
            [],
        ));

    for (const operator of [
        "StringEqualsIfExists",
        "StringLikeIfExists",
        "ForAllValues:StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "Null",
    ]) {
        it(`a subject under ${operator} is not held to`, () =>
            saysAlways(rule, roleType, role(subject(exact, operator)), [
                `${at} compares sub with the operator ${operator}, which does not hold it to a value. Write ${forms}.`,
            ]));
    }

    it("ForAnyValue holds to a value", () =>
        saysAlways(rule, roleType, role(subject(exact, "ForAnyValue:StringEquals")), []));

    it("keys are the same in any case", () =>
        saysAlways(
            rule,
            roleType,
            role(trust({ StringEquals: { [aud.toUpperCase()]: "sts.amazonaws.com", [sub]: exact } })),
            [],
        ));

    for (const [what, statement, says] of [
        ["no condition", trust(undefined), [noAudience, noSubject]],
        ["no subject", trust({ StringEquals: { [aud]: "sts.amazonaws.com" } }), [noSubject]],
        ["no audience", trust({ StringEquals: { [sub]: exact } }), [noAudience]],
        [
            "another audience",
            trust({ StringEquals: { [aud]: "https://github.com/octo-org", [sub]: exact } }),
            [noAudience],
        ],
        [
            "an audience among others",
            trust({ StringEquals: { [aud]: ["sts.amazonaws.com", "x"], [sub]: exact } }),
            [noAudience],
        ],
        [
            "a pattern for an audience",
            trust({ StringLike: { [aud]: "*" }, StringEquals: { [sub]: exact } }),
            [noAudience],
        ],
        [
            "the subject of another issuer",
            trust({ StringEquals: { [aud]: "sts.amazonaws.com", "accounts.google.com:sub": exact } }),
            [noSubject],
        ],
        ["every provider", trust(undefined, { Principal: { Federated: "*" } }), [noAudience, noSubject]],
        [
            "a pattern of providers",
            trust(undefined, { Principal: { Federated: "arn:aws:iam::*:oidc-provider/token*" } }),
            [noAudience, noSubject],
        ],
        ["everybody", trust(undefined, { Principal: "*" }), [noAudience, noSubject]],
        ["every action", trust(undefined, { Action: "sts:*" }), [noAudience, noSubject]],
        [
            "the provider by its bare name",
            trust(undefined, { Principal: { Federated: "token.actions.githubusercontent.com" } }),
            [noAudience, noSubject],
        ],
        [
            "the provider among others",
            trust(undefined, { Principal: { Federated: ["accounts.google.com", provider] } }),
            [noAudience, noSubject],
        ],
    ] as [string, object, string[]][]) {
        it(`${what} is refused`, () => saysAlways(rule, roleType, role(statement), says));
    }

    it("every statement is judged, not only the first", () =>
        saysAlways(
            rule,
            roleType,
            role(
                { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
                { ...trust(undefined), Sid: "Pipeline" },
                subject(exact),
            ),
            [noAudience, noSubject].map((problem) => problem.replace("statement 1", 'statement "Pipeline"')),
        ));

    for (const [what, statement] of [
        ["another provider", trust(undefined, { Principal: { Federated: "accounts.google.com" } })],
        ["a Deny", trust(undefined, { Effect: "Deny" })],
        ["a service", { Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" }],
        ["another action", trust(undefined, { Action: "sts:TagSession" })],
    ] as [string, object][]) {
        it(`${what} is not concerned`, () => saysAlways(rule, roleType, role(statement), []));
    }

    it("a document that cannot be read is refused", async () => {
        await saysAlways(rule, roleType, { assumeRolePolicy: "" }, [
            "assumeRolePolicy is not JSON. Write a policy document.",
        ]);
        await saysAlways(rule, roleType, { assumeRolePolicy: 7 }, [
            "assumeRolePolicy is not a block. Write a policy document.",
        ]);
        await saysAlways(rule, roleType, {}, []);
    });

    it("a document that is an output, as a whole or in a part, is judged once it is known", async () => {
        const good = { assumeRolePolicy: output(JSON.stringify({ Statement: [subject(exact)] })) };
        await defersThenSays(rule, roleType, good, "assumeRolePolicy is", []);
        const wide = { assumeRolePolicy: output(JSON.stringify({ Statement: [subject("repo:*", "StringLike")] })) };
        await defersThenSays(rule, roleType, wide, "assumeRolePolicy is", [bad("repo:*", early)]);
        const part = {
            assumeRolePolicy: { Statement: [trust(undefined, { Principal: { Federated: output(provider) } })] },
        };
        await defersThenSays(rule, roleType, part, "assumeRolePolicy is", [noAudience, noSubject]);
    });

    /** Cases of Checkov's two rules, written anew; `checkov` is what it answers. */
    const peers: {
        source: string;
        what: string;
        statements: object[];
        checkov: "pass" | "fail";
        differs?: string;
        refused: boolean;
    }[] = [
        {
            source: "CKV_AWS_358",
            what: "an exact subject",
            statements: [subject(exact)],
            checkov: "pass",
            refused: false,
        },
        {
            source: "CKV_AWS_358",
            what: "an organization",
            statements: [subject("repo:octo-org/*", "StringLike")],
            checkov: "pass",
            refused: true,
            differs: "every repository of an organization, also one that anybody may make, is not exact",
        },
        {
            source: "CKV_AWS_358",
            what: "every context",
            statements: [subject("repo:octo-org/octo-repo:*", "StringLike")],
            checkov: "pass",
            refused: true,
            differs: "a pull request is a context too",
        },
        {
            source: "CKV_AWS_358",
            what: "everything",
            statements: [subject("*", "StringLike")],
            checkov: "fail",
            refused: true,
        },
        {
            source: "CKV_AWS_358",
            what: "every owner",
            statements: [subject("repo:*", "StringLike")],
            checkov: "fail",
            refused: true,
        },
        {
            source: "CKV_AWS_358",
            what: "another claim first",
            statements: [subject("ref:refs/heads/main:repo:octo-org/octo-repo")],
            checkov: "fail",
            refused: true,
        },
        {
            source: "CKV_AWS_358",
            what: "no subject",
            statements: [trust({ StringEquals: { [aud]: "sts.amazonaws.com" } })],
            checkov: "fail",
            refused: true,
        },
        {
            source: "CKV_AWS_393",
            what: "owner and repository by number",
            statements: [subject("repo:octo-org@1/octo-repo@2:pull_request")],
            checkov: "fail",
            refused: false,
            differs: "the form of subjects since 2026-07-15",
        },
        {
            source: "CKV_AWS_393",
            what: "another provider first",
            statements: [
                trust(undefined, { Principal: { Federated: "accounts.google.com" } }),
                subject("*", "StringLike"),
            ],
            checkov: "pass",
            refused: true,
            differs: "each statement lets somebody in",
        },
        { source: "CKV_AWS_393", what: "no condition", statements: [trust(undefined)], checkov: "fail", refused: true },
    ];
    for (const { source, what, statements, checkov, differs, refused } of peers) {
        it(`${source}, ${what}: ${differs === undefined ? "as there" : `not as there, since ${differs}`}`, async () => {
            const said = await violations(rule, roleType, role(...statements), { preview: true });
            assert.equal(said.length > 0, refused);
            assert.equal((checkov === "fail") === refused, differs === undefined);
        });
    }

    it("no subject with a wildcard before its context passes, and nothing makes the rule throw", async () => {
        const part = fc.stringMatching(/^[a-z*?@1-9-]{0,4}$/);
        await fc.assert(
            fc.asyncProperty(part, part, anything(exact, provider), async (owner, repository, value) => {
                const text = `repo:${owner}/${repository}:environment:production`;
                const said = await violations(rule, roleType, role(subject(text, "StringLike")), { preview: true });
                if (/[*?]/.test(owner + repository) || owner === "" || repository === "") assert.equal(said.length, 1);
                await violations(rule, roleType, { assumeRolePolicy: value }, { preview: true });
                await violations(rule, roleType, { assumeRolePolicy: { Statement: value } }, { preview: true });
                await violations(
                    rule,
                    roleType,
                    { assumeRolePolicy: { Statement: trust(value as object) } },
                    { preview: true },
                );
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:iam/policy:Policy", role(trust(undefined)), { preview: true }), []);
    });
});
