import * as pulumi from "@pulumi/pulumi";
import { RegisterResourceResponse, type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Properties = Record<string, unknown>;

/** A resource as an engine hands it to policy packs. */
export interface RecordedResource {
    urn: string;
    type: string;
    name: string;
    /** Components and the stack itself are not. */
    custom: boolean;
    /** URN; empty for the stack. */
    parent: string;
    /** After the provider's check, as resource rules see it: secrets in the clear, what is not known as {@link unknownValue}. */
    inputs: Properties;
    /** As stack rules see it. */
    outputs: Properties;
    /** URNs. */
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    options: { protect: boolean; deleteBeforeReplace: boolean; ignoreChanges: string[] };
    /** Properties of the provider that makes it; absent for what no provider makes. */
    provider?: Properties;
}

/** What stands in for AWS's provider. */
export interface Provider {
    /** The inputs with defaults and automatic names. */
    check(type: string, name: string, urn: string, inputs: Properties): Properties;
    /** What AWS would make of it, always the same for the same inputs; undefined where that cannot be told. */
    plan?(
        resource: Pick<RecordedResource, "type" | "name" | "urn">,
        inputs: Properties,
    ): { id: string; outputs: Properties } | undefined;
    invoke(token: string, args: Properties): Promise<Properties>;
}

export interface RecordingArgs {
    project: string;
    stack: string;
    /** Full keys, as in `aws:region`. */
    config: Record<string, string>;
    secretKeys?: string[];
    /** A first preview: what AWS chooses is not known. */
    preview: boolean;
    provider: Provider;
    /** Properties of the default AWS provider. */
    providerProperties: Properties;
}

type Answer = (error: Error | null, response?: unknown) => void;

/** In the SDK but not in its typings. */
const { getMonitor, waitForRPCs, disconnectSync } = pulumi.runtime as unknown as {
    getMonitor(): Record<string, unknown>;
    waitForRPCs(): Promise<void>;
    disconnectSync(): void;
};

/** Runs a program in this process and records what it registers, in order. One at a time: Pulumi's runtime is one. */
export async function recordProgram(program: () => Promise<unknown>, args: RecordingArgs) {
    // The SDK takes a stack for every promise; mapping each to its source is most of the time of a run.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        const resources: RecordedResource[] = [];
        const mocks = {
            newResource: (): never => {
                throw new Error("resources are recorded, and not left to the mocks");
            },
            call: ({ token, inputs }: pulumi.runtime.MockCallArgs) => args.provider.invoke(token, inputs as Properties),
        };
        await pulumi.runtime.setMocks(mocks, args.project, args.stack, args.preview);
        pulumi.runtime.setAllConfig(args.config, args.secretKeys);
        Object.assign(getMonitor(), {
            registerResourceHook: (_: unknown, answer: Answer) => answer(null),
            registerResource: (request: RegisterResourceRequest, answer: Answer) => {
                try {
                    const resource = recorded(request, args, resources);
                    resources.push(resource);
                    const response = new RegisterResourceResponse();
                    response.setUrn(resource.urn);
                    response.setId(resource.outputs["id"] === unknownValue ? "" : String(resource.outputs["id"] ?? ""));
                    response.setObject(Struct.fromJavaScript(resource.outputs as Record<string, JavaScriptValue>));
                    answer(null, response);
                } catch (error) {
                    answer(error as Error);
                }
            },
            registerResourceOutputs: (_: unknown, answer: Answer) => answer(null, {}),
        });
        await pulumi.runtime.runInPulumiStack(program);
        await waitForRPCs();
        return resources;
    } finally {
        // Hooks are served to an engine for as long as the process lives, unless one says that it is over.
        disconnectSync();
        Error.stackTraceLimit = stackTraceLimit;
    }
}

function recorded(request: RegisterResourceRequest, args: RecordingArgs, before: readonly RecordedResource[]) {
    const { provider, project, stack, preview } = args;
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const above = before.find(({ urn }) => urn === parent);
    const typesAbove = above && above.type !== "pulumi:pulumi:Stack" ? `${above.urn.split("::")[2] ?? ""}$` : "";
    const urn = `urn:pulumi:${stack}::${project}::${typesAbove}${type}::${name}`;
    const given = plain(request.getObject()?.toJavaScript() ?? {}) as Properties;
    const made = request.getCustom() && !type.startsWith("pulumi:");
    const inputs = made ? provider.check(type, name, urn, given) : given;
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((urns: { getUrnsList(): string[] }, property: string) => {
        propertyDependencies[property] = urns.getUrnsList();
    });
    const [providerUrn = ""] = request.getProvider().split(/::(?=[^:]*$)/);
    return {
        urn,
        type,
        name,
        custom: request.getCustom(),
        parent,
        inputs,
        outputs: made ? outputsOf(provider, { type, name, urn, inputs }, preview) : builtIn(type, inputs),
        dependencies: request.getDependenciesList(),
        propertyDependencies,
        options: {
            protect: request.getProtect() ?? false,
            deleteBeforeReplace: request.getDeletebeforereplace(),
            ignoreChanges: request.getIgnorechangesList(),
        },
        ...(made && {
            provider: before.find((resource) => resource.urn === providerUrn)?.inputs ?? args.providerProperties,
        }),
    } satisfies RecordedResource;
}

/** Before a resource exists, all that AWS chooses is not known. */
export function outputsOf(
    provider: Provider,
    { type, name, urn, inputs }: Pick<RecordedResource, "type" | "name" | "urn" | "inputs">,
    preview: boolean,
): Properties {
    const planned = provider.plan?.({ type, name, urn }, inputs);
    if (!planned) return { ...inputs, id: unknownValue };
    const outputs = { ...planned.outputs, ...inputs, id: planned.id };
    if (!preview) return outputs;
    return { ...Object.fromEntries(Object.keys(outputs).map((property) => [property, unknownValue])), ...inputs };
}

/** What an engine makes by itself, such as a Stash, is known in a preview too. */
function builtIn(type: string, inputs: Properties): Properties {
    return type === "pulumi:index:Stash" ? { ...inputs, output: inputs["input"] } : inputs;
}

// The keys and signatures that mark special values on Pulumi's wire (pulumi: sdk/nodejs/runtime/rpc.ts).
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

function plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const marked = value as Properties;
    if (marked[signatureKey] === secretSignature) return plain(marked["value"]);
    if (marked[signatureKey] === resourceSignature) return marked["id"] ?? marked["urn"];
    return Object.fromEntries(Object.entries(marked).map(([key, member]) => [key, plain(member)]));
}
