import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import program from "../index";

/** What stands for a value that is not known before `up`. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Marks an object as a secret on Pulumi's wire. */
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const signatureKey = "4dabf18193072939515e22adb298388d";

export const accountId = "123456789012";
export const region = "us-east-1";
const place = `${region}:${accountId}`;
const root = join(__dirname, "..", "..");

/** One resource as the program asked for it. */
export interface Registered {
    type: string;
    name: string;
    custom: boolean;
    /** As sent: literals, {@link unknown}, secrets in their envelope. */
    inputs: Record<string, unknown>;
    /** `type::name` of the parent. */
    parent: string;
    protect: boolean;
    deleteBeforeReplace: boolean;
    /** Whatever makes a new resource when it becomes another. */
    replacementTrigger: unknown;
    /** Names of the hooks that run before it is deleted. */
    beforeDelete: string[];
    /** `type::name` of everything that has to exist before. */
    dependencies: string[];
    /** The same for each input that is made of them. */
    propertyDependencies: Record<string, string[]>;
}

export interface ProgramRun {
    resources: Registered[];
    /** Tokens of the functions that were called, in order. */
    calls: string[];
    /** Empty in a preview, where most are unknown. */
    outputs: Record<string, unknown>;
    /** The one resource of this type and name. */
    only(type: string, name?: string): Registered;
    ofType(type: string): Registered[];
}

interface RunOptions {
    /** Values of the stack, over the defaults of Pulumi.yaml. */
    config?: Record<string, unknown>;
    /** Values of other namespaces, with them. */
    foreignConfig?: Record<string, string>;
    /** Settings that were set with --secret. */
    secretKeys?: string[];
    /** A first preview: nothing exists, and only what the program sets is known. */
    preview?: boolean;
    stack?: string;
}

/** What Pulumi.yaml and a stack file set for the project's own namespace. */
export function configOf(stack?: string): Record<string, unknown> {
    const file = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
        config: Record<string, { default: unknown }>;
    };
    const config = Object.fromEntries(Object.entries(file.config).map(([key, declared]) => [key, declared.default]));
    if (stack === undefined) return config;
    const own = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")) as { config: Record<string, unknown> };
    for (const [key, value] of Object.entries(own.config)) {
        if (key.startsWith("summarizer:")) config[key.slice("summarizer:".length)] = value;
    }
    return config;
}

const runs = new Map<string, Promise<ProgramRun>>();

/** Runs the real program under Pulumi's mocks and records what it registers; once for the same options. */
export function runProgram(options: RunOptions = {}): Promise<ProgramRun> {
    const key = JSON.stringify(options);
    const run = runs.get(key) ?? runOnce(options);
    runs.set(key, run);
    return run;
}

async function runOnce(options: RunOptions): Promise<ProgramRun> {
    // The SDK takes a stack for every promise; mapping each to its source is most of the time of a run.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return await recordedRun(options);
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}

async function recordedRun(options: RunOptions): Promise<ProgramRun> {
    const resources: Registered[] = [];
    const calls: string[] = [];
    const preview = options.preview ?? false;
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs }) => ({
                id: preview ? undefined : `${name}-id`,
                state: {
                    ...(inputs as object),
                    ...(preview ? planned(type, inputs) : computed(type, name, inputs as Record<string, unknown>)),
                },
            }),
            call: ({ token }) => {
                calls.push(token);
                const result = answers[token];
                if (!result) throw new Error(`the program called ${token}, which no test expects`);
                return result;
            },
        },
        "summarizer",
        options.stack ?? "dev",
        preview,
    );
    setConfig(options);
    record(resources);
    const outputs = await pulumi.runtime.runInPulumiStack(program);
    const { waitForRPCs, disconnectSync } = pulumi.runtime as unknown as {
        waitForRPCs(): Promise<void>;
        disconnectSync(): void;
    };
    await waitForRPCs();
    // Hooks are served to an engine for as long as the process lives, unless one says that it is over.
    disconnectSync();
    const ofType = (type: string): Registered[] => resources.filter((resource) => resource.type === type);
    return {
        resources,
        calls,
        outputs: preview ? {} : ((await settled(outputs)) as Record<string, unknown>),
        ofType,
        only(type, name) {
            const found = ofType(type).filter((resource) => name === undefined || resource.name === name);
            if (found.length === 1 && found[0]) return found[0];
            throw new Error(`${found.length} resources of type ${type} ${name ?? ""}, not one`);
        },
    };
}

/** A secret's value, which on the wire stands in an envelope. */
export function secretValue(value: unknown): unknown {
    const envelope = value as Record<string, unknown> | undefined;
    return envelope?.[signatureKey] === secretSignature ? envelope.value : undefined;
}

