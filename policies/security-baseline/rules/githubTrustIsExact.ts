import { operatorOf } from "../../conditions";
import { typesWith } from "../../documents";
import { type Condition, concernsAction, covers, isEverybody, type Statement } from "../../policyDocument";
import { type ResourceRule } from "../../rule";
import { subjectProblem } from "../githubSubject";
import { judgeStatements } from "../statements";

const issuer = "token.actions.githubusercontent.com";
const audience = "sts.amazonaws.com";
const types = typesWith("trust");

const subjects = `"repo:OWNER/REPO:environment:production" or "repo:OWNER@ID/REPO@ID:environment:production"`;

export const githubTrustIsExact: ResourceRule = {
    name: "github-trust-is-exact",
    description:
        "A role that GitHub Actions may assume must name audience, repository and context exactly; otherwise another repository, or anybody's pull request, gets its rights.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps: `In each statement that trusts ${issuer}, compare aud with ${audience} and sub with ${subjects}, both with StringEquals.`,
    evidence: "documents",
    required: true,
    guards: types.map((type) => ({
        type,
        path: "assumeRolePolicy",
        // Without a document nobody is trusted, and AWS refuses the role.
        spares: ["remove", "null", "unknown"],
        bad: [],
    })),
    peers: ["CKV_AWS_358", "CKV_AWS_393"],
    validateResource: (args, report) => {
        if (!types.includes(args.type)) args.notApplicable("Concerns IAM roles");
        judgeStatements(args, report, ["trust"], (statement) =>
            trustsGithub(statement) ? [...wrongAudience(statement), ...wrongSubject(statement)] : [],
        );
    },
};

/** Also where everybody, or every provider, is trusted: GitHub is then among them. */
function trustsGithub(statement: Statement): boolean {
    const { effect, principals } = statement;
    if (effect !== "Allow" || !concernsAction(statement, "sts:AssumeRoleWithWebIdentity")) return false;
    if (isEverybody(principals)) return true;
    const provider = `arn:aws:iam::000000000000:oidc-provider/${issuer}`;
    return (principals?.entries ?? []).some(
        ({ kind, value }) => kind === "Federated" && (value.toLowerCase().includes(issuer) || covers(value, provider)),
    );
}

function wrongAudience(statement: Statement): string[] {
    const exact = on(statement, "aud").some(
        (condition) =>
            isComparison(condition, ["stringequals"]) && condition.values.every((value) => value === audience),
    );
    return exact
        ? []
        : [`${statement.label} does not compare aud with ${audience} alone. Add StringEquals ${issuer}:aud.`];
}

/** Conditions hold together, so one that is exact is enough. */
function wrongSubject(statement: Statement): string[] {
    const conditions = on(statement, "sub");
    if (conditions.length === 0) {
        return [
            `${statement.label} does not compare sub, so every repository of GitHub is trusted. Add StringEquals ${subjects}.`,
        ];
    }
    const problems = conditions.map((condition) => problemsWith(condition));
    if (problems.some((found) => found.length === 0)) return [];
    return problems.flat().map((problem) => `${statement.label} compares sub with ${problem}. Write ${subjects}.`);
}

function problemsWith(condition: Condition): string[] {
    if (!isComparison(condition, ["stringequals", "stringlike"])) {
        return [`the operator ${condition.operator}, which does not hold it to a value`];
    }
    const wildcards = operatorOf(condition).name === "stringlike";
    return condition.values.flatMap((value) => {
        const problem = subjectProblem(value, { wildcards });
        return problem === undefined ? [] : [`${JSON.stringify(value)}, which ${problem}`];
    });
}

function on({ conditions }: Statement, claim: string): Condition[] {
    return conditions.filter(({ key }) => key === `${issuer}:${claim}`);
}

/** One of these operators as it is, or under ForAnyValue, which does not hold without the claim either. */
function isComparison(condition: Condition, names: readonly string[]): boolean {
    const { name, ifExists, quantifier } = operatorOf(condition);
    return names.includes(name) && !ifExists && quantifier !== "forallvalues" && condition.values.length > 0;
}
