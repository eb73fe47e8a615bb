import assert from "node:assert/strict";

import { type Rule } from "../rule";
import { analyze, analyzeStack, type Diagnostic, type Mode, type StackResource } from "./analyze";

/**
 * What a rule said against one resource, its description taken off. Fails when the rule gave way to an unknown (Pulumi
 * then answers with a mere advisory), or said anything that does not stop a deployment.
 */
export async function violations(rule: Rule, type: string, props: object, mode: Mode): Promise<string[]> {
    return messages(rule, spoken(await analyze(rule, type, props, mode)));
}

/** The same for a whole stack; each message is led by the name of its resource. */
export async function stackViolations(rule: Rule, resources: readonly StackResource[], mode: Mode): Promise<string[]> {
    const diagnostics = spoken(await analyzeStack(rule, resources, mode));
    const names = diagnostics.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
    return messages(rule, diagnostics).map((message, index) => `${String(names[index])}: ${message}`);
}

/** What a rule leaves to be judged where outputs are known: `policy is known only after deployment`. */
export async function deferrals(rule: Rule, type: string, props: object, mode: Mode): Promise<string[]> {
    return deferred(await analyze(rule, type, props, mode));
}

/** The same for a whole stack. */
export async function stackDeferrals(rule: Rule, resources: readonly StackResource[], mode: Mode): Promise<string[]> {
    return deferred(await analyzeStack(rule, resources, mode));
}

function spoken(diagnostics: readonly Diagnostic[]): Diagnostic[] {
    return diagnostics.filter(({ level }) => level !== "deferred");
}

function deferred(diagnostics: readonly Diagnostic[]): string[] {
    return diagnostics.flatMap(({ level, message }) => (level === "deferred" ? [message] : []));
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