function setConfig({ config, foreignConfig, secretKeys }: RunOptions): void {
    const own = Object.entries({ ...configOf(), ...config }).map(([key, value]) => [
        `summarizer:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    pulumi.runtime.setAllConfig(
        { "aws:region": region, ...foreignConfig, ...(Object.fromEntries(own) as Record<string, string>) },
        (secretKeys ?? []).map((key) => `summarizer:${key}`),
    );
}

/** The mocks are told neither parents nor options: they are read from what goes over the wire. */
function record(resources: Registered[]): void {
    interface Request {
        getType(): string;
        getName(): string;
        getCustom(): boolean;
        getParent(): string;
        getProtect(): boolean;
        getDeletebeforereplace(): boolean;
        getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
        getHooks(): { getBeforeDeleteList(): string[] } | undefined;
        getDependenciesList(): string[];
        getPropertydependenciesMap(): UrnsByProperty;
        getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
    }
    interface Monitor {
        registerResource(request: Request, ...rest: unknown[]): unknown;
        /** The mocks have none. */
        registerResourceHook?: (request: unknown, answer: (error: null) => void) => void;
    }
    const monitor = (pulumi.runtime as unknown as { getMonitor(): Monitor }).getMonitor();
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResourceHook = (_, answer) => answer(null);
    monitor.registerResource = (request, ...rest) => {
        if (request.getType() !== "pulumi:pulumi:Stack") {
            resources.push({
                type: request.getType(),
                name: request.getName(),
                custom: request.getCustom(),
                inputs: request.getObject()?.toJavaScript() ?? {},
                parent: shortUrn(request.getParent()),
                protect: request.getProtect(),
                deleteBeforeReplace: request.getDeletebeforereplace(),
                replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
                beforeDelete: request.getHooks()?.getBeforeDeleteList() ?? [],
                dependencies: shortUrns(request.getDependenciesList()),
                propertyDependencies: dependenciesByProperty(request.getPropertydependenciesMap()),
            });
        }
        return register(request, ...rest);
    };
}

interface UrnsByProperty {
    forEach(each: (urns: { getUrnsList(): string[] }, property: string) => void): void;
}

function dependenciesByProperty(map: UrnsByProperty): Record<string, string[]> {
    const byProperty: Record<string, string[]> = {};
    map.forEach((urns, property) => {
        byProperty[property] = shortUrns(urns.getUrnsList());
    });
    return byProperty;
}

function shortUrns(urns: string[]): string[] {
    return [...new Set(urns.map(shortUrn))].sort();
}

/** The last of the types that a URN holds, and the name. */
function shortUrn(urn: string): string {
    const [, , types = "", name = ""] = urn.split("::");
    return `${types.split("$").at(-1) ?? ""}::${name}`;
}

interface Named {
    name?: string;
    bucket?: string;
}

const answers: Record<string, Record<string, string>> = {
    "aws:index/getCallerIdentity:getCallerIdentity": { accountId },
    "aws:index/getRegion:getRegion": { region },
    "aws:index/getPartition:getPartition": { partition: "aws" },
};

/** What is known of a resource before it exists: what an engine makes itself. */
function planned(type: string, inputs: Record<string, unknown>): object {
    return type === "pulumi:index:Stash" ? { output: inputs.input } : {};
}

/** What AWS chooses once a resource exists; a missing entry would let the properties that read it vanish. */
function computed(type: string, resourceName: string, inputs: Named & Record<string, unknown>): object {
    const { name = `${resourceName}-1a2b3c4` } = inputs;
    const table: Record<string, object> = {
        "aws:kms/key:Key": { keyId: "key-1", arn: `arn:aws:kms:${place}:key/key-1` },
        "aws:sns/topic:Topic": { arn: `arn:aws:sns:${place}:${name}` },
        "aws:sqs/queue:Queue": {
            arn: `arn:aws:sqs:${place}:${name}`,
            url: `https://sqs.${region}.amazonaws.com/${accountId}/${name}`,
        },
        "aws:iam/role:Role": { arn: `arn:aws:iam::${accountId}:role/${name}` },
        "aws:iam/policy:Policy": { arn: `arn:aws:iam::${accountId}:policy/${name}` },
        "aws:sagemaker/model:Model": { name, arn: `arn:aws:sagemaker:${place}:model/${name}` },
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration": { name },
        "aws:sagemaker/endpoint:Endpoint": { arn: `arn:aws:sagemaker:${place}:endpoint/${name}` },
        "aws:appautoscaling/policy:Policy": { arn: `arn:aws:autoscaling:${place}:scalingPolicy:id:policyName/${name}` },
    };
    return table[type] ?? planned(type, inputs);
}

async function settled(value: unknown): Promise<unknown> {
    return new Promise((resolve) => {
        (pulumi.output(value) as pulumi.Output<unknown>).apply(resolve);
    });
}
