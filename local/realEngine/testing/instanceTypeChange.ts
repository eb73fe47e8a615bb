import assert from "node:assert/strict";

import { type Asked } from "../laptopAws";
import { type Stage } from "../scenario";

/** Two of a kind: CPU types with a volume of their own, GPU types with local NVMe storage. */
const types = { dev: ["ml.c5.xlarge", "ml.m5.xlarge"], prod: ["ml.g5.xlarge", "ml.g4dn.xlarge"] } as const;

/** What a change of the instance type asks of AWS; the policies, and the configuration beside them, go in any order. */
export const instanceTypeSteps = [
    "DeleteScalingPolicy",
    "DeleteScalingPolicy",
    "DeregisterScalableTarget",
    "CreateEndpointConfig",
    "UpdateEndpoint",
    "RegisterScalableTarget",
    "PutScalingPolicy",
    "PutScalingPolicy",
    "PutMetricAlarm",
    "DeleteEndpointConfig",
];

/** Every call of a change that can go wrong: those that change something, and one of the looks while AWS updates. */
export const instanceTypeCalls = [
    ...instanceTypeSteps.map((operation, at) => ({
        operation,
        nth: instanceTypeSteps.slice(0, at).filter((earlier) => earlier === operation).length + 1,
    })),
    { operation: "DescribeEndpoint", nth: 2 },
];

/** Sets the type that the endpoint does not have. */
export async function otherInstanceType(stage: Stage): Promise<string> {
    const current = await (await stage.lastDeployed()).servedInstanceType();
    const type = types[stage.environment].find((candidate) => candidate !== current) as string;
    await stage.stack.set("instanceType", type);
    stage.stack.changesAsked();
    return type;
}

/** An interruption leaves AWS at work: `aws sagemaker wait endpoint-in-service`, then what the runbook says. */
export async function recover({ stack, lastDeployed }: Stage): Promise<void> {
    const interrupted = await lastDeployed();
    await stack.aws.advanceUntil(async () => (await interrupted.endpoint()).EndpointStatus === "InService", 30);
    await stack.goodUp("--refresh");
}

/** @throws AssertionError unless AWS itself says that all is as it was asked for */
export async function assertServes(stage: Stage, type: string): Promise<void> {
    const deployed = await stage.deployed();
    assert.equal(await deployed.servedInstanceType(), type);
    assert.equal((await deployed.endpoint()).EndpointConfigName, deployed.outputs.endpointConfigName);
    await deployed.assertScales();
}

/** Does something at the nth call of an operation, and never again. */
export function atCall({ operation, nth }: { operation: string; nth: number }, interfere: () => Promise<void>) {
    let seen = 0;
    return async (asked: Asked): Promise<void> => {
        if (asked.operation === operation && ++seen === nth) await interfere();
    };
}
