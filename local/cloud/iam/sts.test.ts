import assert from "node:assert/strict";

import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";
import { FakeContainers } from "../testing/asyncEndpointFixture";
import { anonymous, roleSession, service } from "./principal";

describe("GetCallerIdentity", () => {
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    const cloud = new Cloud({
        clock,
        containers: new FakeContainers(),
        region: "us-east-1",
        documents: { deployer: [], preview: [] },
    });

    for (const [name, Account, Arn, UserId] of [
        ["administrator", "123456789012", "arn:aws:iam::123456789012:user/laptop", "AIDALAPTOP"],
        ["deployer", "123456789012", "arn:aws:sts::123456789012:assumed-role/deployer/laptop", "AROADEPLOYER:laptop"],
        ["stranger", "210987654321", "arn:aws:iam::210987654321:user/stranger", "AIDASTRANGER"],
    ] as const) {
        it(`tells ${name} without any leave`, async () => {
            const answer = await cloud.as(cloud.identities[name].caller)("sts", "GetCallerIdentity", {});
            assert.deepEqual(answer, { Account, Arn, UserId });
        });
    }

    it("tells a session of a role that was made here by the role's id", async () => {
        const AssumeRolePolicyDocument = JSON.stringify({
            Version: "2012-10-17",
            Statement: [
                { Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
        });
        const { Role } = await cloud.call("iam", "CreateRole", { RoleName: "execution", AssumeRolePolicyDocument });
        const session = roleSession(Role.Arn, "SageMaker");
        assert.deepEqual(await cloud.as(session)("sts", "GetCallerIdentity", {}), {
            Account: "123456789012",
            Arn: "arn:aws:sts::123456789012:assumed-role/execution/SageMaker",
            UserId: `${Role.RoleId}:SageMaker`,
        });
    });

    for (const [who, caller] of [
        ["nobody", anonymous],
        [
            "a service in its own name",
            service("sns.amazonaws.com", "arn:aws:sns:us-east-1:123456789012:t", "123456789012"),
        ],
    ] as const) {
        it(`has no answer for ${who}`, async () => {
            await assert.rejects(cloud.as(caller)("sts", "GetCallerIdentity", {}), {
                code: "MissingAuthenticationToken",
                statusCode: 403,
                message: "Request is missing Authentication Token",
            });
        });
    }
});
