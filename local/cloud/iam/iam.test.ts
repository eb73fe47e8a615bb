import { deepEqual, equal, match, rejects } from "node:assert/strict";

import { awsError, MessagingFixture, policy } from "../testing/messagingFixture";

const trust = policy({ Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" });
const publish = policy({ Effect: "Allow", Action: "sns:Publish", Resource: "*" });
const RoleName = "execution";

describe("IAM", () => {
    let iam: MessagingFixture["iam"];
    let clock: MessagingFixture["clock"];
    const noRole = awsError("NoSuchEntity", "The role with name execution cannot be found.", 404);
    beforeEach(() => {
        ({ iam, clock } = new MessagingFixture());
    });
    const role = () => iam.CreateRole({ RoleName, AssumeRolePolicyDocument: trust });
    const managed = async () => (await iam.CreatePolicy({ PolicyName: "caller", PolicyDocument: publish })).Policy.Arn;

    it("makes a role, and returns its trust policy URL-encoded", async () => {
        await iam.CreateRole({ RoleName, AssumeRolePolicyDocument: trust, Path: "/app/", Description: "runs" });
        const { Role } = await iam.GetRole({ RoleName });
        equal(Role.Arn, "arn:aws:iam::123456789012:role/app/execution");
        equal(decodeURIComponent(Role.AssumeRolePolicyDocument), trust);
        match(Role.AssumeRolePolicyDocument, /^%7B%22/);
        match(Role.RoleId, /^AROA[A-Z2-7]{17}$/);
        deepEqual([Role.Path, Role.Description, Role.MaxSessionDuration], ["/app/", "runs", 3600]);
        deepEqual(iam.inventory(), [Role.Arn]);
    });

    it("refuses the names of the roles that are there from the start: it would act with their leave", async () => {
        for (const taken of ["deployer", "preview", "caller"]) {
            const made = iam.CreateRole({ RoleName: taken, AssumeRolePolicyDocument: trust, Path: "/" });
            await rejects(made, awsError("EntityAlreadyExists", `Role with name ${taken} already exists.`, 409));
        }
        deepEqual(iam.inventory(), []);
    });

    it("refuses the name of a role that exists", async () => {
        await role();
        await rejects(role(), awsError("EntityAlreadyExists", "Role with name execution already exists.", 409));
    });

    for (const [what, change, code, message] of [
        [
            "a trust policy that is no JSON",
            { AssumeRolePolicyDocument: "{" },
            "MalformedPolicyDocument",
            "This policy contains invalid Json",
        ],
        [
            "an identity policy for trust",
            { AssumeRolePolicyDocument: publish },
            "MalformedPolicyDocument",
            "Has prohibited field Resource",
        ],
        [
            "a name with a space",
            { RoleName: "a b" },
            "ValidationError",
            "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
        ],
        [
            "a name of 65 characters",
            { RoleName: "a".repeat(65) },
            "ValidationError",
            `1 validation error detected: Value '${"a".repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
        ],
        [
            "no name",
            { RoleName: undefined },
            "ValidationError",
            "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null",
        ],
        [
            "a session of ten minutes",
            { MaxSessionDuration: 600 },
            "ValidationError",
            "1 validation error detected: Value '600' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
        ],
        [
            "a path without its end",
            { Path: "/app" },
            "ValidationError",
            "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
        ],
    ] as const) {
        it(`refuses a role with ${what}`, async () => {
            const input = { RoleName, AssumeRolePolicyDocument: trust, ...change };
            await rejects(iam.CreateRole(input), awsError(code, message));
            deepEqual(iam.inventory(), []);
        });
    }

    it("refuses what exceeds its quotas, without counting white space", async () => {
        const long = (length: number) => {
            const text = policy({ Sid: "x", Effect: "Allow", Action: "sns:Publish", Resource: "*" });
            return text.replace('"x"', `"${"x".repeat(length - text.length + 1)}"`) + " ".repeat(5000);
        };
        await role();
        const create = (PolicyDocument: string) => iam.CreatePolicy({ PolicyName: "p", PolicyDocument });
        await rejects(create(long(6145)), awsError("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", 409));
        await create(long(6144));
        await iam.PutRolePolicy({ RoleName, PolicyName: "a", PolicyDocument: long(10_000) });
        await rejects(
            iam.PutRolePolicy({ RoleName, PolicyName: "b", PolicyDocument: long(241) }),
            awsError("LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role execution", 409),
        );
        await iam.PutRolePolicy({ RoleName, PolicyName: "b", PolicyDocument: long(240) });
        const tooLong = trust.replace('"Effect"', `"Sid":"${"x".repeat(2048)}","Effect"`);
        await rejects(
            iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument: tooLong }),
            awsError("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", 409),
        );
    });

    it("changes who may assume a role", async () => {
        await role();
        const PolicyDocument = trust.replace("sagemaker", "lambda");
        await iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument });
        equal(decodeURIComponent((await iam.GetRole({ RoleName })).Role.AssumeRolePolicyDocument), PolicyDocument);
    });

    it("changes a role's description and its longest session, which is an hour again where none is given", async () => {
        await role();
        const told = async () => {
            const { Description, MaxSessionDuration } = (await iam.GetRole({ RoleName })).Role;
            return [Description, MaxSessionDuration];
        };
        await iam.UpdateRole({ RoleName, Description: "runs", MaxSessionDuration: 7200 });
        deepEqual(await told(), ["runs", 7200]);
        await iam.UpdateRole({ RoleName });
        deepEqual(await told(), ["runs", 3600]);
        const { Role } = await iam.UpdateRoleDescription({ RoleName, Description: "rests" });
        deepEqual([Role.Description, await told()], ["rests", ["rests", 3600]]);
        await rejects(iam.UpdateRole({ RoleName, MaxSessionDuration: 600 }), { code: "ValidationError" });
        await rejects(iam.UpdateRole({ RoleName: "none" }), { code: "NoSuchEntity" });
    });

    it("stores, lists, replaces and deletes inline policies", async () => {
        await role();
        await iam.PutRolePolicy({ RoleName, PolicyName: "notify", PolicyDocument: publish });
        await iam.PutRolePolicy({ RoleName, PolicyName: "notify", PolicyDocument: ` ${publish}` });
        await iam.PutRolePolicy({ RoleName, PolicyName: "also", PolicyDocument: publish });
        deepEqual(await iam.ListRolePolicies({ RoleName }), { IsTruncated: false, PolicyNames: ["also", "notify"] });
        deepEqual(await iam.GetRolePolicy({ RoleName, PolicyName: "notify" }), {
            RoleName,
            PolicyName: "notify",
            PolicyDocument: encodeURIComponent(` ${publish}`),
        });
        await iam.DeleteRolePolicy({ RoleName, PolicyName: "notify" });
        const gone = awsError("NoSuchEntity", "The role policy with name notify cannot be found.", 404);
        await rejects(iam.GetRolePolicy({ RoleName, PolicyName: "notify" }), gone);
        await rejects(iam.DeleteRolePolicy({ RoleName, PolicyName: "notify" }), gone);
    });

    it("refuses an inline policy that is none, and one for a role that is not there", async () => {
        const put = () => iam.PutRolePolicy({ RoleName, PolicyName: "notify", PolicyDocument: publish });
        await rejects(put(), noRole);
        await role();
        await rejects(
            iam.PutRolePolicy({ RoleName, PolicyName: "notify", PolicyDocument: trust }),
            awsError("MalformedPolicyDocument", "Policy statement must contain resources."),
        );
    });

    it("makes a managed policy with one version", async () => {
        const PolicyArn = await managed();
        equal(PolicyArn, "arn:aws:iam::123456789012:policy/caller");
        const { Policy } = await iam.GetPolicy({ PolicyArn });
        deepEqual([Policy.PolicyName, Policy.DefaultVersionId, Policy.AttachmentCount], ["caller", "v1", 0]);
        const { PolicyVersion } = await iam.GetPolicyVersion({ PolicyArn, VersionId: "v1" });
        equal(decodeURIComponent(PolicyVersion.Document), publish);
        const { Versions } = await iam.ListPolicyVersions({ PolicyArn });
        deepEqual(
            Versions.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
            [["v1", true]],
        );
        await rejects(
            iam.GetPolicyVersion({ PolicyArn, VersionId: "v2" }),
            awsError("NoSuchEntity", `Policy ${PolicyArn} version v2 does not exist or is not attachable.`, 404),
        );
        await rejects(
            managed(),
            awsError(
                "EntityAlreadyExists",
                "A policy called caller already exists. Duplicate names are not allowed.",
                409,
            ),
        );
    });

    it("makes, tells and deletes versions of a managed policy, of which one is in force", async () => {
        const PolicyArn = await managed();
        const create = (PolicyDocument: string, SetAsDefault = false) =>
            iam.CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault });
        const versions = async () =>
            (await iam.ListPolicyVersions({ PolicyArn })).Versions.map(({ VersionId, IsDefaultVersion }) =>
                IsDefaultVersion ? `${VersionId} in force` : VersionId,
            );
        await clock.advance(60);
        const { PolicyVersion } = await create(` ${publish}`, true);
        equal(PolicyVersion.VersionId, "v2");
        await create(publish);
        deepEqual(await versions(), ["v3", "v2 in force", "v1"]);
        const { Policy } = await iam.GetPolicy({ PolicyArn });
        deepEqual([Policy.DefaultVersionId, Policy.UpdateDate], ["v2", clock.date()]);
        const { Document } = (await iam.GetPolicyVersion({ PolicyArn, VersionId: "v2" })).PolicyVersion;
        equal(decodeURIComponent(Document), ` ${publish}`);

        const conflict = (message: string) => awsError("DeleteConflict", message, 409);
        await rejects(
            iam.DeletePolicy({ PolicyArn }),
            conflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
            ),
        );
        await rejects(
            iam.DeletePolicyVersion({ PolicyArn, VersionId: "v2" }),
            conflict("Cannot delete the default version of a policy."),
        );
        for (const VersionId of ["v1", "v3"]) await iam.DeletePolicyVersion({ PolicyArn, VersionId });
        await rejects(iam.DeletePolicyVersion({ PolicyArn, VersionId: "v3" }), { code: "NoSuchEntity" });
        await create(publish);
        deepEqual(await versions(), ["v4", "v2 in force"]);
        await iam.DeletePolicyVersion({ PolicyArn, VersionId: "v4" });
        await iam.DeletePolicy({ PolicyArn });
    });

    it("refuses a sixth version, and one that is no policy", async () => {
        const PolicyArn = await managed();
        const create = (PolicyDocument: string) => iam.CreatePolicyVersion({ PolicyArn, PolicyDocument });
        await rejects(create(trust), { code: "MalformedPolicyDocument" });
        for (const text of ["", " ", "  ", "   "]) await create(text + publish);
        await rejects(
            create(publish),
            awsError(
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
                409,
            ),
        );
    });

    it("attaches and detaches managed policies", async () => {
        await role();
        const PolicyArn = await managed();
        await iam.AttachRolePolicy({ RoleName, PolicyArn });
        await iam.AttachRolePolicy({ RoleName, PolicyArn });
        deepEqual((await iam.ListAttachedRolePolicies({ RoleName })).AttachedPolicies, [
            { PolicyName: "caller", PolicyArn },
        ]);
        equal((await iam.GetPolicy({ PolicyArn })).Policy.AttachmentCount, 1);
        await rejects(
            iam.DeletePolicy({ PolicyArn }),
            awsError("DeleteConflict", "Cannot delete a policy attached to entities.", 409),
        );
        await iam.DetachRolePolicy({ RoleName, PolicyArn });
        const gone = awsError("NoSuchEntity", `Policy ${PolicyArn} was not found.`, 404);
        await rejects(iam.DetachRolePolicy({ RoleName, PolicyArn }), gone);
        await iam.DeletePolicy({ PolicyArn });
        await rejects(iam.DeletePolicy({ PolicyArn }), gone);
        await rejects(
            iam.AttachRolePolicy({ RoleName, PolicyArn }),
            awsError("NoSuchEntity", `Policy ${PolicyArn} does not exist or is not attachable.`, 404),
        );
    });

    it("says that it has no policies that AWS manages", async () => {
        await role();
        const PolicyArn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess";
        await rejects(
            iam.AttachRolePolicy({ RoleName, PolicyArn }),
            awsError("NotImplemented", `The laptop AWS has no policies that AWS manages, such as ${PolicyArn}.`, 501),
        );
    });

    it("deletes a role only when nothing is attached to it or in it", async () => {
        await role();
        const PolicyArn = await managed();
        await iam.AttachRolePolicy({ RoleName, PolicyArn });
        await iam.PutRolePolicy({ RoleName, PolicyName: "notify", PolicyDocument: publish });
        const conflict = (message: string) => awsError("DeleteConflict", message, 409);
        await rejects(iam.DeleteRole({ RoleName }), conflict("Cannot delete entity, must detach all policies first."));
        await iam.DetachRolePolicy({ RoleName, PolicyArn });
        await rejects(iam.DeleteRole({ RoleName }), conflict("Cannot delete entity, must delete policies first."));
        await iam.DeleteRolePolicy({ RoleName, PolicyName: "notify" });
        await iam.DeleteRole({ RoleName });
        await rejects(iam.DeleteRole({ RoleName }), noRole);
        await rejects(iam.GetRole({ RoleName }), noRole);
    });

    it("lists roles by path, page by page", async () => {
        for (const name of ["a", "b", "c"]) {
            await iam.CreateRole({ RoleName: name, AssumeRolePolicyDocument: trust, Path: name === "c" ? "/c/" : "/" });
        }
        const first = await iam.ListRoles({ MaxItems: 2 });
        deepEqual([first.IsTruncated, first.Roles.map((one) => one.RoleName)], [true, ["a", "b"]]);
        const rest = await iam.ListRoles({ MaxItems: 2, ...(first.Marker !== undefined && { Marker: first.Marker }) });
        deepEqual([rest.IsTruncated, rest.Roles.map((one) => one.RoleName)], [false, ["c"]]);
        deepEqual(
            (await iam.ListRoles({ PathPrefix: "/c/" })).Roles.map((one) => one.RoleName),
            ["c"],
        );
    });
});
