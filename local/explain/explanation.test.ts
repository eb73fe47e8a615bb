import assert from "node:assert/strict";
import { resolve } from "node:path";

import { type DeployedProgram } from "../deployedProgram";
import { loadProject } from "../../contract/project";
import { withEditedProject } from "../testing/temporaryProject";
import { askableProgram } from "./askableProgram";
import { explainCommand } from "./command";
import { type Explanation } from "./explanation";

const root = resolve(__dirname, "../..");
const missing = "an identity-based policy";
const here = "us-east-1:123456789012";
const output = "arn:aws:s3:::summarizer-dev-output-123456789012";
const input = "arn:aws:s3:::summarizer-dev-input-123456789012";
const caller = "arn:aws:sts::123456789012:assumed-role/caller/laptop";
const execution = "arn:aws:sts::123456789012:assumed-role/summarizer-dev-execution/SageMaker";
const getResults = `{"Sid":"GetResults","Effect":"Allow","Action":"s3:GetObject","Resource":["${output}/summaries/*","${output}/failures/*"]}`;
const denyPlainHttp = (bucket: string): string =>
    `{"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["${bucket}","${bucket}/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}`;
const useKey = (services: string[], actions: string[]): string =>
    `{"Sid":"UseKey","Effect":"Allow","Action":${JSON.stringify(actions)},"Resource":"arn:aws:kms:${here}:key/*","Condition":{"StringEquals":{"kms:ViaService":${JSON.stringify(services.map((service) => `${service}.us-east-1.amazonaws.com`))}},"ForAnyValue:StringEquals":{"kms:ResourceAliases":"alias/summarizer-dev"}}}`;
const callersKey = useKey(["s3"], ["kms:Decrypt", "kms:GenerateDataKey"]);
const executionsKey = useKey(["s3", "sns"], ["kms:Decrypt", "kms:GenerateDataKey*"]);
const accountsKey =
    '{"Sid":"AccountAdministersKey","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}';
const decryptAllowed = `  and kms:Decrypt on KEY: allowed
    with kms:ViaService=s3.us-east-1.amazonaws.com (assumed)
    allowed by UseKey of the identity-based policy summarizer-dev-caller
      ${callersKey}
    allowed by AccountAdministersKey of the resource-based key policy
      ${accountsKey}
`;

interface Run {
    code: number;
    out: string;
    error: string;
}

