import { type DescribeLogStreamsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";

/** One line in a stream. Times are simulated milliseconds since the epoch. */
export interface LogEvent {
    readonly timestamp: number;
    readonly message: string;
    readonly ingestionTime: number;
    /** Grows with every event of the account: it puts events of one moment in order, and makes their ids. */
    readonly sequence: number;
}

export type DescribedLogStream = NonNullable<DescribeLogStreamsCommandOutput["logStreams"]>[number];

/** What one source says, in the order of its timestamps; what came first is first where they are equal. */
export class LogStream {
    private readonly events: LogEvent[] = [];
    private lastIngested: number | undefined;

    constructor(
        readonly name: string,
        readonly arn: string,
        private readonly created: number,
    ) {}

    add(event: LogEvent): void {
        this.events.splice(this.firstFrom(event.timestamp + 1), 0, event);
        this.lastIngested = event.ingestionTime;
    }

    /** Events from `time` on. */
    from(time: number): LogEvent[] {
        return this.events.slice(this.firstFrom(time));
    }

    get lastEvent(): number | undefined {
        return this.events.at(-1)?.timestamp;
    }

    /** As DescribeLogStreams shows it; AWS updates the times of events within the hour, here they are right at once. */
    described(): DescribedLogStream {
        const [first] = this.events;
        return {
            logStreamName: this.name,
            creationTime: this.created,
            ...(first && { firstEventTimestamp: first.timestamp }),
            ...(this.lastEvent !== undefined && { lastEventTimestamp: this.lastEvent }),
            ...(this.lastIngested !== undefined && { lastIngestionTime: this.lastIngested }),
            arn: this.arn,
            // AWS: CloudWatch Logs API Reference, LogStream: always zero since June 2019.
            storedBytes: 0,
        };
    }

    /** Index of the first event at `time` or later. */
    private firstFrom(time: number): number {
        let low = 0;
        let high = this.events.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if ((this.events[middle] as LogEvent).timestamp < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
