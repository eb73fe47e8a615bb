import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { type Outputs, parseOutputs } from "../contract/outputs";
import { type Connection } from "./article";
import { followWall, SimulatedClock } from "./cloud/clock";
import { Cloud, type CloudArgs } from "./cloud/cloud";
import { type Call } from "./cloud/context";
import { type IdentityDocuments, type IdentityName } from "./cloud/iam/identities";
import { type EndpointBehaviour } from "./cloud/sageMaker/endpointBehaviour";
import { ProcessHost } from "./container/processHost";
import { deploy, destroy } from "./engine/deployment";
import { packDirectories, withPacks } from "./engine/policyPack";
import { type Project } from "../contract/project";
import { laptopProvider, type Provider } from "./engine/provider";
import { type RegisteredResource } from "./engine/registeredResource";
import { previewWith, verdict, type Verdict } from "./gate";
import { startWire } from "./wire/server";

/** Content of `.laptop/<stack>.json`: all that an AWS client needs to speak to a running laptop AWS, as the one who deployed. */
export interface LaptopFile {
    endpointUrl: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
    outputs: Outputs;
    /** Process that serves it. */
    pid: number;
}

export interface LaptopArgs {
    project: Project;
    /** Simulated seconds per second. */
    speed: number;
    behaviour?: Partial<EndpointBehaviour>;
    /** What deployer and preview may do; everything when it is not said. */
    documents?: IdentityDocuments;
}

/** A laptop AWS that runs: one account in one region, an HTTP port, model containers as processes, one stack. */
export class Laptop {
    readonly cloud: Cloud;
    private readonly provider: Provider;
    private resources: RegisteredResource[] = [];
    private url = "";
    private readonly close: (() => Promise<void>)[] = [];
    private readonly containers = new ProcessHost();
    private readonly abort = new AbortController();
    private updating: Promise<unknown> = Promise.resolve();
    private release: () => void = () => undefined;

    private constructor(private readonly args: LaptopArgs) {
        const clock = new SimulatedClock(new Date());
        const region = args.project.config["aws:region"] ?? "us-east-1";
        this.cloud = new Cloud({ clock, region, containers: this.containers, ...pick(args) });
        this.provider = laptopProvider({
            call: this.as("deployer"),
            accountId: this.cloud.accountId,
            region: this.cloud.region,
            partition: this.cloud.partition,
            sleep: (milliseconds) => this.letTimePass(milliseconds),
        });
    }

    /** @throws Error when a laptop AWS of this stack runs already */
    static async start(args: LaptopArgs): Promise<Laptop> {
        const running = runningLaptop(args.project);
        if (running) {
            throw new Error(
                `A laptop AWS of stack ${args.project.stack} runs already (process ${String(running.pid)}, ${running.endpointUrl}). End it first.`,
            );
        }
        const laptop = new Laptop(args);
        const wire = await startWire(laptop.cloud);
        laptop.url = wire.url;
        laptop.close.push(wire.close, followWall(laptop.cloud.clock, args.speed));
        return laptop;
    }

    /** What an SDK client of somebody's is given to speak to it. */
    connectionOf(identity: IdentityName): Connection {
        const { accessKeyId, secretAccessKey } = this.cloud.identities[identity];
        return { endpoint: this.url, region: this.cloud.region, credentials: { accessKeyId, secretAccessKey } };
    }

    /** Preview under every pack, then the same with everything made: what `pulumi up` does. */
    async up(say: (step: string) => void): Promise<Verdict & { outputs?: Outputs }> {
        const updating = this.previewAndUpdate(say);
        // An interrupted update ends first: what it was making when it was interrupted is destroyed with the rest.
        this.updating = updating.catch(() => undefined);
        return updating;
    }

