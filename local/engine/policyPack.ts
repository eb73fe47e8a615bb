import { join } from "node:path";

import { type Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { type AnalyzeResponse, EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { Child } from "./childProcess";
import { packConfiguration } from "./packConfiguration";
import { type PackInfo, packInfo, type RuleSetting } from "./packInfo";
import { analyzeRequest, analyzeStackRequest, configureRequest } from "./packMessages";
import { type Project } from "../../contract/project";
import { type RegisteredResource } from "./registeredResource";

/** What a rule said of a resource, or of the stack. */
export interface Finding {
    pack: string;
    policy: string;
    level: "advisory" | "mandatory";
    message: string;
    /** The resource; the stack's root, or nothing, for a stack rule that names none. */
    urn: string;
    /**
     * The rule did not run: it read a value that is unknown in a preview. Pulumi turns that into an advisory finding, so a
     * mandatory rule would pass unseen.
     */
    unevaluated: boolean;
}

/** A rule that said that it will judge later. */
export interface Deferral {
    pack: string;
    policy: string;
    /** Empty for a stack rule. */
    urn: string;
    reason: string;
}

/** What a pack said of a resource, or of the stack. */
export interface Analysis {
    findings: Finding[];
    deferred: Deferral[];
}

/** How a rule's reason for not being applicable begins when it will judge once outputs are known. */
const deferredMark = "deferred: ";

/** A policy pack's own process, spoken to as the Pulumi engine does. */
export class PolicyPack {
    private constructor(
        private readonly child: Child,
        private readonly client: AnalyzerClient,
        readonly directory: string,
        /** What it says of itself and of its rules. */
        readonly info: PackInfo,
    ) {}

    /**
     * @param directory absolute path of the pack
     * @param project what rules may ask for; packs that ask for nothing serve every stack
     * @throws Error with what the pack printed when it does not start
     */
    static async start(
        directory: string,
        project: Pick<Project, "name" | "stack" | "config">,
        preview: boolean,
    ): Promise<PolicyPack> {
        const script = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        // The pack wants an engine's address and talks to it only to log.
        const child = new Child(["--require", preload, script, "127.0.0.1:1", directory], {
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
            const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
            const info = await answered<Parameters<typeof packInfo>[0]>((done) =>
                client.getAnalyzerInfo(new Empty(), done),
            );
            return new PolicyPack(child, client, directory, packInfo(info));
        } catch (error) {
            await child.stop();
            throw new Error(
                `Policy pack ${directory} did not start: ${error instanceof Error ? error.message : String(error)}`,
            );
        }
    }

    get pid(): number | undefined {
        return this.child.pid;
    }

    /** Sets its rules, until they are set anew. */
    async configure(settings: ReadonlyMap<string, RuleSetting>): Promise<void> {
        await this.call((done) => this.client.configure(configureRequest(settings), done));
    }

    /** Judges one resource by its inputs, before it is made. */
    async analyze(resource: RegisteredResource): Promise<Analysis> {
        const request = analyzeRequest(resource);
        // The analyzer names no resource where there is only one.
        return this.analysis(await this.call((done) => this.client.analyze(request, done)), resource.urn);
    }

    /** Judges all resources together, by what the provider said of them. */
    async analyzeStack(resources: readonly RegisteredResource[]): Promise<Analysis> {
        const request = analyzeStackRequest(resources);
        return this.analysis(await this.call((done) => this.client.analyzeStack(request, done)), "");
    }

    async stop(): Promise<void> {
        (this.client as unknown as Client).close();
        await this.child.stop();
    }

    private analysis(response: AnalyzeResponse, urn: string): Analysis {
        return {
            findings: response.getDiagnosticsList().map((diagnostic) => ({
                pack: diagnostic.getPolicypackname(),
                policy: diagnostic.getPolicyname(),
                level: diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
                message: diagnostic.getMessage(),
                urn: diagnostic.getUrn() || urn,
                unevaluated: diagnostic.getMessage().includes("can't run policy"),
            })),
            deferred: response
                .getNotApplicableList()
                .filter((notApplicable) => notApplicable.getReason().startsWith(deferredMark))
                .map((notApplicable) => ({
                    pack: this.info.name,
                    policy: notApplicable.getPolicyName(),
                    urn,
                    reason: notApplicable.getReason().slice(deferredMark.length),
                })),
        };
    }

    private async call<Answer>(ask: Ask<Answer>): Promise<Answer> {
        try {
            return await answered(ask);
        } catch (error) {
            const said = error instanceof Error ? error.message : String(error);
            throw new Error(`The policy pack ${this.info.name} failed: ${said} ${this.child.output.trim()}`);
        }
    }
}

type Ask<Answer> = (done: (error: ServiceError | null, answer: Answer) => void) => unknown;

async function answered<Answer>(ask: Ask<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
        ask((error, answer) => {
            if (error) reject(error);
            else resolve(answer);
        });
    });
}

/** Spares the pack what it loads and does not use. */
const preload = join(__dirname, "preload.cjs");

/** Absolute folders of the packs that ship with the project. */
export function packDirectories(root: string): string[] {
    return ["async-inference", "security-baseline"].map((pack) => join(root, "policies", pack));
}

/**
 * Runs `use` while the packs start, and stops them afterwards, whatever happened. They are set as the stack's configuration
 * says, exemptions with it, as Pulumi's engine does with `--policy-pack-config`.
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
    const packs = Promise.all(starting).then(async (started) => {
        for (const pack of started) {
            await pack.configure(packConfiguration(pack.directory, project.stack, pack.info).settings);
        }
        return started;
    });
    // Whoever uses them is told of a pack that does not start; nobody need be using them yet.
    packs.catch(() => undefined);
    try {
        return await use(packs);
    } finally {
        for (const pack of await Promise.allSettled(starting)) if (pack.status === "fulfilled") await pack.value.stop();
    }
}
