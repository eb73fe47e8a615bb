import { fstatSync } from "node:fs";
import { type AddressInfo } from "node:net";

import { createContainerServer } from "./server";

/**
 * The model container as a process: listens on 127.0.0.1 at `SAGEMAKER_BIND_TO_PORT` (default 8080; 0 takes any free
 * port), prints `listening on http://127.0.0.1:<port>` once it does, ends on SIGTERM, SIGINT, and when the process that started it is gone.
 */
function main(): void {
    const port = process.env.SAGEMAKER_BIND_TO_PORT ?? "8080";
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
        throw new Error(`SAGEMAKER_BIND_TO_PORT must be a port from 0 to 65535, not "${port}".`);
    }
    const server = createContainerServer(process.env, undefined, (line) => {
        console.log(line);
    });
    server.on("error", (error) => {
        fail(error);
    });
    server.listen(Number(port), "127.0.0.1", () => {
        console.log(`listening on http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    });

    // Work under way is finished; the process ends with the last connection.
    const end = () => {
        server.close(() => process.exit(0));
        // A connection that a client keeps alive becomes idle only once its last request is answered.
        setInterval(() => {
            server.closeIdleConnections();
        }, 20);
    };
    process.on("SIGTERM", end);
    process.on("SIGINT", end);
    if (heldByParent()) process.stdin.on("end", end).on("error", end).resume();
}

/** Whether stdin is a pipe that ends with the process at its other end; a terminal or /dev/null says nothing of a parent. */
function heldByParent(): boolean {
    try {
        const stdin = fstatSync(0);
        return stdin.isFIFO() || stdin.isSocket();
    } catch {
        return false;
    }
}

function fail(error: unknown): void {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    process.stdin.destroy();
}

try {
    main();
} catch (error) {
    fail(error);
}
