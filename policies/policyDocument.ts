import { hasRepeatedName } from "../contract/repeatedName";

/** One statement of an IAM or resource policy, with AWS's one-or-many forms made lists. */
export interface Statement {
    /** Its Sid, or its place, to name it by in a message: `statement "ReadArticles"`, `statement 2`. */
    label: string;
    effect: "Allow" | "Deny";
    /** Absent in an identity policy. */
    principals?: Principals;
    actions: Patterns;
    /** Absent where the document has none, as in a trust policy. */
    resources?: Patterns;
    conditions: Condition[];
}

export interface Principals {
    /** NotPrincipal: everybody but these. */
    negated: boolean;
    /** Kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) and value; `"*"` alone is `{ kind: "AWS", value: "*" }`. */
    entries: { kind: string; value: string }[];
}

/** Action or Resource, or with `negated` NotAction or NotResource. */
export interface Patterns {
    negated: boolean;
    values: string[];
}

/** One key under one operator: `StringEquals`, `aws:SourceAccount`, `["123456789012"]`. All of a statement's have to hold. */
export interface Condition {
    /** As written, with its quantifier and suffix: `ForAnyValue:StringLikeIfExists`. */
    operator: string;
    /** In lower case: AWS does not tell keys apart by case. */
    key: string;
    values: string[];
}

export type Parsed = { statements: Statement[] } | { malformed: string };

/**
 * Reads a policy document, as JSON text or as the object it stands for, by the grammar of the IAM User Guide ("Grammar of
 * the IAM JSON policy language"). What AWS would refuse is malformed here, and never a document that says less.
 *
 * @returns the statements, or what is wrong, as the end of a sentence that begins with the document: `is not JSON`
 */
export function parsePolicyDocument(document: unknown): Parsed {
    try {
        return { statements: statementsOf(typeof document === "string" ? json(document) : document) };
    } catch (error) {
        if (error instanceof Malformed) return { malformed: error.message };
        throw error;
    }
}

/** Whether AWS's pattern (`*` any text, `?` any one character) covers the text. Actions compare in any case, ARNs in one. */
export function covers(pattern: string, text: string, { anyCase }: { anyCase: boolean } = { anyCase: false }): boolean {
    const [glob, whole] = anyCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
    // By hand, since a regular expression with many wildcards may take for ever. A mismatch gives the last * one character more.
    let [at, read, star, taken] = [0, 0, -1, 0];
    while (read < whole.length) {
        if (glob[at] === "*") [star, taken, at] = [at, read, at + 1];
        else if (at < glob.length && (glob[at] === "?" || glob[at] === whole[read])) [at, read] = [at + 1, read + 1];
        else if (star >= 0) [at, taken, read] = [star + 1, taken + 1, taken + 1];
        else return false;
    }
    return /^\**$/.test(glob.slice(at));
}

/** Whether the statement speaks of the action (`s3:GetObject`). */
export function concernsAction({ actions }: Statement, action: string): boolean {
    return actions.values.some((pattern) => covers(pattern, action, { anyCase: true })) !== actions.negated;
}

/** Whether the statement speaks of the ARN; one without resources speaks of the resource that it is attached to. */
export function concernsResource({ resources }: Statement, arn: string): boolean {
    if (!resources) return true;
    return resources.values.some((pattern) => covers(pattern, arn)) !== resources.negated;
}

/** Whether everybody is among the principals: `"*"`, `{ "AWS": "*" }`, or NotPrincipal. */
export function isEverybody(principals: Principals | undefined): boolean {
    if (!principals) return false;
    return principals.negated || principals.entries.some(({ kind, value }) => kind === "AWS" && value === "*");
}

class Malformed extends Error {}

function json(text: string): unknown {
    let document: unknown;
    try {
        document = JSON.parse(text);
    } catch {
        throw new Malformed("is not JSON");
    }
    if (hasRepeatedName(text)) throw new Malformed("has a name twice in one block");
    return document;
}

