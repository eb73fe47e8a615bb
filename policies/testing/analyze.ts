import { type Policies, type ReportViolation, type ResourceValidation } from "@pulumi/policy";
import * as policyServer from "@pulumi/policy/server";
import {
    AnalyzeRequest,
    type AnalyzeResponse,
    AnalyzerPropertyDependencies,
    AnalyzerProviderResource,
    AnalyzerResource,
    AnalyzerResourceOptions,
    AnalyzeStackRequest,
    EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { type Rule, served } from "../rule";

type Policy = Policies[number];
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
    /** `deferred`: the rule said that it judges once outputs are known. */
    level: "advisory" | "mandatory" | "deferred";
    message: string;
    urn: string;
}

export interface StackResource {
    type: string;
    name: string;
    props: object;
    /** Names, or URNs, of the resources that each property's value comes from. */
    propertyDependencies?: Record<string, string[]>;
    options?: Options;
}

interface Options {
    protect?: boolean;
    deleteBeforeReplace?: boolean;
    ignoreChanges?: string[];
}

/** How a rule is run. */
export interface Mode {
    preview: boolean;
    /** The rule's parameters and exemptions, as an environment sets them. */
    config?: Record<string, unknown>;
    /** For the expiry of exemptions. */
    now?: Date;
    options?: Options;
    /** The resource's name; default `under-test`. */
    name?: string;
    /** Properties of the resource's provider. */
    provider?: Record<string, unknown>;
}

/** Lets a rule judge one resource through the code that answers Pulumi's engine, wire format included. */
export async function analyze(rule: Rule, type: string, props: object, mode: Mode): Promise<Diagnostic[]> {
    const { preview, options, provider, name = "under-test" } = mode;
    const request = new AnalyzeRequest();
    request.setType(type);
    request.setName(name);
    request.setUrn(urnOf({ type, name }));
    request.setProperties(struct(props, preview));
    request.setOptions(resourceOptions(options));
    if (provider) {
        const message = new AnalyzerProviderResource();
        message.setType("pulumi:providers:aws");
        message.setName("default");
        message.setUrn(urnOf({ type: "pulumi:providers:aws", name: "default" }));
        message.setProperties(struct(provider, preview));
        request.setProvider(message);
    }
    const received = AnalyzeRequest.deserializeBinary(request.serializeBinary());
    return answer(makeAnalyzeRpcFun("pack", "1.0.0", "advisory", underConfiguration(rule, mode)), received);
}

/** Lets a rule judge a whole stack, as the engine does at the end of a preview or an update. */
export async function analyzeStack(rule: Rule, resources: readonly StackResource[], mode: Mode): Promise<Diagnostic[]> {
    const { preview } = mode;
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
        resources.map((resource) => {
            const message = new AnalyzerResource();
            message.setType(resource.type);
            message.setName(resource.name);
            message.setUrn(urnOf(resource));
            message.setProperties(struct(resource.props, preview));
            message.setOptions(resourceOptions(resource.options));
            for (const [property, names] of Object.entries(resource.propertyDependencies ?? {})) {
                const sources = resources.filter(
                    (source) => names.includes(source.name) || names.includes(urnOf(source)),
                );
                const dependencies = new AnalyzerPropertyDependencies();
                dependencies.setUrnsList(sources.map(urnOf));
                message.getPropertydependenciesMap().set(property, dependencies);
            }
            return message;
        }),
    );
    const received = AnalyzeStackRequest.deserializeBinary(request.serializeBinary());
    return answer(makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", underConfiguration(rule, mode)), received);
}

export function urnOf({ type, name }: { type: string; name: string }): string {
    return `urn:pulumi:dev::project::${type}::${name}`;
}

/** The rule as its pack serves it, given the configuration that the engine would have sent before. */
function underConfiguration(rule: Rule, { config = {}, now = new Date() }: Mode): Policy[] {
    const given = <Args extends object, Result>(validate: (args: Args, report: ReportViolation) => Result) =>
        Object.assign(
            (args: Args, report: ReportViolation) => validate({ ...args, getConfig: () => config }, report),
            validate,
        );
    return served([rule], () => now).map((policy) => ({
        ...policy,
        ...("validateResource" in policy && {
            validateResource: given(policy.validateResource as ResourceValidation),
        }),
        ...("validateStack" in policy && { validateStack: given(policy.validateStack) }),
    }));
}

function resourceOptions({ protect, deleteBeforeReplace, ignoreChanges }: Options = {}): AnalyzerResourceOptions {
    const message = new AnalyzerResourceOptions();
    message.setProtect(protect ?? false);
    message.setDeletebeforereplace(deleteBeforeReplace ?? false);
    message.setDeletebeforereplacedefined(deleteBeforeReplace !== undefined);
    message.setIgnorechangesList(ignoreChanges ?? []);
    return message;
}

async function answer<Request>(serve: Serve<Request>, request: Request): Promise<Diagnostic[]> {
    const response = await new Promise<AnalyzeResponse>((resolve, reject) => {
        serve({ request }, (error, result) => {
            if (result) resolve(result);
            else reject(error ?? new Error("The analyzer answered nothing."));
        });
    });
    const said = response.getDiagnosticsList().map((diagnostic) => ({
        policy: diagnostic.getPolicyname(),
        level: diagnostic.getEnforcementlevel() === EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
        message: diagnostic.getMessage(),
        urn: diagnostic.getUrn(),
    })) satisfies Diagnostic[];
    const deferred = response
        .getNotApplicableList()
        .filter((reason) => reason.getReason().startsWith("deferred: "))
        .map((reason) => ({
            policy: reason.getPolicyName(),
            level: "deferred" as const,
            message: reason.getReason().slice("deferred: ".length),
            urn: "",
        }));
    return [...said, ...deferred];
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
