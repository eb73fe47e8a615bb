import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Outputs, OutputsError, parseOutputs } from "../contract/outputs";
import { type CustomEndpoint } from "./clients";
import { UsageError } from "./usageError";

/** What is tested, and how it is reached. */
export interface Target {
    outputs: Outputs;
    /** Only for a laptop AWS. */
    custom?: CustomEndpoint;
}

/** Where the outputs come from: a stack by the Pulumi CLI, a file, or a laptop AWS that runs. */
export interface TargetOptions {
    stack?: string;
    outputs?: string;
    local?: string;
}

/** @throws UsageError in one sentence, before anything is sent */
export function findTarget(root: string, { stack, outputs, local }: TargetOptions): Target {
    if (local !== undefined) {
        if (stack !== undefined || outputs !== undefined) {
            throw new UsageError("--local brings its own outputs: leave --stack and --outputs away.");
        }
        return laptopTarget(root, local);
    }
    if (outputs !== undefined) return { outputs: checked(readJson(outputs, "The outputs file"), outputs) };
    if (stack !== undefined) return { outputs: stackOutputs(root, stack) };
    throw new UsageError("Say what to test: --stack NAME, --local, or --outputs FILE.");
}

/** Reads `.laptop/<stack>.json`, which a laptop AWS writes as long as it runs. */
export function laptopTarget(root: string, stack: string): Target {
    if (!/^[\w.-]+$/.test(stack)) throw new UsageError(`"${stack}" is no name of a stack.`);
    const file = join(root, ".laptop", `${stack}.json`);
    const start = `run \`npm start -- --keep${stack === "dev" ? "" : ` --stack ${stack}`}\` first`;
    const laptop = readJson(file, "The laptop AWS's file", `No laptop AWS of stack ${stack} is running: ${start}.`);
    const { endpointUrl, accessKeyId, secretAccessKey, outputs, pid } = (laptop ?? {}) as Record<string, unknown>;
    for (const [key, value] of Object.entries({ endpointUrl, accessKeyId, secretAccessKey })) {
        if (typeof value !== "string" || value === "") throw new UsageError(`${file} has no ${key}: ${start}.`);
    }
    if (typeof pid === "number" && !isRunning(pid)) {
        throw new UsageError(`The laptop AWS of stack ${stack} has ended without removing ${file}: ${start}.`);
    }
    return {
        outputs: checked(outputs, file),
        custom: {
            url: endpointUrl as string,
            accessKeyId: accessKeyId as string,
            secretAccessKey: secretAccessKey as string,
        },
    };
}

function stackOutputs(root: string, stack: string): Outputs {
    if (!/^[\w./-]+$/.test(stack) || stack.startsWith("-")) throw new UsageError(`"${stack}" is no name of a stack.`);
    const command = ["stack", "output", "--json", "--stack", stack];
    const { error, status, stdout, stderr } = spawnSync("pulumi", command, {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
    });
    if (error) {
        const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
        const reason = missing ? "pulumi is not on the PATH" : `pulumi cannot be run (${error.message})`;
        throw new UsageError(
            `${reason}: install the Pulumi CLI, or give --outputs FILE with what \`pulumi ${command.join(" ")}\` printed.`,
        );
    }
    if (status !== 0) {
        const lines = stderr.split("\n").filter((line) => line.trim() !== "");
        const line = lines.find((text) => text.startsWith("error:")) ?? lines[0] ?? `exit code ${String(status)}`;
        throw new UsageError(`\`pulumi ${command.join(" ")}\` failed: ${line.replace(/^error:\s*/, "").trim()}.`);
    }
    let outputs: unknown;
    try {
        outputs = JSON.parse(stdout);
    } catch {
        throw new UsageError(`\`pulumi ${command.join(" ")}\` printed no JSON.`);
    }
    if (typeof outputs === "object" && outputs !== null && Object.keys(outputs).length === 0) {
        throw new UsageError(`Stack ${stack} has no outputs: run \`pulumi up --stack ${stack}\` first.`);
    }
    return checked(outputs, `stack ${stack}`);
}

function readJson(file: string, what: string, whenMissing = `${what} ${file} does not exist.`): unknown {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new UsageError(code === "ENOENT" ? whenMissing : `${what} ${file} cannot be read: ${message}.`);
    }
    try {
        return JSON.parse(text);
    } catch {
        throw new UsageError(`${what} ${file} is not JSON.`);
    }
}

function checked(outputs: unknown, source: string): Outputs {
    try {
        return parseOutputs(outputs);
    } catch (error) {
        if (error instanceof OutputsError)
            throw new UsageError(`${source}: ${error.message}.`.replace(/([.?])\.$/, "$1"));
        throw error;
    }
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
