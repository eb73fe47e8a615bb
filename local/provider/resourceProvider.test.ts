import assert from "node:assert/strict";

import { credentials as channel, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
    CheckRequest,
    type CheckResponse,
    ConfigureRequest,
    type ConfigureResponse,
    CreateRequest,
    type CreateResponse,
    DeleteRequest,
    DiffRequest,
    DiffResponse,
    ErrorResourceInitFailed,
    InvokeRequest,
    type InvokeResponse,
    ReadRequest,
    type ReadResponse,
    UpdateRequest,
    type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { AwsError } from "../cloud/awsError";
import { fromStruct, toStruct } from "../engine/properties";
import { type Existing, type Properties, unknown } from "../resources/resource";
import { startWire } from "../wire/server";
import { FakeCloud } from "../wire/testing/fakeCloud";
import { credentials, laptopFixture } from "../wire/testing/laptopFixture";
import { ResourceProvider } from "./resourceProvider";

const topic = "aws:sns/topic:Topic";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const endpoint = "aws:sagemaker/endpoint:Endpoint";
const alarmInputs = {
    name: "busy",
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    metricName: "Backlog",
    namespace: "Sample",
    period: 60,
    statistic: "Average",
    threshold: 1,
};

const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;

const urn = (type: string): string => `urn:pulumi:dev::sample::sample:index:Group$${type}::it`;
const secret = (value: string): Properties => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

/** What a provider reads that Pulumi starts for a laptop AWS. */
function environmentOf(url: string): NodeJS.ProcessEnv {
    const { accessKeyId, secretAccessKey } = credentials;
    return {
        AWS_ENDPOINT_URL: url,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
}

type Answered<Response> = (error: ServiceError | null, response: Response) => void;

/** The engine's side of a provider that serves gRPC in this process. */
class Engine {
    private constructor(
        private readonly server: Server,
        readonly client: ResourceProviderClient,
    ) {}

    static async start(environment: NodeJS.ProcessEnv): Promise<Engine> {
        const server = new Server();
        server.addService(ResourceProviderService, new ResourceProvider(environment).service);
        const port = await new Promise<number>((resolve, reject) => {
            server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
                if (error) reject(error);
                else resolve(bound);
            });
        });
        return new Engine(server, new ResourceProviderClient(`127.0.0.1:${String(port)}`, channel.createInsecure()));
    }

    /** The same, configured by its environment alone. */
    static async configured(environment: NodeJS.ProcessEnv): Promise<Engine> {
        const engine = await Engine.start(environment);
        await engine.configure({});
        return engine;
    }

    close(): void {
        this.client.close();
        this.server.forceShutdown();
    }

    async ask<Response>(send: (done: Answered<Response>) => unknown): Promise<Response> {
        return new Promise((resolve, reject) => {
            send((error, response) => {
                if (error) reject(error);
                else resolve(response);
            });
        });
    }

    async configure(config: Properties): Promise<ConfigureResponse> {
        const request = new ConfigureRequest().setArgs(toStruct(config));
        return this.ask((done: Answered<ConfigureResponse>) => this.client.configure(request, done));
    }

    async invoke(token: string): Promise<Properties> {
        const request = new InvokeRequest().setTok(token);
        const answer = await this.ask((done: Answered<InvokeResponse>) => this.client.invoke(request, done));
        return fromStruct(answer.getReturn());
    }

    async check(
        type: string,
        news: Properties,
        olds: Properties = {},
        autonaming?: CheckRequest.AutonamingOptions,
    ): Promise<CheckResponse> {
        const request = new CheckRequest()
            .setUrn(urn(type))
            .setName("it")
            .setNews(toStruct(news))
            .setOlds(toStruct(olds))
            .setRandomseed(Buffer.from(JSON.stringify(olds)));
        if (autonaming) request.setAutonaming(autonaming);
        return this.ask((done: Answered<CheckResponse>) => this.client.check(request, done));
    }

    async checked(
        type: string,
        news: Properties,
        olds?: Properties,
        autonaming?: CheckRequest.AutonamingOptions,
    ): Promise<Properties> {
        const response = await this.check(type, news, olds, autonaming);
        assert.deepEqual(response.toObject().failuresList, []);
        return fromStruct(response.getInputs());
    }

    async create(type: string, inputs: Properties, preview = false): Promise<Existing> {
        const request = new CreateRequest().setUrn(urn(type)).setProperties(toStruct(inputs)).setPreview(preview);
        const made = await this.ask((done: Answered<CreateResponse>) => this.client.create(request, done));
        return { id: made.getId(), inputs, outputs: fromStruct(made.getProperties()) };
    }

    async diff(type: string, { inputs, outputs }: Omit<Existing, "id">, news: Properties) {
        const request = new DiffRequest()
            .setUrn(urn(type))
            .setOldInputs(toStruct(inputs))
            .setOlds(toStruct(outputs))
            .setNews(toStruct(news));
        const { changes, replacesList, diffsList, deletebeforereplace } = (
            await this.ask((done: Answered<DiffResponse>) => this.client.diff(request, done))
        ).toObject();
        return { changes, diffsList, replacesList, deletebeforereplace };
    }

    async update(
        type: string,
        { id, inputs, outputs }: Existing,
        news: Properties,
        preview = false,
    ): Promise<Existing> {
        const request = new UpdateRequest()
            .setUrn(urn(type))
            .setId(id)
            .setOldInputs(toStruct(inputs))
            .setOlds(toStruct(outputs))
            .setNews(toStruct(news))
            .setPreview(preview);
        const updated = await this.ask((done: Answered<UpdateResponse>) => this.client.update(request, done));
        return { id, inputs: news, outputs: fromStruct(updated.getProperties()) };
    }

    async read(type: string, id: string, inputs: Properties = {}): Promise<Existing> {
        const request = new ReadRequest().setUrn(urn(type)).setId(id).setInputs(toStruct(inputs));
        const read = await this.ask((done: Answered<ReadResponse>) => this.client.read(request, done));
        return { id: read.getId(), inputs: fromStruct(read.getInputs()), outputs: fromStruct(read.getProperties()) };
    }

    async delete(type: string, { id, outputs }: Existing): Promise<void> {
        const request = new DeleteRequest().setUrn(urn(type)).setId(id).setProperties(toStruct(outputs));
        await this.ask((done: Answered<Empty>) => this.client.delete(request, done));
    }
}

