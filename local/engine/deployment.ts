import { type Created, type Properties } from "../resources/resource";
import { planned, withBuiltIns } from "./builtIns";
import { Child } from "./childProcess";
import { serveMonitor } from "./monitor";
import { type Finding, type PolicyPack } from "./policyPack";
import { type Project } from "./project";
import { plain, withSecretsOf } from "./properties";
import { type Provider } from "./provider";
import { byDependency, type RegisteredResource, type Registration } from "./registeredResource";

export interface DeploymentArgs {
    project: Project;
    provider: Provider;
    /** May still be starting: the program starts meanwhile, and its first resource waits for them. */
    packs: readonly PolicyPack[] | Promise<readonly PolicyPack[]>;
    /** Registers and judges, but makes nothing. */
    preview: boolean;
    /** Told of each custom resource once it is made. */
    onCreated?: (resource: RegisteredResource) => void;
    /** Ends the program early; what was made until then stays in `resources`. */
    signal?: AbortSignal;
}

export interface Deployment {
    /** In the order in which they were registered. */
    resources: RegisteredResource[];
    /** What the program exports. */
    outputs: Properties;
    findings: Finding[];
    /** Why the run failed, in the words of who refused; empty when it did not. */
    errors: string[];
    warnings: string[];
}

const stackType = "pulumi:pulumi:Stack";

/**
 * Runs the program once, as Pulumi's engine does on a first `preview` or `up`: the provider checks the inputs, every pack
 * judges them, and only then the resource is made. There is no diff and no replacement here.
 */
export async function deploy(args: DeploymentArgs): Promise<Deployment> {
    const run = new Run({ ...args, provider: withBuiltIns(args.provider) });
    const monitor = await serveMonitor(run);
    const program = startProgram(args, monitor.address);
    const abort = (): void => void program.stop();
    args.signal?.addEventListener("abort", abort);
    if (args.signal?.aborted) abort();
    // The run's fate is decided: the program need not go on, nor be waited for while it formats its error.
    run.onFailure = abort;
    try {
        const code = await program.ended;
        await run.settled();
        await run.finish(code, program.output);
    } finally {
        args.signal?.removeEventListener("abort", abort);
        monitor.close();
    }
    return run.deployment;
}

/**
 * Deletes what a deployment made, each resource after all that depend on it. Hooks do not run: the program has ended.
 *
 * @param liftProtection deletes protected resources too; otherwise they are refused before anything is deleted
 * @returns URNs in the order of their deletion
 */
export async function destroy(
    resources: readonly RegisteredResource[],
    provider: Provider,
    options: { liftProtection: boolean; onDeleted?: (resource: RegisteredResource) => void },
): Promise<string[]> {
    const custom = byDependency(resources).filter((resource) => resource.custom && resource.id !== "");
    const kept = custom.find((resource) => resource.options.protect);
    if (kept && !options.liftProtection) {
        throw new Error(`${kept.urn} is protected: unprotect it before you destroy the stack.`);
    }
    const deleted: string[] = [];
    const deleting = withBuiltIns(provider);
    for (const resource of custom.reverse()) {
        if (resource.options.retainOnDelete) continue;
        await deleting.delete(resource.type, { id: resource.id, outputs: plain(resource.outputs) as Properties });
        options.onDeleted?.(resource);
        deleted.push(resource.urn);
    }
    return deleted;
}

function startProgram({ project, preview }: DeploymentArgs, address: string): Child {
    const script = require.resolve("@pulumi/pulumi/cmd/run");
    const flags = [
        ["--monitor", address],
        ["--engine", address],
        ["--project", project.name],
        ["--stack", project.stack],
        ["--organization", "organization"],
        ["--root-directory", project.root],
        ["--pwd", project.main],
        ["--parallel", "16"],
    ].flat();
    return new Child([...project.nodeArguments, script, ...flags, ...(preview ? ["--dry-run"] : []), "."], {
        cwd: project.main,
        env: {
            ...process.env,
            PULUMI_NODEJS_TYPESCRIPT: "true",
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            PULUMI_CONFIG: JSON.stringify(project.config),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(project.secretKeys),
        },
    });
}

/** One run of the program: what it registered so far, and why it failed. */
class Run {
    readonly deployment: Deployment = { resources: [], outputs: {}, findings: [], errors: [], warnings: [] };
    onFailure: () => void = () => undefined;
    private readonly byUrn = new Map<string, RegisteredResource>();
    private readonly pending = new Set<Promise<void>>();

    constructor(private readonly args: DeploymentArgs) {}

