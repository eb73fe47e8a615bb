import assert from "node:assert/strict";

import { type EndpointConfigurationArgs } from "@pulumi/aws/sagemaker";
import fc from "fast-check";

import { type ResourceRule } from "../../rule";
import { analyze, isOutput, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { violations } from "../../testing/violations";
import { endpointConfigurationType } from "../notificationTopic";
import { having } from "./asyncStack";

/** What every rule on an asynchronous configuration lets pass. The name is as Pulumi chooses one for `under-test`. */
export const configuration = {
    name: "under-test-1a2b3c4",
    kmsKeyArn: output("arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-0000-0000-0000-000000000000"),
    productionVariants: [
        {
            variantName: "primary",
            modelName: output("summaries"),
            instanceType: "ml.m5.xlarge",
            initialInstanceCount: 1,
            volumeSizeInGb: 30,
        },
    ],
    asyncInferenceConfig: {
        outputConfig: {
            s3OutputPath: "s3://summaries/summaries",
            s3FailurePath: "s3://summaries/failures",
            notificationConfig: {
                successTopic: output("arn:aws:sns:us-east-1:123456789012:success"),
                errorTopic: output("arn:aws:sns:us-east-1:123456789012:errors"),
            },
        },
        clientConfig: { maxConcurrentInvocationsPerInstance: 2 },
    },
} satisfies EndpointConfigurationArgs;

/** It with arguments changed: their paths as a program writes them, and undefined to remove one. */
export function configurationWith(changes: Record<string, unknown>, of: object = configuration): object {
    return Object.entries(changes).reduce<object>((props, [path, value]) => {
        const [changed] = having("it", path, value, [{ type: endpointConfigurationType, name: "it", props }]);
        return changed?.props ?? assert.fail(path);
    }, of);
}

/** What the rule says of a configuration. */
export function judged(
    rule: ResourceRule,
    props: object,
    preview: boolean,
    config: Record<string, unknown> = {},
): Promise<string[]> {
    return violations(rule, endpointConfigurationType, props, { preview, config });
}

/** A configuration that a rule refuses is still refused, or left for later, when anything in it becomes an output. */
export async function staysRefused(rule: ResourceRule, bad: object): Promise<void> {
    assert.notDeepEqual(await judged(rule, bad, false), [], "good");
    for (const path of paths(bad)) {
        const props = configurationWith({ [path]: output("whatever") }, bad);
        const said = await analyze(rule, endpointConfigurationType, props, { preview: true });
        assert.ok(
            said.some(({ level }) => level !== "advisory"),
            path,
        );
        assert.ok(said.every(({ message }) => !message.includes("can't run policy")));
    }
}

/** Whatever stands in the place of one argument, the rule judges or leaves it for later, and does not throw. */
export async function neverThrows(rule: ResourceRule, ...likely: unknown[]): Promise<void> {
    const argument = fc.constantFrom(...paths(configuration));
    await fc.assert(
        fc.asyncProperty(argument, anything(...likely), fc.boolean(), async (path, value, preview) => {
            await judged(rule, configurationWith({ [path]: value }), preview);
        }),
    );
}

function paths(value: unknown, at = ""): string[] {
    const own = at === "" ? [] : [at];
    if (typeof value !== "object" || value === null || isOutput(value)) return own;
    const inner = Array.isArray(value)
        ? value.flatMap((element, index) => paths(element, `${at}[${String(index)}]`))
        : Object.entries(value).flatMap(([key, property]) => paths(property, at === "" ? key : `${at}.${key}`));
    return [...own, ...inner];
}
