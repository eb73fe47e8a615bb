import {
    type Policies,
    type PolicyConfigSchema,
    type ReportViolation,
    type ResourceValidation,
    type ResourceValidationArgs,
    type ResourceValidationPolicy,
    type StackValidationArgs,
    type StackValidationPolicy,
} from "@pulumi/policy";

import { type Exemption, exemptionsSchema, exempts } from "../contract/exemption";

/**
 * What a rule judges by, and so what it can say of a first preview, when ARNs and ids are outputs of resources not yet made.
 *
 * - `values`: literals that the program writes; all of it holds in a first preview.
 * - `dependencies`: how resources are wired. Known names, and where those are outputs, the property dependencies, which are
 *   complete in a preview; all of it holds in a first preview.
 * - `documents`: IAM and resource policies. Known where the program builds them from names it chose; a document that is an
 *   output is deferred to the gate's second mode and to the update.
 */
export type Evidence = "values" | "dependencies" | "documents";

/** What a mutation does to one argument of a resource that was good. */
export type Change = "remove" | "blank" | "null" | "retype" | "unknown" | "perturb";

/** One argument that a rule watches over; the mutation proof holds the rule to it. */
export interface Guard {
    /** Type token of the resource. */
    type: string;
    /** As a program writes it, `[*]` for each element of a list. Empty for the resource as a whole: only `remove` applies. */
    path: string;
    /** Only resources whose values at these paths are these; a function says of what stands there whether it is meant. */
    where?: Readonly<Record<string, unknown>>;
    /** Only where another resource has this one's name written out, as a policy document may: a name that is an output follows. */
    writtenOut?: true;
    /** Changes that are rightly let pass: an output in the place of an ARN, for one. */
    spares?: readonly Change[];
    /** What `perturb` writes there; a function is given what stood there. Without it, any other value has to be refused. */
    bad?: readonly unknown[];
}

/** JSON schema of one value. */
export type ParameterSchema = PolicyConfigSchema["properties"][string];

/** What is known of a rule beside what Pulumi asks for. The documentation and the mutation proof are made from it. */
export interface RuleFacts {
    evidence: Evidence;
    /** True where no environment may set it below mandatory. */
    required: boolean;
    guards: readonly Guard[];
    /** Names of comparable rules elsewhere, such as `Security Hub S3.8` or `CKV_AWS_53`; empty where nobody else has one. */
    peers: readonly string[];
    /** What an environment may set for it; each has a default. */
    parameters?: Readonly<Record<string, ParameterSchema & { default: unknown }>>;
}

export type ResourceRule = ResourceValidationPolicy & RuleFacts;
export type StackRule = StackValidationPolicy & RuleFacts;
/** Its enforcementLevel is the strictest of all environments: what holds where nothing is configured. */
export type Rule = ResourceRule | StackRule | (ResourceRule & StackRule);

/**
 * Rules as a pack serves them: parameters come with their defaults, and what is exempted is not reported.
 *
 * @param now for the expiry of exemptions
 */
export function served(rules: readonly Rule[], now: () => Date = () => new Date()): Policies {
    return rules.map((rule) => ({
        ...rule,
        // Whoever sets the running pack reads it there: local/engine/packInfo.ts.
        ...(rule.required && { tags: ["required"] }),
        configSchema: { properties: { ...rule.parameters, exemptions: exemptionsSchema } },
        ...("validateResource" in rule && { validateResource: withConfiguration(rule, resourceValidation(rule), now) }),
        ...("validateStack" in rule && { validateStack: withConfiguration(rule, rule.validateStack, now) }),
    }));
}

function resourceValidation({ name, validateResource }: ResourceRule): ResourceValidation {
    if (typeof validateResource === "function") return validateResource;
    throw new Error(`${name}: a rule has one validateResource`);
}

function withConfiguration<Args extends ResourceValidationArgs | StackValidationArgs>(
    { parameters = {} }: Rule,
    validate: (args: Args, report: ReportViolation) => Promise<void> | void,
    now: () => Date,
): typeof validate {
    const defaults = Object.fromEntries(Object.entries(parameters).map(([name, schema]) => [name, schema.default]));
    const configured: typeof validate = (args, report) => {
        const config = { ...defaults, ...args.getConfig<Record<string, unknown>>() };
        const exemptions = (config["exemptions"] ?? []) as Exemption[];
        const own = "urn" in args ? args.urn : "";
        return validate({ ...args, getConfig: <T extends object>() => config as T }, (message, urn) => {
            if (!exemptions.some((exemption) => exempts(exemption, urn ?? own, now()))) report(message, urn);
        });
    };
    // The SDK passes over resources of other types by what validateResourceOfType left on the function.
    return Object.assign(configured, validate);
}
