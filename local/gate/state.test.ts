import assert from "node:assert/strict";
import { join } from "node:path";

import { type PackConfiguration } from "../engine/packConfiguration";
import { type PolicyPack } from "../engine/policyPack";
import { unknown } from "../resources/resource";
import { withProject } from "../testing/temporaryProject";
import { judge, passes } from "./judge";
import { type Recording } from "./record";
import { readState, StateError } from "./state";
import { startSamplePack } from "./testing/samplePack";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const urn = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;
const root = urn("pulumi:pulumi:Stack", "p-dev");
const provider = urn("pulumi:providers:aws", "other");
const queueUrn = urn("my:index:Inbox$aws:sqs/queue:Queue", "smoke::1");

const queue = {
    urn: queueUrn,
    custom: true,
    id: "https://sqs/smoke",
    type: "aws:sqs/queue:Queue",
    inputs: { __defaults: ["delaySeconds"], name: "smoke", token: { ...secret, ciphertext: "v1:abc" } },
    outputs: { arn: "arn:smoke", shown: { ...secret, plaintext: '{"a":1}' } },
    parent: root,
    protect: true,
    dependencies: [root],
    propertyDependencies: { name: [root], token: null },
    provider: `${provider}::0123`,
};
const resources = [
    { urn: root, custom: false, type: "pulumi:pulumi:Stack", outputs: { wanted: true } },
    { urn: provider, custom: true, id: "0123", type: "pulumi:providers:aws", inputs: { region: "eu-west-1" } },
    queue,
];

async function read(content: unknown, stack?: string): Promise<Recording> {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    return withProject({ "state.json": text }, (folder) =>
        Promise.resolve(readState(join(folder, "state.json"), stack)),
    );
}
const exported = (list: unknown): object => ({ version: 3, deployment: { manifest: {}, resources: list } });

describe("an exported state", () => {
    it("is read with what every resource depends on, and by which provider it is made", async () => {
        const { stack, project, mode, resources: found } = await read(exported(resources));
        assert.deepEqual([stack, project, mode, found.length], ["dev", "p", "state", 3]);
        assert.deepEqual(found[2], {
            urn: queueUrn,
            type: "aws:sqs/queue:Queue",
            name: "smoke::1",
            custom: true,
            parent: root,
            inputs: { name: "smoke", token: unknown },
            id: "https://sqs/smoke",
            outputs: { arn: "arn:smoke", shown: { ...secret, value: { a: 1 } } },
            dependencies: [root],
            propertyDependencies: { name: [root], token: [] },
            provider: {
                urn: provider,
                type: "pulumi:providers:aws",
                name: "other",
                properties: { region: "eu-west-1" },
            },
            options: {
                protect: true,
                retainOnDelete: false,
                deleteBeforeReplace: false,
                ignoreChanges: [],
                additionalSecretOutputs: [],
                aliases: [],
                replacementTrigger: undefined,
                beforeDelete: [],
            },
        });
    });

    it("leaves out what is about to be deleted", async () => {
        const { resources: found } = await read(exported([...resources.slice(0, 2), { ...queue, delete: true }]));
        assert.deepEqual(
            found.map(({ name }) => name),
            ["p-dev", "other"],
        );
    });

    it("is judged by the configuration of another stack, if that is named", async () => {
        assert.equal((await read(exported(resources), "prod")).stack, "prod");
    });

    const nothing = "holds no resources, so there is nothing to judge.";
    const part = "has no resource of type pulumi:pulumi:Stack, so it is not the whole of a stack and cannot be judged.";
    const incomplete: [string, object, string][] = [
        ["no list of resources", { version: 3, deployment: { manifest: {} } }, nothing],
        ["an empty list", exported([]), nothing],
        ["only what is about to be deleted", exported([{ ...queue, delete: true }]), nothing],
        ["resources without their stack", exported(resources.slice(1)), part],
        ["a stack that is about to be deleted", exported([{ ...resources[0], delete: true }, queue]), part],
    ];
    for (const [what, content, why] of incomplete) {
        it(`is refused, though its stack be named, when it has ${what}`, async () => {
            for (const stack of [undefined, "dev"]) {
                await assert.rejects(read(content, stack), (error: unknown) => {
                    assert.ok(error instanceof StateError);
                    assert.equal(error.message.replace(/^\S+\/state\.json /, ""), why);
                    return true;
                });
            }
        });
    }

    const others: [string, unknown, RegExp][] = [
        ["no JSON", "resources: []", /Unexpected token|is not valid JSON/],
        ["a list", [], /it has no deployment/],
        ["null", null, /it has no deployment/],
        ["a plan", { manifest: {}, resourcePlans: {} }, /it has no deployment/],
        ["a state without its list", exported({}), /deployment\.resources is no list/],
        ["a list of something else", exported(["a"]), /deployment\.resources\[0\] has no type/],
        ["a resource without a URN", exported([{ type: "t" }]), /deployment\.resources\[0\] has no URN/],
    ];
    for (const [what, content, why] of others) {
        it(`is not ${what}`, async () => {
            await assert.rejects(read(content), (error: unknown) => {
                assert.ok(error instanceof StateError);
                assert.match(
                    error.message,
                    /^\S+state\.json is no exported state: .+ pulumi stack export --file state\.json$/,
                );
                assert.match(error.message, why);
                assert.equal(error.message.includes("\n"), false);
                return true;
            });
        });
    }

    describe("under a pack", () => {
        let pack: PolicyPack;
        let configured: (config?: object) => Promise<PackConfiguration>;
        before(async () => ({ pack, configured } = await startSamplePack()));
        after(() => pack.stop());

        async function judged(inputs: object, outputs: object = {}) {
            const list = [...resources.slice(0, 2), { ...queue, inputs, outputs }];
            return judge([await read(exported(list))], [pack], [await configured()], new Date());
        }

        it("passes", async () => {
            const verdict = await judged(queue.inputs, queue.outputs);
            assert.deepEqual([verdict.modes, verdict.resources, passes(verdict)], [["state"], 3, true]);
        });

        it("is judged by inputs, and as a whole by outputs", async () => {
            const verdict = await judged({ rule: "must", say: "no" }, { rule: "must", say: "not heard" });
            assert.deepEqual(
                verdict.violations.map(({ policy, urn: at, message }) => [policy, at, message.split("\n")[1]]),
                [["must", queueUrn, "no"]],
            );
            const bare = exported([
                { ...resources[0], outputs: {} },
                { ...queue, inputs: { wanted: true }, outputs: {} },
            ]);
            const unwanted = await judge([await read(bare)], [pack], [await configured()], new Date());
            assert.deepEqual(
                unwanted.violations.map(({ policy }) => policy),
                ["one-is-wanted"],
            );
        });

        it("fails where a rule wants to know an encrypted secret", async () => {
            const verdict = await judged({ rule: "must", read: "token", token: { ...secret, ciphertext: "v1:abc" } });
            assert.equal(verdict.unevaluated.length, 1);
            assert.equal(passes(verdict), false);
        });

        it("fails on what a rule puts off, since nothing more will be known", async () => {
            const verdict = await judged({ rule: "must", put: "deferred: policy is secret" });
            assert.deepEqual(
                verdict.notJudged.map(({ reason, modes }) => [reason, modes]),
                [["policy is secret", ["state"]]],
            );
        });
    });
});
