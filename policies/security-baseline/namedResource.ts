import { type PolicyResource } from "@pulumi/policy";

import { arnPattern, isBare } from "../arnPattern";
import { covers, type Patterns } from "../policyDocument";
import { isNamed, knownText } from "../relations";

/** `unknown`: it shows only once the resource is made. */
export type Answer = "yes" | "no" | "unknown";

/**
 * Whether patterns of a Resource, or of aws:SourceArn, cover a resource of the stack. Before its ARN is known, what of an ARN is
 * not its name, such as account and region, is taken to fit.
 *
 * @param service as in its ARN: `sns`
 * @param form its resource part, from its name: `alarm:summaries-failures`
 */
export function coversResource(
    patterns: Patterns | undefined,
    resource: PolicyResource,
    service: string,
    form: (name: string) => string = (name) => name,
): Answer {
    if (!patterns) return "yes";
    const arn = knownText(resource, ["arn"]);
    if (arn !== undefined) {
        return patterns.values.some((pattern) => covers(pattern, arn)) !== patterns.negated ? "yes" : "no";
    }
    // Of all but these, whether it is among them cannot be told.
    if (patterns.negated) return "unknown";
    if (patterns.values.some(isBare)) return "yes";
    const name = knownText(resource, ["name"]);
    if (name === undefined) return "unknown";
    const named = patterns.values.some((pattern) => {
        const found = arnPattern(pattern);
        return found
            ? covers(found.service, service) && covers(found.resource, form(name))
            : isNamed(resource, pattern);
    });
    return named ? "yes" : "no";
}

/** The best of several answers: one yes is enough. */
export function any(answers: readonly Answer[]): Answer {
    return answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";
}

/** The worst of several answers: one no is enough. */
export function all(answers: readonly Answer[]): Answer {
    return answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";
}
