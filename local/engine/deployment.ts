import { type Created, type Properties } from "../resources/resource";
import { planned, withBuiltIns } from "./builtIns";
import { serveMonitor } from "./monitor";
import { type Finding, type PolicyPack } from "./policyPack";
import { startProgram } from "./program";
import { type Project } from "../../contract/project";
import { plain, withSecretsOf } from "./properties";
import { type Provider } from "./provider";
import { isProvider, providerOf } from "./providerResource";
import {
    byDependency,
    type ReadRequest,
    readResource,
    type RegisteredResource,
    type Registration,
} from "./registeredResource";

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
    /** Environment variables of the program, over those of this process; `undefined` takes one away. */
    environment?: Record<string, string | undefined>;
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
    const { project, preview: dryRun, environment = {} } = args;
    const program = startProgram({ project, address: monitor.address, dryRun, environment });
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

/** One run of the program: what it registered so far, and why it failed. */
class Run {
    readonly deployment: Deployment = { resources: [], outputs: {}, findings: [], errors: [], warnings: [] };
    onFailure: () => void = () => undefined;
    private readonly byUrn = new Map<string, RegisteredResource>();
    private readonly pending = new Set<Promise<void>>();

    constructor(private readonly args: DeploymentArgs) {}

    register = async ({ provider, ...registration }: Registration): Promise<RegisteredResource> => {
        const urn = this.urn(registration);
        if (this.byUrn.has(urn)) throw this.failed(`Duplicate resource URN '${urn}'; try giving it a unique name`);
        const resource: RegisteredResource = { ...registration, urn, id: "", outputs: registration.inputs };
        const used = providerOf(resource, provider, this.args.project, this.byUrn);
        if (used) resource.provider = used;
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

    /** A resource that exists already and is only looked up: no pack is shown it, as with Pulumi's engine. */
    read = async ({ type, name, parent, id, inputs }: ReadRequest): Promise<{ urn: string; outputs: Properties }> => {
        const { provider } = this.args;
        if (!provider.read) {
            throw this.failed(`${type} ${name}: The laptop AWS looks up no resource that the program did not make.`);
        }
        const outputs = provider.read(type, name, id, plain(inputs) as Properties);
        const urn = this.urn({ type, name, parent });
        const resource = readResource(urn, { type, name, parent, id, inputs }, outputs);
        this.byUrn.set(urn, resource);
        this.deployment.resources.push(resource);
        return Promise.resolve(resource);
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
        const made = resources.filter(({ external }) => !external);
        for (const pack of await this.args.packs) findings.push(...(await pack.analyzeStack(made)).findings);
        this.explainRefusal();
    }

    private async make(resource: RegisteredResource): Promise<void> {
        if (resource.custom) this.check(resource);
        await this.judge(resource);
        if (resource.custom && !this.args.preview) await this.create(resource);
    }

    private check(resource: RegisteredResource): void {
        const { type, name, urn, inputs } = resource;
        if (!isProvider(type)) {
            const checked = this.args.provider.check(type, name, urn, plain(inputs) as Properties);
            resource.inputs = withSecretsOf(inputs, checked) as Properties;
            resource.outputs = planned(resource.type, resource.inputs);
        }
        if (!this.args.preview) return;
        const plan = this.args.provider.plan?.(resource, plain(resource.inputs) as Properties);
        if (plan) Object.assign(resource, { id: plan.id, outputs: withSecretsOf(resource.inputs, plan.outputs) });
    }

    /** A violated mandatory rule stops an update before the resource is touched; a preview goes on, to find all violations. */
    private async judge(resource: RegisteredResource): Promise<void> {
        const packs = await this.args.packs;
        const found = (await Promise.all(packs.map((pack) => pack.analyze(resource)))).flatMap((said) => said.findings);
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

    private urn({ type, name, parent }: { type: string; name: string; parent: string }): string {
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
