import assert from "node:assert/strict";

import fc from "fast-check";

import { Deadline, DeadlineError } from "./deadline";
import { backoffCeiling, describeError, Retry, type Trouble, troubleOf } from "./retry";
import { sdkError } from "./testing/fakeAws";
import { VirtualTime } from "./testing/virtualTime";

const throttled = sdkError("ThrottlingException", "UnknownError", 400);
const reset = sdkError("TimeoutError", "socket hang up", undefined, "ECONNRESET");

describe("trouble", () => {
    const troubles: [string, Trouble, Error][] = [
        ["throttling as HTTP 400 without a message", "throttled", throttled],
        ["S3's SlowDown, although it is a 503", "throttled", sdkError("SlowDown", "Please reduce…", 503)],
        ["HTTP 429 of any name", "throttled", sdkError("Unknown", "UnknownError", 429)],
        ["a refused connection", "unreached", sdkError("Error", "connect", undefined, "ECONNREFUSED")],
        ["an unknown host", "unreached", sdkError("Error", "getaddrinfo", undefined, "ENOTFOUND")],
        ["a connection that was reset", "ambiguous", reset],
        ["a request that took too long", "ambiguous", sdkError("TimeoutError", "exceeded")],
        ["HTTP 500", "ambiguous", sdkError("InternalFailure", "oops", 500)],
        ["HTTP 503", "ambiguous", sdkError("ServiceUnavailable", "oops", 503)],
        ["HTTP 501: not implemented today, nor in a minute", "final", sdkError("NotImplemented", "no", 501)],
        ["a refusal", "final", sdkError("AccessDeniedException", "no", 403)],
        ["a validation error", "final", sdkError("ValidationError", "no", 400)],
        ["a wrong date that the SDK has corrected", "unreached", skewed()],
        ["an error that AWS did not send", "final", new TypeError("x is not a function")],
    ];
    for (const [what, trouble, error] of troubles) {
        it(`${what} is ${trouble}`, () => {
            assert.equal(troubleOf(error), trouble);
        });
    }

    it("is final for what is no error at all", () => {
        assert.deepEqual([undefined, null, "text", 7].map(troubleOf), Array(4).fill("final"));
    });

    it("is described in one line, without the SDK's words for not knowing", () => {
        const cause = sdkError("Unknown", "UnknownError", 503);
        const described = [
            throttled,
            reset,
            cause,
            new DeadlineError("nothing more", { cause }),
            new Error("a\n b"),
            7,
        ];
        assert.deepEqual(described.map(describeError), [
            "ThrottlingException (HTTP 400)",
            "ECONNRESET socket hang up",
            "HTTP 503",
            "nothing more; the last was HTTP 503",
            "a b",
            "7",
        ]);
    });
});

describe("retry", () => {
    const time = (): { time: VirtualTime; lines: string[]; retry: (random?: () => number) => Retry } => {
        const virtual = new VirtualTime();
        const lines: string[] = [];
        const retry = (random = () => 0.5): Retry =>
            new Retry(new Deadline(virtual, 60_000), (line) => lines.push(line), random);
        return { time: virtual, lines, retry };
    };

    /** Fails so many times, then holds. */
    const failing = (times: number, error: Error): { calls: () => number; attempt: () => Promise<string> } => {
        let calls = 0;
        return {
            calls: () => calls,
            attempt: () => (++calls <= times ? Promise.reject(error) : Promise.resolve("done")),
        };
    };

    it("waits longer each time, by half of the ceiling for a jitter of one half", async () => {
        const { time: virtual, retry, lines } = time();
        const { attempt, calls } = failing(5, throttled);
        assert.equal(await virtual.runUntilDone(retry().run("InvokeEndpointAsync", attempt)), "done");
        assert.equal(calls(), 6);
        assert.equal(virtual.now(), 250 + 500 + 1000 + 2000 + 4000);
        assert.deepEqual(lines, ["InvokeEndpointAsync: ThrottlingException (HTTP 400); still trying"]);
    });

    it("does not repeat what is final, or what it is told not to", async () => {
        const { time: virtual, retry } = time();
        const denied = sdkError("AccessDenied", "no", 403);
        const final = failing(9, denied);
        await virtual.runUntilDone(assert.rejects(retry().run("x", final.attempt), denied));
        const ambiguous = failing(9, reset);
        await virtual.runUntilDone(assert.rejects(retry().run("x", ambiguous.attempt, ["throttled"]), reset));
        assert.deepEqual([final.calls(), ambiguous.calls(), virtual.now()], [1, 1, 0]);
    });

    it("ends with the deadline, which knows the last error", async () => {
        const { time: virtual, retry } = time();
        const { attempt } = failing(1e6, throttled);
        await virtual.runUntilDone(
            assert.rejects(retry().run("x", attempt), (error) => {
                assert.ok(error instanceof DeadlineError);
                assert.equal(error.cause, throttled);
                return true;
            }),
        );
        assert.equal(virtual.now(), 60_000);
    });

    it("aborts an attempt that is still under way at the deadline", async () => {
        const { time: virtual, retry } = time();
        const attempt = (signal: AbortSignal): Promise<void> => virtual.sleep(1e9, signal);
        await virtual.runUntilDone(assert.rejects(retry().run("x", attempt), DeadlineError));
        assert.equal(virtual.now(), 60_000);
    });

    it("never waits longer than 20 s, and never less for a later attempt", () => {
        const kinds = fc.constantFrom("throttled", "unreached", "ambiguous");
        fc.assert(
            fc.property(kinds, fc.integer({ min: 1, max: 2000 }), (trouble, attempt) => {
                const ceiling = backoffCeiling(trouble as "throttled", attempt);
                assert.ok(ceiling > 0 && ceiling <= 20_000);
                assert.ok(backoffCeiling(trouble as "throttled", attempt + 1) >= ceiling);
            }),
        );
    });
});

function skewed(): Error {
    return Object.assign(new Error("skewed"), {
        name: "RequestTimeTooSkewed",
        $metadata: { httpStatusCode: 403, clockSkewCorrected: true },
    });
}
