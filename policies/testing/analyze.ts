import { type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import * as policyServer from "@pulumi/policy/server";
import {
    AnalyzeRequest,
    type AnalyzeResponse,
    AnalyzerPropertyDependencies,
    AnalyzerResource,
    AnalyzerResourceOptions,
    AnalyzeStackRequest,
    EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

type Policy = ResourceValidationPolicy | StackValidationPolicy;
type Serve<Request> = (
    call: { request: Request },
    done: (error: Error | null | undefined, response?: AnalyzeResponse) => void,
) => void;
type MakeServe<Request> = (pack: string, version: string, level: string, policies: Policy[]) => Serve<Request>;

/** What the policy SDK itself answers the engine with; its declarations leave these functions out. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = policyServer as unknown as {
    makeAnalyzeRpcFun: MakeServe<AnalyzeRequest>;
    makeAnalyzeStackRpcFun: MakeServe<AnalyzeStackRequest>;
};

/** A property that is some resource's output: unknown in a preview, this value in an update. */
class Output {
    constructor(readonly value: unknown) {}
}

/** Typed so that it may stand wherever the provider's argument types want a value. */
export function output(value: unknown): never {
    return new Output(value) as never;
}

export function isOutput(value: unknown): value is { value: unknown } {
    return value instanceof Output;
}

export interface Diagnostic {
    policy: string;
    level: "advisory" | "mandatory";
    message: string;
    urn: string;
}

export interface StackResource {
    type: string;
    name: string;
    props: object;
    /** Names of the resources that each property's value comes from. */
    propertyDependencies?: Record<string, string[]>;
}

/** Lets a rule judge one resource through the code that answers Pulumi's engine, wire format included. */
export async function analyze(
    policy: Policy,
    type: string,
    props: object,
    { preview }: { preview: boolean },
): Promise<Diagnostic[]> {
    const request = new AnalyzeRequest();
    request.setType(type);
    request.setName("under-test");
    request.setUrn(urnOf({ type, name: "under-test" }));
    request.setProperties(struct(props, preview));
    request.setOptions(new AnalyzerResourceOptions());
    const served = AnalyzeRequest.deserializeBinary(request.serializeBinary());
    return answer(makeAnalyzeRpcFun("pack", "1.0.0", "advisory", [policy]), served);
}

/** Lets a rule judge a whole stack, as the engine does at the end of a preview or an update. */
export async function analyzeStack(
    policy: Policy,
    resources: readonly StackResource[],
    { preview }: { preview: boolean },
): Promise<Diagnostic[]> {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
        resources.map((resource) => {
            const message = new AnalyzerResource();
            message.setType(resource.type);
            message.setName(resource.name);
            message.setUrn(urnOf(resource));
            message.setProperties(struct(resource.props, preview));
            message.setOptions(new AnalyzerResourceOptions());
            for (const [property, names] of Object.entries(resource.propertyDependencies ?? {})) {
                const sources = resources.filter(({ name }) => names.includes(name));
                const dependencies = new AnalyzerPropertyDependencies();
                dependencies.setUrnsList(sources.map(urnOf));
                message.getPropertydependenciesMap().set(property, dependencies);
            }
            return message;
        }),
    );
    const served = AnalyzeStackRequest.deserializeBinary(request.serializeBinary());
    return answer(makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", [policy]), served);
}

export function urnOf({ type, name }: { type: string; name: string }): string {
    return `urn:pulumi:dev::project::${type}::${name}`;
}

async function answer<Request>(serve: Serve<Request>, request: Request): Promise<Diagnostic[]> {
    const response = await new Promise<AnalyzeResponse>((resolve, reject) => {
        serve({ request }, (error, result) => {
            if (result) resolve(result);
            else reject(error ?? new Error("The analyzer answered nothing."));
        });
    });
    return response.getDiagnosticsList().map((diagnostic) => ({
        policy: diagnostic.getPolicyname(),
        level: diagnostic.getEnforcementlevel() === EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
        message: diagnostic.getMessage(),
        urn: diagnostic.getUrn(),
    }));
}

/** As Pulumi's SDK sends properties: undefined is left out, null stays, what is unknown is a sentinel. */
function struct(props: object, preview: boolean): Struct {
    return Struct.fromJavaScript(plain(props, preview) as Record<string, JavaScriptValue>);
}

function plain(value: unknown, preview: boolean): unknown {
    if (value instanceof Output) return preview ? unknownValue : plain(value.value, preview);
    if (Array.isArray(value)) return value.map((element) => plain(element, preview) ?? null);
    if (typeof value !== "object" || value === null) return value;
    const properties = Object.entries(value).map(([key, property]) => [key, plain(property, preview)] as const);
    return Object.fromEntries(properties.filter(([, property]) => property !== undefined));
}
