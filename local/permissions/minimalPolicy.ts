import { type Filling } from "./placeholders";
import { type Asked } from "./recording";
import { kindNames, templated, templatedValue } from "./resourceKind";

/** A statement of a generated document: all lists, in alphabetical order. */
export interface PolicyStatement {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: readonly PolicyStatement[];
}

type Conditions = Readonly<Record<string, readonly string[]>>;

/** One grant, with placeholders. */
interface Grant {
    readonly action: string;
    readonly kind: string;
    readonly resource: string;
    readonly conditions: Conditions;
}

/** What was asked for in the life of one stack. */
export interface AskedOfStack {
    readonly asked: readonly Asked[];
    readonly filling: Filling;
}

/**
 * The statements that allow all that was asked of some stacks, each in its own, and nothing of other kinds of resources. Resources for
 * which the same was asked share a statement. The order is that of {@link kindNames}; the same questions always give the same statements.
 *
 * @throws Error when something was asked of a resource that is none of the stack's
 */
export function minimalStatements(stacks: readonly AskedOfStack[]): PolicyStatement[] {
    const grants = merged(stacks.flatMap(({ asked, filling }) => asked.map((one) => grantOf(one, filling))));
    const needed = grants.filter((grant) => !grants.some((other) => other !== grant && includes(other, grant)));
    const byResource = grouped(needed, ({ kind, resource, conditions }) =>
        JSON.stringify([kind, resource, conditions]),
    );
    const alike = grouped(byResource, (group) => {
        const [{ kind, conditions }] = group as [Grant];
        return JSON.stringify([kindNames.indexOf(kind), conditions, sorted(group.map(({ action }) => action))]);
    });
    const statements = alike.map((groups) => statement(groups.flat() as [Grant, ...Grant[]]));
    return numbered(statements.sort((one, other) => order(one.Sid) - order(other.Sid) || compare(one, other)));
}

function grantOf({ action, resource, conditions }: Asked, filling: Filling): Grant {
    const values = Object.entries(conditions).map(([key, found]) => [
        key,
        found.map((value) => templatedValue(value, filling)),
    ]);
    return { action, ...templated(resource, filling), conditions: Object.fromEntries(values) as Conditions };
}

export function policyDocument(statements: readonly PolicyStatement[]): PolicyDocument {
    return { Version: "2012-10-17", Statement: statements };
}

/**
 * One grant for each action on a resource. A key stays a condition only where every request carried it, and with all values that
 * any of them had.
 */
function merged(grants: readonly Grant[]): Grant[] {
    return grouped(grants, ({ action, resource }) => `${action} ${resource}`).map((same) => {
        const [first, ...others] = same as [Grant, ...Grant[]];
        const keys = Object.keys(first.conditions).filter((key) => others.every(({ conditions }) => key in conditions));
        const conditions = keys
            .sort()
            .map((key) => [key, sorted(same.flatMap(({ conditions }) => conditions[key] ?? []))] as const);
        return { ...first, conditions: Object.fromEntries(conditions) };
    });
}

/** Whether all that one grant allows another one does, too. */
function includes(wide: Grant, { action, resource, conditions }: Grant): boolean {
    if (wide.action !== action || wide.resource === resource || !wide.resource.endsWith("*")) return false;
    if (JSON.stringify(wide.conditions) !== JSON.stringify(conditions)) return false;
    return resource.startsWith(wide.resource.slice(0, -1));
}

function statement(grants: readonly [Grant, ...Grant[]]): PolicyStatement {
    const [{ kind, conditions }] = grants;
    const narrowed = Object.keys(conditions).map((key) => key.slice(key.indexOf(":") + 1));
    return {
        Sid: [kind, ...narrowed].join(""),
        Effect: "Allow",
        Action: sorted(grants.map(({ action }) => action)),
        Resource: sorted(grants.map(({ resource }) => resource)),
        ...(narrowed.length > 0 && { Condition: condition(conditions) }),
    };
}

function condition(conditions: Conditions): Record<string, Record<string, readonly string[]>> {
    const operators: Record<string, Record<string, readonly string[]>> = {};
    for (const [key, values] of Object.entries(conditions)) {
        const operator = values.every((value) => value === "true" || value === "false") ? "Bool" : "StringEquals";
        operators[operator] = { ...operators[operator], [key]: values };
    }
    return operators;
}

/** A document's statement ids are unique (AWS: IAM User Guide, "IAM JSON policy elements: Sid"). */
function numbered(statements: readonly PolicyStatement[]): PolicyStatement[] {
    const seen = new Map<string, number>();
    return statements.map((one) => {
        const nth = (seen.get(one.Sid) ?? 0) + 1;
        seen.set(one.Sid, nth);
        return nth === 1 ? one : { ...one, Sid: `${one.Sid}${String(nth)}` };
    });
}

/** Kinds in their order; of one kind, what has no condition before what has. */
function order(sid: string): number {
    const kind = kindNames.filter((name) => sid.startsWith(name)).sort((one, other) => other.length - one.length)[0];
    return 2 * kindNames.indexOf(kind as string) + (sid === kind ? 0 : 1);
}

function compare(one: PolicyStatement, other: PolicyStatement): number {
    const text = (found: PolicyStatement): string => JSON.stringify([found.Sid, found.Resource, found.Action]);
    return text(one) < text(other) ? -1 : 1;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
    const groups = new Map<string, T[]>();
    for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
    return [...groups.values()];
}

function sorted(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
