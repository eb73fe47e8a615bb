import { type ChildProcess, spawn } from "node:child_process";

/** How a command of the Pulumi CLI ended, and all that it printed. */
export interface Ended {
    code: number;
    output: string;
    stdout: string;
}

/** A command that runs. */
export class Running {
    private readonly child: ChildProcess;
    readonly ended: Promise<Ended>;

    constructor(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
        this.child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        let stdout = "";
        this.child.stdout?.on("data", (chunk: Buffer) => {
            stdout += chunk.toString("utf8");
            output += chunk.toString("utf8");
        });
        this.child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
        this.ended = new Promise((resolve, reject) => {
            this.child.once("error", reject);
            this.child.once("close", (code, signal) => {
                resolve({ code: code ?? (signal === "SIGKILL" ? 137 : 1), output, stdout });
            });
        });
    }

    /** Ends the command alone, at once, as a machine that fails does: its plugins have to notice. */
    kill(): void {
        this.child.kill("SIGKILL");
    }
}
