import assert from "node:assert/strict";

import { Metadata, type ServerUnaryCall, status } from "@grpc/grpc-js";

import { Refusal, unary } from "./unary";

/** What a client would be told. */
async function answer(method: ReturnType<typeof unary<string, string>>): Promise<unknown[]> {
    return new Promise((resolve) => {
        method({ request: "why" } as ServerUnaryCall<string, string>, (...told) => resolve(told));
    });
}

describe("unary", () => {
    it("answers with what the handler makes of the request", async () => {
        assert.deepEqual(await answer(unary(async (request) => Promise.resolve(`${request}?`))), [null, "why?"]);
    });

    const plain = (details: string) => ({ code: status.UNKNOWN, details, metadata: new Metadata() });
    for (const [what, thrown, expected] of [
        ["an error's message", new Error("it broke"), "it broke"],
        ["what is no error as a text", "it broke", "it broke"],
    ] as const) {
        it(`tells ${what}`, async () => {
            assert.deepEqual(await answer(unary(() => Promise.reject(thrown as Error))), [plain(expected)]);
        });
    }

    it("tells errors in the words that it was given", async () => {
        const method = unary(
            () => Promise.reject(new Error("it broke")),
            (error) => `Oh: ${(error as Error).message}`,
        );
        assert.deepEqual(await answer(method), [plain("Oh: it broke")]);
    });

    it("passes on a refusal whole", async () => {
        const metadata = new Metadata();
        metadata.set("more", "to say");
        const refusal = { code: status.ABORTED, details: "no", metadata };
        const method = unary(
            () => Promise.reject(new Refusal(refusal)),
            () => "other words",
        );
        assert.deepEqual(await answer(method), [refusal]);
    });
});
