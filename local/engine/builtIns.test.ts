import assert from "node:assert/strict";

import { type Created, type Properties } from "../resources/resource";
import { planned, withBuiltIns } from "./builtIns";
import { type Provider } from "./provider";

const stash = "pulumi:index:Stash";
const other = "sample:index:Thing";

/** A provider that writes down what it is asked. */
class RecordingProvider implements Provider {
    readonly asked: unknown[][] = [];

    check(...asked: unknown[]): Properties {
        this.asked.push(["check", ...asked]);
        return { checked: true };
    }

    async create(...asked: unknown[]): Promise<Created> {
        this.asked.push(["create", ...asked]);
        return Promise.resolve({ id: "made", outputs: {} });
    }

    async delete(...asked: unknown[]): Promise<void> {
        this.asked.push(["delete", ...asked]);
        return Promise.resolve();
    }

    async invoke(...asked: unknown[]): Promise<Properties> {
        this.asked.push(["invoke", ...asked]);
        return Promise.resolve({ answer: 42 });
    }
}

describe("withBuiltIns", () => {
    it("makes a stash of any value, without asking the provider", async () => {
        const provider = new RecordingProvider();
        const engine = withBuiltIns(provider);
        const inputs = { input: { nested: ["primary"] } };
        assert.deepEqual(engine.check(stash, "s", "urn", inputs), inputs);
        const made = await engine.create(stash, inputs);
        assert.deepEqual(made, { id: "stash", outputs: { ...inputs, output: inputs.input } });
        await engine.delete(stash, made);
        assert.deepEqual(provider.asked, []);
    });

    it("leaves everything else to the provider", async () => {
        const provider = new RecordingProvider();
        const engine = withBuiltIns(provider);
        const created = { id: "made", outputs: {} };
        assert.deepEqual(engine.check(other, "t", "urn", { a: 1 }), { checked: true });
        assert.deepEqual(await engine.create(other, { a: 1 }), created);
        await engine.delete(other, created);
        assert.deepEqual(await engine.invoke("sample:index:ask", { b: 2 }), { answer: 42 });
        assert.deepEqual(provider.asked, [
            ["check", other, "t", "urn", { a: 1 }],
            ["create", other, { a: 1 }],
            ["delete", other, created],
            ["invoke", "sample:index:ask", { b: 2 }],
        ]);
    });
});

describe("planned", () => {
    it("knows what a stash will say, and of anything else its inputs", () => {
        assert.deepEqual(planned(stash, { input: "primary" }), { input: "primary", output: "primary" });
        assert.deepEqual(planned(other, { input: "primary" }), { input: "primary" });
    });
});
