import { Server, ServerCredentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
    GetRootResourceResponse,
    LogSeverity,
    type LogRequest,
    SetRootResourceResponse,
    type SetRootResourceRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
    type ReadResourceRequest,
    ReadResourceResponse,
    type RegisterResourceOutputsRequest,
    type RegisterResourceRequest,
    RegisterResourceResponse,
    type ResourceInvokeRequest,
    type SupportsFeatureRequest,
    SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";

import { type Properties } from "../resources/resource";
import { fromStruct, toStruct } from "./properties";
import { type ReadRequest, type Registration } from "./registeredResource";
import { unary } from "./unary";

/** What the engine does with what the program says. A rejection reaches the program as the failure of that call. */
export interface MonitorHandlers {
    register(registration: Registration): Promise<{ urn: string; id: string; outputs: Properties }>;
    read(request: ReadRequest): Promise<{ urn: string; outputs: Properties }>;
    registerOutputs(urn: string, outputs: Properties): void;
    invoke(token: string, args: Properties): Promise<Properties>;
    log(severity: "debug" | "info" | "warning" | "error", message: string, urn: string): void;
}

/**
 * Features of the engine that are not implemented here: the SDK then does without. `outputValues` would wrap inputs in a form
 * that providers do not take; the others are for error hooks, transforms and packages, which this program has none of.
 */
const missingFeatures = new Set([
    "outputValues",
    "errorHooks",
    "transforms",
    "invokeTransforms",
    "parameterization",
    "sendsOldInputs",
    "sendsOldInputsToDelete",
]);

const severities = {
    [LogSeverity.DEBUG]: "debug",
    [LogSeverity.INFO]: "info",
    [LogSeverity.WARNING]: "warning",
    [LogSeverity.ERROR]: "error",
} as const;

/** Pulumi's ResourceMonitor and Engine services for one run of a program, on a free port of 127.0.0.1. */
export async function serveMonitor(handlers: MonitorHandlers): Promise<{ address: string; close: () => void }> {
    const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    let rootUrn = "";
    server.addService(ResourceMonitorService, {
        supportsFeature: unary(async (request: SupportsFeatureRequest) => {
            const response = new SupportsFeatureResponse();
            response.setHassupport(!missingFeatures.has(request.getId()));
            return Promise.resolve(response);
        }),
        registerResource: unary(async (request: RegisterResourceRequest) => {
            const { urn, id, outputs } = await handlers.register(registration(request));
            const response = new RegisterResourceResponse();
            response.setUrn(urn);
            response.setId(id);
            response.setObject(toStruct(outputs));
            return response;
        }),
        readResource: unary(async (request: ReadResourceRequest) => {
            const { urn, outputs } = await handlers.read({
                type: request.getType(),
                name: request.getName(),
                parent: request.getParent(),
                id: request.getId(),
                inputs: fromStruct(request.getProperties()),
            });
            const response = new ReadResourceResponse();
            response.setUrn(urn);
            response.setProperties(toStruct(outputs));
            return response;
        }),
        registerResourceOutputs: unary(async (request: RegisterResourceOutputsRequest) => {
            handlers.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
            return Promise.resolve(new Empty());
        }),
        invoke: unary(async (request: ResourceInvokeRequest) => {
            const response = new InvokeResponse();
            response.setReturn(toStruct(await handlers.invoke(request.getTok(), fromStruct(request.getArgs()))));
            return response;
        }),
        // Hooks are bound to resources, but never run: the program has ended when its resources are deleted here.
        registerResourceHook: unary(async () => Promise.resolve(new Empty())),
        signalAndWaitForShutdown: unary(async () => Promise.resolve(new Empty())),
    });
    server.addService(EngineService, {
        log: unary(async (request: LogRequest) => {
            handlers.log(severities[request.getSeverity()], request.getMessage(), request.getUrn());
            return Promise.resolve(new Empty());
        }),
        getRootResource: unary(async () => {
            const response = new GetRootResourceResponse();
            response.setUrn(rootUrn);
            return Promise.resolve(response);
        }),
        setRootResource: unary(async (request: SetRootResourceRequest) => {
            rootUrn = request.getUrn();
            return Promise.resolve(new SetRootResourceResponse());
        }),
        requirePulumiVersion: unary(async () => Promise.resolve(new Empty())),
    });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
            if (error) reject(error);
            else resolve(bound);
        });
    });
    return {
        address: `127.0.0.1:${String(port)}`,
        close: () => {
            server.forceShutdown();
        },
    };
}

function registration(request: RegisterResourceRequest): Registration {
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((dependencies, property) => {
        propertyDependencies[property] = dependencies.getUrnsList();
    });
    return {
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        parent: request.getParent(),
        inputs: fromStruct(request.getObject()),
        dependencies: request.getDependenciesList(),
        propertyDependencies,
        provider: { reference: request.getProvider(), version: request.getVersion() },
        options: {
            protect: request.getProtect() ?? false,
            retainOnDelete: request.getRetainondelete() ?? false,
            deleteBeforeReplace: request.getDeletebeforereplace(),
            ignoreChanges: request.getIgnorechangesList(),
            additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
            aliases: request.getAliasesList().map((alias) => {
                const spec = alias.getSpec();
                if (!spec) return alias.getUrn();
                return [spec.getType(), spec.getName(), spec.getProject(), spec.getStack()].join(" ").trim();
            }),
            replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
            beforeDelete: request.getHooks()?.getBeforeDeleteList() ?? [],
        },
    };
}
