import { type PolicyResource } from "@pulumi/policy";

import { readLeaf } from "../reading";
import { dependencies, grouped, knownText, ofType, oncePerList } from "../relations";
import { endpointsNamed, endpointsOf, type Naming } from "./endpoints";

export const scalableTargetType = "aws:appautoscaling/target:Target";
export const scalingPolicyType = "aws:appautoscaling/policy:Policy";

export const variantDimension = "sagemaker:variant:DesiredInstanceCount";

export type Answer = "yes" | "no" | "perhaps";

/**
 * Whether a policy, or a target, scales the instances of a SageMaker variant. `perhaps`: what says so is an output, usually the target's own
 * argument. What is missing, or contradicts itself, is no excuse.
 */
export function scalesVariant({ props }: Pick<PolicyResource, "props">): Answer {
    const service = compare(props, "serviceNamespace", "sagemaker");
    const scaled = compare(props, "scalableDimension", variantDimension);
    if (scaled === "another" || (service === "another" && scaled !== "wanted")) return "no";
    return service === "unknown" || scaled === "unknown" ? "perhaps" : "yes";
}

function compare(props: object, name: string, wanted: string): "wanted" | "another" | "unknown" | "unusable" {
    const reading = readLeaf(props, [name]);
    if (reading.state !== "set") return "unusable";
    if (!reading.known) return "unknown";
    if (reading.value === wanted) return "wanted";
    return typeof reading.value === "string" ? "another" : "unusable";
}

/** Targets that certainly scale the instances of a SageMaker variant: both arguments are literals, as min-capacity-is-zero asks. */
export const variantTargets = oncePerList((resources) =>
    ofType(resources, scalableTargetType).filter(
        ({ props }) =>
            compare(props, "serviceNamespace", "sagemaker") === "wanted" &&
            compare(props, "scalableDimension", variantDimension) === "wanted",
    ),
);

/** Targets that may scale such instances: all but those that certainly scale something else. */
export const possibleTargets = oncePerList((resources) =>
    ofType(resources, scalableTargetType).filter((target) => scalesVariant(target) !== "no"),
);

/** Names in a known `endpoint/<name>/variant/<name>` (AWS: Application Auto Scaling API Reference, RegisterScalableTarget). */
export function scaledNames(resource: PolicyResource): { endpoint: string; variant: string } | undefined {
    const [, endpoint, variant] =
        /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(knownText(resource, ["resourceId"]) ?? "") ?? [];
    return endpoint !== undefined && variant !== undefined ? { endpoint, variant } : undefined;
}

/** Whether the resourceId is an output not yet known. */
export function isUntold({ props }: PolicyResource): boolean {
    const reading = readLeaf(props, ["resourceId"]);
    return reading.state === "set" && !reading.known;
}

/** The endpoints whose variant a target, or a policy written like one, scales. */
export function scaledEndpoints(resource: PolicyResource, resources: readonly PolicyResource[]): Naming {
    const names = scaledNames(resource);
    if (names === undefined && !isUntold(resource)) return { endpoints: [], certain: true };
    return endpointsNamed(names?.endpoint, { resource, property: "resourceId" }, endpointsOf(resources));
}

/** A policy that is, or may be, a target's. */
export interface OwnPolicy {
    policy: PolicyResource;
    belongs: "yes" | "perhaps";
}

/** The policies of a target, in the order of the stack. */
export function policiesOf(target: PolicyResource, resources: readonly PolicyResource[]): OwnPolicy[] {
    return possiblePolicies(target, resources).flatMap((policy) => {
        const belongs = belongsTo(policy, target, resources);
        return belongs === "no" ? [] : [{ policy, belongs }];
    });
}

/** All but those whose resourceId is certainly another one. */
function possiblePolicies(target: PolicyResource, resources: readonly PolicyResource[]): PolicyResource[] {
    const { byId, byEndpoint, byOutput } = policyPlaces(resources);
    const id = readLeaf(target.props, ["resourceId"]);
    const endpoints = endpointsOrNone(target, resources);
    const places = [
        ...(id.state === "set" && id.known
            ? (byId.get(id.value) ?? [])
            : endpoints.flatMap((endpoint) => byEndpoint.get(endpoint) ?? [])),
        ...[target, ...endpoints].flatMap((source) => byOutput.get(source) ?? []),
    ];
    return [...new Set(places)].sort((a, b) => a.position - b.position).map(({ policy }) => policy);
}

const policyPlaces = oncePerList((resources) => {
    const places = ofType(resources, scalingPolicyType).map((policy, position) => {
        return { policy, position, id: readLeaf(policy.props, ["resourceId"]) };
    });
    const told = places.filter(({ id }) => id.state === "set" && id.known);
    const untold = places.filter(({ id }) => id.state === "set" && !id.known);
    return {
        byId: grouped(told, ({ id }) => (id.state === "set" && id.known ? [id.value] : [])),
        byEndpoint: grouped(told, ({ policy }) => endpointsOrNone(policy, resources)),
        /** By the targets that the resourceId is made of, or else by endpoints. */
        byOutput: grouped(untold, ({ policy }): readonly (PolicyResource | undefined)[] => {
            const targets = dependencies(policy, ["resourceId"], possibleTargets(resources));
            return targets.length > 0 ? targets : endpointsOrNone(policy, resources);
        }),
    };
});

/** The endpoints whose variant something scales, or undefined for one that is not in the stack. */
function endpointsOrNone(
    resource: PolicyResource,
    resources: readonly PolicyResource[],
): readonly (PolicyResource | undefined)[] {
    const { endpoints } = scaledEndpoints(resource, resources);
    return endpoints.length > 0 ? endpoints : [undefined];
}

/**
 * Whether a policy is one of the target's: they have the same resourceId.
 *
 * `perhaps`: what says so is an output, of the target or of its endpoint or of nothing in the stack, and is to be judged again
 * once it is known.
 */
function belongsTo(policy: PolicyResource, target: PolicyResource, resources: readonly PolicyResource[]): Answer {
    const answers = [
        argument(policy, "serviceNamespace", "sagemaker"),
        argument(policy, "scalableDimension", variantDimension),
        sameResource(policy, target, resources),
    ];
    if (answers.includes("no")) return "no";
    return answers.includes("perhaps") ? "perhaps" : "yes";
}

function argument({ props }: PolicyResource, name: string, wanted: string): Answer {
    const found = compare(props, name, wanted);
    if (found === "wanted") return "yes";
    return found === "unknown" ? "perhaps" : "no";
}

function sameResource(policy: PolicyResource, target: PolicyResource, resources: readonly PolicyResource[]): Answer {
    const id = readLeaf(policy.props, ["resourceId"]);
    if (id.state !== "set") return "no";
    const targetId = readLeaf(target.props, ["resourceId"]);
    if (id.known && targetId.state === "set" && targetId.known) return id.value === targetId.value ? "yes" : "no";
    const targets = id.known ? [] : dependencies(policy, ["resourceId"], possibleTargets(resources));
    if (targets.length > 0) return targets.includes(target) ? "perhaps" : "no";
    const [own, its] = [scaledEndpoints(policy, resources), scaledEndpoints(target, resources)];
    const elsewhere = own.endpoints.length === 0 && its.endpoints.length === 0;
    return elsewhere || own.endpoints.some((endpoint) => its.endpoints.includes(endpoint)) ? "perhaps" : "no";
}