    register = async (registration: Registration): Promise<RegisteredResource> => {
        const urn = this.urn(registration);
        if (this.byUrn.has(urn)) throw this.failed(`Duplicate resource URN '${urn}'; try giving it a unique name`);
        const resource: RegisteredResource = { ...registration, urn, id: "", outputs: registration.inputs };
        this.byUrn.set(urn, resource);
        const making = this.make(resource);
        const settled = making.catch(() => undefined);
        this.pending.add(settled);
        try {
            await making;
        } catch (error) {
            throw this.failed(
                `${resource.type} ${resource.name}: ${error instanceof Error ? error.message : String(error)}`,
            );
        }
        this.deployment.resources.push(resource);
        return resource;
    };

    registerOutputs = (urn: string, outputs: Properties): void => {
        const resource = this.byUrn.get(urn);
        if (!resource) throw this.failed(`Outputs were registered for ${urn}, which does not exist`);
        resource.outputs = outputs;
        if (resource.type === stackType) this.deployment.outputs = plain(outputs) as Properties;
    };

    invoke = async (token: string, inputs: Properties): Promise<Properties> => {
        try {
            return await this.args.provider.invoke(token, inputs);
        } catch (error) {
            throw this.failed(`${token}: ${error instanceof Error ? error.message : String(error)}`);
        }
    };

    log = (severity: "debug" | "info" | "warning" | "error", message: string): void => {
        // What failed here comes back as an error of the program; the first word is the one that counts.
        if (severity === "error" && this.deployment.errors.length === 0) this.deployment.errors.push(message.trim());
        if (severity === "warning") this.deployment.warnings.push(message.trim());
    };

    /** Resolves once nothing is being made any more, whether the program still waits for it or not. */
    async settled(): Promise<void> {
        await Promise.all(this.pending);
    }

    /** The program has ended: stack rules see everything, and a program that failed without a word gets its output quoted. */
    async finish(exitCode: number, output: string): Promise<void> {
        const { errors, resources, findings } = this.deployment;
        if (exitCode !== 0 && errors.length === 0 && !this.refused()) {
            errors.push(`The program ended with ${String(exitCode)}: ${output.trim()}`);
        }
        if (exitCode !== 0) return;
        for (const pack of await this.args.packs) findings.push(...(await pack.analyzeStack(resources)));
        this.explainRefusal();
    }

    private async make(resource: RegisteredResource): Promise<void> {
        if (resource.custom) this.check(resource);
        await this.judge(resource);
        if (resource.custom && !this.args.preview) await this.create(resource);
    }

    private check(resource: RegisteredResource): void {
        if (resource.type.startsWith("pulumi:providers:")) return;
        const { type, name, urn, inputs } = resource;
        const checked = this.args.provider.check(type, name, urn, plain(inputs) as Properties);
        resource.inputs = withSecretsOf(inputs, checked) as Properties;
        resource.outputs = planned(resource.type, resource.inputs);
    }

    /** A violated mandatory rule stops an update before the resource is touched; a preview goes on, to find all violations. */
    private async judge(resource: RegisteredResource): Promise<void> {
        const packs = await this.args.packs;
        const found = (await Promise.all(packs.map((pack) => pack.analyze(resource)))).flat();
        this.deployment.findings.push(...found);
        const violation = found.find((finding) => finding.level === "mandatory");
        if (violation && !this.args.preview) throw new Error(`[${violation.policy}] ${violation.message}`);
    }

    private async create(resource: RegisteredResource): Promise<void> {
        const created: Created = await this.args.provider.create(resource.type, plain(resource.inputs) as Properties);
        resource.id = created.id;
        resource.outputs = created.outputs;
        this.args.onCreated?.(resource);
    }

    private urn({ type, name, parent }: Registration): string {
        const { project } = this.args;
        const above = this.byUrn.get(parent);
        const parentType = above && above.type !== stackType ? `${above.urn.split("::")[2] as string}$` : "";
        return `urn:pulumi:${project.stack}::${project.name}::${parentType}${type}::${name}`;
    }

    private failed(message: string): Error {
        if (this.deployment.errors.length === 0) this.deployment.errors.push(message);
        this.onFailure();
        return new Error(message);
    }

    private refused(): boolean {
        return this.deployment.findings.some((finding) => finding.level === "mandatory");
    }

    private explainRefusal(): void {
        const violation = this.deployment.findings.find((finding) => finding.level === "mandatory");
        if (violation && !this.args.preview) this.deployment.errors.push(`[${violation.policy}] ${violation.message}`);
    }
}
