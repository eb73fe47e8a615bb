import assert from "node:assert/strict";
import { join } from "node:path";

import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";

import program from "../infra";
import { inventedProvider } from "../local/engine/inventedProvider";
import { loadProject } from "../contract/project";
import { placeOf } from "../local/gate/record";
import foreign from "./foreign";
import { type Argument, argumentsOf, replaced } from "./mutation/arguments";
import { type Stack } from "./mutation/changedStack";
import { allRules, parametersOf, recordStack } from "./mutation/environments";
import { Judge } from "./mutation/judge";
import { type Judgement } from "./mutation/judgement";
import { type RecordedResource } from "./mutation/recordedStack";
import { anything } from "./testing/anything";
import { isOutput } from "./testing/analyze";

const root = join(__dirname, "..");

/** Whatever a program may give, unknown or not; what rules look for turns up often. */
const junk = anything("*", "sagemaker", "arn:aws:sns:us-east-1:123456789012:topic", "{}", true, 1, 300, "None").map(
    plain,
);

/** Where a rule rightly has nothing more to say, by rule and the argument that is made unknown. */
const settled: Readonly<Record<string, RegExp>> = {
    // A target whose serviceNamespace is another service's scales nothing of SageMaker, whatever its dimension turns out to be.
    "min-capacity-is-zero": /^scalableDimension$/,
    // every-variant-is-scaled refuses variants that cannot be seen.
    "execution-role-stays-with-its-own": /^productionVariants$/,
    // An output that stands in such a list is the id of something.
    "models-run-in-a-vpc": /^vpcConfig\.(subnets|securityGroupIds)\[\d+\]$/,
};

describe("whatever a program registers", function () {
    this.timeout(120_000);
    const stacks: { stack: Stack; judge: Judge; places: Argument[] }[] = [];

    before(async () => {
        stacks.push(ready(await recorded(root, "prod", program)));
        stacks.push(
            ready(await recorded(join(root, "policies", "foreign"), "live", async () => Promise.resolve(foreign()))),
        );
    });

    it("no rule throws or gives way to an unknown, however malformed the arguments are", async () => {
        await fc.assert(
            fc.asyncProperty(broken(3), async (changes) => {
                const { failed } = await judged(changes);
                assert.deepEqual(failed, []);
            }),
            { numRuns: 300 },
        );
    });

    it("no rule throws whatever a resource of a guarded type is given", async () => {
        const types = [...new Set(allRules.flatMap(({ guards }) => guards.map(({ type }) => type)))];
        const properties = fc.dictionary(fc.string(), junk, { maxKeys: 4 });
        await fc.assert(
            fc.asyncProperty(fc.constantFrom(...types), properties, async (type, inputs) => {
                const { failed } = await new Judge([alone(type, inputs)], allRules).all();
                assert.deepEqual(failed, []);
            }),
            { numRuns: 100 },
        );
    });

    it("an unknown anywhere never turns a violation into a pass: the rule still fires, or says that it judges later", async () => {
        await fc.assert(
            fc.asyncProperty(broken(1), fc.nat(), async ({ which, changes }, seed) => {
                const before = await judged({ which, changes });
                const [change] = changes;
                if (!change || before.fired.size === 0) return;
                const { places } = pick(which);
                // Somewhere in the resource that was broken, which is where it matters.
                const near = places.filter(
                    ({ index, at }) => index === pick(which).places[change.place]?.index && at.length > 0,
                );
                const place = places.indexOf(near[seed % near.length] as Argument);
                const after = await judged({ which, changes: [change, { place, value: unknownValue }] });
                const [first, second] = [change.place, place].map((one) => places[one]?.path ?? "");
                const passed = [...before.fired].filter(
                    (rule) => ![...after.fired, ...after.deferred].includes(rule) && !settled[rule]?.test(second ?? ""),
                );
                assert.deepEqual(passed, [], `${first ?? ""}, then ${second ?? ""}`);
            }),
            { numRuns: 300 },
        );
    });

    interface Change {
        /** Among the arguments of all resources. */
        place: number;
        value: unknown;
    }

    function broken(most: number): fc.Arbitrary<{ which: number; changes: Change[] }> {
        const change = fc.record({ place: fc.nat(), value: fc.oneof(junk, fc.constant(unknownValue)) });
        const changes = fc.array(change, { minLength: 1, maxLength: most });
        return fc.record({ which: fc.nat(), changes }).map(({ which, changes: given }) => ({
            which,
            changes: given.map(({ place, value }) => ({ place: place % pick(which).places.length, value })),
        }));
    }

    async function judged({ which, changes }: { which: number; changes: readonly Change[] }): Promise<Judgement> {
        const { stack, judge, places } = pick(which);
        const changed = new Map<number, RecordedResource>();
        for (const { place, value } of changes) {
            const argument = places[place];
            const resource = argument && (changed.get(argument.index) ?? stack.known[argument.index]);
            if (resource) changed.set(argument.index, withValue(resource, argument, value));
        }
        return judge.changed(changed);
    }

    function pick(which: number) {
        return stacks[which % stacks.length] ?? assert.fail("nothing is recorded");
    }
});

function ready(stack: Stack) {
    const places = stack.known.flatMap((resource, index) =>
        resource.custom ? argumentsOf(resource, index).filter(({ at }) => at.length > 0) : [],
    );
    return { stack, judge: new Judge(stack.known, allRules, parametersOf(stack.environment)), places };
}

/** Nothing changes where an earlier change took away what would be. */
function withValue(resource: RecordedResource, { at }: Argument, value: unknown): RecordedResource {
    let around: unknown = resource.inputs;
    for (const key of at.slice(0, -1)) {
        around = typeof around === "object" && around !== null ? Reflect.get(around, key) : undefined;
    }
    const key = at.at(-1) ?? assert.fail("no path");
    if (typeof around !== "object" || around === null || !Object.hasOwn(around, key)) return resource;
    return {
        ...resource,
        inputs: replaced(resource.inputs, at, value),
        outputs: replaced(resource.outputs, at, value),
        // An unknown is an output of something else: one of the resource that belongs there may be as good as what it says.
        propertyDependencies: { ...resource.propertyDependencies, [String(at[0])]: [] },
    };
}

function alone(type: string, inputs: Record<string, unknown>): RecordedResource {
    return {
        ...{ type, name: "alone", urn: `urn:pulumi:live::project::${type}::alone`, custom: true, parent: "" },
        ...{ inputs, outputs: inputs, dependencies: [], propertyDependencies: {} },
        options: { protect: false, deleteBeforeReplace: false, ignoreChanges: [] },
    };
}

/** Outputs as the wire has them. */
function plain(value: unknown): unknown {
    if (isOutput(value)) return unknownValue;
    if (Array.isArray(value)) return value.map((element) => plain(element) ?? null);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, member]) => [key, plain(member)] as const);
    return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

async function recorded(folder: string, environment: string, run: () => Promise<unknown>): Promise<Stack> {
    const project = loadProject(folder, environment);
    return recordStack(run, project, inventedProvider(placeOf(project), { ids: true }));
}