const versions: readonly unknown[] = ["2012-10-17", "2008-10-17"];
const principalKinds = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);
/** `*`, or a service's prefix and an action of it. */
const actionForm = /^(\*|[^:\s]+:[^:\s]+)$/;
const operatorForm = new RegExp(
    "^((ForAllValues|ForAnyValue):)?" +
        "((String(Not)?(Equals|EqualsIgnoreCase|Like)|Arn(Not)?(Equals|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)" +
        "|Bool|BinaryEquals|(Not)?IpAddress)(IfExists)?|Null)$",
    "i",
);
const documentKeys = new Set(["Version", "Id", "Statement"]);
const statementKeys = new Set(
    "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

function statementsOf(document: unknown): Statement[] {
    if (!isBlock(document)) throw new Malformed("is not a block");
    for (const key of Object.keys(document))
        if (!documentKeys.has(key)) throw new Malformed(`has the unknown key ${key}`);
    if ("Version" in document && !versions.includes(document["Version"])) throw new Malformed("has an unknown Version");
    if ("Id" in document && typeof document["Id"] !== "string") throw new Malformed("has an Id that is not text");
    const statements = document["Statement"];
    const list = Array.isArray(statements) ? (statements as unknown[]) : [statements];
    if (list.length === 0) throw new Malformed("has no Statement");
    return list.map((statement, index) => statementOf(statement, index));
}

function statementOf(statement: unknown, index: number): Statement {
    if (!isBlock(statement)) throw new Malformed(`has a Statement ${String(index + 1)} that is not a block`);
    const sid = statement["Sid"];
    const label = typeof sid === "string" && sid !== "" ? `statement "${sid}"` : `statement ${String(index + 1)}`;
    const wrong = (what: string): Malformed => new Malformed(`has a ${label} ${what}`);
    for (const key of Object.keys(statement)) if (!statementKeys.has(key)) throw wrong(`with the unknown key ${key}`);
    if ("Sid" in statement && typeof sid !== "string") throw wrong("whose Sid is not text");
    const effect = statement["Effect"];
    if (effect !== "Allow" && effect !== "Deny") throw wrong("whose Effect is neither Allow nor Deny");
    const oneOf = (name: string): { negated: boolean; value: unknown } | undefined => {
        const negated = `Not${name}` in statement;
        if (negated && name in statement) throw wrong(`with both ${name} and Not${name}`);
        if (!negated && !(name in statement)) return undefined;
        return { negated, value: statement[negated ? `Not${name}` : name] };
    };
    const texts = (value: unknown, name: string): string[] => {
        const list = Array.isArray(value) ? (value as unknown[]) : [value];
        if (list.length === 0 || !list.every((text) => typeof text === "string" && text !== "")) {
            throw wrong(`whose ${name} is not text`);
        }
        return list as string[];
    };
    const patterns = (name: string): Patterns | undefined => {
        const found = oneOf(name);
        return found && { negated: found.negated, values: texts(found.value, name) };
    };
    const actions = patterns("Action");
    if (!actions) throw wrong("without Action");
    if (!actions.values.every((action) => actionForm.test(action))) {
        throw wrong("with an Action that is neither * nor of the form service:action");
    }
    const principal = oneOf("Principal");
    const resources = patterns("Resource");
    return {
        label,
        effect,
        ...(principal && { principals: { negated: principal.negated, entries: principals(principal.value) } }),
        actions,
        ...(resources && { resources }),
        conditions: conditionsOf(statement["Condition"]),
    };

    function principals(value: unknown): Principals["entries"] {
        if (value === "*") return [{ kind: "AWS", value: "*" }];
        if (!isBlock(value) || Object.keys(value).length === 0) throw wrong("whose Principal is neither a block nor *");
        for (const kind of Object.keys(value)) {
            if (!principalKinds.has(kind)) throw wrong(`with the unknown kind of Principal ${kind}`);
        }
        return Object.entries(value).flatMap(([kind, values]) =>
            texts(values, "Principal").map((text) => ({ kind, value: text })),
        );
    }

    function conditionsOf(block: unknown): Condition[] {
        if (block === undefined) return [];
        if (!isBlock(block)) throw wrong("whose Condition is not a block");
        return Object.entries(block).flatMap(([operator, keys]) => {
            if (!operatorForm.test(operator)) throw wrong(`with the unknown condition operator ${operator}`);
            if (!isBlock(keys)) throw wrong(`whose Condition ${operator} is not a block`);
            return Object.entries(keys).map(([key, values]) => ({
                operator,
                key: key.toLowerCase(),
                values: conditionValues(values),
            }));
        });
    }

    /** Text, or the numbers and booleans that AWS takes for their text. */
    function conditionValues(values: unknown): string[] {
        const list = Array.isArray(values) ? (values as unknown[]) : [values];
        return list.map((value) => {
            if (typeof value === "string") return value;
            if (typeof value === "number" || typeof value === "boolean") return String(value);
            throw wrong("with a Condition whose value is not text");
        });
    }
}

function isBlock(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
