import {
    type AttachRolePolicyCommandInput,
    type CreateRoleCommandInput,
    type DeleteRoleCommandInput,
    type DeleteRolePolicyCommandInput,
    type DetachRolePolicyCommandInput,
    type GetRoleCommandInput,
    type GetRolePolicyCommandInput,
    type ListAttachedRolePoliciesCommandInput,
    type ListRolePoliciesCommandInput,
    type ListRolesCommandInput,
    type PutRolePolicyCommandInput,
    type UpdateAssumeRolePolicyCommandInput,
    type UpdateRoleCommandInput,
    type UpdateRoleDescriptionCommandInput,
} from "@aws-sdk/client-iam";

import { AwsError } from "../awsError";
import { type Permission } from "./access";
import { type Service } from "../context";
import { type Policy } from "./evaluation";
import { knownRoleNames } from "./identities";
import { type RoleDescription } from "./iamDescriptions";
import { type Page, paged } from "./iamPage";
import {
    accessDenied,
    alreadyExists,
    checkRange,
    checkTrustSize,
    deleteConflict,
    iamName,
    iamPath,
    iamPolicy,
    limitExceeded,
    noSuchEntity,
    policySize,
    required,
    uniqueId,
} from "./iamRules";
import { ManagedPolicies } from "./managedPolicies";
import { type Caller } from "./principal";

interface Role {
    /** `AssumeRolePolicyDocument` as it was given. */
    description: RoleDescription;
    /** Documents by name. */
    readonly inline: Map<string, string>;
    /** ARNs of managed policies. */
    readonly attached: Set<string>;
}

/** Identity and Access Management. Roles, and policies, are stored and checked here; who may do what is decided in access.ts. */
export class Iam extends ManagedPolicies implements Service {
    private readonly roles = new Map<string, Role>();

    async CreateRole(input: CreateRoleCommandInput): Promise<{ Role: RoleDescription }> {
        const name = iamName(input.RoleName, "roleName", 64);
        const path = iamPath(input.Path);
        const trust = iamPolicy(input.AssumeRolePolicyDocument, "assumeRolePolicyDocument", "trust");
        checkTrustSize(trust);
        const MaxSessionDuration = sessionDuration(input.MaxSessionDuration);
        const taken: readonly string[] = knownRoleNames;
        if (this.roles.has(name) || taken.includes(name)) throw alreadyExists(`Role with name ${name} already exists.`);
        const description: RoleDescription = {
            Path: path,
            RoleName: name,
            RoleId: uniqueId("AROA"),
            Arn: this.arn("role", path, name),
            CreateDate: this.context.clock.date(),
            AssumeRolePolicyDocument: trust,
            ...(input.Description !== undefined && { Description: input.Description }),
            MaxSessionDuration,
        };
        const role = { description, inline: new Map<string, string>(), attached: new Set<string>() };
        this.roles.set(name, role);
        return { Role: described(role) };
    }

    async GetRole(input: GetRoleCommandInput, by?: Caller): Promise<{ Role: RoleDescription }> {
        return { Role: described(this.role(input.RoleName, by, "GetRole")) };
    }

    async ListRoles(input: ListRolesCommandInput): Promise<Page & { Roles: RoleDescription[] }> {
        const prefix = input.PathPrefix ?? "/";
        const roles = [...this.roles.values()].filter(({ description }) => description.Path.startsWith(prefix));
        return paged("Roles", roles.map(described), input);
    }

    async DeleteRole(input: DeleteRoleCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "DeleteRole");
        if (role.attached.size > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
        if (role.inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
        this.roles.delete(role.description.RoleName);
        return {};
    }

    /** Without a duration the role has the default one again (AWS: IAM API Reference, UpdateRole). */
    async UpdateRole(input: UpdateRoleCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "UpdateRole");
        role.description.MaxSessionDuration = sessionDuration(input.MaxSessionDuration);
        if (input.Description !== undefined) role.description.Description = input.Description;
        return {};
    }

    async UpdateRoleDescription(
        input: UpdateRoleDescriptionCommandInput,
        by?: Caller,
    ): Promise<{ Role: RoleDescription }> {
        const role = this.role(input.RoleName, by, "UpdateRoleDescription");
        role.description.Description = input.Description ?? "";
        return { Role: described(role) };
    }

