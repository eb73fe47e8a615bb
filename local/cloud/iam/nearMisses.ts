import { compilePolicy } from "./compiledPolicy";
import { condition } from "./conditions";
import { type Policies, type Policy, type Question } from "./evaluation";
import { parsePolicyDocument, type PolicyKind, type PolicyStatement } from "./policyDocument";
import { matcher } from "./wildcards";

/** A condition that does not hold. */
export interface UnmetCondition {
    readonly operator: string;
    /** As the policy spells it. */
    readonly key: string;
    readonly wanted: readonly string[];
    /** Undefined: the request does not carry the key. */
    readonly actual: readonly string[] | undefined;
}

/** An Allow that would have allowed it, but for one thing. */
export interface NearMiss {
    readonly side: "identity" | "resource";
    readonly policy: string;
    /** Its `Sid`, or its place in the document. */
    readonly statement: string;
    /** What differs: it names the action but other resources, or it names both and its condition does not hold. */
    readonly differs: "resource" | "condition";
    /** Those that do not hold; none where the resource differs. */
    readonly conditions: readonly UnmetCondition[];
}

/**
 * Statements that come near to allowing a request which nothing allows. It asks each of them anew, which the decision itself
 * has no time for.
 *
 * @throws UnknownCondition as the decision does
 */
export function nearMisses(question: Question, { identity, resource }: Policies): NearMiss[] {
    const own = question.principal.kind === "identity" ? identity : [];
    return [
        ...own.flatMap((policy) => missesOf(question, policy, "identity")),
        ...(resource ? missesOf(question, resource, resource.kind) : []),
    ];
}

function missesOf(question: Question, { name, document }: Policy, kind: PolicyKind): NearMiss[] {
    const { Version, Statement } = parsePolicyDocument(document, kind);
    const action = question.action.toLowerCase();
    return compilePolicy(document, kind).flatMap((compiled, index): NearMiss[] => {
        const statement = Statement[index] as PolicyStatement;
        if (compiled.effect === "Deny" || compiled.names(question.principal) === "not") return [];
        const side = kind === "identity" ? "identity" : "resource";
        const miss = { side, policy: name, statement: compiled.label } as const;
        if (!compiled.speaksOf(action, question.resource, question.keys)) {
            if (!namesAction(statement, action, question)) return [];
            return [{ ...miss, differs: "resource", conditions: [] }];
        }
        const conditions = unmet(statement, question, Version === "2012-10-17");
        return conditions.length > 0 ? [{ ...miss, differs: "condition", conditions }] : [];
    });
}

function namesAction({ Action = [] }: PolicyStatement, action: string, { keys }: Question): boolean {
    return Action.some((pattern) => matcher(pattern.toLowerCase(), false)(action, keys));
}

function unmet({ Condition = {} }: PolicyStatement, { keys }: Question, variables: boolean): UnmetCondition[] {
    return Object.entries(Condition).flatMap(([operator, block]) =>
        Object.entries(block).flatMap(([key, wanted]) => {
            const holds = condition({ [operator]: { [key]: wanted } }, variables);
            return !holds || holds(keys) ? [] : [{ operator, key, wanted, actual: keys(key.toLowerCase()) }];
        }),
    );
}
