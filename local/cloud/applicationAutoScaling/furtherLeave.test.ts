import assert from "node:assert/strict";

import { type PutScalingPolicyCommandInput } from "@aws-sdk/client-application-auto-scaling";

import { type Permission } from "../iam/access";
import { type Caller } from "../iam/principal";
import { EndpointWithRole } from "../testing/endpointWithRole";

const target = {
    ServiceNamespace: "sagemaker",
    ResourceId: "endpoint/Endpoint/variant/main",
    ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;
const registration = { ...target, MinCapacity: 0, MaxCapacity: 2 };
const tracking: PutScalingPolicyCommandInput & { PolicyName: string } = {
    ...target,
    PolicyName: "backlog",
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        CustomizedMetricSpecification: {
            Namespace: "AWS/SageMaker",
            MetricName: "ApproximateBacklogSizePerInstance",
            Dimensions: [{ Name: "EndpointName", Value: "Endpoint" }],
            Statistic: "Average",
        },
    },
};
const stepping: PutScalingPolicyCommandInput = {
    ...target,
    PolicyName: "wake-up",
    PolicyType: "StepScaling",
    StepScalingPolicyConfiguration: {
        AdjustmentType: "ChangeInCapacity",
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    },
};

const endpointArn = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/endpoint";
const linkedRole =
    "arn:aws:iam::123456789012:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
const anyAlarm = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:*";
const anyConfig = "arn:aws:sagemaker:us-east-1:123456789012:endpoint-config/*";
const trackingAlarms =
    "arn:aws:cloudwatch:us-east-1:123456789012:alarm:TargetTracking-endpoint/Endpoint/variant/main-*";

/** All that it takes to register a variant and to scale it. */
const enough = {
    Register: { Action: "application-autoscaling:RegisterScalableTarget", Resource: "*" },
    Deregister: { Action: "application-autoscaling:DeregisterScalableTarget", Resource: "*" },
    PutPolicy: { Action: "application-autoscaling:PutScalingPolicy", Resource: "*" },
    DeletePolicy: { Action: "application-autoscaling:DeleteScalingPolicy", Resource: "*" },
    DescribeEndpoint: { Action: "sagemaker:DescribeEndpoint", Resource: endpointArn },
    DescribeConfig: { Action: "sagemaker:DescribeEndpointConfig", Resource: anyConfig },
    Scale: { Action: "sagemaker:UpdateEndpointWeightsAndCapacities", Resource: endpointArn },
    PutAlarm: { Action: "cloudwatch:PutMetricAlarm", Resource: anyAlarm },
    DescribeAlarms: { Action: "cloudwatch:DescribeAlarms", Resource: anyAlarm },
    DeleteAlarms: { Action: "cloudwatch:DeleteAlarms", Resource: anyAlarm },
    LinkedRole: {
        Action: "iam:CreateServiceLinkedRole",
        Resource: linkedRole,
        Condition: {
            StringEquals: { "iam:AWSServiceName": "sagemaker.application-autoscaling.amazonaws.com" },
        },
    },
};

