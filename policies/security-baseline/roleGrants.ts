import { type PolicyResource } from "@pulumi/policy";

import { arnPattern, isBare } from "../arnPattern";
import { operatorOf } from "../conditions";
import { type Document } from "../documents";
import { type Condition, concernsAction, concernsResource, covers, type Statement } from "../policyDocument";
import { isNamed, knownText } from "../relations";
import { aliasesOf } from "./encryptionKey";
import { all, type Answer, any } from "./namedResource";

/** Whether policies let a role use a key for SNS. One that cannot be read is left to the rules that look into every policy. */
export function grantsKey(
    documents: readonly Document[],
    key: PolicyResource,
    resources: readonly PolicyResource[],
    actions: readonly string[],
): Answer {
    if (documents.some(({ state }) => state === "unreadable")) return "yes";
    const statements = documents.flatMap((document) => (document.state === "known" ? document.statements : []));
    const deferred = documents.some(({ state }) => state === "deferred");
    const aliases = aliasesOf(key, resources);
    return all(
        actions.map((action) => {
            const answers = statements
                .filter((statement) => statement.effect === "Allow" && concernsAction(statement, action))
                .map((statement) =>
                    all([
                        coversKey(statement, key),
                        ...statement.conditions.map((condition) => holdsForSns(condition, aliases)),
                    ]),
                );
            return any([...answers, ...(deferred ? (["unknown"] as const) : [])]);
        }),
    );
}

/** A key's ARN holds an id that AWS chooses; until it is known, whether it is this one cannot be told of a key by its ARN. */
function coversKey(statement: Statement, key: PolicyResource): Answer {
    const arn = knownText(key, ["arn"]);
    if (arn !== undefined) return concernsResource(statement, arn) ? "yes" : "no";
    if (!statement.resources) return "no";
    if (statement.resources.negated) return "unknown";
    return any(
        statement.resources.values.map((pattern) => {
            const found = arnPattern(pattern);
            if (!found) return isBare(pattern) ? "yes" : "no";
            if (!covers(found.service, "kms")) return "no";
            if (/^(key\/)?\*+$/.test(found.resource) || isNamed(key, pattern)) return "yes";
            return found.resource.startsWith("key/") ? "unknown" : "no";
        }),
    );
}

/** Keys that are true of whoever asks within the account, whatever their values. */
const sameAccount = ["kms:calleraccount", "aws:principalaccount", "aws:resourceaccount", "aws:requestedregion"];

/** Whether a condition holds for a publisher to an encrypted topic; of what is not known here none is taken to hold. */
function holdsForSns(condition: Condition, aliases: readonly (string | undefined)[]): Answer {
    const { name } = operatorOf(condition);
    const { key, values } = condition;
    if (name !== "stringequals" && name !== "stringlike") return "no";
    if (key === "kms:viaservice") return values.some((value) => /^(sns|\*)(\.|$)/.test(value)) ? "yes" : "no";
    if (key === "kms:resourcealiases" || key === "kms:requestalias") {
        const matches = (alias: string): boolean =>
            values.some((value) => (name === "stringlike" ? covers(value, alias) : value === alias));
        return any(aliases.map((alias) => (alias === undefined ? "unknown" : matches(alias) ? "yes" : "no")));
    }
    return sameAccount.includes(key) || key.startsWith("kms:encryptioncontext") ? "yes" : "no";
}
