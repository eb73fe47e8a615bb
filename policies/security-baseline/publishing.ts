import { type PolicyResource } from "@pulumi/policy";

import { arnPattern } from "../arnPattern";
import { operatorOf } from "../conditions";
import { type Condition, concernsAction, isEverybody, type Principals, type Statement } from "../policyDocument";
import { knownText } from "../relations";
import { type AttachedPolicy } from "./attachedPolicies";
import { type Permissions } from "./executionRoles";
import { all, type Answer, any, coversResource } from "./namedResource";

const action = "sns:Publish";

/**
 * Whether a role's own permissions let it publish to a topic. That a Deny forbids it again is not looked for; a policy that cannot
 * be read is left to the rules that look into every policy, and one that the stack does not make is taken to let it.
 */
export function grantsPublishing(
    { documents, unknown, elsewhere }: Permissions,
    role: PolicyResource,
    topic: PolicyResource,
): Answer {
    if (elsewhere) return "yes";
    const answer = said(
        documents.map(({ document }) => document),
        (statement) => all([coversResource(statement.resources, topic, "sns"), conditionsHold(statement, role)]),
    );
    return unknown.length > 0 ? any([answer, "unknown"]) : answer;
}

/**
 * Whether a topic's policies let a role publish without permissions of its own, which they do only where they name the role itself or
 * everybody: to name the account leaves it to the role's permissions (AWS: IAM User Guide, "AWS account principals").
 */
export function admitsRole(policies: readonly AttachedPolicy[], role: PolicyResource, topic: PolicyResource): Answer {
    return said(
        policies.map(({ document }) => document),
        (statement) =>
            all([
                isAmong(statement.principals, role),
                coversResource(statement.resources, topic, "sns"),
                conditionsHold(statement, role),
            ]),
    );
}

function said(documents: readonly AttachedPolicy["document"][], allows: (statement: Statement) => Answer): Answer {
    return any(
        documents.flatMap((document): Answer[] => {
            if (document.state === "unreadable") return ["yes"];
            if (document.state === "deferred") return ["unknown"];
            return document.statements
                .filter((statement) => statement.effect === "Allow" && concernsAction(statement, action))
                .map(allows);
        }),
    );
}

function isAmong(principals: Principals | undefined, role: PolicyResource): Answer {
    if (isEverybody(principals)) return "yes";
    // The root of the account is the account.
    const arns = (principals?.entries ?? []).flatMap(({ kind, value }) =>
        kind === "AWS" && arnPattern(value)?.resource.startsWith("role/") ? [value] : [],
    );
    return arns.length === 0 ? "no" : isOneOf(arns, role);
}

function isOneOf(arns: readonly string[], role: PolicyResource): Answer {
    const path = knownText(role, ["path"]) ?? "/";
    return coversResource({ negated: false, values: [...arns] }, role, "iam", (name) => `role${path}${name}`);
}

function conditionsHold({ conditions }: Statement, role: PolicyResource): Answer {
    return all(conditions.map((condition) => holds(condition, role)));
}

/** Keys that are true of whoever asks within the account or its organization, whatever their values. */
const ownKeys: ReadonlySet<string> = new Set([
    ...["aws:principalaccount", "aws:resourceaccount", "aws:requestedregion"],
    ...["aws:principalorgid", "aws:resourceorgid"],
]);

/** Whether a condition holds when the role publishes, over TLS; of what is not known here none is taken to hold. */
function holds(condition: Condition, role: PolicyResource): Answer {
    const { name } = operatorOf(condition);
    const { key, values } = condition;
    if (key === "aws:securetransport") return name === "bool" && values.includes("true") ? "yes" : "no";
    if (!["stringequals", "stringlike", "stringequalsignorecase", "arnequals", "arnlike"].includes(name)) return "no";
    if (key === "aws:principalarn") return isOneOf(values, role);
    return ownKeys.has(key) ? "yes" : "no";
}
