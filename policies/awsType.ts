import { type Resource } from "@pulumi/pulumi";

/**
 * Stands for a class of @pulumi/aws where Pulumi's policy SDK wants one. The SDK compares type tokens only, and loading
 * the class would cost a pack seconds at every start.
 *
 * @param token as in a URN, for example `aws:sns/topic:Topic`
 */
export function awsType(token: string): new () => Resource {
    return { __pulumiType: token } as unknown as new () => Resource;
}
