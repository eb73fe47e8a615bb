import assert from "node:assert/strict";

import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";
import { type Permission } from "./access";
import { FakeContainers } from "../testing/asyncEndpointFixture";
import { roleSession } from "./principal";

const account = "arn:aws:iam::123456789012";
const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const document = (Action: string | string[], Resource: string): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
const policyArn = `${account}:policy/team/reader`;
const role = `${account}:role/team/worker`;

type Asked = Pick<Permission, "action" | "resource" | "keys">;
const onRole = (action: string): Asked => ({ action: `iam:${action}`, resource: role, keys: {} });
const attaching = (action: string): Asked => ({ ...onRole(action), keys: { "iam:PolicyARN": policyArn } });
const on = (action: string, resource: string): Asked => ({ action: `iam:${action}`, resource });

/** Inputs in an order in which each succeeds, and what each is asked for. */
const operations: readonly [string, object, Asked][] = [
    ["CreateRole", { RoleName: "worker", Path: "/team/", AssumeRolePolicyDocument: trust }, on("CreateRole", role)],
    ["CreateRole", { RoleName: "plain", AssumeRolePolicyDocument: trust }, on("CreateRole", `${account}:role/plain`)],
    ["GetRole", { RoleName: "worker" }, onRole("GetRole")],
    ["ListRoles", {}, on("ListRoles", `${account}:role/`)],
    ["ListRoles", { PathPrefix: "/team/" }, on("ListRoles", `${account}:role/team/`)],
    ["UpdateRole", { RoleName: "worker" }, onRole("UpdateRole")],
    ["UpdateRoleDescription", { RoleName: "worker", Description: "works" }, onRole("UpdateRoleDescription")],
    ["UpdateAssumeRolePolicy", { RoleName: "worker", PolicyDocument: trust }, onRole("UpdateAssumeRolePolicy")],
    [
        "PutRolePolicy",
        { RoleName: "worker", PolicyName: "own", PolicyDocument: document("s3:GetObject", "*") },
        onRole("PutRolePolicy"),
    ],
    ["GetRolePolicy", { RoleName: "worker", PolicyName: "own" }, onRole("GetRolePolicy")],
    ["ListRolePolicies", { RoleName: "worker" }, onRole("ListRolePolicies")],
    ["DeleteRolePolicy", { RoleName: "worker", PolicyName: "own" }, onRole("DeleteRolePolicy")],
    [
        "CreatePolicy",
        { PolicyName: "reader", Path: "/team/", PolicyDocument: document("s3:GetObject", "*") },
        on("CreatePolicy", policyArn),
    ],
    ["GetPolicy", { PolicyArn: policyArn }, on("GetPolicy", policyArn)],
    ["GetPolicyVersion", { PolicyArn: policyArn, VersionId: "v1" }, on("GetPolicyVersion", policyArn)],
    [
        "CreatePolicyVersion",
        { PolicyArn: policyArn, PolicyDocument: document("s3:PutObject", "*") },
        on("CreatePolicyVersion", policyArn),
    ],
    ["ListPolicyVersions", { PolicyArn: policyArn }, on("ListPolicyVersions", policyArn)],
    ["DeletePolicyVersion", { PolicyArn: policyArn, VersionId: "v2" }, on("DeletePolicyVersion", policyArn)],
    ["AttachRolePolicy", { RoleName: "worker", PolicyArn: policyArn }, attaching("AttachRolePolicy")],
    ["ListAttachedRolePolicies", { RoleName: "worker" }, onRole("ListAttachedRolePolicies")],
    ["DetachRolePolicy", { RoleName: "worker", PolicyArn: policyArn }, attaching("DetachRolePolicy")],
    ["DeletePolicy", { PolicyArn: policyArn }, on("DeletePolicy", policyArn)],
    ["DeleteRole", { RoleName: "worker" }, onRole("DeleteRole")],
];

function laptop(): Cloud {
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    return new Cloud({ clock, containers: new FakeContainers(), region: "us-east-1" });
}

describe("what IAM asks leave for", () => {
    it("each operation: of the role or policy, with its path", async () => {
        const cloud = laptop();
        const { caller } = cloud.identities.administrator;
        const seen: Asked[] = [];
        cloud.access.watch(({ permission }) => seen.push(permission));
        for (const [operation, input] of operations) await cloud.callAs(caller, "iam", operation, input);
        assert.deepEqual(
            seen,
            operations.map(([, , asked]) => asked),
        );
    });

    it("what is made with tags: of the tags as well", async () => {
        const cloud = laptop();
        const call = cloud.as(cloud.identities.administrator.caller);
        const seen: Asked[] = [];
        cloud.access.watch(({ permission }) => seen.push(permission));
        const Tags = [{ Key: "team", Value: "text" }];
        await call("iam", "CreateRole", { RoleName: "tagged", AssumeRolePolicyDocument: trust, Tags });
        const PolicyDocument = document("s3:GetObject", "*");
        await call("iam", "CreatePolicy", { PolicyName: "tagged", PolicyDocument, Tags });
        assert.deepEqual(seen, [
            on("CreateRole", `${account}:role/tagged`),
            on("TagRole", `${account}:role/tagged`),
            on("CreatePolicy", `${account}:policy/tagged`),
            on("TagPolicy", `${account}:policy/tagged`),
        ]);
    });

    it("and refuses each to somebody without leave, who changes nothing", async () => {
        const cloud = laptop();
        await cloud.call("iam", "CreateRole", { RoleName: "nobody", AssumeRolePolicyDocument: trust });
        const nobody = roleSession(`${account}:role/nobody`, "test");
        for (const [operation, input, { action, resource }] of operations) {
            const before = cloud.inventory();
            const inNoPath = /:role\/team\/worker$/.test(resource) && operation !== "CreateRole";
            await assert.rejects(cloud.callAs(nobody, "iam", operation, input), {
                code: "AccessDenied",
                statusCode: 403,
                // Of a role that is not there nobody knows the path.
                message: `User: arn:aws:sts::123456789012:assumed-role/nobody/test is not authorized to perform: ${action} on resource: ${inNoPath ? `${account}:role/worker` : resource} because no identity-based policy allows the ${action} action`,
            });
            assert.deepEqual(cloud.inventory(), before);
        }
    });

    for (const [Resource, allowed] of [
        [`${account}:role/team/*`, true],
        [`${account}:role/worker`, false],
    ] as const) {
        it(`leave for ${Resource} is ${allowed ? "enough" : "not enough"} for a role in a path`, async () => {
            const cloud = laptop();
            for (const [RoleName, Path] of [
                ["worker", "/team/"],
                ["boss", "/"],
            ] as const) {
                await cloud.call("iam", "CreateRole", { RoleName, Path, AssumeRolePolicyDocument: trust });
            }
            const own = { RoleName: "boss", PolicyName: "own", PolicyDocument: document("iam:GetRole", Resource) };
            await cloud.call("iam", "PutRolePolicy", own);
            const found = cloud.as(roleSession(`${account}:role/boss`, "test"))("iam", "GetRole", {
                RoleName: "worker",
            });
            if (allowed) assert.equal((await found).Role.Arn, role);
            else await assert.rejects(found, { code: "AccessDenied" });
        });
    }
});
