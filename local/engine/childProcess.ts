import { type ChildProcess, spawn } from "node:child_process";

/** How long a process that was asked to end may take before it is killed, in wall milliseconds. */
const graceMilliseconds = 2000;

/** A child of ours: what it printed is kept, and it can be ended for certain. */
export class Child {
    private readonly process: ChildProcess;
    private printed = "";
    /** Resolves with the exit code once the process has ended and its output is complete. */
    readonly ended: Promise<number>;

    constructor(args: string[], options: { cwd: string; env: Record<string, string | undefined> }) {
        this.process = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
        const keep = (chunk: Buffer): void => {
            this.printed += chunk.toString("utf8");
        };
        this.process.stdout?.on("data", keep);
        this.process.stderr?.on("data", keep);
        this.ended = new Promise((resolve) => {
            this.process.once("close", (code) => {
                resolve(code ?? 1);
            });
            this.process.once("error", (error) => {
                this.printed += error.message;
                resolve(1);
            });
        });
    }

    get pid(): number | undefined {
        return this.process.pid;
    }

    /** Everything on stdout and stderr so far. */
    get output(): string {
        return this.printed;
    }

    /** The first line on stdout; rejects with what was printed when the process ends without one. */
    async firstLine(): Promise<string> {
        let line = "";
        const found = new Promise<string>((resolve) => {
            this.process.stdout?.on("data", (chunk: Buffer) => {
                line += chunk.toString("utf8");
                const end = line.indexOf("\n");
                if (end >= 0) resolve(line.slice(0, end).trim());
            });
        });
        const ended = this.ended.then((code) => {
            throw new Error(`the process ended with ${String(code)}: ${this.printed.trim()}`);
        });
        return Promise.race([found, ended]);
    }

    async stop(): Promise<void> {
        if (this.process.exitCode === null && this.process.signalCode === null) {
            this.process.kill("SIGTERM");
            const timer = setTimeout(() => this.process.kill("SIGKILL"), graceMilliseconds);
            await this.ended;
            clearTimeout(timer);
        }
    }
}
