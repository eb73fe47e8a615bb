import { type AcceptedRequest } from "./acceptedRequest";
import { DeadlineError, formatDuration, InterruptedError } from "./deadline";
import { describeEndpoint, type EndpointState, instances, waitingFor } from "./endpoint";
import { formatLocation, type ObjectLocation, type Sight } from "./objects";
import { type Notification } from "./notification";
import { Unmet } from "./report";
import { type SmokeRun } from "./run";
import { describeError } from "./retry";

/** What came first, and what else was there at that moment. */
export interface Sign {
    notification: Notification | undefined;
    output: Sight;
    failure: Sight;
}

/** A fleet changes by minutes. */
const describeMilliseconds = 15_000;
const repeatMilliseconds = 60_000;
/** SageMaker writes an object before it tells the topic, and S3 is consistent; this is for what is not documented. */
const objectGraceMilliseconds = 30_000;

/**
 * Waits for whichever comes first: notification, output object, failure object.
 *
 * @throws Unmet when the deadline comes before
 */
export async function firstSign(run: SmokeRun, request: AcceptedRequest): Promise<Sign> {
    const fleet = new FleetWatch(run);
    try {
        for (;;) {
            const notification = run.inbox.find(request.inferenceId);
            const output = await run.objects.look(request.outputLocation);
            const failure = request.failureLocation ? await run.objects.look(request.failureLocation) : "absent";
            if (notification || output === "present" || failure === "present") {
                run.unsettled.delete(request);
                return { notification, output, failure };
            }
            await fleet.tell();
            await run.inbox.next(run.pollMilliseconds);
        }
    } catch (error) {
        if (!(error instanceof DeadlineError)) throw error;
        const { state } = fleet;
        const last = error.cause === undefined ? "" : `; the last error was ${describeError(error.cause)}`;
        const asleep = state?.currentInstanceCount === 0;
        throw new Unmet(
            `no notification, no output and no failure object within ${formatDuration(run.timeoutMilliseconds)}` +
                `${state ? `; the endpoint has ${instances(state)}` : ""}${last}`,
            asleep ? `${run.look.wakeUp()}; ${run.look.logs()}` : undefined,
        );
    }
}

/** Waits a little for an object that must be there. */
export async function lookUntilPresent(run: SmokeRun, location: ObjectLocation): Promise<Sight> {
    const end = run.time.now() + objectGraceMilliseconds;
    for (;;) {
        const sight = await run.objects.look(location);
        if (sight === "present" || run.time.now() >= end) return sight;
        await run.deadline.sleep(run.pollMilliseconds);
    }
}

/** Text of the object that SageMaker wrote for a failure; its form is not documented. */
export async function readFailure(run: SmokeRun, location: ObjectLocation): Promise<string> {
    try {
        return await run.objects.read(location);
    } catch (error) {
        if (error instanceof InterruptedError || error instanceof DeadlineError) throw error;
        return `${formatLocation(location)} cannot be read: ${describeError(error)}`;
    }
}

/** Tells from time to time how many instances there are. */
class FleetWatch {
    state: EndpointState | undefined;
    private described = -Infinity;
    private told = -Infinity;
    private text = "";

    constructor(private readonly run: SmokeRun) {}

    async tell(): Promise<void> {
        const now = this.run.time.now();
        const interval = Math.min(describeMilliseconds, 5 * this.run.pollMilliseconds);
        if (now - this.described < interval) return;
        this.described = now;
        try {
            this.state = await describeEndpoint(this.run, []);
        } catch (error) {
            if (error instanceof InterruptedError || error instanceof DeadlineError) throw error;
            // Nothing depends on it; the next time it may work.
            return;
        }
        const text = waitingFor(this.state);
        if (text === this.text && now - this.told < repeatMilliseconds) return;
        this.text = text;
        this.told = now;
        this.run.report.progress(text);
    }
}
