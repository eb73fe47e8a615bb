/** What is wrong with a value for GitHub's `sub`, as the end of a sentence; undefined where it names one repository. */
export type SubjectProblem = string | undefined;

/** GitHub: names of users and organizations, and of repositories; each may be followed by its number (`octo-org@123456`). */
const owner = "[A-Za-z0-9][A-Za-z0-9_-]*";
const repository = "[A-Za-z0-9._-]+";
const byName = new RegExp(`^repo:${owner}/${repository}:(.*)$`, "s");
const byNumber = new RegExp(`^repo:${owner}@[0-9]+/${repository}@[0-9]+:(.*)$`, "s");

/**
 * Judges one value that a token's subject is compared with. Repositories made, renamed or transferred since 2026-07-15 send
 * `repo:OWNER@ID/REPO@ID:CONTEXT`, others `repo:OWNER/REPO:CONTEXT` (GitHub Docs, "OpenID Connect reference", subject claim).
 *
 * @param wildcards whether `*` and `?` stand for other text, as they do under StringLike
 */
export function subjectProblem(subject: string, { wildcards }: { wildcards: boolean }): SubjectProblem {
    const context = (byName.exec(subject) ?? byNumber.exec(subject))?.[1];
    if (context === undefined) {
        return /^([^:]*:)?[^:]*[*?]/.test(subject)
            ? "has a wildcard before the context"
            : "does not name one repository and a context";
    }
    if (context === "") return "has no context";
    const open = /[*?]/.test(context);
    if (open && !wildcards) return "has a wildcard, which is only a character under this operator";
    // `repo:octo-org/octo-repo:*` is also what a pull request from a fork sends.
    if (open && !/^[a-z_]+:/.test(context)) return "leaves the kind of context open";
    return undefined;
}
