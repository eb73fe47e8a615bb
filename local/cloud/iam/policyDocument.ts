/** Who a statement speaks of: `"*"`, or lists by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`). */
export type StatementPrincipal = "*" | Readonly<Record<string, readonly string[]>>;

/** One statement; what JSON may give as one value or as a list is always a list here. */
export interface PolicyStatement {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: StatementPrincipal;
    readonly NotPrincipal?: StatementPrincipal;
    readonly Action?: readonly string[];
    readonly NotAction?: readonly string[];
    readonly Resource?: readonly string[];
    readonly NotResource?: readonly string[];
    /** Values by key by operator; booleans and numbers as text. */
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface PolicyDocument {
    readonly Version?: string;
    readonly Id?: string;
    readonly Statement: readonly PolicyStatement[];
}

/**
 * Where a document is used decides what it must hold. `identity`: attached to a role, names no principal. `trust`: says
 * who may assume a role, names no resource. `resource`: a key's, queue's, topic's or bucket's own.
 */
export type PolicyKind = "identity" | "trust" | "resource";

/** A document that is no policy. The message is IAM's; each service puts its own error code around it. */
export class PolicyFault extends Error {
    override readonly name = "PolicyFault";
}

/**
 * Parses and checks a policy (AWS: IAM User Guide, grammar of the IAM JSON policy language).
 *
 * @throws PolicyFault
 */
export function parsePolicyDocument(text: string, kind: PolicyKind): PolicyDocument {
    const document = parseJson(text);
    onlyKeys(document, ["Version", "Id", "Statement"]);
    const { Version, Id, Statement } = document;
    if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") throw syntaxErrors();
    if (Id !== undefined && typeof Id !== "string") throw syntaxErrors();
    if (kind === "identity" && Version !== "2012-10-17") {
        throw new PolicyFault("Policy document must be version 2012-10-17 or greater.");
    }
    const statements = (Array.isArray(Statement) ? Statement : [Statement]).map((statement) =>
        parseStatement(statement, kind),
    );
    if (statements.length === 0) throw syntaxErrors();
    const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []));
    if (new Set(sids).size < sids.length) {
        throw new PolicyFault("Statement IDs (SID) in a single policy must be unique.");
    }
    return {
        ...(Version !== undefined && { Version: String(Version) }),
        ...(Id !== undefined && { Id }),
        Statement: statements,
    };
}

function parseJson(text: string): Record<string, unknown> {
    let document: unknown;
    try {
        document = JSON.parse(text);
    } catch {
        throw new PolicyFault("This policy contains invalid Json");
    }
    if (!isObject(document) || hasRepeatedKey(text)) throw syntaxErrors();
    return document;
}

/**
 * AWS: IAM User Guide, grammar of the IAM JSON policy language: "Individual elements must not contain multiple instances of the same
 * key". JSON.parse keeps the last one, so that a second `Effect` could turn a statement around.
 *
 * @param json of which it is known that it is JSON
 */
function hasRepeatedKey(json: string): boolean {
    const open: Set<string>[] = [];
    for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
        if (token === "{" || token === "[") open.push(new Set());
        else if (text === undefined) open.pop();
        else if (colon !== undefined) {
            const key = JSON.parse(text) as string;
            const keys = open.at(-1);
            if (keys?.has(key)) return true;
            keys?.add(key);
        }
    }
    return false;
}

const statementKeys = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

function parseStatement(value: unknown, kind: PolicyKind): PolicyStatement {
    if (!isObject(value)) throw syntaxErrors();
    onlyKeys(value, statementKeys);
    const { Sid, Effect } = value;
    if (Effect !== "Allow" && Effect !== "Deny") throw syntaxErrors();
    if (Sid !== undefined && typeof Sid !== "string") throw syntaxErrors();
    for (const name of ["Principal", "Action", "Resource"]) {
        if (name in value && `Not${name}` in value) throw syntaxErrors();
    }
    const statement: PolicyStatement = {
        Effect,
        ...(Sid !== undefined && { Sid }),
        ...member("Principal", principal(value["Principal"])),
        ...member("NotPrincipal", principal(value["NotPrincipal"])),
        ...member("Action", strings(value["Action"])),
        ...member("NotAction", strings(value["NotAction"])),
        ...member("Resource", strings(value["Resource"])),
        ...member("NotResource", strings(value["NotResource"])),
        ...member("Condition", condition(value["Condition"])),
    };
    checkStatement(statement, kind);
    return statement;
}

