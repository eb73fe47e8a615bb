import assert from "node:assert/strict";

import { type Statement } from "./policyDocument";
import { type ProgramRun, runProgram } from "./testing/programRun";

const here = "us-east-1:123456789012";
const input = "arn:aws:s3:::summarizer-dev-input-123456789012";
const output = "arn:aws:s3:::summarizer-dev-output-123456789012";

function statementsOf(run: ProgramRun): Record<string, Omit<Statement, "Sid">> {
    const { policy } = run.only("aws:iam/rolePolicy:RolePolicy").inputs;
    const { Statement } = JSON.parse(policy as string) as { Statement: Statement[] };
    return Object.fromEntries(Statement.map(({ Sid, ...rest }) => [Sid, rest]));
}

describe("ExecutionRole", () => {
    let run: ProgramRun;
    before(async () => {
        run = await runProgram();
    });

    it("is assumed by SageMaker for this account and region only", () => {
        const { assumeRolePolicy, ...inputs } = run.only("aws:iam/role:Role").inputs;
        assert.deepEqual(inputs, {
            name: "summarizer-dev-execution",
            description: "SageMaker endpoint summarizer-dev",
        });
        assert.deepEqual(JSON.parse(assumeRolePolicy as string), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "SageMakerAssumesRole",
                    Effect: "Allow",
                    Principal: { Service: "sagemaker.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: { "aws:SourceAccount": "123456789012" },
                        ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:${here}:*` },
                    },
                },
            ],
        });
    });

    it("may do exactly this", () => {
        assert.deepEqual(statementsOf(run), {
            ReadArticles: { Effect: "Allow", Action: "s3:GetObject", Resource: [`${input}/articles/*`] },
            WriteResults: {
                Effect: "Allow",
                Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
                Resource: [`${output}/summaries/*`, `${output}/failures/*`],
            },
            TellMissingArticles: { Effect: "Allow", Action: "s3:ListBucket", Resource: input },
            UseKey: {
                Effect: "Allow",
                Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                Resource: `arn:aws:kms:${here}:key/*`,
                Condition: {
                    StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "sns.us-east-1.amazonaws.com"] },
                    "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/summarizer-dev" },
                },
            },
            Notify: {
                Effect: "Allow",
                Action: "sns:Publish",
                Resource: [`arn:aws:sns:${here}:summarizer-dev-success`, `arn:aws:sns:${here}:summarizer-dev-error`],
            },
            WriteLogs: {
                Effect: "Allow",
                Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                Resource: `arn:aws:logs:${here}:log-group:/aws/sagemaker/Endpoints/summarizer-dev:*`,
            },
            PutMetrics: {
                Effect: "Allow",
                Action: "cloudwatch:PutMetricData",
                Resource: "*",
                Condition: {
                    StringEquals: { "cloudwatch:namespace": ["AWS/SageMaker", "/aws/sagemaker/Endpoints"] },
                },
            },
            PullImage: {
                Effect: "Allow",
                Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                Resource: "arn:aws:ecr:us-east-1:763104351884:repository/huggingface-pytorch-inference",
            },
            LogInToRegistry: { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
        });
    });

    it("may write no articles, delete nothing and invoke nothing", () => {
        const actions = Object.values(statementsOf(run)).flatMap(({ Action }) => Action);
        assert.deepEqual(
            actions.filter((action) => /Delete|Invoke|^[^:]+:\*$|^\*$/.test(action)),
            [],
        );
    });

    it("reads the one object that holds an own model", async () => {
        const own = await runProgram({ config: { modelDataUrl: "s3://models/pegasus/model.tar.gz" } });
        assert.deepEqual(statementsOf(own).ReadArticles?.Resource, [
            `${input}/articles/*`,
            "arn:aws:s3:::models/pegasus/model.tar.gz",
        ]);
    });

    for (const reference of [":1.0", `@sha256:${"0".repeat(64)}`]) {
        it(`pulls from the repository of an own image ${reference.slice(0, 7)}`, async () => {
            const image = `210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/summarizer${reference}`;
            const own = await runProgram({ config: { image } });
            const repository = "arn:aws:ecr:eu-west-1:210987654321:repository/team/summarizer";
            assert.equal(statementsOf(own).PullImage?.Resource, repository);
        });
    }
});
