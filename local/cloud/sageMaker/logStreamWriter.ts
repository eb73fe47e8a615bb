import { type InputLogEvent } from "@aws-sdk/client-cloudwatch-logs";

import { AwsError } from "../awsError";
import { type Scheduled, type SimulatedClock } from "../clock";
import { batchLimits, eventBytes } from "../cloudWatchLogs/logEventRules";
import { type Call } from "../context";

/** Simulated seconds for which lines are collected before they are written. SageMaker's figure is not known. */
const batchSeconds = 1;

/**
 * Writes lines into one log stream, stamped with the simulated time at which they came, and makes stream and group where they are
 * missing, also again when they are gone. In which order SageMaker asks for them is inferred from what it wants its role to have leave for.
 */
export class LogStreamWriter {
    private waiting: InputLogEvent[] = [];
    private timer: Scheduled | undefined;
    private writing: Promise<void> = Promise.resolve();
    private found = false;
    private closed = false;

    /**
     * @param call as somebody who may or may not write
     * @param lost told why lines are not in the stream, for every batch that is lost
     */
    constructor(
        private readonly clock: SimulatedClock,
        private readonly call: Call,
        private readonly stream: { readonly logGroupName: string; readonly logStreamName: string },
        private readonly lost: (reason: string) => void,
    ) {}

    add(message: string): void {
        if (this.closed) return;
        this.waiting.push({ timestamp: Math.floor(this.clock.now()), message });
        this.timer ??= this.clock.after(batchSeconds, () => this.flush());
    }

    /** Writes what is left; lines that come later are nobody's. */
    async close(): Promise<void> {
        this.closed = true;
        this.timer?.cancel();
        await this.flush();
    }

    /** Time stands still meanwhile. */
    private async flush(): Promise<void> {
        this.timer = undefined;
        this.writing = this.writing.then(() => this.clock.holdWhile(() => this.writeWaiting()));
        await this.writing;
    }

    private async writeWaiting(): Promise<void> {
        for (const batch of batches(this.waiting.splice(0))) {
            try {
                await this.write(batch);
            } catch (error) {
                if (!(error instanceof AwsError)) throw error;
                this.lost(error.message);
            }
        }
    }

    private async write(logEvents: InputLogEvent[]): Promise<void> {
        const wasFound = this.found;
        if (!wasFound) await this.findOrCreate();
        try {
            await this.call("logs", "PutLogEvents", { ...this.stream, logEvents });
        } catch (error) {
            if (!wasFound || !isA(error, "ResourceNotFoundException")) throw error;
            // Somebody deleted it since.
            this.found = false;
            await this.write(logEvents);
        }
    }

    private async findOrCreate(): Promise<void> {
        const { logGroupName, logStreamName } = this.stream;
        let names: (string | undefined)[] = [];
        try {
            const input = { logGroupName, logStreamNamePrefix: logStreamName };
            const { logStreams } = await this.call("logs", "DescribeLogStreams", input);
            names = logStreams.map((one) => one.logStreamName);
        } catch (error) {
            if (!isA(error, "ResourceNotFoundException")) throw error;
            await unlessThere(this.call("logs", "CreateLogGroup", { logGroupName }));
        }
        if (!names.includes(logStreamName)) await unlessThere(this.call("logs", "CreateLogStream", this.stream));
        this.found = true;
    }
}

/** As few batches as CloudWatch Logs takes. */
function batches(events: readonly InputLogEvent[]): InputLogEvent[][] {
    const all: InputLogEvent[][] = [];
    let bytes = Infinity;
    for (const event of events) {
        bytes += eventBytes(event.message ?? "");
        const current = all.at(-1);
        if (current && current.length < batchLimits.events && bytes <= batchLimits.bytes) current.push(event);
        else {
            all.push([event]);
            bytes = eventBytes(event.message ?? "");
        }
    }
    return all;
}

/** Another instance may have been quicker. */
async function unlessThere(creation: Promise<unknown>): Promise<void> {
    try {
        await creation;
    } catch (error) {
        if (!isA(error, "ResourceAlreadyExistsException")) throw error;
    }
}

function isA(error: unknown, code: string): boolean {
    return error instanceof AwsError && error.code === code;
}
