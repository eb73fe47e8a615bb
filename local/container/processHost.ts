import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { type Container, type ContainerHost } from "../cloud/sageMaker/containerHost";
import { PrintedLines } from "./printedLines";

const pingEveryMilliseconds = 25;

/** Of what a container prints, as much as an error message can carry. */
const printedCharacters = 8192;

export interface ProcessHostArgs {
    /** What to run with Node, as its arguments; the default is the stand-in of this folder. */
    command?: readonly string[];
    /** Wall time until `/ping` must have answered. */
    startTimeoutMilliseconds?: number;
    /** Wall time between SIGTERM and SIGKILL. SageMaker waits 30 s; the stand-in has nothing that would take so long. */
    graceMilliseconds?: number;
}

export interface ProcessContainer extends Container {
    readonly pid: number;
}

/**
 * Starts every container as a process of its own, with the model's environment and nothing else of this one's.
 *
 * The image is not run: whatever it is, the stand-in takes its place.
 */
export class ProcessHost implements ContainerHost {
    private readonly alive = new Map<ChildProcess, () => Promise<void>>();
    private readonly timeout: number;
    private readonly grace: number;

    constructor(private readonly args: ProcessHostArgs = {}) {
        this.timeout = args.startTimeoutMilliseconds ?? 30_000;
        this.grace = args.graceMilliseconds ?? 2000;
    }

    /** Processes that have not ended. */
    running(): number {
        return this.alive.size;
    }

    /** Stops every container, also those that are still starting. */
    async stopAll(): Promise<void> {
        await Promise.all([...this.alive.values()].map((stop) => stop()));
    }

    async start(
        image: string,
        environment: Readonly<Record<string, string>>,
        onLine: (line: string) => void = () => undefined,
    ): Promise<ProcessContainer> {
        const child = spawn(process.execPath, this.args.command ?? standIn(), {
            env: { ...hostEnvironment(), ...environment, SAGEMAKER_BIND_TO_PORT: "0" },
            // The container ends when its stdin does, and this process holds the other end.
            stdio: ["pipe", "pipe", "pipe"],
        });
        let printed = "";
        const listening = new Promise<string>((resolve) => {
            for (const stream of [child.stdout, child.stderr]) {
                const lines = new PrintedLines(onLine);
                stream.on("end", () => {
                    lines.end();
                });
                stream.setEncoding("utf8").on("data", (text: string) => {
                    lines.add(text);
                    printed = (printed + text).slice(-printedCharacters);
                    const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(printed)?.[1];
                    if (url !== undefined) resolve(url);
                });
            }
        });
        child.stdin.on("error", () => undefined);
        const ended = this.follow(child);
        const stop = () => terminate(child, ended, this.grace);
        this.alive.set(child, stop);

        const abort = new AbortController();
        try {
            const url = await Promise.race([
                listening.then((found) => healthy(found, abort.signal)),
                ended.then((how) => Promise.reject(new Error(`ended with ${how}`))),
                expired(this.timeout, abort.signal),
            ]);
            return { url, pid: child.pid ?? 0, stop };
        } catch (error) {
            await stop();
            const output = printed.trim() === "" ? "it printed nothing" : `it printed:\n${printed.trim()}`;
            throw new Error(`Container of ${image} ${(error as Error).message}; ${output}`);
        } finally {
            abort.abort();
        }
    }

    /** Resolves, with how, once the process has ended and all that it printed has been read. */
    private follow(child: ChildProcess): Promise<string> {
        return new Promise((resolve) => {
            const gone = (how: string) => {
                this.alive.delete(child);
                resolve(how);
            };
            child.on("error", (error) => {
                // Without a process there is no other event.
                if (child.pid === undefined) gone(error.message);
            });
            child.on("close", (code, signal) => {
                gone(code === null ? String(signal) : `exit code ${String(code)}`);
            });
        });
    }
}

/** What a program needs from its host and no model decides. */
function hostEnvironment(): Record<string, string> {
    const { PATH, SystemRoot } = process.env;
    return { ...(PATH !== undefined && { PATH }), ...(SystemRoot !== undefined && { SystemRoot }) };
}

/** The bundle that every npm script makes before it starts anything; without one the source, which starts slower. */
function standIn(): string[] {
    const bundle = join(__dirname, "dist", "main.js");
    if (existsSync(bundle)) return [bundle];
    return ["-r", join(__dirname, "../typescript.cjs"), join(__dirname, "main.ts")];
}

async function healthy(url: string, signal: AbortSignal): Promise<string> {
    while (!signal.aborted) {
        const response = await fetch(`${url}/ping`, { signal }).catch(() => undefined);
        await response?.body?.cancel();
        if (response?.status === 200) return url;
        await new Promise((resolve) => setTimeout(resolve, pingEveryMilliseconds));
    }
    return url;
}

/** Rejects after so much time of the monotonic clock that timers go by, unless called off. */
function expired(milliseconds: number, signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
        const timer = setTimeout(() => {
            reject(new Error(`did not answer /ping within ${String(milliseconds / 1000)} s`));
        }, milliseconds);
        signal.addEventListener("abort", () => {
            clearTimeout(timer);
        });
    });
}

async function terminate(child: ChildProcess, ended: Promise<string>, graceMilliseconds: number): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
    await ended;
    clearTimeout(timer);
}