describe("Application Auto Scaling's callers", () => {
    let fixture: EndpointWithRole;

    beforeEach(async () => {
        fixture = await new EndpointWithRole().deploy();
    });
    afterEach(() => fixture.cloud.close());

    const without = async (sid: keyof typeof enough): Promise<Caller> =>
        fixture.somebody({ ...enough, [sid]: undefined });

    async function targets(): Promise<{ ScalableTargetARN: string }[]> {
        const namespace = { ServiceNamespace: "sagemaker" } as const;
        return (await fixture.call("application-autoscaling", "DescribeScalableTargets", namespace)).ScalableTargets;
    }

    async function policies(): Promise<string[]> {
        const namespace = { ServiceNamespace: "sagemaker" } as const;
        const found = await fixture.call("application-autoscaling", "DescribeScalingPolicies", namespace);
        return found.ScalingPolicies.map(({ PolicyName }) => PolicyName);
    }

    async function alarms(): Promise<number> {
        return (await fixture.call("cloudwatch", "DescribeAlarms", {})).MetricAlarms.length;
    }

    /** What is asked while something is done, as action and resource. */
    async function asked(work: () => Promise<unknown>): Promise<Permission[]> {
        const seen: Permission[] = [];
        const end = fixture.cloud.access.watch(({ permission }) => seen.push(permission));
        await work();
        end();
        return seen;
    }

    it("scale with just what it takes", async () => {
        const call = fixture.cloud.as(await fixture.somebody(enough));
        await call("application-autoscaling", "RegisterScalableTarget", registration);
        await call("application-autoscaling", "PutScalingPolicy", tracking);
        await call("application-autoscaling", "PutScalingPolicy", stepping);
        assert.deepEqual([await policies(), await alarms()], [["backlog", "wake-up"], 2]);
        await call("application-autoscaling", "DeleteScalingPolicy", { ...target, PolicyName: "backlog" });
        await call("application-autoscaling", "DeregisterScalableTarget", target);
        assert.deepEqual([await targets(), await alarms()], [[], 0]);
    });

    it("register what they could scale themselves: those are all the questions", async () => {
        const caller = await fixture.somebody(enough);
        const register = () =>
            fixture.cloud.as(caller)("application-autoscaling", "RegisterScalableTarget", registration);
        const questions = await asked(register);
        assert.match(String(questions[2]?.resource), /endpoint-config\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        const own = {
            "application-autoscaling:service-namespace": "sagemaker",
            "application-autoscaling:scalable-dimension": "sagemaker:variant:DesiredInstanceCount",
        };
        const notRegistered = "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/*";
        assert.deepEqual(questions, [
            { action: "application-autoscaling:RegisterScalableTarget", resource: notRegistered, keys: own },
            { action: "sagemaker:DescribeEndpoint", resource: endpointArn },
            { action: "sagemaker:DescribeEndpointConfig", resource: questions[2]?.resource },
            { action: "sagemaker:UpdateEndpointWeightsAndCapacities", resource: endpointArn },
            { action: "cloudwatch:PutMetricAlarm", resource: anyAlarm },
            { action: "cloudwatch:DescribeAlarms", resource: anyAlarm },
            { action: "cloudwatch:DeleteAlarms", resource: anyAlarm },
            {
                action: "iam:CreateServiceLinkedRole",
                resource: linkedRole,
                keys: { "iam:AWSServiceName": "sagemaker.application-autoscaling.amazonaws.com" },
            },
        ]);
        // The second time there is a target to name, and the role.
        const again = await asked(register);
        assert.equal(again[0]?.resource, (await targets())[0]?.ScalableTargetARN);
        assert.equal(again.length, 7);
    });

    for (const [sid, action, code] of [
        ["Register", "application-autoscaling:RegisterScalableTarget", "AccessDeniedException"],
        ["DescribeEndpoint", "sagemaker:DescribeEndpoint", "ValidationException"],
        ["DescribeConfig", "sagemaker:DescribeEndpointConfig", "ValidationException"],
        ["Scale", "sagemaker:UpdateEndpointWeightsAndCapacities", "ValidationException"],
        ["PutAlarm", "cloudwatch:PutMetricAlarm", "ValidationException"],
        ["DescribeAlarms", "cloudwatch:DescribeAlarms", "ValidationException"],
        ["DeleteAlarms", "cloudwatch:DeleteAlarms", "ValidationException"],
        ["LinkedRole", "iam:CreateServiceLinkedRole", "AccessDeniedException"],
    ] as const) {
        it(`register nothing without ${action}`, async () => {
            const call = fixture.cloud.as(await without(sid));
            await assert.rejects(call("application-autoscaling", "RegisterScalableTarget", registration), {
                code,
                statusCode: 400,
                message: new RegExp(
                    ` is not authorized to perform: ${action} on resource: .* allows the ${action} action$`,
                ),
            });
            assert.deepEqual(await targets(), []);
        });
    }

    it("tag what they register with leave to tag only", async () => {
        const tagged = { ...registration, Tags: { team: "text" } };
        const Tag = { Action: "application-autoscaling:TagResource", Resource: "*" };
        const register = async (statements: object): Promise<unknown> =>
            fixture.cloud.as(await fixture.somebody({ ...enough, ...statements }))(
                "application-autoscaling",
                "RegisterScalableTarget",
                tagged,
            );
        await assert.rejects(register({}), {
            code: "AccessDeniedException",
            message: / is not authorized to perform: application-autoscaling:TagResource on resource: /,
        });
        assert.deepEqual(await targets(), []);
        await register({ Tag });
        assert.equal((await targets()).length, 1);
    });

    it("need no leave for the service-linked role once the account has it", async () => {
        await fixture.call("application-autoscaling", "RegisterScalableTarget", registration);
        const call = fixture.cloud.as(await without("LinkedRole"));
        await call("application-autoscaling", "RegisterScalableTarget", { ...registration, MaxCapacity: 3 });
    });

    describe("of a registered target", () => {
        beforeEach(async () => {
            await fixture.call("application-autoscaling", "RegisterScalableTarget", registration);
        });

        for (const [sid, what] of [
            ["PutPolicy", "the action"],
            ["PutAlarm", "its alarms"],
            ["DescribeAlarms", "a look at alarms"],
        ] as const) {
            it(`track nothing without leave for ${what}`, async () => {
                const call = fixture.cloud.as(await without(sid));
                const code = sid === "PutPolicy" ? "AccessDeniedException" : "ValidationException";
                await assert.rejects(call("application-autoscaling", "PutScalingPolicy", tracking), { code });
                assert.deepEqual([await policies(), await alarms()], [[], 0]);
            });
        }

        it("track with leave for the alarms of their endpoint alone", async () => {
            const PutAlarm = { Action: "cloudwatch:PutMetricAlarm", Resource: trackingAlarms };
            const call = fixture.cloud.as(await fixture.somebody({ ...enough, PutAlarm }));
            await call("application-autoscaling", "PutScalingPolicy", tracking);
            assert.equal(await alarms(), 2);
        });

        it("step with leave for no alarm", async () => {
            const { PutPolicy } = enough;
            await fixture.cloud.as(await fixture.somebody({ PutPolicy }))(
                "application-autoscaling",
                "PutScalingPolicy",
                stepping,
            );
            assert.deepEqual(await policies(), ["wake-up"]);
        });

        for (const operation of ["DeleteScalingPolicy", "DeregisterScalableTarget"] as const) {
            it(`keep policy and alarms when ${operation} may delete no alarms`, async () => {
                await fixture.call("application-autoscaling", "PutScalingPolicy", tracking);
                const call = fixture.cloud.as(await without("DeleteAlarms"));
                await assert.rejects(call("application-autoscaling", operation, { ...target, PolicyName: "backlog" }), {
                    code: "ValidationException",
                    message: / is not authorized to perform: cloudwatch:DeleteAlarms on resource: /,
                });
                assert.deepEqual([await policies(), await alarms(), (await targets()).length], [["backlog"], 2, 1]);
            });
        }

        it("keep tracking when they step instead and may delete no alarms", async () => {
            await fixture.call("application-autoscaling", "PutScalingPolicy", tracking);
            const call = fixture.cloud.as(await without("DeleteAlarms"));
            const { PolicyName } = tracking;
            await assert.rejects(call("application-autoscaling", "PutScalingPolicy", { ...stepping, PolicyName }), {
                code: "ValidationException",
                message: / is not authorized to perform: cloudwatch:DeleteAlarms on resource: /,
            });
            assert.equal(await alarms(), 2);
        });

        it("are decided about by the target's ARN", async () => {
            const [found] = await targets();
            const Other = { Action: "application-autoscaling:*", Resource: `${String(found?.ScalableTargetARN)}0` };
            const Own = { Action: "application-autoscaling:*", Resource: found?.ScalableTargetARN };
            const deregister = async (statement: object): Promise<unknown> =>
                fixture.cloud.as(await fixture.somebody({ Statement: statement }))(
                    "application-autoscaling",
                    "DeregisterScalableTarget",
                    target,
                );
            await assert.rejects(deregister(Other), { code: "AccessDeniedException" });
            await deregister(Own);
        });
    });

    it("are not told what there is without leave", async () => {
        const call = fixture.cloud.as(await fixture.somebody({ Register: enough.Register }));
        for (const operation of ["DeregisterScalableTarget", "PutScalingPolicy", "DeleteScalingPolicy"] as const) {
            await assert.rejects(call("application-autoscaling", operation, tracking), {
                code: "AccessDeniedException",
            });
        }
        const namespace = { ServiceNamespace: "sagemaker" } as const;
        for (const operation of [
            "DescribeScalableTargets",
            "DescribeScalingPolicies",
            "DescribeScalingActivities",
        ] as const) {
            await assert.rejects(call("application-autoscaling", operation, namespace), {
                code: "AccessDeniedException",
                message: new RegExp(` is not authorized to perform: application-autoscaling:${operation} because `),
            });
        }
        const ResourceARN = "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/1";
        for (const operation of ["TagResource", "UntagResource", "ListTagsForResource"] as const) {
            await assert.rejects(call("application-autoscaling", operation, { ResourceARN, Tags: {}, TagKeys: [] }), {
                code: "AccessDeniedException",
                message: new RegExp(`: application-autoscaling:${operation} on resource: ${ResourceARN} because `),
            });
        }
    });

    it("are not asked while it scales", async () => {
        await fixture.call("application-autoscaling", "RegisterScalableTarget", registration);
        const questions = await asked(() =>
            fixture
                .call("application-autoscaling", "RegisterScalableTarget", { ...registration, MinCapacity: 2 })
                .then(() => fixture.clock.advance(300)),
        );
        assert.equal((await fixture.describe()).ProductionVariants[0]?.CurrentInstanceCount, 2);
        assert.deepEqual(
            questions.filter(({ action }) => /^(sagemaker|application-autoscaling):/.test(action)),
            [],
        );
    });
});
