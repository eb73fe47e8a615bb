import { type ConditionKeys } from "./conditionKeys";
import { type Condition, condition } from "./conditions";
import { parsePolicyDocument, type PolicyKind, type PolicyStatement } from "./policyDocument";
import { type Principal } from "./principal";
import { excepted, named, type Naming, unknownPrincipal } from "./statementPrincipal";
import { UnknownCondition } from "./unknownCondition";
import { type Matcher, matcher } from "./wildcards";

export interface CompiledStatement {
    readonly effect: "Allow" | "Deny";
    /** Its `Sid`, or its place in the document, counted from 1. */
    readonly label: string;
    /** @param action in lower case */
    speaksOf(action: string, resource: string, keys: ConditionKeys): boolean;
    /** Always `directly` in an identity's policy. */
    names(principal: Principal): Naming;
    readonly holds: Condition | undefined;
}

export type CompiledPolicy = readonly CompiledStatement[];

/** Far more than one stack's of each kind; what is thrown out is compiled again. */
const mostCompiled = 2000;
const compiled: Readonly<Record<PolicyKind, Map<string, CompiledPolicy>>> = {
    identity: new Map(),
    trust: new Map(),
    resource: new Map(),
};

/**
 * A policy, ready to be asked many times.
 *
 * @throws PolicyFault for what is no policy
 */
export function compilePolicy(text: string, kind: PolicyKind): CompiledPolicy {
    // Looked up by the text alone: its hash is kept with it, one of a text made for the question would be counted each time.
    const cache = compiled[kind];
    const known = cache.get(text);
    if (known) return known;
    const { Version, Statement } = parsePolicyDocument(text, kind);
    const policy = Statement.map((statement, index) =>
        compileStatement(statement, `statement ${String(index + 1)}`, Version === "2012-10-17", kind),
    );
    if (cache.size >= mostCompiled) cache.clear();
    cache.set(text, policy);
    return policy;
}

function compileStatement(
    statement: PolicyStatement,
    place: string,
    variables: boolean,
    kind: PolicyKind,
): CompiledStatement {
    const actions = (statement.Action ?? statement.NotAction ?? []).map((action) =>
        matcher(action.toLowerCase(), false),
    );
    const [wantsAction, wantsResource] = [statement.Action !== undefined, statement.NotResource === undefined];
    const resources = (statement.Resource ?? statement.NotResource)?.map((resource) =>
        matcher(resource, variables, !wantsResource),
    );
    const unknown = unknownPrincipal(statement, kind);
    return {
        effect: statement.Effect,
        label: statement.Sid || place,
        speaksOf: (action, resource, keys) =>
            some(actions, action, keys) === wantsAction &&
            // Who may assume a role is said without a resource: the role itself.
            (resources === undefined || some(resources, resource, keys) === wantsResource),
        names: unknown === undefined ? naming(statement) : () => "directly",
        holds: unknown === undefined ? condition(statement.Condition, variables) : throwing(unknown),
    };
}

function some(matchers: readonly Matcher[], text: string, keys: ConditionKeys): boolean {
    for (const matches of matchers) if (matches(text, keys)) return true;
    return false;
}

function naming({ Principal: listed, NotPrincipal: exceptions }: PolicyStatement): CompiledStatement["names"] {
    if (listed !== undefined) return named(listed);
    if (exceptions === undefined) return () => "directly";
    const isExcepted = excepted(exceptions);
    return (principal) => (isExcepted(principal) ? "not" : "directly");
}

function throwing(what: string): Condition {
    return () => {
        throw UnknownCondition.of(what);
    };
}
