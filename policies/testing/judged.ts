import assert from "node:assert/strict";

import { type Rule } from "../rule";
import { type Mode } from "./analyze";
import { deferrals, violations } from "./violations";

/** What a rule says of one resource, alike in a first preview and in an update. */
export async function saysAlways(
    rule: Rule,
    type: string,
    props: object,
    says: readonly string[],
    mode: Omit<Mode, "preview"> = {},
): Promise<void> {
    for (const preview of [true, false]) {
        assert.deepEqual(await violations(rule, type, props, { ...mode, preview }), says);
        assert.deepEqual(await deferrals(rule, type, props, { ...mode, preview }), []);
    }
}

/** Refused while some of it is an output, passed once that is known to be right. */
export async function saysWhileUnknown(
    rule: Rule,
    type: string,
    props: object,
    says: readonly string[],
    mode: Omit<Mode, "preview"> = {},
): Promise<void> {
    assert.deepEqual(await violations(rule, type, props, { ...mode, preview: true }), says);
    assert.deepEqual(await violations(rule, type, props, { ...mode, preview: false }), []);
}

/** Judged only once outputs are known: nothing in a first preview but the paths that it waits for. */
export async function defersThenSays(
    rule: Rule,
    type: string,
    props: object,
    waitsFor: string,
    says: readonly string[],
    mode: Omit<Mode, "preview"> = {},
): Promise<void> {
    assert.deepEqual(await violations(rule, type, props, { ...mode, preview: true }), []);
    assert.deepEqual(await deferrals(rule, type, props, { ...mode, preview: true }), [
        `${waitsFor} known only after deployment`,
    ]);
    assert.deepEqual(await violations(rule, type, props, { ...mode, preview: false }), says);
}
