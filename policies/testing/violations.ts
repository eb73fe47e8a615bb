import assert from "node:assert/strict";

import { type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";

import { analyze, analyzeStack, type Diagnostic, type StackResource } from "./analyze";

/**
 * What a rule said against one resource, its description taken off. Fails when the rule gave way to an unknown (Pulumi
 * then answers with a mere advisory), or said anything that does not stop a deployment.
 */
export async function violations(
    policy: ResourceValidationPolicy,
    type: string,
    props: object,
    mode: { preview: boolean },
): Promise<string[]> {
    return messages(policy, await analyze(policy, type, props, mode));
}

/** The same for a whole stack; each message is led by the name of its resource. */
export async function stackViolations(
    policy: StackValidationPolicy,
    resources: readonly StackResource[],
    mode: { preview: boolean },
): Promise<string[]> {
    const diagnostics = await analyzeStack(policy, resources, mode);
    const names = diagnostics.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
    return messages(policy, diagnostics).map((message, index) => `${String(names[index])}: ${message}`);
}

function messages(policy: { name: string; description: string }, diagnostics: readonly Diagnostic[]): string[] {
    return diagnostics.map(({ policy: name, level, message }) => {
        assert.doesNotMatch(message, /can't run policy/);
        assert.deepEqual({ name, level }, { name: policy.name, level: "mandatory" });
        const lead = `${policy.description}\n`;
        assert.ok(message.startsWith(lead), message);
        return message.slice(lead.length);
    });
}
