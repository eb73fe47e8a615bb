import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { inEachEnvironment } from "./scenario";
import { sampleEndpoint } from "./testing/sampleEndpoint";

// Whoever takes over what has other names needs more than the documents grant (docs/permissions.md).
inEachEnvironment(
    "an endpoint that was made by hand",
    (stage) => {
        const { environment } = stage;
        let location = "";

        it("is made as the sample notebook makes it, and a request waits in its queue", async () => {
            location = await sampleEndpoint(stage.stack.aws);
        });

        it("is imported with its target, its policy, its configuration and its log group", async () => {
            await stage.stack.set("endpointName", "pegasus-async");
            await stage.stack.set("variantName", "variant1");
            await stage.stack.set("instanceType", "ml.m5.xlarge");
            const file = join(stage.stack.root, "import.json");
            writeFileSync(file, JSON.stringify(importFile));
            await stage.stack.good([
                ...["import", "--file", file, "--yes", "--stack", environment],
                ...["--generate-code=false", "--protect=false"],
            ]);
        });

        it("is taken over by `pulumi up` without being replaced, its queue kept", async () => {
            stage.stack.changesAsked();
            const { output } = await stage.stack.goodUp();
            assert.match(output, /Endpoint endpoint updated/);
            const asked = stage.stack.changesAsked();
            assert.equal(asked.includes("CreateEndpoint") || asked.includes("DeleteEndpoint"), false, asked.join(" "));
            const deployed = await stage.deployed();
            assert.equal((await deployed.endpoint()).EndpointConfigName, deployed.outputs.endpointConfigName);
            await stage.stack.aws.advanceUntil(() => deployed.exists(location), 30);
            const { logGroups } = await stage.stack.aws.cloud.call("logs", "DescribeLogGroups", {});
            assert.deepEqual(
                logGroups.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays]),
                [["/aws/sagemaker/Endpoints/pegasus-async", environment === "dev" ? 14 : 90]],
            );
            await stage.stack.good(["preview", "--stack", environment, "--refresh", "--expect-no-changes"]);
        });
    },
    {},
    false,
);

inEachEnvironment("a stack from before the program made the log group", (stage) => {
    const { environment } = stage;
    const logGroupName = `/aws/sagemaker/Endpoints/summarizer-${environment}`;
    const file = "infra/index.ts";
    const without = [
        { file, from: /new EndpointLogs\([\s\S]*?\}\)/, to: "{ logGroupName: names.logGroup.name }" },
        { file, from: "executionRole, logs]", to: "executionRole]" },
    ];

    before(async () => {
        await stage.stack.edited(without, () => stage.stack.goodUp());
        // As SageMaker made it: what is in it never expires.
        await stage.stack.aws.cloud.call("logs", "CreateLogGroup", { logGroupName });
    });

    it("is told by AWS that the group is there already", async () => {
        const { code, output } = await stage.stack.up();
        assert.notEqual(code, 0);
        assert.match(output, /LogGroup \(logs\)[\s\S]*The specified log group already exists/);
    });

    it("imports it, and then sets its retention", async () => {
        const path = join(stage.stack.root, "import.json");
        const resources = importFile.resources.filter(({ name }) => /^(logs|theLogGroup)$/.test(name));
        const ofThis = resources.map((resource) => ({ ...resource, ...(resource.id && { id: logGroupName }) }));
        writeFileSync(path, JSON.stringify({ resources: ofThis }));
        await stage.stack.good([
            ...["import", "--file", path, "--yes", "--stack", environment],
            ...["--generate-code=false", "--protect=false"],
        ]);
        const { output } = await stage.stack.goodUp();
        assert.match(output, /LogGroup logs updated/);
        const { logGroups } = await stage.stack.aws.cloud.call("logs", "DescribeLogGroups", {});
        assert.deepEqual(
            logGroups.map(({ retentionInDays }) => retentionInDays),
            [environment === "dev" ? 14 : 90],
        );
        await stage.stack.good(["preview", "--stack", environment, "--refresh", "--expect-no-changes"]);
    });
});

const scaled = "sagemaker/endpoint/pegasus-async/variant/variant1/sagemaker:variant:DesiredInstanceCount";

/** As docs/operations.md shows it. A name stands for a resource in this file only; its name in the program is the logical one. */
const importFile = {
    resources: [
        { type: "summarizer:index:AsyncEndpoint", name: "endpoint", component: true },
        { type: "summarizer:index:BacklogScaling", name: "scaling", component: true },
        { type: "summarizer:index:EndpointLogs", name: "logs", component: true },
        {
            type: "aws:sagemaker/endpoint:Endpoint",
            name: "theEndpoint",
            logicalName: "endpoint",
            id: "pegasus-async",
            parent: "endpoint",
        },
        {
            type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
            name: "theConfiguration",
            logicalName: "endpoint",
            id: "pegasus-async-config",
            parent: "endpoint",
        },
        {
            type: "aws:cloudwatch/logGroup:LogGroup",
            name: "theLogGroup",
            logicalName: "logs",
            id: "/aws/sagemaker/Endpoints/pegasus-async",
            parent: "logs",
        },
        {
            type: "aws:appautoscaling/target:Target",
            name: "theTarget",
            logicalName: "scaling",
            id: scaled,
            parent: "scaling",
        },
        {
            type: "aws:appautoscaling/policy:Policy",
            name: "thePolicy",
            logicalName: "backlog",
            id: `${scaled}/Invocations-ScalingPolicy`,
            parent: "scaling",
        },
    ],
};
