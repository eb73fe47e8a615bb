import { isOpen, mayMatch } from "../../arnPattern";
import { demandsItsValues } from "../../conditions";
import { typesWith } from "../../documents";
import { concernsAction, type Condition, type Statement } from "../../policyDocument";
import { type ResourceRule } from "../../rule";
import { identityGuards, judgeStatements } from "../statements";

const types = new Set(typesWith("identity"));

export const passRoleIsNarrow: ResourceRule = {
    name: "pass-role-is-narrow",
    description:
        "A grant of iam:PassRole must be on named roles and to named services; otherwise its holder hands any role of the account to a machine of their own.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Allow iam:PassRole in a statement of its own, on the ARNs of roles, where StringEquals iam:PassedToService names the service.",
    evidence: "documents",
    required: true,
    guards: identityGuards,
    peers: ["cfn-nag F38", "cfn-nag F39", "cfn-nag F40", "Trivy AWS-0342"],
    validateResource: (args, report) => {
        if (!types.has(args.type)) args.notApplicable("Concerns policies of roles, users and groups");
        judgeStatements(args, report, ["identity"], passing);
    },
};

/** Says which roles a statement lets pass, and to whom, without naming them; one sentence each and how to mend it. */
function passing(statement: Statement): string[] {
    const { effect, label, resources, conditions } = statement;
    if (effect === "Deny" || !concernsAction(statement, "iam:PassRole")) return [];
    if (!resources || resources.negated) {
        return [`${label} allows iam:PassRole on all roles but some. Name the roles in Resource.`];
    }
    const roles = resources.values.filter((resource) => mayMatch(resource, "iam", "role/"));
    if (roles.length === 0) return [];
    return [
        ...roles
            .filter(isOpen)
            .map((role) => `${label} allows iam:PassRole on ${JSON.stringify(role)}. Name each role by its whole ARN.`),
        ...(conditions.some(namesService)
            ? []
            : [
                  `${label} allows iam:PassRole to every service. ` +
                      "Demand iam:PassedToService by StringEquals, with the services that need the role.",
              ]),
    ];
}

function namesService(condition: Condition): boolean {
    return (
        condition.key === "iam:passedtoservice" &&
        demandsItsValues(condition) &&
        condition.values.every((service) => service !== "" && !isOpen(service))
    );
}
