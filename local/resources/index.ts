import { alias } from "./alias";
import { bucket } from "./bucket";
import { bucketLifecycleConfiguration } from "./bucketLifecycleConfiguration";
import { bucketOwnershipControls } from "./bucketOwnershipControls";
import { bucketPolicy } from "./bucketPolicy";
import { bucketPublicAccessBlock } from "./bucketPublicAccessBlock";
import { bucketServerSideEncryptionConfiguration } from "./bucketServerSideEncryptionConfiguration";
import { endpoint } from "./endpoint";
import { endpointConfiguration } from "./endpointConfiguration";
import { key } from "./key";
import { logGroup } from "./logGroup";
import { metricAlarm } from "./metricAlarm";
import { model } from "./model";
import { policy } from "./policy";
import { queue } from "./queue";
import { queuePolicy } from "./queuePolicy";
import { type ResourceType } from "./resource";
import { role } from "./role";
import { rolePolicy } from "./rolePolicy";
import { scalableTarget } from "./scalableTarget";
import { scalingPolicy } from "./scalingPolicy";
import { topic } from "./topic";
import { topicPolicy } from "./topicPolicy";
import { topicSubscription } from "./topicSubscription";

/** Every Pulumi resource type that the laptop AWS implements, by its type token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
    [
        alias,
        bucket,
        bucketLifecycleConfiguration,
        bucketOwnershipControls,
        bucketPolicy,
        bucketPublicAccessBlock,
        bucketServerSideEncryptionConfiguration,
        endpoint,
        endpointConfiguration,
        key,
        logGroup,
        metricAlarm,
        model,
        policy,
        queue,
        queuePolicy,
        role,
        rolePolicy,
        scalableTarget,
        scalingPolicy,
        topic,
        topicPolicy,
        topicSubscription,
    ].map((resourceType) => [resourceType.type, resourceType]),
);

/** @throws Error naming a type that is not implemented */
export function resourceTypeOf(type: string): ResourceType {
    const found = resourceTypes.get(type);
    if (!found) throw new Error(`The laptop AWS does not implement the resource type ${type}.`);
    return found;
}
