import assert from "node:assert/strict";

import { type Properties } from "../resources/resource";
import { ConnectionError, connectionOf } from "./connection";

const environment = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "id of the environment",
    AWS_SECRET_ACCESS_KEY: "secret of the environment",
};
const fromEnvironment = {
    endpoint: "http://127.0.0.1:4566",
    region: "us-east-1",
    credentials: { accessKeyId: "id of the environment", secretAccessKey: "secret of the environment" },
};
const elsewhere = "http://127.0.0.1:5000";

describe("connectionOf", () => {
    it("takes everything from the environment when nothing is configured", () => {
        assert.deepEqual(connectionOf({}, environment), fromEnvironment);
    });

    it("takes everything from the configuration, whatever the environment says", () => {
        const config = {
            endpoints: [{ sagemaker: elsewhere }],
            region: "eu-west-1",
            accessKey: "own id",
            secretKey: "own secret",
        };
        const configured = {
            endpoint: elsewhere,
            region: "eu-west-1",
            credentials: { accessKeyId: "own id", secretAccessKey: "own secret" },
        };
        assert.deepEqual(connectionOf(config, environment), configured);
        assert.deepEqual(connectionOf(config, {}), configured);
    });

    const chosen: [string, Properties, NodeJS.ProcessEnv, object][] = [
        ["a JSON text of endpoints", { endpoints: `[{"s3":"${elsewhere}"}]` }, {}, { endpoint: elsewhere }],
        ["one block of endpoints", { endpoints: { s3: elsewhere } }, {}, { endpoint: elsewhere }],
        [
            "the first endpoint given",
            { endpoints: [{ iam: "", s3: elsewhere, sqs: "x" }] },
            {},
            { endpoint: elsewhere },
        ],
        ["the environment for a list without a URL", { endpoints: "[]" }, {}, {}],
        ["the environment for what is configured empty", { region: "", accessKey: "", secretKey: "" }, {}, {}],
        ["localhost", {}, { AWS_ENDPOINT_URL: "http://localhost:1" }, { endpoint: "http://localhost:1" }],
        [
            "AWS_DEFAULT_REGION without AWS_REGION",
            {},
            { AWS_REGION: undefined, AWS_DEFAULT_REGION: "ap-south-1" },
            { region: "ap-south-1" },
        ],
        ["AWS_REGION before AWS_DEFAULT_REGION", {}, { AWS_DEFAULT_REGION: "ap-south-1" }, {}],
    ];
    for (const [what, config, variables, expected] of chosen) {
        it(`takes ${what}`, () => {
            const connection = connectionOf(config, { ...environment, ...variables });
            assert.deepEqual(connection, { ...fromEnvironment, ...expected });
        });
    }

    const thisMachineOnly = (url: string): string =>
        `This provider speaks to a laptop AWS on this machine only (http://127.0.0.1:<port>), not to ${url}.`;
    const refused: [string, Properties, NodeJS.ProcessEnv, string][] = [
        [
            "no endpoint",
            {},
            { AWS_ENDPOINT_URL: undefined },
            "This provider speaks to a laptop AWS only, and none is named: set AWS_ENDPOINT_URL or aws:endpoints.",
        ],
        ["another host", {}, { AWS_ENDPOINT_URL: "http://example.com" }, thisMachineOnly("http://example.com")],
        [
            "a host that begins like this machine's",
            {},
            { AWS_ENDPOINT_URL: "http://127.0.0.1.example.com" },
            thisMachineOnly("http://127.0.0.1.example.com"),
        ],
        ["https", { endpoints: [{ s3: "https://127.0.0.1:1" }] }, {}, thisMachineOnly("https://127.0.0.1:1")],
        ["what is no URL", { endpoints: [{ s3: "here" }] }, {}, "here is no URL."],
        [
            "endpoints that are no JSON",
            { endpoints: "[{" },
            {},
            "aws:endpoints must be a list of one block of URLs by service, not [{.",
        ],
        ["no region", {}, { AWS_REGION: undefined }, "No region is set: pulumi config set aws:region us-east-1"],
        ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map(
            (variable): [string, Properties, NodeJS.ProcessEnv, string] => [
                `no ${variable}`,
                {},
                { [variable]: undefined },
                "No credentials are set: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            ],
        ),
    ];
    for (const [what, config, variables, message] of refused) {
        it(`refuses ${what}`, () => {
            assert.throws(() => connectionOf(config, { ...environment, ...variables }), new ConnectionError(message));
        });
    }
});
