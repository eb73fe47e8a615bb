import { parseOutputs } from "../../contract/outputs";
import { prefixes } from "../../contract/names";
import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { type Call } from "../cloud/context";
import { type IdentityDocuments } from "../cloud/iam/identities";
import { InProcessHost } from "../container/inProcessHost";
import { deploy, destroy } from "../engine/deployment";
import { type Project } from "../../contract/project";
import { plain } from "../engine/properties";
import { laptopProvider } from "../engine/provider";
import { type RegisteredResource } from "../engine/registeredResource";
import { resourceTypeOf, resourceTypes } from "../resources";
import { type Existing, type Properties, type Target } from "../resources/resource";
import { driftEverything } from "./drift";
import { fillingOf, namesOf } from "./documents";
import { type RecordedLife } from "./recordedStatements";
import { Recording } from "./recording";

/** What a life of a stack leaves to whoever lets it live. */
export interface LifeArgs {
    project: Project;
    /** What deployer and preview may do; everything when it is not said. */
    documents?: IdentityDocuments;
    /** Who makes, reads, mends and destroys. */
    deployer(cloud: Cloud): Call;
    /** Who previews, and so reads once more. */
    preview?(cloud: Cloud): Call;
    /** Told of each step before it begins. */
    onStep?(step: string, cloud: Cloud): void;
}

/**
 * All that a deployer does to a stack, on the laptop's own engine and in simulated time: makes it, reads and imports each
 * resource, mends what somebody changed, asks what the guards ask, and destroys it. An administrator does what others do.
 *
 * @returns what is left
 * @throws Error when something of this is refused
 */
export async function liveOnOwnEngine({ project, documents, deployer, preview, onStep }: LifeArgs): Promise<string[]> {
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    const containers = new InProcessHost();
    const { endpointName, region, partition, accountId } = fillingOf(project);
    const cloud = new Cloud({ clock, containers, region, partition, accountId, ...(documents && { documents }) });
    const target: Target = {
        call: deployer(cloud),
        accountId,
        region,
        partition,
        sleep: () => clock.advance(5),
    };
    const provider = laptopProvider(target);
    const step = (what: string): void => onStep?.(what, cloud);
    try {
        step("create");
        const { errors, resources, outputs } = await deploy({ project, provider, packs: [], preview: false });
        if (errors.length > 0) throw new Error(errors.join("\n"));
        step("read");
        for (const resource of own(resources)) await existing(resource, target);
        const previewing = preview && { ...target, call: preview(cloud) };
        if (previewing) for (const resource of own(resources)) await existing(resource, previewing);
        step("import");
        for (const resource of own(resources)) await imported(resource, target);
        const names = namesOf(project);
        await driftEverything(cloud.call, { names, outputs: parseOutputs(outputs), accountId });
        await settled(cloud, endpointName);
        step("mend");
        for (const resource of own(resources)) await mended(resource, target);
        step("guard");
        await askAsGuards(target.call, endpointName, clock.date());
        for (const [bucket, prefix] of [
            [names.inputBucket, prefixes.input],
            [names.outputBucket, prefixes.output],
            [names.outputBucket, prefixes.failure],
        ] as const) {
            const object = { Bucket: bucket.name, Key: `${prefix}left`, Body: Buffer.from("left") };
            await cloud.call("s3", "PutObject", object);
        }
        step("destroy");
        await destroy(resources, provider, { liftProtection: true });
        return cloud.inventory();
    } finally {
        await cloud.close();
        await containers.stopAll();
    }
}

/** What the deployer is asked leave for meanwhile, who may do everything. */
export async function recordOwnEngineLife(project: Project): Promise<RecordedLife> {
    let recording: Recording | undefined;
    await liveOnOwnEngine({
        project,
        deployer(cloud) {
            const { caller } = cloud.identities.deployer;
            recording = new Recording(cloud.access, caller);
            return cloud.as(caller);
        },
    });
    return { filling: fillingOf(project), deployer: recording?.take() ?? [], smoke: [], preview: [] };
}

/** What Pulumi makes itself, such as a stash, nobody asks AWS for. */
function own(resources: readonly RegisteredResource[]): RegisteredResource[] {
    return resources.filter(({ custom, type }) => custom && resourceTypes.has(type));
}

function inputsOf({ inputs }: RegisteredResource): Properties {
    return plain(inputs) as Properties;
}

async function existing(resource: RegisteredResource, target: Target): Promise<Existing | undefined> {
    return resourceTypeOf(resource.type).read(resource.id, target, inputsOf(resource));
}

/** `pulumi import` knows nothing but an id. */
async function imported({ type, id, outputs }: RegisteredResource, target: Target): Promise<void> {
    const { serviceNamespace, resourceId, scalableDimension } = plain(outputs) as Record<string, string>;
    const scaled = `${String(serviceNamespace)}/${String(resourceId)}/${String(scalableDimension)}`;
    const ids: Record<string, string> = {
        "aws:appautoscaling/target:Target": scaled,
        "aws:appautoscaling/policy:Policy": `${scaled}/${id}`,
    };
    await resourceTypeOf(type).read(ids[type] ?? id, target);
}

/** What `pulumi up --refresh` does about a resource that somebody changed. */
async function mended(resource: RegisteredResource, target: Target): Promise<void> {
    const type = resourceTypeOf(resource.type);
    const found = await existing(resource, target);
    if (!found) throw new Error(`${resource.urn} is gone, though it was only changed.`);
    const inputs = inputsOf(resource);
    if (type.diff(found.inputs, inputs).some(({ replaces }) => !replaces)) await type.update(found, inputs, target);
}

/** What keeps an endpoint with a backlog asks AWS (infra/servedEndpoint.ts). */
async function askAsGuards(call: Call, EndpointName: string, now: Date): Promise<void> {
    await call("sagemaker", "DescribeEndpoint", { EndpointName });
    await call("cloudwatch", "GetMetricStatistics", {
        Namespace: "AWS/SageMaker",
        MetricName: "ApproximateBacklogSize",
        Dimensions: [{ Name: "EndpointName", Value: EndpointName }],
        StartTime: new Date(now.getTime() - 600_000),
        EndTime: now,
        Period: 60,
        Statistics: ["Maximum"],
    });
}

async function settled({ call, clock }: Cloud, EndpointName: string): Promise<void> {
    for (let minute = 0; minute < 60; minute++) {
        const { EndpointStatus } = await call("sagemaker", "DescribeEndpoint", { EndpointName });
        if (EndpointStatus === "InService") return;
        await clock.advance(60);
    }
    throw new Error(`${EndpointName} did not settle within an hour.`);
}
