import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";

import { type Container, type ContainerHost } from "../cloud/sageMaker/containerHost";

/** An input that is answered with more than SageMaker uploads at once. */
export const largeInput = "a large answer, please";
const large = JSON.stringify([{ summary_text: "x".repeat(9 * 1024 * 1024) }]);

/** Containers that answer at once and always the same: what they would say is not what is looked at. */
export class AnsweringHost implements ContainerHost {
    private readonly servers = new Set<Server>();

    async start(
        _image: string,
        _environment: Readonly<Record<string, string>>,
        onLine: (line: string) => void = () => undefined,
    ): Promise<Container> {
        const server = createServer((request, response) => {
            let body = "";
            request.setEncoding("utf8").on("data", (text: string) => (body += text));
            request.on("end", () => {
                if (request.url === "/invocations") onLine("answered an invocation");
                response.setHeader("content-type", "application/json");
                response.end(body.includes(largeInput) ? large : JSON.stringify([{ summary_text: "A summary." }]));
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        this.servers.add(server);
        onLine("started");
        const { port } = server.address() as AddressInfo;
        return { url: `http://127.0.0.1:${String(port)}`, stop: () => this.stop(server) };
    }

    running(): number {
        return this.servers.size;
    }

    async stopAll(): Promise<void> {
        await Promise.all([...this.servers].map((server) => this.stop(server)));
    }

    private async stop(server: Server): Promise<void> {
        if (!this.servers.delete(server)) return;
        await new Promise((resolve) => {
            server.close(resolve);
            server.closeAllConnections();
        });
    }
}
