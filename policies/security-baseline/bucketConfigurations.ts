import { type PolicyResource } from "@pulumi/policy";

import { ofTypes, reference } from "../relations";
import { bucketTypes } from "./blockedBuckets";

/**
 * Buckets that no resource of these types names as its `bucket`, in the order of `resources`. One whose `bucket` is an
 * output mixed from several buckets belongs to none, since it cannot be told which of them it will name.
 */
export function bucketsWithout(
    resources: readonly PolicyResource[],
    types: ReadonlySet<string>,
    isConfigured: (bucket: PolicyResource) => boolean = () => false,
): PolicyResource[] {
    const buckets = ofTypes(resources, bucketTypes);
    const configured = new Set(
        ofTypes(resources, types).flatMap((configuration) => {
            const { to, certain } = reference(configuration, ["bucket"], buckets);
            return certain ? to : [];
        }),
    );
    return buckets.filter((bucket) => !configured.has(bucket) && !isConfigured(bucket));
}

/**
 * Whether the program wrote this property from outputs. In a preview a stack's resource shows neither what such a block
 * holds nor whether it is the program's or the provider's; its dependencies do.
 */
export function isMadeFromOutputs({ propertyDependencies }: PolicyResource, property: string): boolean {
    return (propertyDependencies[property] ?? []).length > 0;
}
