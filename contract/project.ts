import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { parseSettings, type Settings } from "./settings";

/** A project or stack file that cannot be read as Pulumi would; the message names the file. */
export class ProjectError extends Error {
    override readonly name = "ProjectError";
}

/** What Pulumi.yaml and one stack file say, as the Pulumi CLI hands it to a program. */
export interface Project {
    /** Folder of Pulumi.yaml. */
    root: string;
    name: string;
    stack: string;
    /** Absolute; the program runs there. */
    main: string;
    /** Arguments for node, from `runtime.options.nodeargs`. */
    nodeArguments: string[];
    /** Full keys (`namespace:key`) to text; what is no text is JSON, as the CLI passes it. */
    config: Record<string, string>;
    /** Keys whose value was encrypted; their value here is a placeholder. */
    secretKeys: string[];
}

/** Stands for every `secure:` value: what runs here needs no passphrase. */
export const securePlaceholder = "secure-placeholder";

interface ProjectFile {
    name?: string;
    main?: string;
    stackConfigDir?: string;
    runtime?: string | { name?: string; options?: { nodeargs?: string } };
    /** Text is how stackConfigDir was written once (pulumi: sdk/go/common/workspace/project.go). */
    config?: Record<string, unknown> | string;
}

/**
 * Stacks that have a file in `root`, in alphabetical order.
 *
 * @throws ProjectError when there is no such folder
 */
export function stackNames(root: string): string[] {
    if (!existsSync(root)) throw new ProjectError(`${root} does not exist.`);
    return readdirSync(root)
        .flatMap((file) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(file)?.[1] ?? [])
        .sort();
}

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml: defaults below, the stack's values above.
 *
 * @throws ProjectError when a file is missing or is no YAML, the stack does not exist, or a file has what this does not read
 */
export function loadProject(root: string, stack: string): Project {
    const file = readYaml(join(root, "Pulumi.yaml")) as ProjectFile;
    if (!file.name) throw new ProjectError(`${join(root, "Pulumi.yaml")} has no name.`);
    const declaredConfig = configDeclarations(join(root, "Pulumi.yaml"), file);
    const stackFile = join(root, `Pulumi.${stack}.yaml`);
    if (!existsSync(stackFile)) {
        throw new ProjectError(
            `There is no stack "${stack}": ${stackFile} does not exist. Stacks here: ${stackNames(root).join(", ")}.`,
        );
    }
    const project: Project = {
        root,
        name: file.name,
        stack,
        main: resolve(root, file.main ?? "."),
        nodeArguments: nodeArguments(file),
        config: {},
        secretKeys: [],
    };
    for (const [key, declared] of Object.entries(declaredConfig)) {
        const value = declaredValue(declared);
        if (value !== undefined) set(project, key, value);
    }
    const { config, environment } = readYaml(stackFile) as { config?: Record<string, unknown>; environment?: unknown };
    if (environment !== undefined && environment !== null) {
        throw new ProjectError(
            `${stackFile}: environment is not supported, as Pulumi ESC is not asked here: write the values it gives under config.`,
        );
    }
    for (const [key, value] of Object.entries(config ?? {})) set(project, key, value);
    return project;
}

/**
 * The settings that the program will read, through the program's own parser: a bad value is refused before anything starts.
 *
 * @throws SettingsError
 */
export function settingsOf({ name, config }: Project): Settings {
    const namespace = `${name}:`;
    const own = Object.entries(config).filter(([key]) => key.startsWith(namespace));
    return parseSettings(Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), value])));
}

function configDeclarations(path: string, { config, stackConfigDir }: ProjectFile): Record<string, unknown> {
    const key = typeof config === "string" ? "config" : "stackConfigDir";
    if (typeof config !== "string" && !stackConfigDir) return config ?? {};
    throw new ProjectError(
        `${path}: ${key} names a folder of stack files, which is not supported: move Pulumi.<stack>.yaml beside Pulumi.yaml and remove ${key}.`,
    );
}

function nodeArguments(file: ProjectFile): string[] {
    const nodeargs = typeof file.runtime === "object" ? file.runtime.options?.nodeargs : undefined;
    return nodeargs?.split(/\s+/).filter((argument) => argument !== "") ?? [];
}

/** A key of Pulumi.yaml is declared with a schema (`default` or `value`), or stands there with its value. */
function declaredValue(declared: unknown): unknown {
    if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return declared;
    const { default: fallback, value } = declared as { default?: unknown; value?: unknown };
    return value ?? fallback;
}

function set(project: Project, key: string, value: unknown): void {
    const full = key.includes(":") ? key : `${project.name}:${key}`;
    const { plain, secret } = withoutSecrets(value);
    project.config[full] = typeof plain === "string" ? plain : JSON.stringify(plain);
    if (secret) project.secretKeys.push(full);
}

function withoutSecrets(value: unknown): { plain: unknown; secret: boolean } {
    if (Array.isArray(value)) {
        const items = value.map(withoutSecrets);
        return { plain: items.map((item) => item.plain), secret: items.some((item) => item.secret) };
    }
    if (typeof value !== "object" || value === null) return { plain: value, secret: false };
    const members = Object.entries(value);
    if (members.length === 1 && members[0]?.[0] === "secure") return { plain: securePlaceholder, secret: true };
    const inner = members.map(([key, member]) => [key, withoutSecrets(member)] as const);
    return {
        plain: Object.fromEntries(inner.map(([key, member]) => [key, member.plain])),
        secret: inner.some(([, member]) => member.secret),
    };
}

function readYaml(file: string): object {
    try {
        const content: unknown = parse(readFileSync(file, "utf8"));
        if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
        throw new Error("it holds no mapping");
    } catch (error) {
        throw new ProjectError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
}
