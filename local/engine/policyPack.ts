import { join } from "node:path";

import { type Client, credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
    AnalyzeRequest,
    type AnalyzeResponse,
    AnalyzerPropertyDependencies,
    AnalyzerResource,
    AnalyzerResourceOptions,
    AnalyzeStackRequest,
    EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";

import { Child } from "./childProcess";
import { type Project } from "./project";
import { toStruct } from "./properties";
import { type RegisteredResource } from "./registeredResource";

/** What a rule said of a resource, or of the stack. */
export interface Finding {
    pack: string;
    policy: string;
    level: "advisory" | "mandatory";
    message: string;
    /** The resource; the stack's root for a stack rule that names none. */
    urn: string;
    /**
     * The rule did not run: it read a value that is unknown in a preview. Pulumi turns that into an advisory finding, so a
     * mandatory rule would pass unseen.
     */
    unevaluated: boolean;
}

/** A policy pack's own process, spoken to as the Pulumi engine does. */
export class PolicyPack {
    private constructor(
        private readonly child: Child,
        private readonly client: AnalyzerClient,
    ) {}

    /**
     * @param directory absolute path of the pack
     * @throws Error with what the pack printed when it does not start
     */
    static async start(directory: string, project: Project, preview: boolean): Promise<PolicyPack> {
        const script = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        // The pack wants an engine's address and talks to it only to log.
        const child = new Child([script, "127.0.0.1:1", directory], {
            cwd: directory,
            env: {
                ...process.env,
                PULUMI_NODEJS_PROJECT: project.name,
                PULUMI_NODEJS_STACK: project.stack,
                PULUMI_NODEJS_DRY_RUN: String(preview),
                PULUMI_CONFIG: JSON.stringify(project.config),
            },
        });
        try {
            const port = await child.firstLine();
            const options = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
            return new PolicyPack(
                child,
                new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), options),
            );
        } catch (error) {
            await child.stop();
            throw new Error(
                `Policy pack ${directory} did not start: ${error instanceof Error ? error.message : String(error)}`,
            );
        }
    }

    /** Judges one resource by its inputs, before it is made. */
    async analyze(resource: RegisteredResource): Promise<Finding[]> {
        const request = new AnalyzeRequest();
        request.setType(resource.type);
        request.setName(resource.name);
        request.setUrn(resource.urn);
        request.setProperties(toStruct(resource.inputs));
        request.setOptions(options(resource));
        const findings = await this.call("analyze", request);
        // The analyzer names no resource where there is only one.
        return findings.map((finding) => ({ ...finding, urn: finding.urn || resource.urn }));
    }

    /** Judges all resources together, by what the provider said of them. */
    async analyzeStack(resources: readonly RegisteredResource[]): Promise<Finding[]> {
        const request = new AnalyzeStackRequest();
        request.setResourcesList(resources.map(analyzerResource));
        return this.call("analyzeStack", request);
    }

    async stop(): Promise<void> {
        (this.client as unknown as Client).close();
        await this.child.stop();
    }

    private async call(method: "analyze", request: AnalyzeRequest): Promise<Finding[]>;
    private async call(method: "analyzeStack", request: AnalyzeStackRequest): Promise<Finding[]>;
    private async call(
        method: "analyze" | "analyzeStack",
        request: AnalyzeRequest | AnalyzeStackRequest,
    ): Promise<Finding[]> {
        const response = await new Promise<AnalyzeResponse>((resolve, reject) => {
            const done = (error: Error | null, answer?: AnalyzeResponse): void => {
                if (answer) resolve(answer);
                else
                    reject(
                        new Error(
                            `The policy pack failed: ${error?.message ?? "no answer"} ${this.child.output.trim()}`,
                        ),
                    );
            };
            if (method === "analyze") this.client.analyze(request as AnalyzeRequest, done);
            else this.client.analyzeStack(request as AnalyzeStackRequest, done);
        });
        return response.getDiagnosticsList().map((diagnostic) => ({
            pack: diagnostic.getPolicypackname(),
            policy: diagnostic.getPolicyname(),
            level: diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
            message: diagnostic.getMessage(),
            urn: diagnostic.getUrn(),
            unevaluated: diagnostic.getMessage().includes("can't run policy"),
        }));
    }
}

/** Absolute folders of the packs that ship with the project. */
export function packDirectories(root: string): string[] {
    return ["async-inference", "security-baseline"].map((pack) => join(root, "policies", pack));
}

/**
 * Runs `use` while the packs start, and stops them afterwards, whatever happened.
 *
 * @param directories absolute
 */
export async function withPacks<T>(
    directories: readonly string[],
    project: Project,
    preview: boolean,
    use: (packs: Promise<readonly PolicyPack[]>) => Promise<T>,
): Promise<T> {
    const starting = directories.map((directory) => PolicyPack.start(directory, project, preview));
    const packs = Promise.all(starting);
    // Whoever uses them is told of a pack that does not start; nobody need be using them yet.
    packs.catch(() => undefined);
    try {
        return await use(packs);
    } finally {
        for (const pack of await Promise.allSettled(starting)) if (pack.status === "fulfilled") await pack.value.stop();
    }
}

function options(resource: RegisteredResource): AnalyzerResourceOptions {
    const message = new AnalyzerResourceOptions();
    message.setProtect(resource.options.protect);
    message.setIgnorechangesList(resource.options.ignoreChanges);
    message.setDeletebeforereplace(resource.options.deleteBeforeReplace);
    message.setDeletebeforereplacedefined(resource.options.deleteBeforeReplace);
    message.setAdditionalsecretoutputsList(resource.options.additionalSecretOutputs);
    message.setParent(resource.parent);
    return message;
}

function analyzerResource(resource: RegisteredResource): AnalyzerResource {
    const message = new AnalyzerResource();
    message.setType(resource.type);
    message.setName(resource.name);
    message.setUrn(resource.urn);
    message.setProperties(toStruct(resource.outputs));
    message.setOptions(options(resource));
    message.setParent(resource.parent);
    message.setDependenciesList(resource.dependencies);
    for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        const dependencies = new AnalyzerPropertyDependencies();
        dependencies.setUrnsList(urns);
        message.getPropertydependenciesMap().set(property, dependencies);
    }
    return message;
}
