import { type Outputs } from "../../contract/outputs";
import { AwsError } from "../cloud/awsError";
import { type Cloud } from "../cloud/cloud";
import { type Call } from "../cloud/context";
import { type IdentityName } from "../cloud/iam/identities";
import { type JournalEntry } from "../cloud/journal";
import { type DeployedProgram, type DeployedProgramArgs, deployProgram, type StoppableHost } from "../deployedProgram";
import { loadProject } from "../../contract/project";
import { documentsFor } from "../permissions/documents";

export type DeployedStackArgs = Pick<DeployedProgramArgs, "behaviour" | "containers" | "documents">;

/** The program, deployed by the deployer into a laptop AWS whose clock stands still: a test moves it. */
export class DeployedStack {
    readonly cloud: Cloud;
    readonly containers: StoppableHost;
    readonly outputs: Outputs;

    private constructor(
        private readonly deployed: DeployedProgram,
        readonly entries: readonly JournalEntry[],
    ) {
        ({ cloud: this.cloud, containers: this.containers, outputs: this.outputs } = deployed);
    }

    /**
     * @param root folder of the project: this one, or an edited copy
     * @param args where it does not say otherwise, deployer and preview may do what their documents grant, and nothing else
     * @throws Error with the engine's words when the program cannot be deployed
     */
    static async deploy(root: string, args: DeployedStackArgs = {}): Promise<DeployedStack> {
        const entries: JournalEntry[] = [];
        const onEntry = (entry: JournalEntry): void => void entries.push(entry);
        const project = loadProject(root, "dev");
        const documents = documentsFor(project);
        return new DeployedStack(
            await deployProgram({ documents, ...args, project, by: "deployer", onEntry }),
            entries,
        );
    }

    /** Calls on behalf of somebody who is known from the start. */
    as(identity: IdentityName): Call {
        return this.cloud.as(this.cloud.identities[identity].caller);
    }

    /** As a caller, puts an article and invokes the endpoint with it; answers where the result will be. */
    async invoke(id: string, article = "The tide came in. The mill wheel turned. The miller slept.") {
        const { inputBucketName: Bucket, inputPrefix, endpointName: EndpointName } = this.outputs;
        const Key = `${inputPrefix}${id}.json`;
        const Body = Buffer.from(JSON.stringify({ inputs: article, parameters: { truncation: true } }));
        const call = this.as("caller");
        await call("s3", "PutObject", { Bucket, Key, Body });
        const InputLocation = `s3://${Bucket}/${Key}`;
        const InferenceId = `smoke-${id}`;
        return call("sagemaker-runtime", "InvokeEndpointAsync", {
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

    /** As a caller, the object at a location that an invocation returned; undefined when there is none, or it is not his to read. */
    async read(location: string): Promise<string | undefined> {
        const { host, pathname } = new URL(location);
        try {
            const { Body } = await this.as("caller")("s3", "GetObject", { Bucket: host, Key: pathname.slice(1) });
            return Body.toString("utf8");
        } catch (error) {
            // Who may not list a bucket is not told that a key is missing, but refused.
            if (error instanceof AwsError && ["AccessDenied", "NoSuchKey"].includes(error.code)) return undefined;
            throw error;
        }
    }

    async close(): Promise<void> {
        await this.deployed.close();
    }
}
