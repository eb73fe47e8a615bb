import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { endpoint } from "./endpoint";
import { recordingTarget } from "./testing/recordingTarget";

const inputs = { name: "e", endpointConfigName: "c" };
const gone = new AwsError("ValidationException", 'Could not find endpoint "arn:e".');
const failed = { EndpointStatus: "Failed", FailureReason: "The container did not pass the ping health check." };

function operations(target: ReturnType<typeof recordingTarget>): string[] {
    return target.calls.map(([, operation]) => operation);
}

describe("endpoint", () => {
    it("is made once it is in service, looking every 20 ms", async () => {
        const target = recordingTarget({
            CreateEndpoint: { EndpointArn: "arn:e" },
            DescribeEndpoint: [
                { EndpointStatus: "Creating" },
                { EndpointStatus: "Creating" },
                { EndpointStatus: "InService" },
            ],
        });
        const created = await endpoint.create(inputs, target);
        assert.deepEqual(created, {
            id: "e",
            outputs: { ...inputs, region: "eu-west-1", tagsAll: {}, arn: "arn:e" },
        });
        assert.deepEqual(target.slept, [20, 20]);
    });

    it("says why it failed, and is deleted again", async () => {
        const target = recordingTarget({
            CreateEndpoint: { EndpointArn: "arn:e" },
            DescribeEndpoint: [{ EndpointStatus: "Creating" }, failed, gone],
            DeleteEndpoint: {},
        });
        await assert.rejects(endpoint.create(inputs, target), {
            message:
                "waiting for SageMaker AI Endpoint (e) to be in service: unexpected state 'Failed', wanted target 'InService'. last error: The container did not pass the ping health check.",
        });
        assert.deepEqual(operations(target), [
            "CreateEndpoint",
            "DescribeEndpoint",
            "DescribeEndpoint",
            "DeleteEndpoint",
            "DescribeEndpoint",
        ]);
    });

    it("says so when what failed could not be deleted either", async () => {
        const target = recordingTarget({
            CreateEndpoint: { EndpointArn: "arn:e" },
            DescribeEndpoint: failed,
            DeleteEndpoint: new AwsError("AccessDeniedException", "You may not delete it.", 403),
        });
        await assert.rejects(endpoint.create(inputs, target), {
            message:
                /last error: .*ping health check\. What had been made could not be undone: You may not delete it\.$/,
        });
    });

    it("is not deleted when it never was made", async () => {
        const refused = new AwsError("ValidationException", "Could not find endpoint configuration.");
        const target = recordingTarget({ CreateEndpoint: refused });
        await assert.rejects(endpoint.create(inputs, target), refused);
        assert.deepEqual(operations(target), ["CreateEndpoint"]);
    });

    const existing = { id: "e", inputs, outputs: { ...inputs, arn: "arn:e" } };
    const changed = { name: "e", endpointConfigName: "d" };

    for (const [what, served] of [
        ["the new configuration", "d"],
        ["the old one, to which SageMaker went back", "c"],
    ]) {
        it(`is changed once it is in service again, with ${what}`, async () => {
            const target = recordingTarget({
                UpdateEndpoint: {},
                DescribeEndpoint: [
                    { EndpointStatus: "Updating", EndpointConfigName: "c" },
                    { EndpointStatus: "InService", EndpointConfigName: served },
                ],
            });
            const { outputs } = await endpoint.update(existing, changed, target);
            assert.equal(outputs["endpointConfigName"], served);
            assert.deepEqual(target.slept, [20]);
        });
    }

    it("says why a change failed, and is left as it is", async () => {
        const target = recordingTarget({ UpdateEndpoint: {}, DescribeEndpoint: failed });
        await assert.rejects(
            endpoint.update(existing, changed, target),
            /unexpected state 'Failed'.*ping health check/,
        );
        assert.deepEqual(operations(target), ["UpdateEndpoint", "DescribeEndpoint"]);
    });

    it("is deleted once it cannot be found any more", async () => {
        const target = recordingTarget({
            DeleteEndpoint: {},
            DescribeEndpoint: [{ EndpointStatus: "Deleting" }, { EndpointStatus: "Deleting" }, gone],
        });
        await endpoint.delete({ id: "e", outputs: inputs }, target);
        assert.deepEqual(target.slept, [20, 20]);
    });

    it("passes an error on that it meets while waiting for its deletion", async () => {
        const denied = new AwsError("AccessDeniedException", "You may not look.", 403);
        const target = recordingTarget({ DeleteEndpoint: {}, DescribeEndpoint: denied });
        await assert.rejects(endpoint.delete({ id: "e", outputs: inputs }, target), denied);
    });
});
