import { spawn } from "node:child_process";
import { once } from "node:events";

import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";

export interface PackProcess {
    client: AnalyzerClient;
    stop(): Promise<void>;
}

/**
 * Starts a pack as Pulumi's language host does: in its own folder, ready once it has printed its port.
 *
 * @param directory absolute folder of the pack
 * @throws Error with what the pack printed, when it ends before it is ready
 */
export async function startPack(directory: string): Promise<PackProcess> {
    const script = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const environment = { PULUMI_NODEJS_PROJECT: "project", PULUMI_NODEJS_STACK: "dev", PULUMI_NODEJS_DRY_RUN: "true" };
    const child = spawn(process.execPath, [script, "127.0.0.1:1", directory], {
        cwd: directory,
        env: { ...process.env, ...environment, PULUMI_CONFIG: "{}" },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = once(child, "exit");
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const port = await new Promise<string>((resolve, reject) => {
        let printed = "";
        child.stdout.on("data", (chunk: Buffer) => {
            printed += chunk.toString();
            if (printed.includes("\n")) resolve(printed.slice(0, printed.indexOf("\n")));
        });
        child.once("exit", () => reject(new Error(`The pack in ${directory} ended: ${errors}`)));
    });
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return {
        client,
        async stop() {
            client.close();
            child.kill();
            await exited;
        },
    };
}
