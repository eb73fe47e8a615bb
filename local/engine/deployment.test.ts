import assert from "node:assert/strict";
import { resolve } from "node:path";

import { type Created, type Properties, unknown } from "../resources/resource";
import { withProject } from "../testing/temporaryProject";
import { deploy, type Deployment, destroy } from "./deployment";
import { loadProject } from "../../contract/project";
import { type Provider } from "./provider";

/** A provider that keeps what it is asked in order, and makes anything. */
class RecordingProvider implements Provider {
    readonly calls: string[] = [];
    readonly checked: Record<string, Properties> = {};
    readonly created: Record<string, Properties> = {};
    /** Name of the resource whose creation fails. */
    failing = "";

    check(type: string, name: string, _urn: string, inputs: Properties): Properties {
        this.calls.push(`check ${name}`);
        this.checked[name] = inputs;
        return { ...inputs, byDefault: type };
    }

    async create(_type: string, inputs: Properties): Promise<Created> {
        const name = String(inputs["called"]);
        if (name === this.failing) throw new Error("LimitExceeded: no more of these");
        this.calls.push(`create ${name}`);
        this.created[name] = inputs;
        return Promise.resolve({ id: `id-${name}`, outputs: { ...inputs, arn: `arn:${name}` } });
    }

    async delete(_type: string, { id }: Created): Promise<void> {
        this.calls.push(`delete ${id}`);
        return Promise.resolve();
    }

    async invoke(token: string, args: Properties): Promise<Properties> {
        return Promise.resolve({ answer: `${token} ${String(args["question"])}` });
    }
}

/** What spares the SDK a minute of formatting when a program throws. */
const plainErrors = resolve(__dirname, "../../infra/plainErrors.cjs");

const program = (body: string): Record<string, string> => ({
    "Pulumi.yaml": `name: sample\nruntime:\n  name: nodejs\n  options:\n    nodeargs: --require ${plainErrors}\n`,
    "Pulumi.dev.yaml": "config:\n  sample:token: { secure: v1:abc }\n",
    "index.ts": `
import * as pulumi from "@pulumi/pulumi";
class Thing extends pulumi.CustomResource {
    declare readonly arn: pulumi.Output<string>;
    constructor(name: string, inputs: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
        super("sample:index:Thing", name, { called: name, arn: undefined, ...inputs }, options);
    }
}
class Group extends pulumi.ComponentResource {
    constructor(name: string) {
        super("sample:index:Group", name);
    }
}
${body}`,
});

async function run(body: string, provider: Provider, preview: boolean): Promise<Deployment> {
    return withProject(program(body), async (root) =>
        deploy({ project: loadProject(root, "dev"), provider, packs: [], preview }),
    );
}

const chain = `
const group = new Group("group");
const first = new Thing("first", { size: 3, token: new pulumi.Config().requireSecret("token") }, { parent: group });
const second = new Thing("second", { nested: { of: first.arn } }, { protect: true });
new Thing("third", {}, { dependsOn: second });
export const arn = second.arn;
export const said = pulumi.runtime.invoke("sample:index:ask", { question: "why" }).then((result) => result.answer);
`;

