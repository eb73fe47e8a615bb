import { type ReportViolation, type ResourceValidationArgs } from "@pulumi/policy";

import { deferUntilKnown } from "../deferral";
import { type DocumentKind, documentsOf } from "../documents";
import { type Statement } from "../policyDocument";
import { type Guard } from "../rule";

/**
 * Judges each statement of a resource's documents of these kinds, one by one. A document that cannot be read is reported; one
 * that is an output is left for later.
 *
 * @param problems what is wrong with a statement, one sentence each, which begins with the statement's label
 */
export function judgeStatements(
    args: ResourceValidationArgs,
    report: ReportViolation,
    kinds: readonly DocumentKind[],
    problems: (statement: Statement) => string[],
): void {
    const deferred = documentsOf(args, ...kinds).flatMap((document) => {
        if (document.state === "deferred") return [document.path];
        if (document.state === "unreadable") report(document.because);
        else for (const problem of document.statements.flatMap(problems)) report(`${document.path}: ${problem}`);
        return [];
    });
    deferUntilKnown(args, deferred);
}

/**
 * What a rule guards that judges every statement of identity policies. Whether there has to be a policy is not such a rule's
 * business, and what the statements say is a matter of the document's text.
 */
export const identityGuards: readonly Guard[] = [
    ...["policy:Policy", "rolePolicy:RolePolicy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"].map(
        (type): Guard => ({ type: `aws:iam/${type}`, path: "policy", spares: ["remove", "null", "unknown"], bad: [] }),
    ),
    { type: "aws:iam/role:Role", path: "inlinePolicies", spares: ["remove", "null"], bad: [] },
    { type: "aws:iam/role:Role", path: "inlinePolicies[*]", spares: ["remove"], bad: [] },
    { type: "aws:iam/role:Role", path: "inlinePolicies[*].policy", spares: ["remove", "null", "unknown"], bad: [] },
];