    private async previewAndUpdate(say: (step: string) => void): Promise<Verdict & { outputs?: Outputs }> {
        const { project } = this.args;
        const { signal } = this.abort;
        const packs = packDirectories(project.root);
        // Starting processes and running the program is this machine's time, not AWS's.
        this.release = this.cloud.clock.hold();
        try {
            say("previewing the program under the policy packs");
            const preview = await withPacks(packs, project, true, (starting) => previewWith(project, starting, signal));
            const judged = verdict(project.stack, preview);
            if (judged.errors.length > 0 || judged.violations.length > 0) return judged;
            signal.throwIfAborted();
            say(
                `previewed ${String(judged.resources)} resources and components, no policy is violated; making resources`,
            );
            const onCreated = (resource: RegisteredResource): void => void this.resources.push(resource);
            const deployment = await withPacks(packs, project, false, (starting) =>
                deploy({ project, provider: this.provider, packs: starting, preview: false, onCreated, signal }),
            );
            const result = verdict(project.stack, deployment);
            if (result.errors.length > 0) return result;
            const outputs = parseOutputs(deployment.outputs);
            this.writeFile(outputs);
            say(`deployed ${String(this.resources.length)} resources`);
            return { ...result, outputs };
        } finally {
            this.release();
        }
    }

    /**
     * Destroys the stack and ends everything. Protection is lifted: nothing here outlives the process.
     *
     * @returns what is left all the same
     */
    async down(onDeleted: (resource: RegisteredResource) => void = () => undefined): Promise<string[]> {
        this.abort.abort();
        await this.updating;
        this.release = this.cloud.clock.hold();
        try {
            await destroy(this.resources, this.emptying(this.provider), { liftProtection: true, onDeleted });
            this.resources = [];
        } finally {
            this.release();
            await this.end();
        }
        const containers = this.containers.running();
        return [...this.cloud.inventory(), ...(containers > 0 ? [`${String(containers)} container processes`] : [])];
    }

    /** Without protection, what callers have left in a bucket does not keep it. They may not delete it, and so its owner does. */
    private emptying(provider: Provider): Provider {
        return {
            ...provider,
            delete: async (type, created) => {
                if (type === "aws:s3/bucket:Bucket") await empty(this.as("administrator"), created.id);
                await provider.delete(type, created);
            },
        };
    }

    private as(identity: IdentityName): Call {
        return this.cloud.as(this.cloud.identities[identity].caller);
    }

    /** While a resource waits for AWS, simulated time passes, though the update that it belongs to holds it. */
    private async letTimePass(milliseconds: number): Promise<void> {
        this.release();
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        this.release = this.cloud.clock.hold();
    }

    /** Ends clock, port and containers, whatever exists. */
    private async end(): Promise<void> {
        rmSync(laptopFile(this.args.project), { force: true });
        for (const close of this.close.splice(0).reverse()) await close();
        await this.cloud.close();
        await this.containers.stopAll();
    }

    private writeFile(outputs: Outputs): void {
        const file = laptopFile(this.args.project);
        const content: LaptopFile = {
            endpointUrl: this.url,
            region: this.cloud.region,
            ...this.connectionOf("deployer").credentials,
            outputs,
            pid: process.pid,
        };
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
    }
}

function laptopFile(project: Project): string {
    return join(project.root, ".laptop", `${project.stack}.json`);
}

function runningLaptop(project: Project): LaptopFile | undefined {
    let found: LaptopFile;
    try {
        found = JSON.parse(readFileSync(laptopFile(project), "utf8")) as LaptopFile;
        process.kill(found.pid, 0);
    } catch {
        // No file, no process: what a killed run left behind is simply overwritten.
        return undefined;
    }
    return found;
}

function pick({ behaviour, documents }: LaptopArgs): Pick<CloudArgs, "behaviour" | "documents"> {
    return { ...(behaviour && { behaviour }), ...(documents && { documents }) };
}

async function empty(call: Call, Bucket: string): Promise<void> {
    for (;;) {
        const { Contents = [] } = await call("s3", "ListObjectsV2", { Bucket });
        if (Contents.length === 0) return;
        for (const { Key } of Contents) await call("s3", "DeleteObject", { Bucket, Key });
    }
}
