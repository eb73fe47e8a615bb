import { type ResourceValidationArgs } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { isAbsent, readLeaf, type Reading, readWhole } from "../../reading";
import { type ResourceRule } from "../../rule";
import { taggableTypes } from "../taggableTypes";

export const resourcesAreTagged: ResourceRule = {
    name: "resources-are-tagged",
    description:
        "Every resource that takes tags must say to which project and environment it belongs; otherwise nobody can tell whose costs and whose data they are.",
    severity: "low",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set the tags on the resource, or for all of them: pulumi config set --path 'aws:defaultTags.tags.project' <name>.",
    evidence: "values",
    required: false,
    // A resource's own tags are not needed where the provider gives them to all.
    guards: [...taggableTypes].map((type) => ({ type, path: "provider.defaultTags" })),
    peers: ["Security Hub SageMaker.6", "Security Hub SageMaker.7"],
    parameters: {
        requiredTags: {
            type: "array",
            items: { type: "string", minLength: 1 },
            description: "Keys of the tags that each resource needs.",
            default: ["project", "environment"],
        },
    },
    validateResource: (args, report) => {
        const { type, getConfig, notApplicable } = args;
        if (!taggableTypes.has(type)) notApplicable("Takes no tags, or is not known to take them");
        const deferred = getConfig<{ requiredTags: string[] }>().requiredTags.flatMap((key) => {
            const own = readLeaf(args.props, ["tags", key]);
            const unset = isAbsent(args.props, ["tags"]) || isAbsent(args.props, ["tags", key]);
            const given = ofProvider(args, key);
            // A tag of the resource takes the place of the provider's.
            const tag = unset || own.state === "unverifiable" ? given : own;
            if (tag.state === "set" && !tag.known) return [`tags.${key}`];
            if (tag.state === "set" && typeof tag.value === "string") return [];
            report(problem(key, own, unset));
            return [];
        });
        deferUntilKnown(args, deferred);
    },
};

function problem(key: string, own: Reading, unset: boolean): string {
    if (own.state === "unverifiable") {
        return `${own.because}, so the tag ${key} cannot be checked. Write the block as a literal; only the values in it may be outputs.`;
    }
    const found = unset ? `tags.${key} is not set, nor is it among the provider's default tags` : wrong(key, own);
    return `${found}. Set it here, or for all resources in aws:defaultTags.`;
}

function wrong(key: string, own: Reading): string {
    return own.state === "missing" ? own.because : `tags.${key} is not a text`;
}

/** The provider is given its default tags as a block, or as the JSON text of one, as Pulumi encodes what is structured. */
function ofProvider({ provider }: ResourceValidationArgs, key: string): Reading {
    const missing: Reading = { state: "missing", because: "defaultTags is not set" };
    if (!provider) return missing;
    const whole = readWhole(provider.props, ["defaultTags"]);
    if (whole.state === "unknown") {
        // Some of it may be known.
        const leaf = readLeaf(provider.props, ["defaultTags", "tags", key]);
        return leaf.state === "missing" ? missing : leaf.state === "set" ? leaf : { state: "set", known: false };
    }
    if (whole.state === "unverifiable") return missing;
    return readLeaf({ defaultTags: asBlock(whole.value) }, ["defaultTags", "tags", key]);
}

function asBlock(value: unknown): unknown {
    if (typeof value !== "string") return value;
    try {
        return JSON.parse(value);
    } catch {
        return undefined;
    }
}
