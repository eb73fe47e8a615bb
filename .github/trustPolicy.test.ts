import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { evaluate } from "../local/cloud/iam/evaluation";
import { roleSession } from "../local/cloud/iam/principal";
import { filledDocument, holders } from "../local/permissions/documents";
import { contextOf, subjectsOf, trustPolicyFaults } from "./trustPolicy";
import { assumedRoles, parseWorkflow } from "./workflow";

const root = resolve(__dirname, "..");
const page = "docs/github.md";
const text = readFileSync(join(root, page), "utf8");

interface PolicyDocument {
    Statement: Record<string, unknown>[];
}

/** JSON blocks of the page that are marked so. */
function marked(mark: string): PolicyDocument[] {
    const blocks = text.matchAll(new RegExp(`<!-- ${mark} -->\\s+\`\`\`json\\n([\\s\\S]*?)\`\`\``, "g"));
    return [...blocks].map((block) => JSON.parse(block[1] as string) as PolicyDocument);
}

/** Ends of the subjects of the jobs that assume this role, for both stacks. */
function contextsOf(variable: string): string[] {
    const found = ["deploy-stack", "drift", "pull-request"].flatMap((name) =>
        assumedRoles(parseWorkflow(readFileSync(join(root, ".github/workflows", `${name}.yml`), "utf8"))),
    );
    return found.filter(({ role }) => role.includes(variable)).map(({ context }) => context);
}

