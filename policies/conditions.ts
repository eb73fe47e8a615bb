import { type Condition } from "./policyDocument";

/** A condition operator taken apart: `ForAnyValue:StringLikeIfExists`. */
export interface Operator {
    /** In lower case: `forallvalues` or `foranyvalue`. */
    quantifier?: string;
    /** In lower case, since AWS's own examples write it in several ways: `bool` as well as `Bool`. */
    name: string;
    /** Holds as well for a request that does not have the key. */
    ifExists: boolean;
}

export function operatorOf({ operator }: Pick<Condition, "operator">): Operator {
    const [last = "", quantifier] = operator.toLowerCase().split(":").reverse();
    const ifExists = last.endsWith("ifexists");
    return {
        ...(quantifier !== undefined && { quantifier }),
        name: ifExists ? last.slice(0, -"ifexists".length) : last,
        ifExists,
    };
}

const positive = new Set(["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"]);

/**
 * Whether a condition holds only for requests that have its key with one of its values. `…IfExists` and `ForAllValues` hold
 * without the key too, `…NotEquals` for every other value (AWS: IAM User Guide, "Condition operators" and "Set operators").
 */
export function demandsItsValues(condition: Condition): boolean {
    const { quantifier, name, ifExists } = operatorOf(condition);
    return positive.has(name) && !ifExists && quantifier !== "forallvalues" && condition.values.length > 0;
}
