import { type Outputs, parseOutputs } from "../contract/outputs";
import { SimulatedClock } from "./cloud/clock";
import { Cloud } from "./cloud/cloud";
import { type IdentityDocuments, type IdentityName } from "./cloud/iam/identities";
import { type JournalEntry } from "./cloud/journal";
import { type ContainerHost } from "./cloud/sageMaker/containerHost";
import { type EndpointBehaviour } from "./cloud/sageMaker/endpointBehaviour";
import { InProcessHost } from "./container/inProcessHost";
import { deploy } from "./engine/deployment";
import { type Project } from "../contract/project";
import { laptopProvider, type Provider } from "./engine/provider";
import { type RegisteredResource } from "./engine/registeredResource";

export type StoppableHost = ContainerHost & { stopAll(): Promise<void> };

export interface DeployedProgramArgs {
    project: Project;
    behaviour?: Partial<EndpointBehaviour>;
    /** The default runs the stand-in of the model in this process. */
    containers?: StoppableHost;
    /** What deployer and preview may do; everything when it is not said. */
    documents?: IdentityDocuments;
    /** Who deploys; without it AWS itself, which needs nobody's leave. */
    by?: IdentityName;
    /** What makes the resources, instead of the laptop AWS alone. */
    through?: (laptop: Provider, cloud: Cloud) => Provider;
    /** Told of everything that happens, from the beginning. */
    onEntry?: (entry: JournalEntry) => void;
}

/** A program in a laptop AWS of this very process, whose clock stands still. */
export interface DeployedProgram {
    readonly cloud: Cloud;
    readonly containers: StoppableHost;
    readonly outputs: Outputs;
    /** In the order in which they were registered. */
    readonly resources: readonly RegisteredResource[];
    /** Ends containers and all that runs. */
    close(): Promise<void>;
}

/**
 * Deploys a project's program as `pulumi up` does, without packs, HTTP and waiting.
 *
 * @throws Error with the engine's words when the program cannot be deployed
 */
export async function deployProgram(args: DeployedProgramArgs): Promise<DeployedProgram> {
    const { project, by, behaviour = {}, containers = new InProcessHost(), documents, through } = args;
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    const region = project.config["aws:region"] ?? "us-east-1";
    const cloud = new Cloud({ clock, containers, region, behaviour, ...(documents && { documents }) });
    if (args.onEntry) cloud.journal.watch(args.onEntry);
    const { accountId, partition } = cloud;
    const call = by === undefined ? cloud.call : cloud.as(cloud.identities[by].caller);
    const close = async (): Promise<void> => {
        await cloud.close();
        await containers.stopAll();
    };
    // Time passes only while a resource waits, and then at once.
    const laptop = laptopProvider({ call, accountId, region, partition, sleep: () => clock.advance(5) });
    const provider = through ? through(laptop, cloud) : laptop;
    try {
        const { errors, outputs, resources } = await deploy({ project, provider, packs: [], preview: false });
        if (errors.length > 0) throw new Error(errors.join("\n"));
        return { cloud, containers, outputs: parseOutputs(outputs), resources, close };
    } catch (error) {
        await close();
        throw error;
    }
}