describe(page, () => {
    for (const role of ["preview", "deploy"]) {
        it(`shows a trust policy for ${role} in both forms of the subject, and both are exact`, () => {
            const policies = marked(`trust ${role}`);
            assert.deepEqual(policies.map(trustPolicyFaults), [[], []]);
            const forms = policies.map((policy) => subjectsOf(policy).map((subject) => subject.includes("@")));
            assert.deepEqual(
                forms.map((form) => [...new Set(form)]),
                [[true], [false]],
            );
        });
    }

    it("trusts the jobs that assume the role, and no others", () => {
        for (const policy of marked("trust preview")) {
            assert.deepEqual(subjectsOf(policy).map(contextOf).sort(), contextsOf("AWS_PREVIEW_ROLE_ARN").sort());
        }
        const deploy = contextsOf("AWS_DEPLOY_ROLE_ARN").map((context) =>
            context.replace("${{ inputs.stack }}", "prod"),
        );
        for (const policy of marked("trust deploy")) assert.deepEqual(subjectsOf(policy).map(contextOf), deploy);
    });

    const actions = ({ Statement }: PolicyDocument, effect: string): string[] =>
        Statement.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => [Action].flat() as string[]);

    it("lets the preview role read state and secrets, and denies it what people put in", () => {
        const [policy, ...others] = marked("permissions preview") as [PolicyDocument, ...PolicyDocument[]];
        assert.equal(others.length, 0);
        assert.deepEqual(actions(policy, "Allow"), ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"]);
        assert.deepEqual(actions(policy, "Deny"), [
            "s3:GetObject*",
            "kms:Decrypt",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:StartQuery",
            "sagemaker:InvokeEndpoint*",
            "secretsmanager:GetSecretValue",
            "sqs:ReceiveMessage",
            "ssm:GetParameter*",
        ]);
        for (const action of ["s3:GetObject", "kms:Decrypt"]) {
            const allowed = policy.Statement.find(({ Effect, Action }) => Effect === "Allow" && Action === action);
            const denied = policy.Statement.find(
                ({ Effect, Action }) => Effect === "Deny" && String(Action).startsWith(action),
            );
            assert.ok(allowed?.["Resource"]);
            assert.deepEqual(denied?.["NotResource"], allowed["Resource"]);
        }
    });

    it("denies the preview role nothing that its documents grant", () => {
        const [policy] = marked("permissions preview") as [PolicyDocument];
        const filling = {
            partition: "aws",
            region: "us-east-1",
            accountId: "123456789012",
            name: "summarizer-prod",
            endpointName: "summarizer-prod",
        };
        const documents = holders.preview.map((name) => JSON.stringify(filledDocument(name, filling)));
        const identity = [JSON.stringify(policy), ...documents].map((document) => ({ name: "preview", document }));
        const { principal } = roleSession("arn:aws:iam::123456789012:role/summarizer-preview", "drift");
        const decisions = holders.preview.flatMap((name) =>
            filledDocument(name, filling).Statement.flatMap(({ Action, Resource }) =>
                Action.flatMap((action) =>
                    Resource.map((resource) => {
                        const question = { principal, action, resource, resourceAccount: "123456789012" };
                        const all = { identity, resourceMustAllow: false };
                        return [action, evaluate({ ...question, keys: () => undefined }, all).reason];
                    }),
                ),
            ),
        );
        assert.ok(decisions.length > 50);
        assert.deepEqual(
            decisions.filter(([, reason]) => reason !== "allowed"),
            [],
        );
    });

    it("lets the deploy role write the state, and decrypt with the key of its stack alone", () => {
        const [policy, ...others] = marked("permissions deploy") as [PolicyDocument, ...PolicyDocument[]];
        assert.equal(others.length, 0);
        assert.deepEqual(
            policy.Statement.map(({ Action, Resource }) => [Action, Resource]),
            [
                ["s3:ListBucket", "arn:aws:s3:::STATE-BUCKET"],
                [["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], "arn:aws:s3:::STATE-BUCKET/*"],
                ["kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/PROD-KEY-ID"],
            ],
        );
    });

    it("prints what the roles may do with commands that there are", () => {
        const printed = [...text.matchAll(/--print (\w+)/g)].map(([, holder]) => holder);
        assert.deepEqual(printed, ["preview", "deployer", "smoke"]);
        assert.deepEqual(Object.keys(holders).sort(), [...printed].sort());
    });

    it("names every variable that the workflows read, and no other", () => {
        const workflows = ["deploy", "deploy-stack", "drift", "pull-request"]
            .map((name) => readFileSync(join(root, ".github/workflows", `${name}.yml`), "utf8"))
            .join("\n");
        const used = new Set([...workflows.matchAll(/\bvars\.(\w+)/g)].map((match) => match[1]));
        const rows = new Set([...text.matchAll(/^ *\| `([A-Z_]+)` /gm)].map((match) => match[1]));
        assert.deepEqual([...rows].sort(), [...used].sort());
    });

    it("links only to what is there", () => {
        const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] as string);
        assert.ok(links.length > 0);
        assert.deepEqual(
            links.filter((link) => !existsSync(join(root, dirname(page), link))),
            [],
        );
    });
});

describe("a trust policy", () => {
    const good = {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
    };
    const equal = (subject: unknown, audience: unknown = "sts.amazonaws.com") => ({
        StringEquals: {
            "token.actions.githubusercontent.com:aud": audience,
            "token.actions.githubusercontent.com:sub": subject,
        },
    });
    const faults = (statement: Record<string, unknown>) => trustPolicyFaults({ Statement: [statement] });
    const subject = "repo:o@1/r@2:environment:prod";

    it("with an exact subject in either form is good", () => {
        for (const exact of [
            subject,
            "repo:o/r:environment:prod",
            ["repo:o/r:pull_request", "repo:o/r:ref:refs/heads/main"],
        ]) {
            assert.deepEqual(faults({ ...good, Condition: equal(exact) }), []);
        }
    });

    for (const wide of [
        "repo:o/*",
        "repo:o/r:*",
        "repo:o@1/r@2:environment:*",
        "repo:o*/r:pull_request",
        "repo:o@1/r:pull_request",
        "repo:o/r@2:pull_request",
        "repo:o@x/r@2:pull_request",
        "repo:o/r:ref:refs/heads/*",
        "repo:o/r:environment:prod?",
        "repo:o/r",
        "*",
    ]) {
        it(`with the subject ${wide} is refused`, () => {
            assert.deepEqual(faults({ ...good, Condition: equal([subject, wide]) }), [
                `${wide} is not the subject of one kind of job of one repository`,
            ]);
        });
    }

    it("that compares by pattern, or any audience, is refused", () => {
        const { StringEquals } = equal(subject);
        assert.deepEqual(faults({ ...good, Condition: { StringLike: StringEquals } }), [
            "StringLike is used: StringEquals alone is exact",
            "aud is not exactly sts.amazonaws.com",
            "no subject is named",
        ]);
        assert.deepEqual(faults({ ...good, Condition: equal(subject, "https://github.com/o") }), [
            "aud is not exactly sts.amazonaws.com",
        ]);
        assert.deepEqual(faults({ ...good, Condition: equal(subject, ["sts.amazonaws.com", "x"]) }), [
            "aud is not exactly sts.amazonaws.com",
        ]);
    });

    it("is judged in every statement, and by its principal and action", () => {
        const Condition = equal(subject);
        const second = { ...good, Principal: { Federated: "*" }, Action: "*", Effect: "Deny", Condition };
        assert.deepEqual(trustPolicyFaults({ Statement: [{ ...good, Condition }, second] }), [
            "Effect is Deny",
            "the principal is not GitHub's provider of one account: *",
            "the action is *, not sts:AssumeRoleWithWebIdentity",
        ]);
        assert.deepEqual(faults(good), ["aud is not exactly sts.amazonaws.com", "no subject is named"]);
    });
});
