import assert from "node:assert/strict";
import { join } from "node:path";

import { inventedProvider } from "../../local/engine/inventedProvider";
import { loadProject } from "../../contract/project";
import { placeOf } from "../../local/gate/record";
import foreign from "../foreign";
import { type Rule } from "../rule";
import { analyze, analyzeStack, type Diagnostic, urnOf } from "../testing/analyze";
import { argumentsOf, mutationsOf } from "./arguments";
import { changedBy, type Form, type Stack } from "./changedStack";
import { allRules, recordStack } from "./environments";
import { Judge } from "./judge";
import { type Changed } from "./places";
import { type RecordedResource } from "./recordedStack";

describe("the judge of mutated stacks", function () {
    this.timeout(120_000);
    let stack: Stack;

    before(async () => {
        const project = loadProject(join(__dirname, "..", "foreign"), "live");
        const provider = inventedProvider(placeOf(project), { ids: true });
        stack = await recordStack(async () => Promise.resolve(foreign()), project, provider);
    });

    for (const form of ["preview", "known"] as const) {
        it(`says what Pulumi's analyzer says, ${form}`, async () => {
            const judge = new Judge(stack[form], allRules);
            const tried = [new Map(), ...sample(form, 97)];
            assert.ok(tried.length > 8, String(tried.length));
            const fired = new Set<string>();
            for (const changed of tried) {
                const { messages, deferred, failed } = await judge.changed(changed);
                const said = await analyzed(changed, form);
                assert.deepEqual(failed, []);
                assert.deepEqual([...messages].sort(), said.messages);
                assert.deepEqual([...deferred].sort(), said.deferred);
                for (const message of messages) fired.add(message);
            }
            assert.ok(fired.size > 3, String(fired.size));
        });

        it(`says the same of a change whether or not it was asked of others before, ${form}`, async () => {
            const used = new Judge(stack[form], allRules);
            for (const changed of sample(form, 211)) {
                assert.deepEqual(await used.changed(changed), await new Judge(stack[form], allRules).changed(changed));
            }
            assert.deepEqual((await used.all()).messages, []);
        });
    }

    /** Every so many of all changes. */
    function sample(form: Form, each: number): Changed[] {
        const all = stack.known.flatMap((resource, index) =>
            resource.custom
                ? argumentsOf(resource, index).flatMap((argument) =>
                      mutationsOf(argument, undefined).map((mutation) => ({ argument, mutation })),
                  )
                : [],
        );
        return all
            .filter((_, place) => place % each === 0)
            .map(({ argument, mutation }) => changedBy(stack, form, argument, mutation));
    }

    /** The changed resources one by one and the stack as a whole, over the wire. */
    async function analyzed(changed: Changed, form: Form) {
        const now = stack[form].flatMap(
            (resource, index) => changed.get(index) ?? (changed.has(index) ? [] : [resource]),
        );
        const said: [Rule, Diagnostic][] = [];
        const preview = form === "preview";
        for (const rule of allRules) {
            if ("validateResource" in rule) {
                for (const resource of changed.values()) {
                    if (!resource) continue;
                    const { type, name, inputs, options, provider } = resource;
                    const mode = { preview, name, options, ...(provider && { provider }) };
                    for (const one of await analyze(rule, type, inputs, mode)) said.push([rule, one]);
                }
            }
            if (!("validateStack" in rule)) continue;
            for (const one of await analyzeStack(rule, now.map(wired), { preview })) said.push([rule, one]);
        }
        const deferred = said.filter(([, { level }]) => level === "deferred").map(([{ name }]) => name);
        return {
            deferred: [...new Set(deferred)].sort(),
            messages: said
                .filter(([, { level }]) => level !== "deferred")
                .map(([{ name, description }, { message }]) => `${name}: ${message.slice(description.length + 1)}`)
                .sort(),
        };
    }
});

/** With URNs as the analyzer makes them here. */
function wired({ type, name, outputs, propertyDependencies, options }: RecordedResource) {
    const sources = Object.entries(propertyDependencies).map(
        ([property, urns]) => [property, urns.map(testUrn)] as const,
    );
    return { type, name, props: outputs, propertyDependencies: Object.fromEntries(sources), options };
}

function testUrn(urn: string): string {
    const [type = "", name = ""] = urn.split("::").slice(2);
    return urnOf({ type, name });
}
