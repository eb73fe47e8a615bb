import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

import { pythonWith } from "./pythonEnvironment";

/** A run of a queue in a simulator. */
export interface QueueRun {
    customers: number;
    seconds: number;
    /** Mean wait, in units of the mean service time. */
    wait: number;
}

/** Another simulator, in a process that stays for several runs, so that neither its start nor its compilation is timed. */
export class Peer {
    private readonly lines: AsyncIterator<string>;
    private readonly reader: Interface;
    private said = "";

    private constructor(private readonly child: ChildProcessWithoutNullStreams) {
        this.reader = createInterface({ input: child.stdout });
        this.lines = this.reader[Symbol.asyncIterator]();
        child.stderr.on("data", (text: Buffer) => (this.said += text.toString()));
        // Where it has ended, the line that does not come says so.
        child.stdin.on("error", () => undefined);
    }

    /**
     * @param script under `peers/`
     * @throws Error that says in one line why the simulator cannot be had
     */
    static async start(distribution: string, version: string, script: string): Promise<Peer> {
        const python = await pythonWith(distribution, version);
        return new Peer(spawn(python, ["-u", join(__dirname, "peers", script)]));
    }

    /** M/M/c at a load of 0.8. */
    async run(servers: number, customers: number): Promise<QueueRun> {
        this.child.stdin.write(`${String(servers)} ${String(customers)}\n`);
        const { value, done } = await this.lines.next();
        if (done) throw new Error(this.said.trim().split("\n").at(-1) || "it ended without a word");
        return JSON.parse(value) as QueueRun;
    }

    close(): void {
        this.reader.close();
        this.child.kill();
    }
}