describe("deploy", () => {
    it("makes what depends on something after it, with what the provider said of it", async () => {
        const provider = new RecordingProvider();
        const { errors, outputs, resources } = await run(chain, provider, false);
        assert.deepEqual(errors, []);
        assert.deepEqual(
            provider.calls.filter((call) => call.startsWith("create")),
            ["create first", "create second", "create third"],
        );
        assert.deepEqual(provider.created["second"], {
            called: "second",
            nested: { of: "arn:first" },
            byDefault: "sample:index:Thing",
        });
        assert.equal(provider.created["first"]?.["token"], "secure-placeholder");
        assert.deepEqual(outputs, { arn: "arn:second", said: "sample:index:ask why" });
        const first = resources.find(({ name }) => name === "first");
        assert.equal(first?.urn, "urn:pulumi:dev::sample::sample:index:Group$sample:index:Thing::first");
        const second = resources.find(({ name }) => name === "second");
        assert.deepEqual(second?.propertyDependencies, { called: [], nested: [first?.urn] });
        assert.equal(second?.options.protect, true);
    });

    it("shows a provider plain values only, and keeps what is secret marked", async () => {
        const provider = new RecordingProvider();
        const { resources } = await run(chain, provider, true);
        assert.equal(provider.checked["first"]?.["token"], "secure-placeholder");
        const { inputs } = resources.find(({ name }) => name === "first") ?? {};
        assert.deepEqual(inputs?.["token"], {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            value: "secure-placeholder",
        });
        assert.equal(inputs["size"], 3);
    });

    it("previews without making anything: what a provider would say is unknown", async () => {
        const provider = new RecordingProvider();
        const { errors, outputs, resources } = await run(chain, provider, true);
        assert.deepEqual(errors, []);
        assert.deepEqual(provider.calls.sort(), ["check first", "check second", "check third"]);
        assert.equal(outputs["arn"], unknown);
        const second = resources.find(({ name }) => name === "second");
        assert.deepEqual(second?.inputs["nested"], { of: unknown });
    });

    it("knows in a preview what a stash holds, and asks no provider for it", async () => {
        const provider = new RecordingProvider();
        const body = `
const stash = new pulumi.Stash("kept", { input: "primary" });
new Thing("first", { holds: stash.output });
export const kept = stash.output;
`;
        for (const preview of [true, false]) {
            const { errors, outputs, resources } = await run(body, provider, preview);
            assert.deepEqual(errors, []);
            assert.equal(outputs["kept"], "primary");
            assert.equal(resources.find(({ name }) => name === "first")?.inputs["holds"], "primary");
        }
        assert.deepEqual(provider.calls, ["check first", "check first", "create first"]);
    });

    it("says in a preview what the provider plans, and leaves unknown what it does not", async () => {
        const provider = Object.assign(new RecordingProvider(), {
            plan: ({ name }: { name: string }, inputs: Properties): Created | undefined =>
                name === "first" ? { id: "id-first", outputs: { ...inputs, arn: "arn:first" } } : undefined,
        });
        const { errors, resources } = await run(chain, provider, true);
        assert.deepEqual(errors, []);
        const of = (name: string) => resources.find((resource) => resource.name === name);
        assert.deepEqual([of("first")?.id, of("second")?.id], ["id-first", ""]);
        assert.deepEqual(of("second")?.inputs["nested"], { of: "arn:first" });
        // What was secret among its inputs is so among its outputs.
        assert.deepEqual(of("first")?.outputs["token"], of("first")?.inputs["token"]);
        assert.equal(typeof of("first")?.outputs["token"], "object");
        assert.deepEqual(provider.calls.sort(), ["check first", "check second", "check third"]);
    });

    it("looks up what exists already only where the provider can", async () => {
        const body = `
const old = new Thing("old", {}, { id: "id-old" });
new Thing("first", { nested: { of: old.arn } });
`;
        const { errors } = await run(body, new RecordingProvider(), true);
        assert.deepEqual(errors, [
            "sample:index:Thing old: The laptop AWS looks up no resource that the program did not make.",
        ]);
        const provider = Object.assign(new RecordingProvider(), { read: () => ({ arn: "arn:old" }) });
        const { resources } = await run(body, provider, true);
        assert.deepEqual(
            resources.filter(({ custom }) => custom).map(({ name, id, external }) => [name, id, external]),
            [
                ["old", "id-old", true],
                ["first", "", undefined],
            ],
        );
        assert.deepEqual(resources.at(-1)?.inputs["nested"], { of: "arn:old" });
    });

    it("registers a hook that runs before a deletion, and ends though the program serves it", async () => {
        const body = `
const guard = new pulumi.ResourceHook("guard", () => { throw new Error("it is still needed"); });
new Thing("first", {}, { hooks: { beforeDelete: [guard] } });
new Thing("second", {});
`;
        const { errors, resources } = await run(body, new RecordingProvider(), false);
        assert.deepEqual(errors, []);
        const things = resources.filter(({ custom }) => custom);
        assert.deepEqual(Object.fromEntries(things.map(({ name, options }) => [name, options.beforeDelete])), {
            first: ["guard"],
            second: [],
        });
    });

    it("names the resource and the error when one cannot be made, and makes nothing after it", async () => {
        const provider = new RecordingProvider();
        provider.failing = "second";
        const { errors, resources } = await run(chain, provider, false);
        assert.deepEqual(errors, ["sample:index:Thing second: LimitExceeded: no more of these"]);
        assert.deepEqual(
            provider.calls.filter((call) => call.startsWith("create")),
            ["create first"],
        );
        assert.ok(resources.some(({ name }) => name === "first"));
    });

    it("reports what the program throws", async () => {
        const { errors } = await run(`throw new pulumi.RunError("the value is wrong");`, new RecordingProvider(), true);
        assert.deepEqual(errors, ["the value is wrong"]);
    });

    it("refuses two resources of one name", async () => {
        const { errors } = await run(`new Thing("a", {}); new Thing("a", {});`, new RecordingProvider(), true);
        assert.match(String(errors[0]), /^Duplicate resource URN 'urn:pulumi:dev::sample::sample:index:Thing::a'/);
    });
});

describe("destroy", () => {
    it("deletes in the opposite order, and protected resources only when told to", async () => {
        const provider = new RecordingProvider();
        const { resources } = await run(chain, provider, false);
        await assert.rejects(destroy(resources, provider, { liftProtection: false }), /second is protected/);
        assert.ok(!provider.calls.some((call) => call.startsWith("delete")));
        await destroy(resources, provider, { liftProtection: true });
        assert.deepEqual(
            provider.calls.filter((call) => call.startsWith("delete")),
            ["delete id-third", "delete id-second", "delete id-first"],
        );
    });
});
