import { type Condition, condition } from "./conditions";
import { parsePolicyDocument, type PolicyKind, type PolicyStatement, type StatementPrincipal } from "./policyDocument";
import { type ConditionKeys } from "./conditionKeys";
import { type Principal } from "./principal";
import { type Matcher, matcher } from "./wildcards";

/**
 * How a policy of a resource names who asks. `directly`: by its ARN, its service, or as everybody; `account`: by its account,
 * which leaves the decision to that account's own policies.
 */
export type Naming = "directly" | "account" | "not";

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

const compiled = new Map<string, CompiledPolicy>();
/** Far more than one stack's; what is thrown out is compiled again. */
const mostCompiled = 2000;

/**
 * A policy, ready to be asked many times.
 *
 * @throws PolicyFault for what is no policy
 */
export function compilePolicy(text: string, kind: PolicyKind): CompiledPolicy {
    const key = `${kind} ${text}`;
    const known = compiled.get(key);
    if (known) return known;
    const { Version, Statement } = parsePolicyDocument(text, kind);
    const policy = Statement.map((statement, index) =>
        compileStatement(statement, `statement ${String(index + 1)}`, Version === "2012-10-17"),
    );
    if (compiled.size >= mostCompiled) compiled.clear();
    compiled.set(key, policy);
    return policy;
}

function compileStatement(statement: PolicyStatement, place: string, variables: boolean): CompiledStatement {
    const actions = (statement.Action ?? statement.NotAction ?? []).map((action) =>
        matcher(action.toLowerCase(), false),
    );
    const resources = (statement.Resource ?? statement.NotResource)?.map((resource) => matcher(resource, variables));
    const [wantsAction, wantsResource] = [statement.Action !== undefined, statement.NotResource === undefined];
    return {
        effect: statement.Effect,
        label: statement.Sid || place,
        speaksOf: (action, resource, keys) =>
            some(actions, action, keys) === wantsAction &&
            // Who may assume a role is said without a resource: the role itself.
            (resources === undefined || some(resources, resource, keys) === wantsResource),
        names: naming(statement),
        holds: condition(statement.Condition, variables),
    };
}

function some(matchers: readonly Matcher[], text: string, keys: ConditionKeys): boolean {
    for (const matches of matchers) if (matches(text, keys)) return true;
    return false;
}

function naming({ Principal: named, NotPrincipal: excluded }: PolicyStatement): CompiledStatement["names"] {
    if (named !== undefined) return (principal) => namedAmong(named, principal);
    if (excluded === undefined) return () => "directly";
    return (principal) => (namedAmong(excluded, principal) === "not" ? "directly" : "not");
}

function namedAmong(listed: StatementPrincipal, principal: Principal): Naming {
    // An anonymous `AWS: "*"` also lets services in, which is how older queue policies let SNS in.
    if (listed === "*" || listed["AWS"]?.includes("*")) return "directly";
    if (principal.kind === "anonymous") return "not";
    if (principal.kind === "service") {
        const services = listed["Service"] ?? [];
        return services.includes(principal.name) || services.includes("*") ? "directly" : "not";
    }
    const { arn, identityArn, accountId } = principal;
    const names = listed["AWS"] ?? [];
    if (names.includes(arn) || names.includes(identityArn)) return "directly";
    const isAccount = (name: string): boolean => name === accountId || name.endsWith(`:iam::${accountId}:root`);
    return names.some(isAccount) ? "account" : "not";
}
