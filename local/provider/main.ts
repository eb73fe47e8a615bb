import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { ResourceProvider } from "./resourceProvider";

/** A provider plugin as Pulumi's engine starts one: it prints its port, and ends when the engine does. */
function main(): void {
    // The SDK's advice about coming versions of Node would be shown as a warning of the provider.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(ResourceProviderService, new ResourceProvider(process.env).service);
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error) throw error;
        process.stdout.write(`${String(port)}\n`);
    });
    const end = (): void => process.exit(0);
    // How the engine ends a plugin. Ctrl-C in a terminal does not reach it: it is in a process group of its own.
    process.once("SIGINT", end).once("SIGTERM", end);
    // The engine holds the other end of stdin: it is closed when the engine ends, even when it is killed.
    process.stdin.resume().once("end", end);
}

main();
