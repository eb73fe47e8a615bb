import { type PolicyResource } from "@pulumi/policy";

import { isBare } from "../arnPattern";
import { operatorOf } from "../conditions";
import { type Condition, concernsAction, isEverybody, type Statement } from "../policyDocument";
import { knownText } from "../relations";
import { type AttachedPolicy } from "./attachedPolicies";
import { all, type Answer, any, coversResource } from "./namedResource";

/** A service that acts for a resource of the stack. */
export interface Caller {
    /** `cloudwatch.amazonaws.com` */
    principal: string;
    /** For which it acts. */
    source: PolicyResource;
    /** The source's ARN: its service, and its resource part by its name. */
    service: string;
    form?: (name: string) => string;
}

/** What it needs, and on what; a key's policy is about the key, whatever its Resource says. */
export interface Need {
    actions: readonly string[];
    target?: { resource: PolicyResource; service: string };
}

/**
 * Whether the policies let a service do all that is needed. That a Deny forbids it again is not looked for.
 * A policy that cannot be read is left to the rules that look into every policy.
 */
export function admits(policies: readonly AttachedPolicy[], caller: Caller, { actions, target }: Need): Answer {
    const documents = policies.map(({ document }) => document);
    if (documents.some(({ state }) => state === "unreadable")) return "yes";
    const statements = documents.flatMap((document) => (document.state === "known" ? document.statements : []));
    return all(
        actions.map((action) => {
            const answers = statements.map((statement) => {
                const { effect, principals, resources } = statement;
                const named =
                    isEverybody(principals) ||
                    (principals?.entries ?? []).some(
                        ({ kind, value }) => kind === "Service" && value === caller.principal,
                    );
                if (effect !== "Allow" || !named || !concernsAction(statement, action)) return "no";
                return all([
                    target ? coversResource(resources, target.resource, target.service) : "yes",
                    conditionsHold(statement, caller),
                ]);
            });
            const deferred = documents.some(({ state }) => state === "deferred");
            return any([...answers, ...(deferred ? (["unknown"] as const) : [])]);
        }),
    );
}

/**
 * Whether a statement's conditions hold when the service acts for the source. Conditions on who is meant are known to be sent
 * (AWS: SNS Developer Guide, "Allow CloudWatch alarms"); of all others none is.
 */
function conditionsHold({ conditions }: Statement, caller: Caller): Answer {
    return all(conditions.map((condition) => holds(condition, caller)));
}

const accountKeys = ["aws:sourceaccount", "aws:sourceowner"];

function holds(condition: Condition, { source, service, form }: Caller): Answer {
    const { name } = operatorOf(condition);
    const { key, values } = condition;
    if (key === "aws:securetransport") return name === "bool" && values.includes("true") ? "yes" : "no";
    if (key === "aws:sourcearn" && (name.startsWith("arn") || name === "stringlike") && !name.includes("not")) {
        return coversResource({ negated: false, values }, source, service, form);
    }
    if (!["stringequals", "stringlike", "stringequalsignorecase", "arnequals"].includes(name)) return "no";
    if (key === "aws:sourcearn") return coversResource({ negated: false, values }, source, service, form);
    if (accountKeys.includes(key)) {
        const account = knownText(source, ["arn"])?.split(":")[4];
        return account === undefined || values.some((value) => value === account || isBare(value)) ? "yes" : "no";
    }
    return key === "aws:sourceorgid" || key === "aws:sourceorgpaths" ? "yes" : "no";
}
