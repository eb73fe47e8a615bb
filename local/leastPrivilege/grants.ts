import { type DeployedStack } from "../testing/deployedStack";

interface Statement {
    Sid: string;
    Effect: "Allow" | "Deny";
    Action: string | string[];
}

interface Document {
    Version: string;
    Statement: Statement[];
}

/** One action that one statement of one of the program's policies allows. */
export interface Grant {
    /** The policy, e.g. `policy of role summarizer-dev-execution`. */
    readonly policy: string;
    readonly sid: string;
    readonly action: string;
}

/** A policy that the program made, and how it is read and changed in a laptop AWS. */
export interface StoredPolicy {
    readonly name: string;
    read(): Promise<string>;
    write(document: string): Promise<void>;
}

/** All policies that a deployed program has made. */
export async function policiesOf({ cloud, outputs }: DeployedStack): Promise<StoredPolicy[]> {
    const { call } = cloud;
    const policies: StoredPolicy[] = [];
    for (const { RoleName } of (await call("iam", "ListRoles", {})).Roles) {
        policies.push({
            name: `trust of role ${RoleName}`,
            read: async () =>
                decodeURIComponent((await call("iam", "GetRole", { RoleName })).Role.AssumeRolePolicyDocument),
            write: async (PolicyDocument) =>
                void (await call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument })),
        });
        for (const PolicyName of (await call("iam", "ListRolePolicies", { RoleName })).PolicyNames) {
            policies.push({
                name: `policy ${PolicyName} of role ${RoleName}`,
                read: async () =>
                    decodeURIComponent((await call("iam", "GetRolePolicy", { RoleName, PolicyName })).PolicyDocument),
                write: async (PolicyDocument) =>
                    void (await call("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument })),
            });
        }
    }
    const PolicyArn = outputs.callerPolicyArn;
    const version = async (): Promise<string> => {
        return (await call("iam", "GetPolicy", { PolicyArn })).Policy.DefaultVersionId;
    };
    policies.push({
        name: `managed policy ${PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1)}`,
        read: async () => {
            const VersionId = await version();
            const { PolicyVersion } = await call("iam", "GetPolicyVersion", { PolicyArn, VersionId });
            return decodeURIComponent(PolicyVersion.Document);
        },
        write: async (PolicyDocument) => {
            const VersionId = await version();
            await call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument, SetAsDefault: true });
            await call("iam", "DeletePolicyVersion", { PolicyArn, VersionId });
        },
    });
    const KeyId = outputs.keyArn;
    policies.push({
        name: "policy of the key",
        read: async () => (await call("kms", "GetKeyPolicy", { KeyId })).Policy,
        // Also one that shuts everybody out: that is what is tried here.
        write: async (Policy) =>
            void (await call("kms", "PutKeyPolicy", { KeyId, Policy, BypassPolicyLockoutSafetyCheck: true })),
    });
    for (const { TopicArn } of (await call("sns", "ListTopics", {})).Topics) {
        policies.push({
            name: `policy of topic ${TopicArn.slice(TopicArn.lastIndexOf(":") + 1)}`,
            read: async () => (await call("sns", "GetTopicAttributes", { TopicArn })).Attributes.Policy,
            write: async (AttributeValue) =>
                void (await call("sns", "SetTopicAttributes", { TopicArn, AttributeName: "Policy", AttributeValue })),
        });
    }
    for (const QueueUrl of (await call("sqs", "ListQueues", {})).QueueUrls) {
        policies.push({
            name: `policy of queue ${QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1)}`,
            read: async () =>
                (await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] })).Attributes[
                    "Policy"
                ] ?? "",
            write: async (Policy) =>
                void (await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { Policy } })),
        });
    }
    for (const Bucket of [outputs.inputBucketName, outputs.outputBucketName]) {
        policies.push({
            name: `policy of bucket ${Bucket}`,
            read: async () => (await call("s3", "GetBucketPolicy", { Bucket })).Policy,
            write: async (Policy) => void (await call("s3", "PutBucketPolicy", { Bucket, Policy })),
        });
    }
    return policies;
}

/** What a document allows, action by action. */
export function grantsIn(policy: string, document: string): Grant[] {
    return (JSON.parse(document) as Document).Statement.flatMap(({ Sid, Effect, Action }) =>
        Effect === "Allow" ? [Action].flat().map((action) => ({ policy, sid: Sid, action })) : [],
    );
}

/** The same document without one of its grants. */
export function without({ sid, action }: Grant, text: string): string {
    const document = JSON.parse(text) as Document;
    const Statement = document.Statement.flatMap((statement) => {
        if (statement.Sid !== sid) return [statement];
        const left = [statement.Action].flat().filter((other) => other !== action);
        if (left.length > 0) return [{ ...statement, Action: left }];
        // A document needs a statement: its only one turns to an action that nobody here takes.
        return document.Statement.length > 1 ? [] : [{ ...statement, Action: unusedActionOf(action) }];
    });
    return JSON.stringify({ ...document, Statement });
}

function unusedActionOf(action: string): string {
    return action.startsWith("sts:") ? "sts:SetSourceIdentity" : `${action.split(":", 1)[0] as string}:TagResource`;
}
