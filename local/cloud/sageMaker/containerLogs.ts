import { type Call, type Context } from "../context";
import { LogStreamWriter } from "./logStreamWriter";

/**
 * What the instances of one variant leave in the log group of their endpoint (AWS: SageMaker Developer Guide, "Log groups and streams
 * that SageMaker sends", "Monitor asynchronous endpoint"). What the execution role may not write is missing there, and nothing else
 * goes wrong, as on AWS; the journal tells of it once for each instance.
 */
export class ContainerLogs {
    /** @param asRole calls as the execution role */
    constructor(
        private readonly context: Pick<Context, "clock" | "journal">,
        private readonly asRole: Call,
        private readonly endpointName: string,
        private readonly variantName: string,
    ) {}

    /** @param instanceId as `i-0123456789abcdef0` */
    open(instanceId: string): InstanceLogs {
        const { clock, journal } = this.context;
        const { endpointName } = this;
        const logGroupName = `/aws/sagemaker/Endpoints/${endpointName}`;
        let told = false;
        const lost = (reason: string): void => {
            if (told) return;
            told = true;
            journal.record({ kind: "unlogged", endpointName, instanceId, reason });
        };
        const stream = (logStreamName: string): LogStreamWriter =>
            new LogStreamWriter(clock, this.asRole, { logGroupName, logStreamName }, lost);
        const container = `${this.variantName}/${instanceId}`;
        return new InstanceLogs(stream(container), stream(`${container}/data-log`));
    }
}

/** The two log streams of one instance. */
export class InstanceLogs {
    constructor(
        private readonly container: LogStreamWriter,
        private readonly platform: LogStreamWriter,
    ) {}

    /** A line that the container printed. */
    readonly print = (line: string): void => {
        this.container.add(line);
    };

    /**
     * SageMaker's own log of asynchronous requests, which carries their inference ids (AWS: SageMaker Developer Guide, "Monitor
     * asynchronous endpoint"); its words are not documented, and these are the laptop's. What a model answered is not in it.
     */
    answered(inferenceId: string, answer: { ok: true } | { ok: false; stage: string; status: number }): void {
        const outcome = answer.ok ? "completed" : `failed: ${answer.stage}, status ${String(answer.status)}`;
        this.platform.add(`Inference request ${inferenceId} ${outcome}`);
    }

    /** Writes what is left. */
    async close(): Promise<void> {
        await this.container.close();
        await this.platform.close();
    }
}
