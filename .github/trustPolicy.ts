/** A trust policy for GitHub's OIDC provider, as far as it is judged. */
interface Statement {
    Effect?: unknown;
    Principal?: { Federated?: unknown };
    Action?: unknown;
    Condition?: Record<string, Record<string, unknown>>;
}

const issuer = "token.actions.githubusercontent.com";

/** `repo:OWNER/REPO:`, or with ids since July 2026 (docs.github.com, OpenID Connect reference, immutable subject claims). */
const repository = /^repo:(?:[\w.-]+\/[\w.-]+|[\w.-]+@\d+\/[\w.-]+@\d+):/;
const contexts = /^(?:pull_request|ref:refs\/heads\/[\w./-]+|environment:[\w-]+)$/;

/** Subjects that a trust policy names, in order. */
export function subjectsOf({ Statement }: { Statement: unknown[] }): string[] {
    return (Statement as Statement[]).flatMap(({ Condition }) =>
        [Condition?.["StringEquals"]?.[`${issuer}:sub`] ?? []].flat().map(String),
    );
}

/** What a subject ends with: the part that says which jobs may assume the role. */
export function contextOf(subject: string): string {
    return subject.replace(repository, "");
}

/** What is wrong with a trust policy for jobs of one repository: one sentence each. */
export function trustPolicyFaults(policy: { Statement: unknown[] }): string[] {
    return (policy.Statement as Statement[]).flatMap((statement) => [
        ...unless(statement.Effect === "Allow", `Effect is ${String(statement.Effect)}`),
        ...unless(
            new RegExp(`^arn:aws:iam::\\d{12}:oidc-provider/${issuer}$`).test(String(statement.Principal?.Federated)),
            `the principal is not GitHub's provider of one account: ${String(statement.Principal?.Federated)}`,
        ),
        ...unless(
            statement.Action === "sts:AssumeRoleWithWebIdentity",
            `the action is ${String(statement.Action)}, not sts:AssumeRoleWithWebIdentity`,
        ),
        ...conditionFaults(statement.Condition ?? {}),
    ]);
}

function conditionFaults(condition: Record<string, Record<string, unknown>>): string[] {
    const { StringEquals: exact = {}, ...others } = condition;
    const subjects = [exact[`${issuer}:sub`] ?? []].flat().map(String);
    return [
        ...Object.keys(others).map((operator) => `${operator} is used: StringEquals alone is exact`),
        ...unless(exact[`${issuer}:aud`] === "sts.amazonaws.com", "aud is not exactly sts.amazonaws.com"),
        ...unless(subjects.length > 0, "no subject is named"),
        ...subjects
            .filter((subject) => !repository.test(subject) || !contexts.test(contextOf(subject)))
            .map((subject) => `${subject} is not the subject of one kind of job of one repository`),
    ];
}

function unless(holds: boolean, fault: string): string[] {
    return holds ? [] : [fault];
}