const same = { changes: DIFF_NONE, diffsList: [], replacesList: [], deletebeforereplace: false };
const inPlace = (property: string) => ({ ...same, changes: DIFF_SOME, diffsList: [property] });

describe("the provider", () => {
    const fixture = laptopFixture();
    let engine: Engine;
    before(async () => {
        engine = await Engine.configured(environmentOf(fixture.wire.url));
    });
    after(() => {
        engine.close();
    });

    describe("check", () => {
        it("fills in a name, and marks what it filled in", async () => {
            const { name, ...inputs } = await engine.checked(topic, { displayName: "News" });
            assert.match(String(name), /^it-[0-9a-f]{7}$/);
            assert.deepEqual(inputs, { displayName: "News", __defaults: ["name"] });
        });

        it("keeps the name that it chose before, whatever the seed", async () => {
            const before = await engine.checked(topic, {});
            assert.deepEqual(await engine.checked(topic, {}, before), before);
        });

        it("chooses a name when the program no longer gives its own", async () => {
            const named = await engine.checked(topic, { name: "own" });
            assert.deepEqual(named, { name: "own", __defaults: [] });
            assert.notEqual((await engine.checked(topic, {}, named))["name"], "own");
        });

        it("takes the name that the engine proposes", async () => {
            const inputs = await engine.checked(
                topic,
                {},
                {},
                new CheckRequest.AutonamingOptions().setProposedName("as-configured"),
            );
            assert.deepEqual(inputs, { name: "as-configured", __defaults: ["name"] });
        });

        it("refuses a resource without a name where naming is disabled", async () => {
            const disabled = new CheckRequest.AutonamingOptions().setMode(CheckRequest.AutonamingOptions.Mode.DISABLE);
            const failures = async (news: Properties) =>
                (await engine.check(topic, news, {}, disabled)).getFailuresList().map((failed) => failed.toObject());
            const reason = "automatic naming is disabled but no explicit name was provided";
            assert.deepEqual(await failures({}), [{ property: "name", reason }]);
            assert.deepEqual(await failures({ name: "news" }), []);
        });

        it("fills in defaults", async () => {
            const inputs = await engine.checked(alarm, alarmInputs);
            const defaults = { actionsEnabled: true, treatMissingData: "missing" };
            assert.deepEqual(inputs, { ...alarmInputs, ...defaults, __defaults: Object.keys(defaults) });
        });

        it("answers with every property that cannot be used, and why", async () => {
            const response = await engine.check(alarm, { ...alarmInputs, statistic: "Median", threshold: undefined });
            assert.deepEqual(response.toObject().failuresList, [
                {
                    property: "statistic",
                    reason: 'expected statistic to be one of ["SampleCount" "Average" "Sum" "Minimum" "Maximum"], got Median',
                },
                {
                    property: "threshold",
                    reason: 'Missing required argument: The argument "threshold" is required, but no definition was found',
                },
            ]);
            assert.equal(response.getInputs(), undefined);
        });
    });

    it("leads a topic from its first preview to its end", async () => {
        const inputs = await engine.checked(topic, { displayName: "News" });
        const { name } = inputs as { name: string };

        const planned = await engine.create(topic, inputs, true);
        assert.deepEqual([planned.id, planned.outputs], ["", { name, displayName: "News" }]);
        assert.deepEqual(fixture.cloud.inventory(), []);

        const made = await engine.create(topic, inputs);
        const arn = `arn:aws:sns:us-east-1:123456789012:${name}`;
        assert.equal(made.id, arn);
        assert.equal(made.outputs["arn"], arn);
        assert.equal("__defaults" in made.outputs, false);
        assert.deepEqual(await engine.diff(topic, made, inputs), same);

        const renewed = await engine.checked(topic, { displayName: "Old news" }, inputs);
        assert.equal(renewed["name"], name);
        assert.deepEqual(await engine.diff(topic, made, renewed), inPlace("displayName"));

        const shown = await engine.update(topic, made, renewed, true);
        assert.deepEqual(shown.outputs, { ...made.outputs, displayName: "Old news" });
        assert.equal((await engine.read(topic, arn, inputs)).outputs["displayName"], "News");

        const updated = await engine.update(topic, made, renewed);
        assert.deepEqual(updated.outputs, shown.outputs);
        assert.deepEqual(await engine.read(topic, arn, renewed), {
            id: arn,
            inputs: renewed,
            outputs: updated.outputs,
        });

        await engine.delete(topic, updated);
        assert.deepEqual(fixture.cloud.inventory(), []);
        assert.deepEqual(await engine.read(topic, arn, renewed), { id: "", inputs: {}, outputs: {} });
        await engine.delete(topic, updated);
    });

    describe("diff", () => {
        const outputs = { name: "t" };

        it("replaces a resource with another automatic name without deleting it first", async () => {
            const before = { inputs: { name: "t", __defaults: ["name"] }, outputs };
            const replaced = { ...inPlace("name"), replacesList: ["name"] };
            assert.deepEqual(await engine.diff(topic, before, { name: "u", __defaults: ["name"] }), replaced);
        });

        it("deletes first what the program named", async () => {
            const before = { inputs: { name: "t", __defaults: [] }, outputs };
            const replaced = { ...inPlace("name"), replacesList: ["name"], deletebeforereplace: true };
            assert.deepEqual(await engine.diff(topic, before, { name: "u", __defaults: [] }), replaced);
        });

        it("takes what is not known yet for another", async () => {
            const before = { inputs: { name: "t" }, outputs };
            const news = { name: "t", displayName: unknown };
            assert.deepEqual(await engine.diff(topic, before, news), inPlace("displayName"));
        });

        it("shows that an endpoint went back to what it served before", async () => {
            const inputs = { name: "e", endpointConfigName: "new" };
            const served = (endpointConfigName: string) => ({ inputs, outputs: { ...inputs, endpointConfigName } });
            assert.deepEqual(await engine.diff(endpoint, served("old"), inputs), inPlace("endpointConfigName"));
            assert.deepEqual(await engine.diff(endpoint, served("new"), inputs), same);
        });
    });

    it("shows in a preview that what the program no longer gives will be gone", async () => {
        const inputs = await engine.checked(topic, { displayName: "News" });
        const { name } = inputs;
        const made = { id: "arn:t", inputs, outputs: { name, displayName: "News", arn: "arn:t" } };
        const shown = await engine.update(topic, made, await engine.checked(topic, {}, inputs), true);
        assert.deepEqual(shown.outputs, { name, arn: "arn:t" });
    });

    it("asks again for what did not take effect", async () => {
        const inputs = await engine.checked(alarm, alarmInputs);
        const made = await engine.create(alarm, { ...inputs, threshold: 5 });
        await engine.update(alarm, { ...made, inputs }, inputs);
        const found = await engine.read(alarm, made.id, inputs);
        await engine.delete(alarm, made);
        assert.deepEqual(found.inputs, inputs);
    });

    it("reads what was changed by hand as an input, and what it filled in as filled in", async () => {
        const inputs = await engine.checked(topic, { displayName: "News" });
        const made = await engine.create(topic, inputs);
        await fixture.cloud.call("sns", "SetTopicAttributes", {
            TopicArn: made.id,
            AttributeName: "DisplayName",
            AttributeValue: "By hand",
        });
        const found = await engine.read(topic, made.id, inputs);
        await engine.delete(topic, made);
        assert.deepEqual(found.inputs, { ...inputs, displayName: "By hand" });
        assert.equal(found.outputs["displayName"], "By hand");
    });

    it("imports by the id alone, with inputs that nobody filled in", async () => {
        const made = await engine.create(topic, { name: "by-hand", displayName: "News" });
        const { id, inputs, outputs } = await engine.read(topic, made.id);
        await engine.delete(topic, made);
        assert.equal(id, made.id);
        assert.equal("__defaults" in inputs, false);
        assert.deepEqual([inputs["name"], inputs["displayName"]], ["by-hand", "News"]);
        assert.equal(outputs["arn"], made.id);
    });

    it("says why something could not be made: AWS's code, then its words", async () => {
        await assert.rejects(engine.create(endpoint, { name: "e", endpointConfigName: "missing" }), {
            code: status.UNKNOWN,
            details: /^ValidationException: Could not find endpoint configuration /,
        });
    });

    it("answers a failed update with the inputs that were asked for", async () => {
        const made = await engine.create(topic, await engine.checked(topic, { displayName: "News" }));
        await engine.delete(topic, made);
        const news = { ...made.inputs, displayName: "Old news" };
        const failure = await engine.update(topic, made, news).then(
            () => assert.fail("the topic is gone"),
            (error: unknown) => error as ServiceError,
        );
        assert.match(failure.details, /^NotFound: /);
        const [packed] = failure.metadata.get("grpc-status-details-bin");
        const whole = Status.deserializeBinary(packed as Buffer);
        assert.deepEqual([whole.getCode(), whole.getMessage()], [status.UNKNOWN, failure.details]);
        const [detail] = whole.getDetailsList();
        assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
        assert.equal(failed.getId(), made.id);
        assert.deepEqual(fromStruct(failed.getInputs()), news);
        assert.deepEqual(fromStruct(failed.getProperties()), { ...made.outputs, displayName: "Old news" });
        assert.deepEqual(failed.getReasonsList(), [failure.details]);
    });

    it("answers where it is, and says which function it has not", async () => {
        const { accountId } = await engine.invoke("aws:index/getCallerIdentity:getCallerIdentity");
        const { partition } = await engine.invoke("aws:index/getPartition:getPartition");
        assert.deepEqual([accountId, partition], ["123456789012", "aws"]);
        await assert.rejects(engine.invoke("aws:index/getAmi:getAmi"), {
            details: "The laptop AWS does not implement the function aws:index/getAmi:getAmi.",
        });
    });

    it("is no other provider when its configuration changes", async () => {
        const request = new DiffRequest()
            .setOldInputs(toStruct({ region: "us-east-1" }))
            .setNews(toStruct({ region: "eu-west-1" }));
        const answer = await engine.ask((done: Answered<DiffResponse>) => engine.client.diffConfig(request, done));
        assert.equal(answer.getChanges(), DIFF_NONE);
    });
});

