import assert from "node:assert/strict";

import fc from "fast-check";

import { type Rule } from "../../rule";
import { analyzeStack, isOutput, output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { stackViolations } from "../../testing/violations";
import { asyncStack, having, madeOf } from "./asyncStack";

/** Every argument of every resource, block or value: name of the resource and path. */
function everyArgument(stack: readonly StackResource[]): { name: string; path: string }[] {
    return stack.flatMap(({ name, props }) => paths(props).map((path) => ({ name, path })));
}

function paths(value: unknown, at = ""): string[] {
    const own = at === "" ? [] : [at];
    if (typeof value !== "object" || value === null || isOutput(value)) return own;
    const inner = Array.isArray(value)
        ? value.flatMap((element, index) => paths(element, `${at}[${String(index)}]`))
        : Object.entries(value).flatMap(([key, property]) => paths(property, at === "" ? key : `${at}.${key}`));
    return [...own, ...inner];
}

/** Each stack in which one argument more is an output: of the same resources as before, and of none. */
function* eachMadeUnknown(stack: readonly StackResource[]): Generator<{ what: string; stack: StackResource[] }> {
    for (const { name, path } of everyArgument(stack)) {
        const unknown = having(name, path, output("whatever"), stack);
        const property = path.split(/[.[]/)[0] ?? "";
        yield { what: `${name}.${path}`, stack: unknown };
        const made = stack.find((resource) => resource.name === name)?.propertyDependencies?.[property] ?? [];
        if (made.length > 0) yield { what: `${name}.${path} of nothing`, stack: madeOf(name, property, [], unknown) };
    }
}

/** A stack that a rule refuses is still refused, or left for later, when anything in it becomes an output. */
export async function staysRefused(
    rule: Rule,
    bad: readonly StackResource[],
    config: Record<string, unknown> = {},
): Promise<void> {
    assert.notDeepEqual(await stackViolations(rule, bad, { preview: false, config }), [], "good");
    for (const { what, stack } of eachMadeUnknown(bad)) {
        const said = await analyzeStack(rule, stack, { preview: true, config });
        assert.ok(
            said.some(({ level }) => level !== "advisory"),
            what,
        );
    }
}

/** Whatever stands in the place of one argument, the rule judges or leaves it for later, and does not throw. */
export async function neverThrows(rule: Rule, ...likely: unknown[]): Promise<void> {
    const argument = fc.constantFrom(...everyArgument(asyncStack));
    await fc.assert(
        fc.asyncProperty(argument, anything(...likely), fc.boolean(), async ({ name, path }, value, preview) => {
            await stackViolations(rule, having(name, path, value), { preview });
        }),
    );
}
