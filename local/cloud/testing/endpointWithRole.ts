import { SimulatedClock } from "../clock";
import { Cloud } from "../cloud";
import { type Call } from "../context";
import { type Caller, roleSession } from "../iam/principal";
import { type JournalEntry } from "../journal";
import { account, FakeContainers } from "./asyncEndpointFixture";

const here = `us-east-1:${account}`;
export const executionRoleArn = `arn:aws:iam::${account}:role/execution`;
/** As refusals name the endpoint. */
export const asExecution = `User: arn:aws:sts::${account}:assumed-role/execution/SageMaker`;
export const image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.6.0";
export const modelDataUrl = "s3://models/pegasus/model.tar.gz";
export const topicArn = (name: string): string => `arn:aws:sns:${here}:${name}`;

type Statements = Readonly<Record<string, object | undefined>>;

const trust = {
    Sid: "Trust",
    Effect: "Allow",
    Principal: { Service: "sagemaker.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:sagemaker:${here}:*` } },
};

/** The default policy of a topic lets everybody of the account in; this leaves it to their policies. */
function identitiesDecide(Resource: string): string {
    const Principal = { AWS: `arn:aws:iam::${account}:root` };
    const Statement = [{ Sid: "Account", Effect: "Allow", Principal, Action: "sns:Publish", Resource }];
    return JSON.stringify({ Version: "2012-10-17", Statement });
}

function policyOf(statements: Statements): string {
    const Statement = Object.entries(statements).flatMap(([Sid, statement]) =>
        statement ? [{ Sid, Effect: "Allow", ...statement }] : [],
    );
    return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** All that an endpoint's role needs, by Sid: one action in each, so that a test can take it away. */
function good(keyArn: string): Statements {
    const repository = "arn:aws:ecr:us-east-1:763104351884:repository/huggingface-pytorch-inference";
    const key = { Resource: keyArn, Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } };
    return {
        ReadInput: { Action: "s3:GetObject", Resource: "arn:aws:s3:::articles/*" },
        ReadModel: { Action: "s3:GetObject", Resource: "arn:aws:s3:::models/pegasus/*" },
        Write: { Action: "s3:PutObject", Resource: "arn:aws:s3:::results/*" },
        Abort: { Action: "s3:AbortMultipartUpload", Resource: "arn:aws:s3:::results/*" },
        Encrypt: { Action: "kms:GenerateDataKey", ...key },
        Decrypt: { Action: "kms:Decrypt", ...key },
        Notify: { Action: "sns:Publish", Resource: [topicArn("success"), topicArn("error")] },
        Measure: {
            Action: "cloudwatch:PutMetricData",
            Resource: "*",
            Condition: { StringEquals: { "cloudwatch:namespace": "AWS/SageMaker" } },
        },
        LogIn: { Action: "ecr:GetAuthorizationToken", Resource: "*" },
        Manifest: { Action: "ecr:BatchGetImage", Resource: repository },
        Layers: { Action: "ecr:BatchCheckLayerAvailability", Resource: repository },
        Layer: { Action: "ecr:GetDownloadUrlForLayer", Resource: repository },
    };
}

/** An endpoint in a whole account, with a role that may do just what it needs, on a clock that a test moves. */
export class EndpointWithRole {
    readonly containers = new FakeContainers();
    readonly clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    readonly cloud = new Cloud({ clock: this.clock, containers: this.containers, region: "us-east-1" });
    readonly call: Call = this.cloud.call;
    readonly entries: JournalEntry[] = [];
    keyArn = "";
    private statements: Statements = {};
    private people = 0;

    /** Buckets, key, topics, role and configuration; of a good program the endpoint too, in service. */
    async deploy({ endpoint = true, volumeKey = false } = {}): Promise<this> {
        this.cloud.journal.watch((entry) => this.entries.push(entry));
        const { call } = this;
        for (const Bucket of ["articles", "results", "models"]) await call("s3", "CreateBucket", { Bucket });
        const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(modelDataUrl) ?? [];
        await call("s3", "PutObject", { Bucket, Key, Body: Buffer.from("weights") });
        this.keyArn = (await call("kms", "CreateKey", {})).KeyMetadata.Arn;
        for (const Name of ["success", "error"]) {
            await call("sns", "CreateTopic", { Name, Attributes: { Policy: identitiesDecide(topicArn(Name)) } });
        }
        const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
        await call("iam", "CreateRole", { RoleName: "execution", AssumeRolePolicyDocument });
        await this.roleMay(good(this.keyArn));
        await this.model("model");
        await call("sagemaker", "CreateEndpointConfig", this.config("config", "model", volumeKey));
        if (!endpoint) return this;
        await call("sagemaker", "CreateEndpoint", { EndpointName: "Endpoint", EndpointConfigName: "config" });
        await this.clock.advance(240);
        return this;
    }

    async model(ModelName: string, Image = image): Promise<unknown> {
        const PrimaryContainer = { Image, ModelDataUrl: modelDataUrl };
        return this.call("sagemaker", "CreateModel", {
            ModelName,
            ExecutionRoleArn: executionRoleArn,
            PrimaryContainer,
        });
    }

    config(EndpointConfigName: string, ModelName: string, volumeKey = false) {
        const variant = {
            VariantName: "main",
            ModelName,
            InstanceType: "ml.m5.xlarge",
            InitialInstanceCount: 1,
        } as const;
        return {
            EndpointConfigName,
            ProductionVariants: [variant],
            ...(volumeKey && { KmsKeyId: this.keyArn }),
            AsyncInferenceConfig: {
                OutputConfig: {
                    S3OutputPath: "s3://results/summaries/",
                    S3FailurePath: "s3://results/failures/",
                    KmsKeyId: this.keyArn,
                    NotificationConfig: { SuccessTopic: topicArn("success"), ErrorTopic: topicArn("error") },
                },
            },
        };
    }

    /** Changes statements of the role's policy by Sid; undefined takes one away. */
    async roleMay(changes: Statements): Promise<void> {
        this.statements = { ...this.statements, ...changes };
        await this.call("iam", "PutRolePolicy", {
            RoleName: "execution",
            PolicyName: "endpoint",
            PolicyDocument: policyOf(this.statements),
        });
    }

    /** Changes who may assume the role. */
    async trust(changes: object): Promise<void> {
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...trust, ...changes }] });
        await this.call("iam", "UpdateAssumeRolePolicy", { RoleName: "execution", PolicyDocument });
    }

    /** Somebody of the account who may do this and nothing else. */
    async somebody(statements: Statements): Promise<Caller> {
        const RoleName = `somebody-${String(++this.people)}`;
        const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
        const { Role } = await this.call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
        const PolicyDocument = policyOf(statements);
        await this.call("iam", "PutRolePolicy", { RoleName, PolicyName: "own", PolicyDocument });
        return roleSession(Role.Arn, "test");
    }

    /** Puts an article and has it summarized, to its end. */
    async summarize(id: string): Promise<{ OutputLocation: string; FailureLocation?: string }> {
        await this.call("s3", "PutObject", { Bucket: "articles", Key: `${id}.json`, Body: Buffer.from("{}") });
        const answer = await this.call("sagemaker-runtime", "InvokeEndpointAsync", {
            EndpointName: "Endpoint",
            InferenceId: id,
            InputLocation: `s3://articles/${id}.json`,
        });
        await this.clock.advance(10);
        return answer;
    }

    async describe() {
        return this.call("sagemaker", "DescribeEndpoint", { EndpointName: "Endpoint" });
    }

    /** Sum of a metric of requests since the beginning; undefined: there is not one datapoint. */
    async metric(MetricName: string, dimensions = ["EndpointName", "VariantName"]): Promise<number | undefined> {
        const values: Record<string, string> = { EndpointName: "Endpoint", VariantName: "main" };
        const { Datapoints } = await this.call("cloudwatch", "GetMetricStatistics", {
            Namespace: "AWS/SageMaker",
            MetricName,
            Dimensions: dimensions.map((Name) => ({ Name, Value: values[Name] })),
            StartTime: new Date("2026-01-01T00:00:00Z"),
            EndTime: new Date("2026-01-02T00:00:00Z"),
            Period: 86_400,
            Statistics: ["Sum"],
        });
        return Datapoints[0]?.Sum;
    }

    /** How a request ended. */
    ended(id: string): { status: string; reason?: string } | undefined {
        const ends = this.of("request").filter(({ inferenceId, status }) => inferenceId === id && status !== "Started");
        const { status, reason } = ends.at(-1) ?? { status: "none" };
        return { status, ...(reason !== undefined && { reason }) };
    }

    /** What the topics were told of requests, and which. */
    notices(): { topic: string; status: unknown; reason: unknown }[] {
        return this.of("published").flatMap(({ topicArn: arn, message }) => {
            const told = JSON.parse(message) as Record<string, unknown>;
            if (told["eventName"] !== "InferenceResult") return [];
            return [
                {
                    topic: arn.split(":").at(-1) as string,
                    status: told["invocationStatus"],
                    reason: told["failureReason"],
                },
            ];
        });
    }

    of<K extends JournalEntry["kind"]>(kind: K): Extract<JournalEntry, { kind: K }>[] {
        return this.entries.filter((entry) => entry.kind === kind) as Extract<JournalEntry, { kind: K }>[];
    }

    /** Keys of the results' bucket. */
    async keys(): Promise<string[]> {
        const { Contents = [] } = await this.call("s3", "ListObjectsV2", { Bucket: "results" });
        return Contents.map(({ Key }) => Key);
    }
}