describe("configuring the provider", () => {
    const fixture = laptopFixture("eu-west-1");

    async function withEngine(environment: NodeJS.ProcessEnv, use: (engine: Engine) => Promise<void>): Promise<void> {
        const engine = await Engine.start(environment);
        try {
            await use(engine);
        } finally {
            engine.close();
        }
    }

    it("takes an explicit provider's inputs, secret ones too", async () => {
        await withEngine({}, async (engine) => {
            const response = await engine.configure({
                endpoints: JSON.stringify([{ sts: fixture.wire.url }]),
                region: "eu-west-1",
                accessKey: secret(credentials.accessKeyId),
                secretKey: secret(credentials.secretAccessKey),
            });
            assert.equal(response.getSupportspreview(), true);
            assert.equal(response.getAcceptsecrets(), false);
            assert.equal((await engine.invoke("aws:index/getRegion:getRegion"))["region"], "eu-west-1");
        });
    });

    it("refuses anything but a laptop AWS", async () => {
        await withEngine({}, async (engine) => {
            await assert.rejects(engine.configure({}), { details: /^This provider speaks to a laptop AWS only/ });
            await assert.rejects(engine.invoke("aws:index/getRegion:getRegion"), {
                details: "The provider was not configured.",
            });
        });
    });

    it("asks nothing of AWS for a preview, and says which call nobody answers", async () => {
        const wire = await startWire(new FakeCloud());
        await wire.close();
        await withEngine(environmentOf(wire.url), async (engine) => {
            await engine.configure({});
            const inputs = await engine.checked(topic, {});
            assert.equal((await engine.create(topic, inputs, true)).id, "");
            await assert.rejects(engine.create(topic, inputs), { details: /^sts GetCallerIdentity: / });
        });
    });

    it("gives up waiting for AWS when it is cancelled, and unmakes what it made", async () => {
        let exists = true;
        const cloud = new FakeCloud({
            "sts GetCallerIdentity": () => ({ Account: "1", Arn: "arn:aws:iam::1:user/laptop" }),
            "sagemaker CreateEndpoint": () => ({ EndpointArn: "arn" }),
            "sagemaker DescribeEndpoint": () => {
                if (exists) return { EndpointName: "e", EndpointStatus: "Creating" };
                throw new AwsError("ValidationException", "Could not find endpoint.");
            },
            "sagemaker DeleteEndpoint": () => {
                exists = false;
            },
        });
        const wire = await startWire(cloud);
        try {
            await withEngine(environmentOf(wire.url), async (engine) => {
                await engine.configure({});
                const creating = assert.rejects(engine.create(endpoint, { name: "e", endpointConfigName: "c" }), {
                    details: "It was cancelled while waiting for AWS.",
                });
                await engine.ask((done: Answered<Empty>) => engine.client.cancel(new Empty(), done));
                await creating;
                assert.equal(exists, false);
            });
        } finally {
            await wire.close();
        }
    });
});
