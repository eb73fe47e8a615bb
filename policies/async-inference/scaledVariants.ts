import { type PolicyResource } from "@pulumi/policy";

import { type Path, readLeaf } from "../reading";
import { knownText, ofType } from "../relations";
import { endpointsNamed, type Naming } from "./endpoints";
import { endpointConfigurationType } from "./notificationTopic";
import { scalableTargetType, scaledEndpoints, scaledNames, variantDimension } from "./scaling";
import { isRealTime, readVariants } from "./variants";

/** A scalable target and a variant whose instances it counts, or may count. */
export interface ScaledVariant {
    target: PolicyResource;
    configuration: PolicyResource;
    /** Of the variant, in the configuration. */
    path: Path;
    /** False where the target, or its endpoint, may be about another one: which shows only once they are made. */
    certain: boolean;
}

export interface ScaledVariants {
    scaled: ScaledVariant[];
    /** What has to be known before more can be told. */
    unknown: string[];
}

/**
 * Whether a target certainly scales something other than the instances of a SageMaker variant. What says so may be missing or an
 * output: a target that may be a variant's is judged as one.
 */
export function scalesSomethingElse({ props }: Pick<PolicyResource, "props">): boolean {
    const dimension = knownText({ props }, ["scalableDimension"]);
    if (dimension !== undefined) return dimension !== variantDimension;
    const service = knownText({ props }, ["serviceNamespace"]);
    return service !== undefined && service !== "sagemaker";
}

/**
 * The variants of asynchronous configurations that the targets of a stack scale: target, endpoint, configuration, variant. An
 * endpoint or a configuration that is not in the stack is left out: nothing here says what it costs or how fast it works.
 */
export function scaledVariants(resources: readonly PolicyResource[]): ScaledVariants {
    const configurations = ofType(resources, endpointConfigurationType);
    const scaled: ScaledVariant[] = [];
    const unknown = new Set<string>();
    for (const target of ofType(resources, scalableTargetType)) {
        if (scalesSomethingElse(target)) continue;
        const scaledName = scaledNames(target)?.variant;
        const { endpoints, certain } = scaledEndpoints(target, resources);
        if (!certain) unknown.add("resourceId");
        for (const endpoint of endpoints) {
            const of = configurationsOf(endpoint, configurations);
            if (!of.certain) unknown.add("endpointConfigName");
            for (const configuration of of.endpoints.filter((each) => !isRealTime(each))) {
                const { paths } = readVariants(configuration.props);
                // Left out of a preview for an unknown in it, or an output as a whole.
                if (!paths) unknown.add("productionVariants");
                for (const path of paths ?? []) {
                    const variant = readLeaf(configuration.props, [...path, "variantName"]);
                    const told = scaledName !== undefined && variant.state === "set" && variant.known;
                    if (told && variant.value !== scaledName) continue;
                    const sole = told || paths?.length === 1;
                    if (!sole) unknown.add("variantName");
                    scaled.push({ target, configuration, path, certain: certain && of.certain && sole });
                }
            }
        }
    }
    return { scaled, unknown: [...unknown] };
}

function configurationsOf(endpoint: PolicyResource, configurations: readonly PolicyResource[]): Naming {
    const name = readLeaf(endpoint.props, ["endpointConfigName"]);
    if (name.state === "missing") return { endpoints: [], certain: true };
    const known = name.state === "set" && name.known ? String(name.value) : undefined;
    return endpointsNamed(known, { resource: endpoint, property: "endpointConfigName" }, configurations);
}
