import { parsePolicyDocument, type PolicyStatement, type StatementPrincipal } from "./policyDocument";

/**
 * Whether identity policies grant `action` on `resource`: some statement allows it and none denies it.
 *
 * Conditions are not evaluated for now: a conditional Allow counts as an Allow, a conditional Deny is passed over. So
 * `false` is certain, and `true` may still be refused by AWS.
 *
 * @param documents JSON texts of all policies of one role, inline and attached
 * @param action e.g. `sns:Publish`; case does not matter
 * @param resource an ARN
 */
export function isGranted(documents: readonly string[], action: string, resource: string): boolean {
    const statements = documents.flatMap((text) => parsePolicyDocument(text, "identity").Statement);
    return decide(
        statements.filter(
            (statement) =>
                speaksOf(statement, action, resource) && !(statement.Effect === "Deny" && statement.Condition),
        ),
    );
}

/** Somebody who wants something of a resource that has a policy of its own. */
export interface ResourceRequest {
    /** `AWS`: the ARN of a role, a user or an account's root. `Service`: e.g. `sns.amazonaws.com`. */
    principal: { kind: "AWS" | "Service"; id: string };
    action: string;
    resource: string;
    /** Condition keys in lower case, e.g. `aws:sourcearn`. */
    context: Readonly<Record<string, string>>;
}

/**
 * Whether the resource's own policy grants a request.
 *
 * Conditions are evaluated for the operators StringEquals, StringNotEquals, StringLike, ArnEquals, ArnLike and Bool.
 * A condition with another operator, or on a key the request does not carry, does not hold (AWS: IAM User Guide, a key
 * that is not present in the request context).
 *
 * @param document JSON text; undefined where the resource has no policy, which grants nothing
 */
export function isGrantedByResource(document: string | undefined, request: ResourceRequest): boolean {
    if (!document) return false;
    return decide(
        parsePolicyDocument(document, "resource").Statement.filter(
            (statement) =>
                speaksOf(statement, request.action, request.resource) &&
                names(statement, request.principal) &&
                holds(statement, request.context),
        ),
    );
}

function decide(statements: readonly PolicyStatement[]): boolean {
    return statements.length > 0 && statements.every(({ Effect }) => Effect === "Allow");
}

function speaksOf(statement: PolicyStatement, action: string, resource: string): boolean {
    const actions = (patterns: readonly string[]) =>
        patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
    const resources = (patterns: readonly string[]) => patterns.some((pattern) => matches(pattern, resource));
    return (
        (statement.Action ? actions(statement.Action) : !actions(statement.NotAction ?? [])) &&
        (statement.Resource ? resources(statement.Resource) : !resources(statement.NotResource ?? []))
    );
}

function names(statement: PolicyStatement, principal: ResourceRequest["principal"]): boolean {
    const among = (listed: StatementPrincipal) =>
        listed === "*" ||
        // An anonymous `AWS: "*"` also lets services in, which is how older queue policies let SNS in.
        (listed["AWS"] ?? []).includes("*") ||
        (listed[principal.kind] ?? []).some((id) => id === principal.id || isRootOf(id, principal.id));
    if (statement.NotPrincipal) return !among(statement.NotPrincipal);
    return statement.Principal !== undefined && among(statement.Principal);
}

/** Twelve digits stand for the account's root. */
function isRootOf(id: string, arn: string): boolean {
    return /^\d{12}$/.test(id) && arn.startsWith("arn:") && arn.endsWith(`:iam::${id}:root`);
}

type Operator = (wanted: string, actual: string) => boolean;

const operators: Readonly<Record<string, Operator>> = {
    StringEquals: (wanted, actual) => wanted === actual,
    StringLike: matches,
    ArnEquals: matchesArn,
    ArnLike: matchesArn,
    Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
};

function holds(statement: PolicyStatement, context: Readonly<Record<string, string>>): boolean {
    return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => {
            const actual = context[key.toLowerCase()];
            // A negated operator holds where the key is absent.
            if (operator === "StringNotEquals") return actual === undefined || !wanted.includes(actual);
            const test = operators[operator];
            return test !== undefined && actual !== undefined && wanted.some((one) => test(one, actual));
        }),
    );
}

/** Each of an ARN's six parts is matched on its own: a `*` does not reach over a colon before the resource. */
function matchesArn(pattern: string, arn: string): boolean {
    const parts = (text: string) => {
        const all = text.split(":");
        return [...all.slice(0, 5), all.slice(5).join(":")];
    };
    const actual = parts(arn);
    return parts(pattern).every((part, index) => matches(part, actual[index] ?? ""));
}

const expressions = new Map<string, RegExp>();

/** `*` stands for any text, `?` for one character. */
function matches(pattern: string, text: string): boolean {
    if (!/[*?]/.test(pattern)) return pattern === text;
    let expression = expressions.get(pattern);
    if (!expression) {
        const source = pattern
            .split(/([*?])/)
            .map((part) => (part === "*" ? "[^]*" : part === "?" ? "[^]" : part.replace(/[.+^${}()|[\]\\]/g, "\\$&")));
        expression = new RegExp(`^${source.join("")}$`);
        expressions.set(pattern, expression);
    }
    return expression.test(text);
}
