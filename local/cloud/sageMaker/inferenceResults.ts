import { AwsError } from "../awsError";
import { type Call, type Context } from "../context";
import { type AsyncRequest, type ModelAnswer, parseLocation } from "./asyncRequest";
import { type Deployment } from "./deployment";
import { type EndpointMetrics } from "./endpointMetrics";
import { inferenceNotification, type InvocationOutcome, testNotification } from "./inferenceNotification";
import { uploadResult } from "./resultUpload";

/** Where requests of one endpoint end: an object in S3, a notification, an entry in the journal. */
export class InferenceResults {
    constructor(
        private readonly context: Context,
        /** Writes results and publishes notifications. */
        private readonly asRole: Call,
        private readonly endpointName: string,
        private readonly metrics: EndpointMetrics,
        private readonly expiryNotifies: boolean,
    ) {}

    /** Writes the object before it tells anybody. An output that cannot be written is a failure. */
    async finish(request: AsyncRequest, answer: ModelAnswer, deployment: Deployment): Promise<void> {
        if (!answer.ok) {
            await this.fail(request, "Failed", answer.reason, deployment, answer.body);
            return;
        }
        const { outputLocation } = request;
        const refused = await this.store(outputLocation, answer.body, answer.contentType, deployment);
        if (refused !== undefined) {
            const reason = `ClientError: Unable to upload to ${outputLocation}: ${refused}`;
            await this.fail(request, "Failed", reason, deployment);
            return;
        }
        this.record(request, "Completed", { location: outputLocation });
        await this.notify(request, { status: "Completed", contentType: answer.contentType }, deployment);
    }

    /** A failure's object holds what the model answered, or else the reason; AWS documents neither. */
    async fail(
        request: AsyncRequest,
        status: "Failed" | "Expired",
        reason: string,
        deployment: Deployment,
        body: Buffer = Buffer.from(JSON.stringify({ message: reason })),
    ): Promise<void> {
        if (deployment.s3FailurePath !== undefined) {
            await this.store(request.failureLocation, body, "application/json", deployment);
        }
        this.record(request, status, { reason, location: request.failureLocation });
        if (status === "Failed" || this.expiryNotifies) await this.notify(request, { status, reason }, deployment);
    }

    /** What both topics are told after each change of the endpoint. */
    async testTopics(deployment: Deployment): Promise<void> {
        await this.publish(deployment.successTopic, testNotification);
        await this.publish(deployment.errorTopic, testNotification);
    }

    record(
        { inferenceId }: AsyncRequest,
        status: "Queued" | "Started" | "Completed" | "Failed" | "Expired",
        more: { location?: string; reason?: string } = {},
    ): void {
        const { endpointName } = this;
        this.context.journal.record({ kind: "request", endpointName, inferenceId, status, ...more });
    }

    /** @returns what S3 said, if it refused */
    private async store(
        location: string,
        body: Buffer,
        ContentType: string,
        { outputKmsKeyId }: Deployment,
    ): Promise<string | undefined> {
        const encryption =
            outputKmsKeyId === undefined
                ? {}
                : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: outputKmsKeyId };
        try {
            await uploadResult(this.asRole, { ...parseLocation(location), ContentType, ...encryption }, body);
            return undefined;
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            this.metrics.uploadFailed();
            return error.message;
        }
    }

    private async notify(request: AsyncRequest, outcome: InvocationOutcome, deployment: Deployment): Promise<void> {
        const topic = outcome.status === "Completed" ? deployment.successTopic : deployment.errorTopic;
        const { region, clock } = this.context;
        const message = inferenceNotification(this.endpointName, region, request, outcome, clock.date());
        await this.publish(topic, message);
    }

    /** A notification that cannot be published is lost; AWS shows it only as NotificationFailures. */
    private async publish(topicArn: string | undefined, Message: string): Promise<void> {
        if (topicArn === undefined) return;
        try {
            await this.asRole("sns", "Publish", { TopicArn: topicArn, Message });
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            this.metrics.notificationFailed();
            this.context.journal.record({ kind: "undelivered", topicArn, reason: error.message });
        }
    }
}
