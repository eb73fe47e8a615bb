import { type DocumentKind, typesWith } from "../../documents";
import { type Statement } from "../../policyDocument";
import { type Guard, type ResourceRule } from "../../rule";
import { saysWho, unnamedPrincipal, whoKeys } from "../everybody";
import { judgeStatements } from "../statements";

/** A role's trust policy says who may use it, as the others do. */
const kinds: readonly DocumentKind[] = ["bucket", "topic", "queue", "key", "repository", "secret", "table", "trust"];

const types = new Set(typesWith(...kinds));

export const resourcePoliciesAreNotPublic: ResourceRule = {
    name: "resource-policies-are-not-public",
    description:
        "A policy of a resource must name whom it allows; otherwise every AWS account, or everybody, reads, writes or decrypts through it.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps: `Name accounts, roles or services as the Principal, or narrow the statement by ${whoKeys}, with an operator that demands the key.`,
    evidence: "documents",
    required: true,
    // Whether there has to be a policy, and what its statements say beyond this, is a matter of other rules and of its text.
    guards: [...types].map((type): Guard => ({
        type,
        path: type === "aws:iam/role:Role" ? "assumeRolePolicy" : "policy",
        spares: ["remove", "null", "unknown"],
        bad: [],
    })),
    peers: [
        "Security Hub SNS.4",
        "Security Hub SQS.3",
        "Security Hub KMS.5",
        "CKV_AWS_33",
        "CKV_AWS_70",
        "CKV_AWS_168",
        "CKV_AWS_169",
    ],
    validateResource: (args, report) => {
        const { type, notApplicable } = args;
        if (!types.has(type)) notApplicable("Concerns resources that carry a policy of their own");
        judgeStatements(args, report, kinds, openings);
    },
};

/** Says what a statement opens to people it does not name, one sentence each and how to mend it. */
function openings(statement: Statement): string[] {
    const { effect, label, principals, actions, conditions } = statement;
    if (effect === "Deny") return [];
    const problems = actions.negated
        ? [`${label} allows all actions but some, also those that AWS adds later. List the actions in Action.`]
        : [];
    if (principals?.negated === true) {
        return [...problems, `${label} allows everybody but some. Name whom it allows in Principal.`];
    }
    const unnamed = unnamedPrincipal(statement);
    if (unnamed !== undefined && !conditions.some(saysWho)) {
        problems.push(
            `${label} allows ${JSON.stringify(unnamed)} without a condition that says who that is. ` +
                `Name the principals, or demand ${whoKeys}.`,
        );
    }
    return problems;
}
