import assert from "node:assert/strict";

import { type Permission } from "../iam/access";
import { anonymous, type Caller } from "../iam/principal";
import { sageMakerPermissions } from "./sageMakerPermissions";
import { sageMakerRuntimePermissions } from "./sageMakerRuntimePermissions";
import { EndpointWithRole, executionRoleArn, image } from "../testing/endpointWithRole";

const arn = (resource: string): string => `arn:aws:sagemaker:us-east-1:123456789012:${resource}`;
const place = {
    partition: "aws",
    region: "us-east-1",
    accountId: "123456789012",
    arn: (service: string, resource: string) => `arn:aws:${service}:us-east-1:123456789012:${resource}`,
};
const names = { ModelName: "Model", EndpointConfigName: "Config", EndpointName: "Endpoint" };

describe("what SageMaker asks leave for", () => {
    const [model, config, endpoint] = [arn("model/model"), arn("endpoint-config/config"), arn("endpoint/endpoint")];
    const table: Record<keyof typeof sageMakerPermissions.operations, string[]> = {
        CreateModel: [model],
        DescribeModel: [model],
        DeleteModel: [model],
        CreateEndpointConfig: [config],
        DescribeEndpointConfig: [config],
        DeleteEndpointConfig: [config],
        CreateEndpoint: [endpoint, config],
        UpdateEndpoint: [endpoint, config],
        DescribeEndpoint: [endpoint],
        UpdateEndpointWeightsAndCapacities: [endpoint],
        DeleteEndpoint: [endpoint],
        ListEndpoints: ["*"],
    };

    for (const [operation, resources] of Object.entries(table)) {
        it(`${operation}: of ${resources.join(" and ")}`, () => {
            const asked = sageMakerPermissions.operations[operation as keyof typeof table] as unknown as (
                input: object,
                where: typeof place,
            ) => readonly Permission[];
            const wanted = resources.map((resource) => ({ action: `sagemaker:${operation}`, resource }));
            assert.deepEqual(asked(names, place), wanted);
        });
    }

    for (const [operation, resource] of [
        ["CreateModel", model],
        ["CreateEndpointConfig", config],
        ["CreateEndpoint", endpoint],
    ] as const) {
        it(`${operation}: of its tags as well, if there are any`, () => {
            const asked = sageMakerPermissions.operations[operation] as unknown as (
                input: object,
                where: typeof place,
            ) => readonly Permission[];
            const without = asked({ ...names, Tags: [] }, place);
            const tagged = asked({ ...names, Tags: [{ Key: "team", Value: "text" }] }, place);
            assert.deepEqual(tagged, [...without, { action: "sagemaker:AddTags", resource }]);
        });
    }

    it("knows every operation", () => {
        assert.deepEqual(Object.keys(table).sort(), Object.keys(sageMakerPermissions.operations).sort());
    });

    it("InvokeEndpointAsync: of the endpoint", () => {
        assert.deepEqual(sageMakerRuntimePermissions.operations.InvokeEndpointAsync({ ...names }, place), [
            { action: "sagemaker:InvokeEndpointAsync", resource: endpoint },
        ]);
    });
});

