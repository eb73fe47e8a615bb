import {
    type CreatePolicyCommandInput,
    type CreatePolicyVersionCommandInput,
    type DeletePolicyCommandInput,
    type DeletePolicyVersionCommandInput,
    type GetPolicyCommandInput,
    type GetPolicyVersionCommandInput,
    type ListPolicyVersionsCommandInput,
} from "@aws-sdk/client-iam";

import { type Context } from "../context";
import { type Policy } from "./evaluation";
import { type PolicyDescription, type PolicyVersionDescription } from "./iamDescriptions";
import { type Page, paged } from "./iamPage";
import {
    alreadyExists,
    checkPolicySize,
    deleteConflict,
    iamName,
    iamPath,
    iamPolicy,
    limitExceeded,
    noSuchEntity,
    required,
    uniqueId,
} from "./iamRules";

interface ManagedPolicy {
    readonly description: Omit<PolicyDescription, "AttachmentCount">;
    /** By id, oldest first. */
    readonly versions: Map<string, { readonly document: string; readonly created: Date }>;
    /** How many versions there have ever been: the id of one that was deleted is not given again. */
    made: number;
}

/** Customer managed policies and their versions. */
export abstract class ManagedPolicies {
    private readonly policies = new Map<string, ManagedPolicy>();

    constructor(protected readonly context: Context) {}

    /** How many roles have a policy attached. */
    protected abstract attachments(policyArn: string): number;

    async CreatePolicy(input: CreatePolicyCommandInput): Promise<{ Policy: PolicyDescription }> {
        const name = iamName(input.PolicyName, "policyName", 128);
        const path = iamPath(input.Path);
        const document = iamPolicy(input.PolicyDocument, "policyDocument", "identity");
        checkPolicySize(document);
        for (const { description } of this.policies.values()) {
            if (description.PolicyName === name) {
                throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
            }
        }
        const now = this.context.clock.date();
        const description = {
            PolicyName: name,
            PolicyId: uniqueId("ANPA"),
            Arn: this.arn("policy", path, name),
            Path: path,
            DefaultVersionId: "v1",
            IsAttachable: true,
            ...(input.Description !== undefined && { Description: input.Description }),
            CreateDate: now,
            UpdateDate: now,
        };
        const versions = new Map([["v1", { document, created: now }]]);
        this.policies.set(description.Arn, { description, versions, made: 1 });
        return { Policy: { ...description, AttachmentCount: 0 } };
    }

    async GetPolicy(input: GetPolicyCommandInput): Promise<{ Policy: PolicyDescription }> {
        const { description } = this.policy(required(input.PolicyArn, "policyArn"));
        return { Policy: { ...description, AttachmentCount: this.attachments(description.Arn) } };
    }

    async GetPolicyVersion(
        input: GetPolicyVersionCommandInput,
    ): Promise<{ PolicyVersion: PolicyVersionDescription & { Document: string } }> {
        const policy = this.policy(required(input.PolicyArn, "policyArn"));
        const id = required(input.VersionId, "versionId");
        const document = encodeURIComponent(versionOf(policy, id).document);
        return { PolicyVersion: { ...describedVersion(policy, id), Document: document } };
    }

    /** The newest first. */
    async ListPolicyVersions(
        input: ListPolicyVersionsCommandInput,
    ): Promise<Page & { Versions: PolicyVersionDescription[] }> {
        const policy = this.policy(required(input.PolicyArn, "policyArn"));
        const versions = [...policy.versions.keys()].reverse().map((id) => describedVersion(policy, id));
        return paged("Versions", versions, input);
    }

    /** There are at most five versions (AWS: IAM User Guide, quotas). */
    async CreatePolicyVersion(
        input: CreatePolicyVersionCommandInput,
    ): Promise<{ PolicyVersion: PolicyVersionDescription }> {
        const policy = this.policy(required(input.PolicyArn, "policyArn"));
        const document = iamPolicy(input.PolicyDocument, "policyDocument", "identity");
        checkPolicySize(document);
        if (policy.versions.size >= 5) {
            throw limitExceeded(
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
            );
        }
        const created = this.context.clock.date();
        const id = `v${String(++policy.made)}`;
        policy.versions.set(id, { document, created });
        policy.description.UpdateDate = created;
        if (input.SetAsDefault) policy.description.DefaultVersionId = id;
        return { PolicyVersion: describedVersion(policy, id) };
    }

    async DeletePolicyVersion(input: DeletePolicyVersionCommandInput): Promise<object> {
        const policy = this.policy(required(input.PolicyArn, "policyArn"));
        const id = required(input.VersionId, "versionId");
        versionOf(policy, id);
        if (id === policy.description.DefaultVersionId) {
            throw deleteConflict("Cannot delete the default version of a policy.");
        }
        policy.versions.delete(id);
        return {};
    }

    async DeletePolicy(input: DeletePolicyCommandInput): Promise<object> {
        const { description, versions } = this.policy(required(input.PolicyArn, "policyArn"));
        if (this.attachments(description.Arn) > 0) {
            throw deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (versions.size > 1) {
            throw deleteConflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
            );
        }
        this.policies.delete(description.Arn);
        return {};
    }

    /** Managed policies whose name ends so, in their current versions. */
    policiesNamed(ending: string): readonly Policy[] {
        const named = [...this.policies.values()].filter(({ description }) => description.PolicyName.endsWith(ending));
        return named.map(({ description }) => this.currentVersion(description.Arn));
    }

    protected policyArns(): string[] {
        return [...this.policies.keys()];
    }

    protected hasPolicy(arn: string): boolean {
        return this.policies.has(arn);
    }

    protected arn(kind: "role" | "policy", path: string, name: string): string {
        return `arn:${this.context.partition}:iam::${this.context.accountId}:${kind}${path}${name}`;
    }

    protected currentVersion(arn: string): Policy {
        const policy = this.policy(arn);
        const { PolicyName: name, DefaultVersionId } = policy.description;
        return { name, document: versionOf(policy, DefaultVersionId).document };
    }

    protected policy(arn: string): ManagedPolicy {
        const policy = this.policies.get(arn);
        if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
        return policy;
    }
}

function versionOf({ description, versions }: ManagedPolicy, id: string): { document: string; created: Date } {
    const version = versions.get(id);
    if (version) return version;
    throw noSuchEntity(`Policy ${description.Arn} version ${id} does not exist or is not attachable.`);
}

function describedVersion(policy: ManagedPolicy, id: string): PolicyVersionDescription {
    return {
        VersionId: id,
        IsDefaultVersion: id === policy.description.DefaultVersionId,
        CreateDate: versionOf(policy, id).created,
    };
}
