import { randomBytes } from "node:crypto";

import { type AsyncRequest } from "./asyncRequest";
import { type SimulatedClock } from "../clock";
import { type Container, type ContainerHost } from "./containerHost";
import { type ContainerLogs, type InstanceLogs } from "./containerLogs";

/** What a container is started from. */
export interface ContainerSpec {
    image: string;
    environment: Readonly<Record<string, string>>;
}

/** One instance in service and the requests it works on. */
export interface Instance {
    /** As EC2's: `i-` and 17 hexadecimal digits. */
    readonly id: string;
    readonly container: Container;
    readonly logs: InstanceLogs;
    readonly inFlight: Set<AsyncRequest>;
    /** Takes no more work and goes once it has none. */
    draining: boolean;
}

/** The instances of one production variant, each with a container of its own. */
export class Fleet {
    private readonly members: Instance[] = [];

    constructor(
        private readonly clock: SimulatedClock,
        private readonly containers: ContainerHost,
    ) {}

    /** Instances that take work. */
    get inService(): number {
        return this.members.filter((instance) => !instance.draining).length;
    }

    get inFlight(): number {
        return this.members.reduce((sum, instance) => sum + instance.inFlight.size, 0);
    }

    /**
     * Starts `count` containers at once; simulated time stands still meanwhile.
     *
     * @param logs where they print to; also what a container prints that does not start
     * @throws Error when one does not start; the others are stopped again
     */
    async start(count: number, spec: ContainerSpec, logs: ContainerLogs): Promise<Instance[]> {
        const starting = Array.from({ length: count }, () => {
            const id = instanceId();
            return { id, logs: logs.open(id) };
        });
        const results = await this.clock.holdWhile(() =>
            Promise.allSettled(
                starting.map(async (instance): Promise<Instance> => {
                    const { print } = instance.logs;
                    const container = await this.containers.start(spec.image, spec.environment, print);
                    return { ...instance, container, inFlight: new Set(), draining: false };
                }),
            ),
        );
        const running = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
        const failed = results.find((result) => result.status === "rejected");
        if (failed) {
            await Promise.all(running.map(({ container }) => container.stop()));
            await Promise.all(starting.map((instance) => instance.logs.close()));
            throw failed.reason;
        }
        this.members.push(...running);
        return running;
    }

    all(): readonly Instance[] {
        return this.members;
    }

    /** The instance with the most free slots, if one has any: SageMaker spreads evenly. */
    leastBusy(slots: number): Instance | undefined {
        let best: Instance | undefined;
        for (const instance of this.members) {
            if (instance.draining || instance.inFlight.size >= slots) continue;
            if (!best || instance.inFlight.size < best.inFlight.size) best = instance;
        }
        return best;
    }

    /** Takes an instance out and stops its container; what it worked on is the caller's business. */
    async remove(instance: Instance): Promise<void> {
        const index = this.members.indexOf(instance);
        if (index < 0) return;
        this.members.splice(index, 1);
        await this.clock.holdWhile(async () => {
            await instance.container.stop();
            await instance.logs.close();
        });
    }

    has(instance: Instance): boolean {
        return this.members.includes(instance);
    }
}

function instanceId(): string {
    return `i-${randomBytes(9).toString("hex").slice(1)}`;
}
