"use strict";

const { spawn } = require("node:child_process");

/** How long a process that was interrupted may take before it is killed, in milliseconds. */
const grace = 5000;

const running = new Set();

/**
 * Starts node. `ended` resolves with what is to be said of how it ended, once all of its output was read.
 *
 * @returns {import("node:child_process").ChildProcess & { ended: Promise<{ code: number, problem: string }> }}
 */
function startNode(args, options) {
    const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.ended = new Promise((resolve) => {
        child.once("error", (error) => resolve({ code: -1, problem: `could not be started: ${error.message}` }));
        child.once("close", (code, signal) => {
            if (signal) resolve({ code: -1, problem: `was ended by ${signal}` });
            else resolve({ code, problem: code === 0 ? "" : `exited with non-zero exit code: ${code}` });
        });
    });
    child.once("exit", () => running.delete(child));
    return child;
}

/** Asks a child to end, as Ctrl-C would, and does not take no for an answer. */
function interrupt(child) {
    child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), grace);
    child.once("exit", () => clearTimeout(timer));
}

/**
 * Ends this process, and its children with it, when the engine asks for it and when the engine is gone: it holds the other end
 * of stdin, and the system closes that however the engine ended.
 */
function endWith(stdin) {
    process.on("exit", () => {
        for (const child of running) child.kill("SIGKILL");
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit());
    stdin.on("end", () => process.exit());
    for (const stream of [stdin, process.stdout, process.stderr]) stream.on("error", () => process.exit());
    stdin.resume();
}

module.exports = { endWith, interrupt, startNode };
