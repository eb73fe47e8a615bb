import { type PolicyResource } from "@pulumi/policy";

import { isAbsent } from "../reading";
import { dependencies, namesOf, ofType, oncePerList, reference } from "../relations";
import { endpointConfigurationType } from "./notificationTopic";

export const endpointType = "aws:sagemaker/endpoint:Endpoint";

/** An endpoint, as far as a stack shows whether it is asynchronous. */
export interface EndpointKind {
    endpoint: PolicyResource;
    /**
     * `untold`: its configuration may be in this stack, but which it is shows only once it is made.
     * `elsewhere`: its configuration is not in this stack, which then says nothing of it.
     */
    kind: "async" | "real-time" | "untold" | "elsewhere";
    /** The asynchronous ones among its configurations: one, or several where it is an output made of several. */
    configurations: PolicyResource[];
}

/** Every endpoint of a stack. */
export const endpointKinds = oncePerList((resources): readonly EndpointKind[] => {
    const configurations = ofType(resources, endpointConfigurationType);
    return endpointsOf(resources).map((endpoint) => {
        const { to, known } = reference(endpoint, ["endpointConfigName"], configurations);
        const async = to.filter(isAsync);
        if (async.length > 0) return { endpoint, kind: "async", configurations: async };
        if (to.length > 0) return { endpoint, kind: "real-time", configurations: [] };
        // A name that none has may be that of a configuration whose name is not known.
        const untold = !known || namesOf(configurations).nameless.length > 0;
        return { endpoint, kind: untold ? "untold" : "elsewhere", configurations: [] };
    });
});

/** The same by endpoint. */
export const kindsByEndpoint = oncePerList(
    (resources) => new Map(endpointKinds(resources).map(({ endpoint, kind }) => [endpoint, kind])),
);

export function endpointsOf(resources: readonly PolicyResource[]): readonly PolicyResource[] {
    return ofType(resources, endpointType);
}

/** Whether requests are queued. A block that is one output counts, and so does one that is left out. */
function isAsync(configuration: PolicyResource): boolean {
    const block = "asyncInferenceConfig";
    return !isAbsent(configuration.props, [block]) || isLeftOut(configuration, block);
}

/**
 * Whether a property is not there though it is made of other resources: a preview may leave out what has unknown values in it
 * (pulumi/pulumi#7854).
 */
export function isLeftOut({ props, propertyDependencies }: PolicyResource, property: string): boolean {
    return !Object.hasOwn(props, property) && (propertyDependencies[property] ?? []).length > 0;
}

/** Which endpoints a name stands for. */
export interface Naming {
    endpoints: readonly PolicyResource[];
    /** Which of them, if any, shows only once they are made. */
    certain: boolean;
}

/**
 * @param name where it is known
 * @param from the resource and the property it stands in, where it is not: that property's dependencies then say
 */
export function endpointsNamed(
    name: string | undefined,
    from: { resource: PolicyResource; property: string },
    endpoints: readonly PolicyResource[],
): Naming {
    if (name !== undefined) {
        const { named, nameless } = namesOf(endpoints);
        const bearers = named.get(name);
        if (bearers) return { endpoints: bearers, certain: true };
        return { endpoints: nameless, certain: nameless.length === 0 };
    }
    const sources = dependencies(from.resource, [from.property], endpoints);
    if (sources.length > 0) return { endpoints: sources, certain: sources.length === 1 };
    return { endpoints, certain: endpoints.length === 0 };
}