function checkStatement(statement: PolicyStatement, kind: PolicyKind): void {
    const actions = statement.Action ?? statement.NotAction ?? [];
    const resources = statement.Resource ?? statement.NotResource;
    const principals = statement.Principal ?? statement.NotPrincipal;
    if (actions.length === 0) throw new PolicyFault("Policy statement must contain actions.");
    // Inferred. Such a Deny would deny nobody, or with NotPrincipal everybody.
    if (principals && principals !== "*" && Object.values(principals).flat().length === 0) {
        throw new PolicyFault("Missing required field Principal");
    }
    for (const action of actions) checkAction(action);
    if (kind === "trust") {
        if (resources) throw new PolicyFault("Has prohibited field Resource");
        if (!principals) throw new PolicyFault("Missing required field Principal");
        if (actions.some((action) => !/^sts:/i.test(action))) {
            throw new PolicyFault("AssumeRole policy may only specify STS AssumeRole actions.");
        }
        return;
    }
    if (!resources || resources.length === 0) throw new PolicyFault("Policy statement must contain resources.");
    if (kind === "resource") {
        if (!principals) throw new PolicyFault("Missing required field Principal");
        return;
    }
    if (principals) throw new PolicyFault("Policy document should not specify a principal.");
    for (const resource of resources) {
        if (resource !== "*" && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(resource)) {
            throw new PolicyFault(`Resource ${resource} must be in ARN format or "*".`);
        }
    }
}

function checkAction(action: string): void {
    if (action === "*") return;
    const [vendor = "", ...rest] = action.split(":");
    if (rest.length === 0) {
        throw new PolicyFault("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (rest.length > 1) throw new PolicyFault("Actions/Condition can contain only one colon.");
    if (!/^[a-zA-Z0-9.-]+$/.test(vendor)) throw new PolicyFault(`Vendor ${vendor} is not valid`);
}

function principal(value: unknown): StatementPrincipal | undefined {
    if (value === undefined || value === "*") return value;
    if (!isObject(value)) throw syntaxErrors();
    onlyKeys(value, ["AWS", "Service", "Federated", "CanonicalUser"]);
    return Object.fromEntries(Object.entries(value).map(([kind, who]) => [kind, strings(who) ?? []]));
}

function condition(value: unknown): PolicyStatement["Condition"] {
    if (value === undefined) return undefined;
    if (!isObject(value)) throw syntaxErrors();
    const parsed = Object.entries(value).map(([operator, keys]) => {
        if (!isObject(keys)) throw syntaxErrors();
        const values = Object.entries(keys).map(([key, wanted]) => {
            const list = Array.isArray(wanted) ? (wanted as unknown[]) : [wanted];
            if (!list.every((one) => ["string", "boolean", "number"].includes(typeof one))) throw syntaxErrors();
            return [key, list.map(String)] as const;
        });
        return [operator, Object.fromEntries(values)] as const;
    });
    return Object.fromEntries(parsed);
}

function strings(value: unknown): string[] | undefined {
    if (value === undefined) return undefined;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (!list.every((one) => typeof one === "string")) throw syntaxErrors();
    return list;
}

function member<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
    return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function onlyKeys(value: Record<string, unknown>, allowed: readonly string[]): void {
    if (!Object.keys(value).every((key) => allowed.includes(key))) throw syntaxErrors();
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function syntaxErrors(): PolicyFault {
    return new PolicyFault("Syntax errors in policy.");
}