describe("explanation", () => {
    let deployed: DeployedProgram;
    before(async () => {
        deployed = await askableProgram(loadProject(root, "dev"));
    });
    after(() => deployed.close());

    /** Asks the one program that is deployed; the key's id, which KMS chooses, is `KEY`. */
    async function run(line: string, folder = root, deploy = async () => Promise.resolve(deployed)): Promise<Run> {
        let [out, error, closed] = ["", "", 0];
        const code = await explainCommand(line.split(" "), {
            root: folder,
            deploy: async () => ({ ...(await deploy()), close: async () => Promise.resolve(void closed++) }),
            out: (text) => (out += text),
            error: (text) => (error += text),
            quietMilliseconds: undefined,
        });
        assert.equal(closed, 1);
        return { code, out: out.replaceAll(deployed.outputs.keyArn, "KEY"), error };
    }

    async function explained(line: string): Promise<Explanation> {
        const { out, error } = await run(`${line} --json`);
        assert.equal(error, "");
        return JSON.parse(out) as Explanation;
    }

    describe("tells people", () => {
        for (const [what, line, code, out] of [
            [
                "what allows a request, and what it needs of the key",
                "--as caller --action s3:GetObject --resource outputBucketName/summaries/x.out",
                0,
                `allowed: ${caller}, s3:GetObject on ${output}/summaries/x.out
  allowed by GetResults of the identity-based policy summarizer-dev-caller
    ${getResults}
${decryptAllowed}`,
            ],
            [
                "what is missing, and what allows the action elsewhere",
                "--as caller --action s3:GetObject --resource inputBucketName/articles/x.json",
                1,
                `denied: ${caller}, s3:GetObject on ${input}/articles/x.json
  AWS says: User: ${caller} is not authorized to perform: s3:GetObject on resource: ${input}/articles/x.json because no identity-based policy allows the s3:GetObject action
  missing: an Allow in ${missing}
  near: GetResults of the identity-based policy summarizer-dev-caller allows the action, on other resources
    ${getResults}
${decryptAllowed}`,
            ],
            [
                "which statement denies a request over plain HTTP",
                "--as caller --action s3:GetObject --resource outputBucketName/summaries/x.out --http",
                1,
                `denied: ${caller} over plain HTTP, s3:GetObject on ${output}/summaries/x.out
  AWS says: User: ${caller} is not authorized to perform: s3:GetObject on resource: ${output}/summaries/x.out with an explicit deny in a resource-based policy
  denied by DenyInsecureTransport of the resource-based bucket policy
    ${denyPlainHttp(output)}
${decryptAllowed}`,
            ],
            [
                "that a key is used through S3 unless it is said otherwise",
                "--as execution --action kms:GenerateDataKey --resource keyArn",
                0,
                `allowed: ${execution}, kms:GenerateDataKey on KEY
  with kms:ViaService=s3.us-east-1.amazonaws.com (assumed)
  allowed by UseKey of the identity-based policy asynchronous-endpoint
    ${executionsKey}
  allowed by AccountAdministersKey of the resource-based key policy
    ${accountsKey}
`,
            ],
            [
                "which condition does not hold",
                "--as execution --action kms:Decrypt --resource keyArn --via sqs",
                1,
                `denied: ${execution}, kms:Decrypt on KEY
  with kms:ViaService=sqs.us-east-1.amazonaws.com
  AWS says: User: ${execution} is not authorized to perform: kms:Decrypt on resource: KEY because no identity-based policy allows the kms:Decrypt action
  missing: an Allow in ${missing}
  allowed on its side by AccountAdministersKey of the resource-based key policy
    ${accountsKey}
  near: UseKey of the identity-based policy asynchronous-endpoint would allow it, but kms:ViaService is to be s3.us-east-1.amazonaws.com or sns.us-east-1.amazonaws.com (StringEquals) and it is sqs.us-east-1.amazonaws.com
    ${executionsKey}
`,
            ],
            [
                "that a request lacks a key altogether",
                "--as execution --action kms:Decrypt --resource keyArn --via none",
                1,
                `denied: ${execution}, kms:Decrypt on KEY
  AWS says: User: ${execution} is not authorized to perform: kms:Decrypt on resource: KEY because no identity-based policy allows the kms:Decrypt action
  missing: an Allow in ${missing}
  allowed on its side by AccountAdministersKey of the resource-based key policy
    ${accountsKey}
  near: UseKey of the identity-based policy asynchronous-endpoint would allow it, but kms:ViaService is to be s3.us-east-1.amazonaws.com or sns.us-east-1.amazonaws.com (StringEquals) and the request carries none
    ${executionsKey}
`,
            ],
            [
                "that the action would be allowed, and its key is not",
                "--as caller --action s3:GetObject --resource outputBucketName/summaries/x.out --context kms:ViaService=sqs.us-east-1.amazonaws.com",
                1,
                `denied: ${caller}, s3:GetObject on ${output}/summaries/x.out
  s3:GetObject itself is allowed, but not all that it needs besides.
  with kms:ViaService=sqs.us-east-1.amazonaws.com
  allowed by GetResults of the identity-based policy summarizer-dev-caller
    ${getResults}
  and kms:Decrypt on KEY: denied
    with kms:ViaService=sqs.us-east-1.amazonaws.com
    AWS says: User: ${caller} is not authorized to perform: kms:Decrypt on resource: KEY because no identity-based policy allows the kms:Decrypt action
    missing: an Allow in ${missing}
    allowed on its side by AccountAdministersKey of the resource-based key policy
      ${accountsKey}
    near: UseKey of the identity-based policy summarizer-dev-caller would allow it, but kms:ViaService is to be s3.us-east-1.amazonaws.com (StringEquals) and it is sqs.us-east-1.amazonaws.com
      ${callersKey}
`,
            ],
            [
                "that the stack has no such resource, and that a wildcard is no wildcard there",
                "--as anonymous --action s3:GetObject --resource arn:aws:s3:::elsewhere/*",
                1,
                `denied: anonymous, s3:GetObject on arn:aws:s3:::elsewhere/*
  note: No resource of the stack has this ARN.
  note: A wildcard in the resource is taken as it stands here.
  AWS says: User: anonymous is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::elsewhere/* because no resource-based policy allows the s3:GetObject action
  missing: an Allow in a resource-based policy
`,
            ],
        ] as const) {
            it(what, async () => {
                assert.deepEqual(await run(line), { code, out, error: "" });
            });
        }
    });

    it("prints one JSON object", async () => {
        const { out, code, error } = await run(
            "--as execution --action s3:PutObject --resource outputBucketName/other/x --json",
        );
        assert.deepEqual({ code, error }, { code: 1, error: "" });
        const { nearMisses, also, ...rest } = JSON.parse(out) as Explanation;
        assert.deepEqual(rest, {
            allowed: false,
            reason: "not allowed",
            action: "s3:PutObject",
            resource: `${output}/other/x`,
            context: { given: {}, assumed: {} },
            statements: [],
            missing: ["identity"],
            message: `User: ${execution} is not authorized to perform: s3:PutObject on resource: ${output}/other/x because no identity-based policy allows the s3:PutObject action`,
            caller: { name: "execution", principal: execution, http: false },
            notes: [],
        });
        assert.deepEqual(nearMisses, [
            {
                side: "identity",
                policy: "asynchronous-endpoint",
                statement: "WriteResults",
                differs: "resource",
                conditions: [],
                json: {
                    Sid: "WriteResults",
                    Effect: "Allow",
                    Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
                    Resource: [`${output}/summaries/*`, `${output}/failures/*`],
                },
            },
        ]);
        assert.deepEqual(
            also.map(({ action, resource, allowed, context }) => ({ action, resource, allowed, context })),
            [
                {
                    action: "kms:GenerateDataKey",
                    resource: "KEY",
                    allowed: true,
                    context: { given: {}, assumed: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] } },
                },
            ],
        );
    });

    describe("knows", () => {
        for (const [line, allowed, principal, needed] of [
            ["--as caller --action sagemaker:InvokeEndpointAsync --resource endpointArn", true, caller, []],
            ["--as execution --action sagemaker:InvokeEndpointAsync --resource endpointArn", false, execution, []],
            [
                "--as execution --action sns:Publish --resource successTopicArn",
                true,
                execution,
                ["kms:GenerateDataKey", "kms:Decrypt"],
            ],
            ["--as execution --action cloudwatch:PutMetricData --resource *", true, execution, []],
            [
                "--as execution --action cloudwatch:PutMetricData --resource * --context cloudwatch:namespace=Other",
                false,
                execution,
                [],
            ],
            [
                "--as deployer --action s3:DeleteBucket --resource inputBucketName",
                true,
                "arn:aws:sts::123456789012:assumed-role/deployer/laptop",
                [],
            ],
            [
                "--as deployer --action s3:DeleteBucket --resource arn:aws:s3:::elsewhere",
                false,
                "arn:aws:sts::123456789012:assumed-role/deployer/laptop",
                [],
            ],
            [
                "--as preview --action s3:GetEncryptionConfiguration --resource inputBucketName",
                true,
                "arn:aws:sts::123456789012:assumed-role/preview/laptop",
                [],
            ],
            [
                "--as preview --action s3:DeleteBucket --resource inputBucketName",
                false,
                "arn:aws:sts::123456789012:assumed-role/preview/laptop",
                [],
            ],
            [
                "--as stranger --action s3:GetObject --resource outputBucketName/summaries/x",
                false,
                "arn:aws:iam::210987654321:user/stranger",
                ["kms:Decrypt"],
            ],
            [
                "--as anonymous --action sns:Publish --resource alarmTopicArn",
                false,
                "anonymous",
                ["kms:GenerateDataKey", "kms:Decrypt"],
            ],
            [
                "--as sns --action sqs:SendMessage --resource smokeInboxUrl",
                true,
                "sns.amazonaws.com",
                ["kms:GenerateDataKey", "kms:Decrypt"],
            ],
            [
                "--as sns --action sqs:SendMessage --resource alarmInboxUrl",
                true,
                "sns.amazonaws.com",
                ["kms:GenerateDataKey", "kms:Decrypt"],
            ],
            [
                "--as sns --action sqs:ReceiveMessage --resource smokeInboxUrl",
                false,
                "sns.amazonaws.com",
                ["kms:Decrypt"],
            ],
            [
                "--as cloudwatch --action sns:Publish --resource alarmTopicArn",
                true,
                "cloudwatch.amazonaws.com",
                ["kms:GenerateDataKey", "kms:Decrypt"],
            ],
            [
                `--as cloudwatch --action sns:Publish --resource alarmTopicArn --context aws:SourceArn=arn:aws:cloudwatch:${here}:alarm:other`,
                false,
                "cloudwatch.amazonaws.com",
                ["kms:GenerateDataKey", "kms:Decrypt"],
            ],
            [
                `--as cloudwatch --action kms:Decrypt --resource keyArn --context aws:SourceArn=arn:aws:cloudwatch:us-east-1:210987654321:alarm:other`,
                false,
                "cloudwatch.amazonaws.com",
                [],
            ],
            ["--as sagemaker --action sts:AssumeRole --resource executionRoleArn", true, "sagemaker.amazonaws.com", []],
            [
                "--as sagemaker --action sts:AssumeRole --resource executionRoleArn --context aws:SourceAccount=210987654321",
                false,
                "sagemaker.amazonaws.com",
                [],
            ],
            ["--as caller --action s3:GetObject --resource arn:aws:s3:::elsewhere/x", false, caller, []],
        ] as const) {
            it(`${line}: ${allowed ? "allowed" : "denied"}`, async () => {
                const explanation = await explained(line);
                assert.equal(explanation.allowed, allowed);
                assert.equal(explanation.caller.principal, principal);
                assert.deepEqual(
                    explanation.also.map(({ action }) => action),
                    needed,
                );
            });
        }

        it("for which resource of the stack a service acts", async () => {
            const { context } = await explained("--as cloudwatch --action sns:Publish --resource alarmTopicArn");
            const { MetricAlarms } = await deployed.cloud.call("cloudwatch", "DescribeAlarms", {});
            const first = MetricAlarms.find(({ AlarmActions }) =>
                AlarmActions?.includes(deployed.outputs.alarmTopicArn),
            );
            assert.deepEqual(context.assumed, {
                "aws:SourceArn": [first?.AlarmArn],
                "aws:SourceAccount": ["123456789012"],
            });
        });

        it("for which topic SNS sends to a queue, and for which resource SageMaker takes a role", async () => {
            const ofInbox = await explained("--as sns --action sqs:SendMessage --resource alarmInboxUrl");
            assert.deepEqual(ofInbox.context.assumed["aws:SourceArn"], [deployed.outputs.alarmTopicArn]);
            const ofKey = await explained("--as sns --action kms:Decrypt --resource keyArn");
            assert.deepEqual(ofKey.context.assumed["aws:SourceArn"], [deployed.outputs.successTopicArn]);
            const ofRole = await explained("--as sagemaker --action sts:AssumeRole --resource executionRoleArn");
            assert.deepEqual(ofRole.context.assumed["aws:SourceArn"], [`arn:aws:sagemaker:${here}:*`]);
        });

        for (const resource of [
            "inputBucketName/articles/x",
            "keyArn",
            "logGroupName:*",
            "endpointArn",
            "endpointConfigName",
            "modelName",
            "executionRoleArn",
            "callerPolicyArn",
            "wakeUpAlarmName",
            "loadInboxUrl",
            "errorTopicArn",
            "*",
        ]) {
            it(`${resource} for a resource of the stack`, async () => {
                const { notes } = await explained(`--as caller --action s3:GetObject --resource ${resource}`);
                assert.deepEqual(notes, []);
            });
        }
    });

    for (const [action, note] of [
        ["s3:GetObjects", "No operation, policy or document here names s3:GetObjects: is s3:GetObject meant?"],
        ["s3:ListObjectsV2", "No operation, policy or document here names s3:ListObjectsV2."],
        ["ecr:BatchGetImage", undefined],
        ["S3:getobject", undefined],
        ["kms:CreateGrant", undefined],
    ] as const) {
        it(`${note === undefined ? "says nothing of" : "wonders about"} the action ${action}`, async () => {
            const { notes } = await explained(
                `--as execution --action ${action} --resource inputBucketName/articles/x`,
            );
            assert.deepEqual(notes, note === undefined ? [] : [note]);
        });
    }

    it("asks a program whose endpoint would not start", async () => {
        const edits = [{ file: "infra/executionRole.ts", from: /"ecr:BatchGetImage",? ?/, to: "" }];
        await withEditedProject(edits, async (folder) => {
            const broken = await askableProgram(loadProject(folder, "dev"));
            try {
                assert.deepEqual(
                    broken.cloud.inventory().filter((arn) => arn.includes(":sagemaker:")),
                    [],
                );
                const repository = "arn:aws:ecr:us-east-1:763104351884:repository/huggingface-pytorch-inference";
                const { code, out } = await run(
                    `--as execution --action ecr:BatchGetImage --resource ${repository}`,
                    folder,
                    async () => Promise.resolve(broken),
                );
                assert.equal(code, 1);
                assert.match(out, /missing: an Allow in an identity-based policy/);
            } finally {
                await broken.close();
            }
        });
    });
});