    async UpdateAssumeRolePolicy(input: UpdateAssumeRolePolicyCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "UpdateAssumeRolePolicy");
        const trust = iamPolicy(input.PolicyDocument, "policyDocument", "trust");
        checkTrustSize(trust);
        role.description.AssumeRolePolicyDocument = trust;
        return {};
    }

    async PutRolePolicy(input: PutRolePolicyCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "PutRolePolicy");
        const name = iamName(input.PolicyName, "policyName", 128);
        const document = iamPolicy(input.PolicyDocument, "policyDocument", "identity");
        let size = policySize(document);
        for (const [other, text] of role.inline) if (other !== name) size += policySize(text);
        if (size > 10_240) {
            throw limitExceeded(`Maximum policy size of 10240 bytes exceeded for role ${role.description.RoleName}`);
        }
        role.inline.set(name, document);
        return {};
    }

    /** The document comes URL-encoded, as AWS returns it (IAM API Reference, GetRolePolicy). */
    async GetRolePolicy(
        input: GetRolePolicyCommandInput,
        by?: Caller,
    ): Promise<{ RoleName: string; PolicyName: string; PolicyDocument: string }> {
        const role = this.role(input.RoleName, by, "GetRolePolicy");
        const { name, document } = inlinePolicy(role, input.PolicyName);
        return {
            RoleName: role.description.RoleName,
            PolicyName: name,
            PolicyDocument: encodeURIComponent(document),
        };
    }

    async ListRolePolicies(
        input: ListRolePoliciesCommandInput,
        by?: Caller,
    ): Promise<Page & { PolicyNames: string[] }> {
        return paged("PolicyNames", [...this.role(input.RoleName, by, "ListRolePolicies").inline.keys()].sort(), input);
    }

    async DeleteRolePolicy(input: DeleteRolePolicyCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "DeleteRolePolicy");
        role.inline.delete(inlinePolicy(role, input.PolicyName).name);
        return {};
    }

    /** Attaching again what is attached already changes nothing. */
    async AttachRolePolicy(input: AttachRolePolicyCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "AttachRolePolicy", { "iam:PolicyARN": input.PolicyArn });
        const arn = required(input.PolicyArn, "policyArn");
        if (/^arn:[^:]*:iam::aws:policy\//.test(arn)) {
            throw new AwsError(
                "NotImplemented",
                `The laptop AWS has no policies that AWS manages, such as ${arn}.`,
                501,
            );
        }
        if (!this.hasPolicy(arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
        role.attached.add(arn);
        return {};
    }

    async DetachRolePolicy(input: DetachRolePolicyCommandInput, by?: Caller): Promise<object> {
        const role = this.role(input.RoleName, by, "DetachRolePolicy", { "iam:PolicyARN": input.PolicyArn });
        const arn = required(input.PolicyArn, "policyArn");
        if (!role.attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
        return {};
    }

    async ListAttachedRolePolicies(
        input: ListAttachedRolePoliciesCommandInput,
        by?: Caller,
    ): Promise<Page & { AttachedPolicies: { PolicyName: string; PolicyArn: string }[] }> {
        const attached = [...this.role(input.RoleName, by, "ListAttachedRolePolicies").attached].map((arn) => ({
            PolicyName: this.policy(arn).description.PolicyName,
            PolicyArn: arn,
        }));
        return paged("AttachedPolicies", attached, input);
    }

    /** All identity policies of a role, inline and attached; none where there is no such role. Not an operation of AWS. */
    policiesOf(roleArn: string): readonly Policy[] {
        const role = this.roleByArn(roleArn);
        if (!role) return [];
        const inline = [...role.inline].map(([name, document]) => ({ name, document }));
        return [...inline, ...[...role.attached].map((arn) => this.currentVersion(arn))];
    }

    /** Who may assume a role, as JSON; undefined where there is no such role. */
    trustOf(roleArn: string): string | undefined {
        return this.roleByArn(roleArn)?.description.AssumeRolePolicyDocument;
    }

    inventory(): string[] {
        return [...[...this.roles.values()].map(({ description }) => description.Arn), ...this.policyArns()];
    }

    /** A role of which something is asked, by somebody who needs leave for it on the role's ARN: only here its path is known. */
    private role(
        input: string | undefined,
        by: Caller | undefined,
        action: string,
        keys: Permission["keys"] = {},
    ): Role {
        const name = iamName(input, "roleName", 64);
        const role = this.roles.get(name);
        const resource = role?.description.Arn ?? this.arn("role", "/", name);
        this.context.access.require(by, { action: `iam:${action}`, resource, keys }, accessDenied);
        if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
        return role;
    }

    private roleByArn(arn: string): Role | undefined {
        const role = this.roles.get(arn.slice(arn.lastIndexOf("/") + 1));
        return role?.description.Arn === arn ? role : undefined;
    }

    protected attachments(arn: string): number {
        return [...this.roles.values()].filter(({ attached }) => attached.has(arn)).length;
    }
}

function described({ description }: Role): RoleDescription {
    return {
        ...description,
        AssumeRolePolicyDocument: encodeURIComponent(description.AssumeRolePolicyDocument),
    };
}

function inlinePolicy(role: Role, input: string | undefined): { name: string; document: string } {
    const name = iamName(input, "policyName", 128);
    const document = role.inline.get(name);
    if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return { name, document };
}

function sessionDuration(seconds = 3600): number {
    checkRange(seconds, "maxSessionDuration", 3600, 43_200);
    return seconds;
}
