import assert from "node:assert/strict";
import { join } from "node:path";

import { type PolicyResource, type StackValidationArgs, unknownCheckingProxy } from "@pulumi/policy";

import { copies } from "../bench/copies";
import { loadProject } from "../contract/project";
import { programModes, record, type Recording } from "../local/gate";
import { rules as asyncInference } from "./async-inference/rules";
import { served } from "./rule";
import { rules as securityBaseline } from "./security-baseline/rules";

/** How often rules have looked at a resource, or at a value in it: a measure of their work that no other process disturbs. */
let looks = 0;

function counted<Value extends object>(value: Value): Value {
    return new Proxy(value, {
        get: (target, key): unknown => {
            looks += 1;
            return Reflect.get(target, key);
        },
        getOwnPropertyDescriptor: (target, key) => {
            looks += 1;
            return Reflect.getOwnPropertyDescriptor(target, key);
        },
    });
}

/** The program's own stack so many times over, as a stack rule receives it. */
function stackOf(recording: Recording, atLeast: number): PolicyResource[] {
    const byUrn = new Map<string, PolicyResource>();
    const registered = copies(recording, atLeast);
    for (const { type, name, urn, outputs, options } of registered) {
        const props = counted(unknownCheckingProxy(outputs) as object);
        const resource = { type, name, urn, props, opts: options, dependencies: [], propertyDependencies: {} };
        byUrn.set(urn, counted(resource as unknown as PolicyResource));
    }
    for (const { urn, propertyDependencies } of registered) {
        for (const [property, urns] of Object.entries(propertyDependencies)) {
            const sources = urns.flatMap((source) => byUrn.get(source) ?? []);
            Object.assign(byUrn.get(urn)?.propertyDependencies ?? {}, { [property]: sources });
        }
    }
    return [...byUrn.values()];
}

const policies = served([...asyncInference, ...securityBaseline]).flatMap((policy) =>
    "validateStack" in policy ? [policy] : [],
);
const notApplicable = new Error("not applicable");

async function judge(policy: (typeof policies)[number], resources: PolicyResource[]) {
    const found: string[] = [];
    looks = 0;
    const args: StackValidationArgs = {
        resources,
        stackTags: new Map(),
        getConfig: <T extends object>() => ({}) as T,
        notApplicable: () => {
            throw notApplicable;
        },
    };
    try {
        await policy.validateStack(args, (message) => found.push(message));
    } catch (error) {
        if (error !== notApplicable) throw error;
    }
    return { looks, found };
}

const titles: Record<(typeof programModes)[number], string> = {
    firstPreview: "in a first preview",
    deterministicIds: "with ids known",
};

for (const mode of programModes) {
    describe(`a rule on a stack as a whole, ${titles[mode]}`, () => {
        let few: PolicyResource[] = [];
        let many: PolicyResource[] = [];

        before(async () => {
            const recording = await record(loadProject(join(__dirname, ".."), "dev"), mode);
            few = stackOf(recording, 250);
            many = stackOf(recording, 1000);
        });

        for (const policy of policies) {
            it(`${policy.name} looks as often at each of many resources as at each of few`, async () => {
                const [one, other] = [await judge(policy, few), await judge(policy, many)];
                const limit = (one.looks / few.length) * many.length * 1.05;
                assert.ok(other.looks <= limit, `${String(other.looks)} looks, more than ${String(limit)}`);
            });

            it(`${policy.name} finds nothing wrong with many that are right`, async () => {
                const { found } = await judge(policy, many);
                const budget = /^maxCapacity costs too much: \((5 × ml\.m5\.xlarge × \$0\.23( \+ )?){3} and 12 more\)/;
                const inAll = policy.name === "max-capacity-is-affordable";
                assert.equal(found.filter((message) => inAll && budget.test(message)).length, inAll ? 1 : 0);
                assert.equal(found.length, inAll ? 1 : 0);
            });
        }
    });
}
