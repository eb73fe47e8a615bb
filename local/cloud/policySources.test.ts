import { deepEqual, equal } from "node:assert/strict";

import { type Services } from "./context";
import { knownIdentities } from "./iam/identities";
import { PolicySources } from "./policySources";

const account = { partition: "aws", accountId: "123456789012" };
const own = { name: "own", document: "{}" };

/** Sources whose services answer with what they were asked for. */
function sources(): PolicySources {
    const services = {
        s3: { policyOf: (bucket: string) => (bucket === "none" ? undefined : bucket) },
        sns: { policyOf: (topic: string) => topic },
        sqs: { policyOf: (queue: string) => queue },
        kms: {
            policyOf: (key: string) => (key.endsWith("/none") ? undefined : key),
            grantsOf: (key: string) => [{ id: key, grantee: "x", operations: [] }],
            aliasesOf: (key: string) => [key],
        },
        iam: {
            trustOf: (role: string) => (role.endsWith("/none") ? undefined : role),
            policiesOf: (role: string) => [{ name: role, document: "{}" }],
            policiesNamed: (ending: string) => [{ name: `stack${ending}`, document: "{}" }],
        },
    } as unknown as Services;
    const documents = { deployer: [own], preview: [] };
    return new PolicySources({ ...account, identities: knownIdentities(account, documents) }, () => services);
}

describe("the policy of a resource", () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:topic";
    const queue = "arn:aws:sqs:us-east-1:123456789012:queue";
    const key = "arn:aws:kms:us-east-1:123456789012:key/1";
    const role = "arn:aws:iam::123456789012:role/path/execution";
    /** What it is, the action, the resource, the document, its name and kind, whether it has to agree. */
    const cases: [string, string, string, string, string, "resource" | "trust", boolean][] = [
        ["a bucket", "s3:ListBucket", "arn:aws:s3:::bucket", "bucket", "bucket policy", "resource", false],
        ["an object: its bucket's", "s3:GetObject", "arn:aws:s3:::b/a:b/c", "b", "bucket policy", "resource", false],
        ["a topic", "sns:Publish", topic, topic, "topic policy", "resource", false],
        ["a subscription: its topic's", "sns:Unsubscribe", `${topic}:1-2`, topic, "topic policy", "resource", false],
        ["a queue", "sqs:SendMessage", queue, queue, "queue policy", "resource", false],
        ["a key", "kms:Decrypt", key, key, "key policy", "resource", true],
        ["a role to be assumed", "sts:AssumeRole", role, role, "trust policy", "trust", true],
    ];
    for (const [what, action, resource, document, name, kind, resourceMustAllow] of cases) {
        it(`is that of ${what}`, () => {
            const grants =
                kind === "resource" && resourceMustAllow ? { grants: [{ id: key, grantee: "x", operations: [] }] } : {};
            deepEqual(sources().resourcePolicies(action, resource), {
                resource: { name, document, kind },
                resourceMustAllow,
                ...grants,
            });
        });
    }

    const none: [string, string, string, boolean][] = [
        ["a bucket without one", "s3:ListBucket", "arn:aws:s3:::none", false],
        ["a key that is not there", "kms:Decrypt", `${key.slice(0, -1)}none`, false],
        ["an alias", "kms:CreateAlias", "arn:aws:kms:us-east-1:123456789012:alias/a", false],
        ["a role that is not there, which nobody may assume", "sts:AssumeRole", `${role}/none`, true],
        ["a role that is to be read", "iam:GetRole", role, false],
        ["an endpoint", "sagemaker:InvokeEndpointAsync", "arn:aws:sagemaker:us-east-1:123456789012:endpoint/e", false],
        ["no resource", "s3:ListAllMyBuckets", "*", false],
        ["a repository of this account", "ecr:BatchGetImage", "arn:aws:ecr:us-east-1:123456789012:repository/r", false],
    ];
    for (const [what, action, resource, resourceMustAllow] of none) {
        it(`is none for ${what}`, () => {
            deepEqual(sources().resourcePolicies(action, resource), { resourceMustAllow });
        });
    }

    it("lets all accounts pull from a repository of another account", () => {
        const resource = "arn:aws:ecr:us-east-1:763104351884:repository/huggingface";
        equal(sources().resourcePolicies("ecr:BatchGetImage", resource).resource?.name, "repository policy");
    });
});

describe("the policies of an identity", () => {
    const cases: [string, string, string][] = [
        ["a role's, as IAM has them", "arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/x"],
        ["the administrator's", "arn:aws:iam::123456789012:user/laptop", "AdministratorAccess"],
        ["the documented ones of the deployer", "arn:aws:iam::123456789012:role/deployer", "own"],
        ["the stack's of callers", "arn:aws:iam::123456789012:role/caller", "stack-caller"],
    ];
    for (const [what, arn, name] of cases) {
        it(`are ${what}`, () => {
            deepEqual(
                sources()
                    .identityPolicies(arn)
                    .map((policy) => policy.name),
                [name],
            );
        });
    }
});

describe("a key's aliases", () => {
    it("are those that KMS tells", () => {
        deepEqual(sources().aliases("arn:x"), ["arn:x"]);
    });
});
