import { type UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
    CheckFailure,
    CheckRequest,
    CheckResponse,
    type ConfigureRequest,
    ConfigureResponse,
    type CreateRequest,
    CreateResponse,
    type DeleteRequest,
    type DiffRequest,
    DiffResponse,
    type InvokeRequest,
    InvokeResponse,
    ProviderHandshakeResponse,
    type ReadRequest,
    ReadResponse,
    type UpdateRequest,
    UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { fromStruct, plain, toStruct } from "../engine/properties";
import { Refusal, unary } from "../engine/unary";
import { resourceTypeOf } from "../resources";
import { invoke } from "../resources/invokes";
import { CheckError, type Properties, type Target } from "../resources/resource";
import { automaticName, filledIn, isFilledIn, marked, markedAs, unmarked } from "./automaticName";
import { connectionOf } from "./connection";
import { describeDiff } from "./describeDiff";
import { initializationFailed, wordsOf } from "./errors";
import { sdkCall } from "./sdkCall";

/** The version of the AWS provider whose resources these are. */
const version = "7.48.0";

const type = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/**
 * Pulumi's ResourceProvider service over local/resources: what the AWS plugin is for AWS, this is for a laptop AWS. An engine
 * reaches it through `plugins.providers` in Pulumi.yaml.
 *
 * It takes no secrets (the engine keeps them secret in its state and hands over plain values), and gets unknowns as the
 * sentinel that resource types know.
 */
export class ResourceProvider {
    private place: Promise<Target> = Promise.reject(new Error("The provider was not configured."));
    private readonly cancelled = new AbortController();

    constructor(private readonly environment: NodeJS.ProcessEnv) {
        // Nobody need ever ask for it.
        this.place.catch(() => undefined);
    }

    /** For `Server.addService`; what is not here the engine is told is not implemented. */
    get service(): UntypedServiceImplementation {
        const told = <Request, Response>(handle: (request: Request) => Promise<Response>) => unary(handle, wordsOf);
        return {
            handshake: told(async () => Promise.resolve(new ProviderHandshakeResponse())),
            getPluginInfo: told(async () => {
                const info = new PluginInfo();
                info.setVersion(version);
                return Promise.resolve(info);
            }),
            checkConfig: told(this.checkConfig),
            diffConfig: told(this.diffConfig),
            configure: told(this.configure),
            invoke: told(this.invoke),
            check: told(this.check),
            diff: told(this.diff),
            create: told(this.create),
            read: told(this.read),
            update: told(this.update),
            delete: told(this.delete),
            cancel: told(async () => {
                this.cancelled.abort();
                return Promise.resolve(new Empty());
            }),
        };
    }

    private readonly checkConfig = async (request: CheckRequest): Promise<CheckResponse> => {
        const response = new CheckResponse();
        response.setInputs(request.getNews());
        return Promise.resolve(response);
    };

    /** A laptop AWS has another port every time: that makes no other provider of it. */
    private readonly diffConfig = async (): Promise<DiffResponse> => {
        const response = new DiffResponse();
        response.setChanges(DiffResponse.DiffChanges.DIFF_NONE);
        return Promise.resolve(response);
    };

    private readonly configure = async (request: ConfigureRequest): Promise<ConfigureResponse> => {
        // Configuration may hold secrets, marked as such, whatever the provider takes later.
        const connection = connectionOf(plain(fromStruct(request.getArgs())) as Properties, this.environment);
        this.place = this.placeOf(sdkCall(connection), connection.region);
        this.place.catch(() => undefined);
        const response = new ConfigureResponse();
        response.setSupportspreview(true);
        response.setSupportsAutonamingConfiguration(true);
        return Promise.resolve(response);
    };

    /** Asked once, when first needed: a provider that is only configured need not find its laptop AWS running. */
    private async placeOf(call: Target["call"], region: string): Promise<Target> {
        const { Arn = "", Account = "" } = await call("sts", "GetCallerIdentity", {});
        const partition = Arn.split(":")[1] ?? "aws";
        return { call, region, partition, accountId: Account, sleep: (milliseconds) => this.sleep(milliseconds) };
    }

    private async sleep(milliseconds: number): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        if (this.cancelled.signal.aborted) throw new Error("It was cancelled while waiting for AWS.");
    }

    private readonly invoke = async (request: InvokeRequest): Promise<InvokeResponse> => {
        const response = new InvokeResponse();
        response.setReturn(toStruct(invoke(request.getTok(), fromStruct(request.getArgs()), await this.place)));
        return response;
    };

    private readonly check = async (request: CheckRequest): Promise<CheckResponse> => {
        const given = fromStruct(request.getNews());
        const name = request.getName();
        const resourceType = resourceTypeOf(type(request.getUrn()));
        const autonaming = request.getAutonaming();
        const autoname = (): string => {
            if (autonaming?.getMode() === CheckRequest.AutonamingOptions.Mode.DISABLE) {
                const reason = "automatic naming is disabled but no explicit name was provided";
                throw new CheckError(resourceType.type, name, [
                    { property: String(resourceType.nameProperty), reason },
                ]);
            }
            return autonaming?.getProposedName() || automaticName(name, request.getRandomseed_asU8());
        };
        const response = new CheckResponse();
        try {
            const before = filledIn(fromStruct(request.getOlds()));
            const checked = resourceType.check({ ...before, ...given }, { name, autoname });
            response.setInputs(toStruct(marked(checked, given)));
        } catch (error) {
            if (!(error instanceof CheckError)) throw error;
            response.setFailuresList(
                error.failures.map(({ property, reason }) => {
                    const failed = new CheckFailure();
                    failed.setProperty(property);
                    failed.setReason(reason);
                    return failed;
                }),
            );
        }
        return Promise.resolve(response);
    };

    private readonly diff = async (request: DiffRequest): Promise<DiffResponse> => {
        const before = fromStruct(request.getOldInputs());
        const inputs = fromStruct(request.getNews());
        const made = asMade(unmarked(before), fromStruct(request.getOlds()));
        const resourceType = resourceTypeOf(type(request.getUrn()));
        const { nameProperty: name } = resourceType;
        const named = name !== undefined && name in inputs && !isFilledIn(inputs, name);
        return Promise.resolve(describeDiff(resourceType.diff(made, unmarked(inputs)), named));
    };

    /** In a preview: the inputs. What only AWS knows is left out, and so unknown to the program. */
    private readonly create = async (request: CreateRequest): Promise<CreateResponse> => {
        const inputs = unmarked(fromStruct(request.getProperties()));
        const response = new CreateResponse();
        if (request.getPreview()) {
            response.setProperties(toStruct(inputs));
            return response;
        }
        const { id, outputs } = await resourceTypeOf(type(request.getUrn())).create(inputs, await this.place);
        response.setId(id);
        response.setProperties(toStruct(outputs));
        return response;
    };

    private readonly read = async (request: ReadRequest): Promise<ReadResponse> => {
        const before = fromStruct(request.getInputs());
        const imported = Object.keys(before).length === 0;
        const known = imported ? undefined : unmarked(before);
        const found = await resourceTypeOf(type(request.getUrn())).read(request.getId(), await this.place, known);
        const response = new ReadResponse();
        if (!found) return response;
        response.setId(found.id);
        response.setInputs(toStruct(markedAs(found.inputs, before)));
        response.setProperties(toStruct(found.outputs));
        return response;
    };

    private readonly update = async (request: UpdateRequest): Promise<UpdateResponse> => {
        const id = request.getId();
        const given = fromStruct(request.getNews());
        const inputs = unmarked(given);
        const outputs = fromStruct(request.getOlds());
        const before = { inputs: asMade(unmarked(fromStruct(request.getOldInputs())), outputs), outputs };
        const planned = { ...withoutKeys(outputs, before.inputs), ...inputs };
        const response = new UpdateResponse();
        if (request.getPreview()) {
            response.setProperties(toStruct(planned));
            return response;
        }
        try {
            const resourceType = resourceTypeOf(type(request.getUrn()));
            const updated = await resourceType.update({ id, ...before }, inputs, await this.place);
            response.setProperties(toStruct(updated.outputs));
            return response;
        } catch (error) {
            throw new Refusal(initializationFailed(error, id, given, planned));
        }
    };

    private readonly delete = async (request: DeleteRequest): Promise<Empty> => {
        const created = { id: request.getId(), outputs: fromStruct(request.getProperties()) };
        await resourceTypeOf(type(request.getUrn())).delete(created, await this.place);
        return new Empty();
    };
}

function withoutKeys(properties: Properties, keys: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([name]) => !(name in keys)));
}

/**
 * Inputs as they took effect: AWS may have made something else of them, as when SageMaker rolls an update back. Only what was
 * asked for counts, not what AWS added by itself.
 */
function asMade(inputs: Properties, outputs: Properties): Properties {
    return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, outputs[name] ?? value]));
}
