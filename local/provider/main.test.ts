import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";

const bundle = join(__dirname, "dist", "main.js");

interface Started {
    child: ChildProcessWithoutNullStreams;
    /** All that it printed so far. */
    printed: () => string;
    ended: Promise<unknown[]>;
}

/** Starts the provider as an engine does, and waits for its first words. */
async function start(): Promise<Started> {
    const child = spawn(process.execPath, [bundle]);
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const ended = once(child, "close");
    await Promise.race([once(child.stdout, "data"), ended]);
    return { child, printed: () => printed, ended };
}

describe("the provider as a process", () => {
    let started: ChildProcessWithoutNullStreams | undefined;
    afterEach(() => {
        started?.kill("SIGKILL");
    });

    const ways: [string, (child: ChildProcessWithoutNullStreams) => void][] = [
        ["its stdin is closed", (child) => void child.stdin.end()],
        ["it gets SIGINT", (child) => void child.kill("SIGINT")],
        ["it gets SIGTERM", (child) => void child.kill("SIGTERM")],
    ];
    for (const [way, end] of ways) {
        it(`prints its port and nothing else, serves there, and ends when ${way}`, async () => {
            const { child, printed, ended } = await start();
            started = child;
            const socket = connect(Number(printed()), "127.0.0.1");
            await once(socket, "connect");
            socket.destroy();
            end(child);
            assert.deepEqual(await ended, [0, null]);
            assert.match(printed(), /^\d+\n$/);
        }).timeout(20_000);
    }
});