describe("who asks SageMaker", () => {
    let fixture: EndpointWithRole;
    afterEach(() => fixture.cloud.close());

    async function deployed(args: Parameters<EndpointWithRole["deploy"]>[0] = {}): Promise<void> {
        fixture = await new EndpointWithRole().deploy(args);
    }

    const denied = (statusCode: number, who: string, action: string, resource: string) => ({
        code: "AccessDeniedException",
        statusCode,
        message: `${who} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    });

    function nameOf(caller: Caller): string {
        return `User: ${caller.principal.kind === "identity" ? caller.principal.arn : ""}`;
    }

    it("may invoke the endpoint that his policy names, and no other", async () => {
        await deployed();
        const request = { InputLocation: "s3://articles/a.json" };
        const caller = await fixture.somebody({
            Invoke: { Action: "sagemaker:InvokeEndpointAsync", Resource: arn("endpoint/endpoint") },
        });
        const call = fixture.cloud.as(caller);
        await call("sagemaker-runtime", "InvokeEndpointAsync", { EndpointName: "Endpoint", ...request });
        await assert.rejects(
            call("sagemaker-runtime", "InvokeEndpointAsync", { EndpointName: "other", ...request }),
            denied(403, nameOf(caller), "sagemaker:InvokeEndpointAsync", arn("endpoint/other")),
        );
        await assert.rejects(
            call("sagemaker", "DeleteEndpoint", { EndpointName: "Endpoint" }),
            denied(400, nameOf(caller), "sagemaker:DeleteEndpoint", arn("endpoint/endpoint")),
        );
    });

    for (const [who, caller, name] of [
        ["an administrator of another account", undefined, "User: arn:aws:iam::210987654321:user/stranger"],
        ["nobody in particular", anonymous, "User: anonymous"],
    ] as const) {
        it(`may not invoke it as ${who}`, async () => {
            await deployed();
            const call = fixture.cloud.as(caller ?? fixture.cloud.identities.stranger.caller);
            const request = { EndpointName: "Endpoint", InputLocation: "s3://articles/a.json" };
            await assert.rejects(call("sagemaker-runtime", "InvokeEndpointAsync", request), {
                code: "AccessDeniedException",
                statusCode: 403,
                message: `${name} is not authorized to perform: sagemaker:InvokeEndpointAsync on resource: ${arn("endpoint/endpoint")} because no resource-based policy allows the sagemaker:InvokeEndpointAsync action`,
            });
            assert.deepEqual(fixture.of("request"), []);
        });
    }

    const CreateModel = { Action: "sagemaker:CreateModel", Resource: "*" };
    const pass = (service: string) => ({
        Action: "iam:PassRole",
        Resource: executionRoleArn,
        Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    for (const [what, Pass, allowed] of [
        ["leave to pass the role to SageMaker", pass("sagemaker.amazonaws.com"), true],
        ["leave to pass it elsewhere", pass("lambda.amazonaws.com"), false],
        ["no leave to pass it", undefined, false],
    ] as const) {
        it(`${allowed ? "makes" : "makes no"} model with ${what}`, async () => {
            await deployed({ endpoint: false });
            const caller = await fixture.somebody({ CreateModel, Pass });
            const made = fixture.cloud.as(caller)("sagemaker", "CreateModel", {
                ModelName: "another",
                ExecutionRoleArn: executionRoleArn,
                PrimaryContainer: { Image: image },
            });
            const described = () => fixture.call("sagemaker", "DescribeModel", { ModelName: "another" });
            if (allowed) {
                await made;
                assert.equal((await described()).ExecutionRoleArn, executionRoleArn);
                return;
            }
            await assert.rejects(made, denied(400, nameOf(caller), "iam:PassRole", executionRoleArn));
            await assert.rejects(described(), /Could not find model/);
        });
    }

    const Change = { Action: ["sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint"], Resource: "*" };
    const create = { EndpointName: "Endpoint", EndpointConfigName: "config" };

    it("makes and changes an endpoint without a key for its volumes with leave for no key", async () => {
        await deployed({ endpoint: false });
        const call = fixture.cloud.as(await fixture.somebody({ Change }));
        await call("sagemaker", "CreateEndpoint", create);
        await fixture.clock.advance(240);
        await call("sagemaker", "UpdateEndpoint", create);
    });

    it("makes and changes one with a key for them only with leave to grant its use", async () => {
        await deployed({ endpoint: false, volumeKey: true });
        const Grant = {
            Action: "kms:CreateGrant",
            Resource: fixture.keyArn,
            Condition: {
                Bool: { "kms:GrantIsForAWSResource": "true" },
                StringEquals: { "kms:ViaService": "sagemaker.us-east-1.amazonaws.com" },
            },
        };
        const [without, with_] = [await fixture.somebody({ Change }), await fixture.somebody({ Change, Grant })];
        const refused = denied(400, nameOf(without), "kms:CreateGrant", fixture.keyArn);
        await assert.rejects(fixture.cloud.as(without)("sagemaker", "CreateEndpoint", create), refused);
        await assert.rejects(fixture.describe(), /Could not find endpoint/);
        await fixture.cloud.as(with_)("sagemaker", "CreateEndpoint", create);
        await fixture.clock.advance(240);
        await assert.rejects(fixture.cloud.as(without)("sagemaker", "UpdateEndpoint", create), refused);
        assert.equal((await fixture.describe()).EndpointStatus, "InService");
        await fixture.cloud.as(with_)("sagemaker", "UpdateEndpoint", create);
    });

    describe("to delete an endpoint that is scaled", () => {
        const target = {
            ServiceNamespace: "sagemaker",
            ResourceId: "endpoint/Endpoint/variant/main",
            ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
        } as const;
        const Delete = { Action: "sagemaker:DeleteEndpoint", Resource: "*" };
        const Deregister = { Action: "application-autoscaling:DeregisterScalableTarget", Resource: "*" };

        async function targets(): Promise<number> {
            const { ScalableTargets } = await fixture.call("application-autoscaling", "DescribeScalableTargets", {
                ServiceNamespace: "sagemaker",
            });
            return ScalableTargets.length;
        }

        beforeEach(async () => {
            await deployed();
            const limits = { MinCapacity: 0, MaxCapacity: 2 };
            await fixture.call("application-autoscaling", "RegisterScalableTarget", { ...target, ...limits });
        });

        it("fails without leave to deregister it, and the endpoint stays", async () => {
            const call = fixture.cloud.as(await fixture.somebody({ Delete }));
            await assert.rejects(call("sagemaker", "DeleteEndpoint", { EndpointName: "Endpoint" }), {
                code: "AccessDeniedException",
                statusCode: 400,
                message:
                    "An Application AutoScaling scalable target exists for a variant being deleted, and the IAM identity used to invoke DeleteEndpoint does not have application-autoscaling:DeregisterScalableTarget permission to deregister the scalable target.",
            });
            await fixture.clock.advance(60);
            assert.equal((await fixture.describe()).EndpointStatus, "InService");
            assert.equal(await targets(), 1);
        });

        it("takes the target with it, with such leave", async () => {
            const call = fixture.cloud.as(await fixture.somebody({ Delete, Deregister }));
            await call("sagemaker", "DeleteEndpoint", { EndpointName: "Endpoint" });
            await fixture.clock.advance(60);
            await assert.rejects(fixture.describe(), /Could not find endpoint/);
            assert.equal(await targets(), 0);
        });

        it("needs no such leave once it is deregistered", async () => {
            await fixture.call("application-autoscaling", "DeregisterScalableTarget", target);
            const call = fixture.cloud.as(await fixture.somebody({ Delete }));
            await call("sagemaker", "DeleteEndpoint", { EndpointName: "Endpoint" });
            await fixture.clock.advance(60);
            await assert.rejects(fixture.describe(), /Could not find endpoint/);
        });
    });
});
