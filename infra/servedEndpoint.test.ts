import assert from "node:assert/strict";

import { AwsError } from "../local/cloud/awsError";
import { startWire, type Wire } from "../local/wire/server";
import { FakeCloud } from "../local/wire/testing/fakeCloud";
import { credentials, start } from "../local/wire/testing/laptopFixture";
import { servedEndpoint } from "./servedEndpoint";
import { type Served } from "./guards";

const described = { EndpointName: "e", EndpointStatus: "InService", EndpointConfigName: "c" };
const at = (minute: number, Maximum: number) => ({ Timestamp: new Date(start.getTime() + minute * 60_000), Maximum });

describe("servedEndpoint", () => {
    let cloud: FakeCloud;
    let wire: Wire;
    let served: Served;
    const before: Record<string, string | undefined> = {};

    /** The environment in which every AWS client looks; `undefined` takes a variable away. */
    function setVariables(variables: Record<string, string | undefined>): void {
        for (const [name, value] of Object.entries(variables)) {
            if (value === undefined) Reflect.deleteProperty(process.env, name);
            else process.env[name] = value;
        }
    }

    /** What AWS answers; the fake cloud has nothing else. */
    function answers(endpoint: object | AwsError, datapoints: object[] = []): void {
        cloud.operations["sagemaker DescribeEndpoint"] = () => {
            if (endpoint instanceof AwsError) throw endpoint;
            return endpoint;
        };
        cloud.operations["cloudwatch GetMetricStatistics"] = () => ({ Datapoints: datapoints });
    }

    beforeEach(async () => {
        cloud = new FakeCloud();
        wire = await startWire(cloud);
        const variables = {
            AWS_ENDPOINT_URL: wire.url,
            AWS_ACCESS_KEY_ID: credentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
            AWS_PROFILE: undefined,
        };
        for (const name of Object.keys(variables)) before[name] = process.env[name];
        setVariables(variables);
        served = servedEndpoint("e", { region: "us-east-1" });
    });

    afterEach(async () => {
        setVariables(before);
        await wire.close();
    });

    it("says which configuration it serves", async () => {
        answers(described);
        assert.equal(await served.endpointConfigName(), "c");
        assert.deepEqual(cloud.inputs, [{ EndpointName: "e" }]);
    });

    for (const [what, datapoints, expected] of [
        ["its newest datapoint, wherever that stands", [at(-2, 1), at(-1, 7), at(-3, 9)], 7],
        ["none where the newest says so", [at(-2, 4), at(-1, 0)], 0],
        ["nothing without a datapoint", [], undefined],
    ] as const) {
        it(`has a backlog of ${what}`, async () => {
            answers(described, [...datapoints]);
            assert.equal(await served.backlog(), expected);
        });
    }

    it("asks for the ten minutes before AWS's own time, which this machine's clock may be far from", async () => {
        answers(described);
        await served.backlog();
        assert.deepEqual(cloud.inputs[1], {
            Namespace: "AWS/SageMaker",
            MetricName: "ApproximateBacklogSize",
            Dimensions: [{ Name: "EndpointName", Value: "e" }],
            StartTime: new Date(start.getTime() - 10 * 60_000),
            EndTime: new Date(start.getTime() + 60_000),
            Period: 60,
            Statistics: ["Maximum"],
        });
    });

    it("serves and has nothing when there is no endpoint", async () => {
        answers(new AwsError("ValidationException", 'Could not find endpoint "arn:e".'));
        assert.equal(await served.endpointConfigName(), undefined);
        assert.equal(await served.backlog(), undefined);
    });

    it("passes on every other error", async () => {
        answers(new AwsError("AccessDeniedException", "You may not look.", 403));
        const denied = { name: "AccessDeniedException", message: "You may not look." };
        await assert.rejects(served.endpointConfigName(), denied);
        await assert.rejects(served.backlog(), denied);
    });
});
