import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { parse, stringify } from "yaml";

import { type Outputs, parseOutputs } from "../../contract/outputs";
import { type IdentityDocuments } from "../cloud/iam/identities";
import { type EndpointBehaviour } from "../cloud/sageMaker/endpointBehaviour";
import { copyProgram, copyProject, edit, type Edit } from "../testing/temporaryProject";
import { LaptopAws } from "./laptopAws";
import { type Ended, Running } from "./pulumi";

const repository = resolve(__dirname, "../..");

export const packs = ["async-inference", "security-baseline"].map((pack) => join(repository, "policies", pack));

/** `--policy-pack` for every pack that ships with the project, each with what the environment sets for it. */
export function underPacks(environment: string): string[] {
    return packs.flatMap((pack) => [
        "--policy-pack",
        pack,
        "--policy-pack-config",
        join(pack, "config", `${environment}.json`),
    ]);
}

/**
 * A stack of this very program that Pulumi's own engine deploys into a laptop AWS: a copy of the project in which Pulumi.yaml
 * names the laptop's provider and nothing else is changed, a state in a folder, a home of its own.
 */
export class RealStack {
    private constructor(
        readonly name: string,
        /** Folder of the copied project. */
        readonly root: string,
        readonly aws: LaptopAws,
        private readonly home: string,
    ) {}

    /**
     * @param root folder of another project, which is removed in the end like the copy
     * @param documents what deployer and preview may do; everything when it is not said
     */
    static async start(
        name: string,
        behaviour: Partial<EndpointBehaviour> = {},
        root = copyProject(),
        documents?: IdentityDocuments,
    ): Promise<RealStack> {
        const aws = await LaptopAws.start("us-east-1", behaviour, documents);
        nameProvider(join(root, "Pulumi.yaml"));
        const home = mkdtempSync(join(tmpdir(), "pulumi-"));
        mkdirSync(join(home, "state"));
        const stack = new RealStack(name, root, aws, home);
        await stack.good(["stack", "init", name]);
        return stack;
    }

    /** That of the deployer. */
    get environment(): NodeJS.ProcessEnv {
        return {
            ...process.env,
            ...this.aws.environment,
            PULUMI_HOME: this.home,
            PULUMI_BACKEND_URL: `file://${join(this.home, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: "of no consequence",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // `npm run typecheck` has checked the types; here they would be checked at every start.
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        };
    }

    /** Starts a command of the Pulumi CLI on this stack. */
    start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
        const everywhere = ["--non-interactive", "--color", "never"];
        const env = { ...this.environment, ...environment };
        return new Running("pulumi", [...args, ...everywhere], { cwd: this.root, env });
    }

    /** Runs a command of the Pulumi CLI to its end. */
    async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
        return this.start(args, environment).ended;
    }

    /** Same, for one that has to succeed. */
    async good(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
        const ended = await this.run(args, environment);
        if (ended.code === 0) return ended;
        throw new Error(`pulumi ${args.join(" ")} ended with ${String(ended.code)}:\n${ended.output}`);
    }

    /** Same, for one that has to fail; what it printed. */
    async bad(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
        const ended = await this.run(args, environment);
        if (ended.code !== 0) return ended.output;
        throw new Error(`pulumi ${args.join(" ")} succeeded, but should have failed:\n${ended.output}`);
    }

    /** `pulumi up` as CI runs it: what was previewed before is not previewed again. */
    up(...args: string[]): Promise<Ended> {
        return this.run(["up", "--yes", "--skip-preview", "--stack", this.name, ...args]);
    }

    async goodUp(...args: string[]): Promise<Ended> {
        return this.good(["up", "--yes", "--skip-preview", "--stack", this.name, ...args]);
    }

    async set(key: string, value: string, ...flags: string[]): Promise<void> {
        await this.good(["config", "set", "--stack", this.name, ...flags, key, value]);
    }

    /** The smoke test, as `npm run smoke -- --stack …` runs it, while time follows the wall. */
    async smoke(): Promise<Ended> {
        const command = ["-r", "./local/typescript.cjs", "smoke/main.ts", "--stack", this.name];
        const options = { cwd: repository, env: this.environment };
        const ended = await this.aws.atSpeed(120, () => new Running(process.execPath, command, options).ended);
        await this.aws.comeToRest();
        return ended;
    }

    /** Runs `use` with the program changed as a pull request might change it. */
    async edited<T>(edits: readonly Edit[], use: () => Promise<T>): Promise<T> {
        edit(this.root, edits);
        try {
            return await use();
        } finally {
            copyProgram(this.root);
        }
    }

    /** Processes that any command of this stack has left running. */
    orphans(): string[] {
        return readdirSync("/proc").filter((pid) => {
            try {
                return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`PULUMI_HOME=${this.home}`);
            } catch {
                return false;
            }
        });
    }

    /** Operations that clients have asked for since the last time, those that only look left out. */
    changesAsked(): string[] {
        const asked = this.aws.asked.splice(0).map(({ operation }) => operation);
        return asked.filter((operation) => !/^(Describe|Get|List|Head)/.test(operation));
    }

    async outputs(): Promise<Outputs> {
        const { stdout } = await this.good(["stack", "output", "--json", "--stack", this.name]);
        return parseOutputs(JSON.parse(stdout));
    }

    /** Ends everything and removes the folders; what is still deployed is forgotten. */
    async stop(): Promise<void> {
        await this.aws.stop();
        for (const folder of [this.root, this.home]) rmSync(folder, { recursive: true, force: true });
    }
}

function nameProvider(file: string): void {
    const project = parse(readFileSync(file, "utf8")) as object;
    const providers = [{ name: "aws", path: join(repository, "local/provider") }];
    writeFileSync(file, stringify({ ...project, plugins: { providers } }));
}
