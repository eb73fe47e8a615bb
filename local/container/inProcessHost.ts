import { type Server } from "node:http";
import { type AddressInfo } from "node:net";

import { type Container, type ContainerHost } from "../cloud/sageMaker/containerHost";
import { createContainerServer } from "./server";

/** The same containers as servers of this process: quick to start, for tests. */
export class InProcessHost implements ContainerHost {
    private readonly alive = new Set<Server>();

    /** Containers that have not been stopped. */
    running(): number {
        return this.alive.size;
    }

    async stopAll(): Promise<void> {
        await Promise.all([...this.alive].map((server) => this.stop(server)));
    }

    async start(
        _image: string,
        environment: Readonly<Record<string, string>>,
        onLine: (line: string) => void = () => undefined,
    ): Promise<Container> {
        const server = createOrSay(environment, onLine);
        await new Promise<void>((resolve, reject) => {
            server.once("error", reject).listen(0, "127.0.0.1", resolve);
        });
        this.alive.add(server);
        const { port } = server.address() as AddressInfo;
        return { url: `http://127.0.0.1:${String(port)}`, stop: () => this.stop(server) };
    }

    private async stop(server: Server): Promise<void> {
        if (!this.alive.delete(server)) return;
        await new Promise((resolve) => {
            server.close(resolve);
            // A keep-alive connection of a client would otherwise hold the server open; a killed container drops them too.
            server.closeAllConnections();
        });
    }
}

/** A process says why it ends; here the error alone would go to nobody but the caller. */
function createOrSay(environment: Readonly<Record<string, string>>, onLine: (line: string) => void): Server {
    try {
        return createContainerServer(environment, undefined, onLine);
    } catch (error) {
        onLine(error instanceof Error ? error.message : String(error));
        throw error;
    }
}
