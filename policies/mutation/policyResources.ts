import * as policySdk from "@pulumi/policy";
import {
    type PolicyProviderResource,
    type PolicyResource,
    type PolicyResourceOptions,
    type ResourceValidationArgs,
} from "@pulumi/policy";

import { notApplicable } from "./judgement";
import { type Place, watched } from "./places";
import { type Properties, type RecordedResource } from "./recordedStack";

/** In the SDK but not in its typings: what its analyzer wraps properties in, so that reading an unknown throws. */
const { unknownCheckingProxy } = policySdk as unknown as { unknownCheckingProxy(properties: object): Properties };

/** Pulumi's tags of a stack; none. */
export const stackTags: ReadonlyMap<string, string> = new Map();

/** What resource rules are given of a resource, but for their configuration. */
export function argumentsForRules(resource: RecordedResource): Omit<ResourceValidationArgs, "getConfig"> {
    return viewOf(resource).args;
}

/**
 * What stack rules are given, linked as the analyzer links it, in order.
 *
 * @param places is told what they look at
 */
export function linked(resources: readonly RecordedResource[], places?: Set<Place>): PolicyResource[] {
    const byUrn = new Map<string, PolicyResource>();
    for (const resource of resources) byUrn.set(resource.urn, policyResource(resource, places));
    for (const recorded of resources) {
        const resource = byUrn.get(recorded.urn);
        if (!resource) continue;
        resource.dependencies = recorded.dependencies.flatMap((urn) => byUrn.get(urn) ?? []);
        const byProperty = linkedDependencies(recorded, byUrn);
        resource.propertyDependencies = watched(byProperty, recorded.urn, "dependencies", places);
        const above = byUrn.get(recorded.parent);
        if (above) resource.parent = above;
    }
    return [...byUrn.values()];
}

/** One of them, not linked yet. */
export function policyResource(resource: RecordedResource, places?: Set<Place>): PolicyResource {
    const { args, outputs } = viewOf(resource);
    const props = watched(outputs, resource.urn, "props", places);
    const { type, name, urn, opts, provider } = args;
    const own = { type, name, urn, props, opts, ...typeTests(type, props), ...(provider && { provider }) };
    return { ...own, dependencies: [], propertyDependencies: {} } as PolicyResource;
}

const views = new WeakMap<RecordedResource, View>();

/** What does not depend on the rule, made once. */
function viewOf(resource: RecordedResource): View {
    const known = views.get(resource);
    if (known) return known;
    const { type, name, urn } = resource;
    const props = unknownCheckingProxy(resource.inputs);
    const args = {
        ...{ type, name, urn, props, ...typeTests(type, props), opts: optionsOf(resource) },
        ...{ stackTags, notApplicable, ...providerOf(resource) },
    } as View["args"];
    const view = { args, outputs: unknownCheckingProxy(resource.outputs) };
    views.set(resource, view);
    return view;
}

interface View {
    args: Omit<ResourceValidationArgs, "getConfig">;
    outputs: Properties;
}

/** Property dependencies as resources; those that are gone are left out. */
export function linkedDependencies(
    { propertyDependencies }: RecordedResource,
    byUrn: ReadonlyMap<string, PolicyResource>,
) {
    const entries = Object.entries(propertyDependencies);
    return Object.fromEntries(entries.map(([key, urns]) => [key, urns.flatMap((urn) => byUrn.get(urn) ?? [])]));
}

function optionsOf({ options }: RecordedResource): PolicyResourceOptions {
    const { protect, ignoreChanges, deleteBeforeReplace } = options;
    const unset = { aliases: [], additionalSecretOutputs: [] };
    const customTimeouts = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };
    return { ...unset, protect, ignoreChanges, customTimeouts, ...(deleteBeforeReplace && { deleteBeforeReplace }) };
}

function providerOf({ provider }: RecordedResource): { provider?: PolicyProviderResource } {
    if (!provider) return {};
    const type = "pulumi:providers:aws";
    const urn = `urn:pulumi:stack::project::${type}::default`;
    return { provider: { type, urn, name: "default", props: unknownCheckingProxy(provider) } };
}

function typeTests(type: string, props: Properties) {
    const isType = (resourceClass: object): boolean => Reflect.get(resourceClass, "__pulumiType") === type;
    return { isType, asType: (resourceClass: object) => (isType(resourceClass) ? props : undefined) };
}
