import { type Outputs, parseOutputs } from "../../contract/outputs";
import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { type EndpointBehaviour } from "../cloud/sageMaker/endpointBehaviour";
import { type JournalEntry } from "../cloud/journal";
import { InProcessHost } from "../container/inProcessHost";
import { deploy } from "../engine/deployment";
import { loadProject } from "../engine/project";
import { laptopProvider } from "../engine/provider";

/** The program, deployed into a laptop AWS whose clock stands still: a test moves it. */
export class DeployedStack {
    private constructor(
        readonly cloud: Cloud,
        readonly containers: InProcessHost,
        readonly outputs: Outputs,
        readonly entries: readonly JournalEntry[],
    ) {}

    /**
     * @param root folder of the project: this one, or an edited copy
     * @throws Error with the engine's words when the program cannot be deployed
     */
    static async deploy(root: string, behaviour: Partial<EndpointBehaviour> = {}): Promise<DeployedStack> {
        const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
        const containers = new InProcessHost();
        const cloud = new Cloud({ clock, containers, region: "us-east-1", behaviour });
        const entries: JournalEntry[] = [];
        cloud.journal.watch((entry) => entries.push(entry));
        const { call, accountId, region, partition } = cloud;
        // Time passes only while a resource waits, and then at once.
        const provider = laptopProvider({ call, accountId, region, partition, sleep: () => clock.advance(5) });
        try {
            const project = loadProject(root, "dev");
            const { errors, outputs } = await deploy({ project, provider, packs: [], preview: false });
            if (errors.length > 0) throw new Error(errors.join("\n"));
            return new DeployedStack(cloud, containers, parseOutputs(outputs), entries);
        } catch (error) {
            await cloud.close();
            throw error;
        }
    }

    /** Puts an article and invokes the endpoint with it; answers where the result will be. */
    async invoke(id: string, article = "The tide came in. The mill wheel turned. The miller slept.") {
        const { inputBucketName: Bucket, inputPrefix, endpointName: EndpointName } = this.outputs;
        const Key = `${inputPrefix}${id}.json`;
        const Body = Buffer.from(JSON.stringify({ inputs: article, parameters: { truncation: true } }));
        await this.cloud.call("s3", "PutObject", { Bucket, Key, Body });
        const InputLocation = `s3://${Bucket}/${Key}`;
        const InferenceId = `smoke-${id}`;
        return this.cloud.call("sagemaker-runtime", "InvokeEndpointAsync", {
            EndpointName,
            InputLocation,
            InferenceId,
            ContentType: "application/json",
        });
    }

    /** Lets simulated time pass, a minute at a time, until `condition` holds; says so when it never does within `minutes`. */
    async advanceUntil(condition: () => boolean, minutes: number): Promise<void> {
        for (let minute = 0; minute < minutes; minute++) {
            if (condition()) return;
            await this.cloud.clock.advance(60);
        }
        if (!condition()) throw new Error(`It did not come to that within ${String(minutes)} simulated minutes.`);
    }

    get instances(): number {
        return this.of("capacity").at(-1)?.instances ?? 0;
    }

    of<K extends JournalEntry["kind"]>(kind: K): Extract<JournalEntry, { kind: K }>[] {
        return this.entries.filter((entry) => entry.kind === kind) as Extract<JournalEntry, { kind: K }>[];
    }

    /** The object at a location that an invocation returned, if it is there. */
    async read(location: string): Promise<string | undefined> {
        const { host, pathname } = new URL(location);
        try {
            const { Body } = await this.cloud.call("s3", "GetObject", { Bucket: host, Key: pathname.slice(1) });
            return Body.toString("utf8");
        } catch {
            return undefined;
        }
    }

    async close(): Promise<void> {
        await this.cloud.close();
        await this.containers.stopAll();
    }
}
