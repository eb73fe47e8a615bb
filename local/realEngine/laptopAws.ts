import { followWall, SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { type ServiceName } from "../cloud/context";
import { type AccessKey, type IdentityDocuments, type IdentityName } from "../cloud/iam/identities";
import { type Caller } from "../cloud/iam/principal";
import { type ContainerHost } from "../cloud/sageMaker/containerHost";
import { type EndpointBehaviour } from "../cloud/sageMaker/endpointBehaviour";
import { InProcessHost } from "../container/inProcessHost";
import { startWire, type Wire } from "../wire/server";
import { type WireCloud } from "../wire/exchange";

/** One operation that a client of the laptop AWS asked for. */
export interface Asked {
    caller: Caller;
    service: ServiceName;
    operation: string;
    input: unknown;
}

/** What a test does to an operation: before it takes effect, or after and before it is answered. A rejection is the answer. */
export interface Interference {
    before?(asked: Asked): void | Promise<void>;
    after?(asked: Asked): void | Promise<void>;
}

/** How far time goes between two looks at an endpoint that is being made, updated or deleted. */
const stepSeconds = 30;

/**
 * A laptop AWS for another process: HTTP on 127.0.0.1, model containers in this process, and a clock that stands still but
 * while a client waits for an endpoint. So an update takes as long as this machine needs, and nothing happens by itself.
 */
export class LaptopAws implements WireCloud {
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly asked: Asked[] = [];
    interference: Interference = {};
    /** Images whose containers do not start: SageMaker then goes back to what it served before. */
    readonly brokenImages = new Set<string>();
    /** Instances in service, after each change. */
    readonly capacity: number[] = [];
    private passing: Promise<void> | undefined;
    private readonly containers = new InProcessHost();
    private wire: Wire | undefined;
    readonly cloud: Cloud;

    private constructor(region: string, behaviour: Partial<EndpointBehaviour>, documents?: IdentityDocuments) {
        const containers: ContainerHost = {
            start: (image, environment, onLine) => {
                if (this.brokenImages.has(image)) return Promise.reject(new Error(`${image} is broken.`));
                return this.containers.start(image, environment, onLine);
            },
        };
        this.cloud = new Cloud({
            clock: this.clock,
            containers,
            region,
            behaviour,
            ...(documents && { documents }),
        });
        this.cloud.journal.watch((entry) => {
            if (entry.kind === "capacity") this.capacity.push(entry.instances);
        });
    }

    /** @param documents what deployer and preview may do; everything when it is not said */
    static async start(
        region: string,
        behaviour: Partial<EndpointBehaviour> = {},
        documents?: IdentityDocuments,
    ): Promise<LaptopAws> {
        const laptop = new LaptopAws(region, behaviour, documents);
        laptop.wire = await startWire(laptop);
        return laptop;
    }

    /** What every AWS client reads: that of the deployer. */
    get environment(): Record<string, string> {
        return this.environmentOf("deployer");
    }

    environmentOf(identity: IdentityName): Record<string, string> {
        const { accessKeyId, secretAccessKey } = this.cloud.identities[identity];
        return {
            AWS_ENDPOINT_URL: this.wire?.url ?? "",
            AWS_REGION: this.cloud.region,
            AWS_ACCESS_KEY_ID: accessKeyId,
            AWS_SECRET_ACCESS_KEY: secretAccessKey,
            // Of whoever runs this, with whose keys it has nothing to do.
            AWS_SESSION_TOKEN: "",
        };
    }

    has(service: ServiceName, operation: string): boolean {
        return this.cloud.has(service, operation);
    }

    accessKey(accessKeyId: string): AccessKey | undefined {
        return this.cloud.accessKey(accessKeyId);
    }

    /** What arrives by HTTP. */
    async callAs(caller: Caller, service: ServiceName, operation: string, input: unknown): Promise<unknown> {
        const asked = { caller, service, operation, input };
        this.asked.push(asked);
        await this.interference.before?.(asked);
        const answer = await this.cloud.callAs(caller, service, operation, input);
        await this.interference.after?.(asked);
        const { EndpointStatus: status } = answer as { EndpointStatus?: string };
        if (operation === "DescribeEndpoint" && status !== "InService" && status !== "Failed")
            this.letPass(stepSeconds);
        return answer;
    }

    /** Lets time follow the wall while `use` runs, as for clients that wait for something to happen. */
    async atSpeed<T>(speed: number, use: () => Promise<T>): Promise<T> {
        await this.passing;
        const stop = followWall(this.clock, speed);
        try {
            return await use();
        } finally {
            await stop();
        }
    }

    /** Lets time pass, a minute at a time, until `condition` holds. */
    async advanceUntil(condition: () => boolean | Promise<boolean>, minutes: number): Promise<void> {
        await this.passing;
        for (let minute = 0; minute < minutes; minute++) {
            if (await condition()) return;
            await this.clock.advance(60);
        }
        if (!(await condition()))
            throw new Error(`It did not come to that within ${String(minutes)} simulated minutes.`);
    }

    /** Lets every endpoint finish what it is at, and its metrics, which come once a minute, tell how it is now. */
    async comeToRest(): Promise<void> {
        await this.passing;
        await this.clock.advance(120);
        await this.advanceUntil(async () => {
            const { Endpoints } = await this.cloud.call("sagemaker", "ListEndpoints", {});
            return Endpoints.every(({ EndpointStatus }) => EndpointStatus === "InService");
        }, 30);
    }

    async stop(): Promise<void> {
        await this.wire?.close();
        await this.passing;
        await this.cloud.close();
        await this.containers.stopAll();
    }

    /** Not before the request that is being served has its answer, which holds the clock; and one step at a time. */
    private letPass(seconds: number): void {
        this.passing ??= this.clock.advance(seconds).finally(() => (this.passing = undefined));
    }
}
