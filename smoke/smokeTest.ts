import { type AcceptedRequest } from "./acceptedRequest";
import { failingPayload, summaryPayload, tooLongNote } from "./article";
import { Deadline, formatDuration, InterruptedError } from "./deadline";
import { checkEndpoint } from "./endpoint";
import { firstSign, lookUntilPresent, readFailure, type Sign } from "./firstSign";
import { formatLocation, Objects } from "./objects";
import { type Notification } from "./notification";
import { type Report, Unmet } from "./report";
import { sendRequest } from "./request";
import { Retry } from "./retry";
import { type SmokeRun, type SmokeTestArgs, startRun } from "./run";
import { excerpt, parseSummary } from "./summary";
import { checkTold, toldWithin } from "./told";

/** Time to delete a handful of objects, after the deadline or Ctrl-C, too. */
const cleanUpMilliseconds = 60_000;
/** SNS tells SQS within a second or so; if it takes longer, the request that must fail is sent meanwhile. */
const patienceMilliseconds = 10_000;

/**
 * One article and one failure through a deployed endpoint.
 *
 * Never throws for what AWS does or does not do: that is in the report. Objects are deleted whatever happens.
 */
export async function smokeTest(args: SmokeTestArgs): Promise<Report> {
    const run = startRun(args);
    for (const note of args.notes ?? []) run.report.note(note);
    try {
        await proveEndpoint(run);
    } catch (error) {
        if (!(error instanceof InterruptedError)) throw error;
        run.report.interrupted = true;
    } finally {
        await end(run);
    }
    return run.report;
}

async function proveEndpoint(run: SmokeRun): Promise<void> {
    const { report, deadline } = run;
    const tooLong = tooLongNote(run.article);
    if (tooLong !== undefined) report.note(tooLong);
    if (!(await checkEndpoint(run))) return;
    run.inbox.start();
    const summary = await sendRequest(run, "summary", summaryPayload(run.article));
    if (!summary) return;
    const answered = await summarize(run, summary);
    const late = answered && !(await toldWithin(run, summary, patienceMilliseconds));
    if (answered && !late) await checkTold(run, summary, "success");
    if (late) report.progress("the inbox has not been told of the summary yet; going on meanwhile");
    const failed = run.failureProbe && !deadline.signal.aborted ? await provokeFailure(run) : undefined;
    if (failed) {
        await checkTold(run, failed, "error");
        if (!deadline.signal.aborted) await checkNoOutput(run, failed);
    }
    // Last, since it may take all the time there is.
    if (late) await checkTold(run, summary, "success");
}

/** @returns whether there was an output, of whatever kind: then the success topic must tell of it */
async function summarize(run: SmokeRun, request: AcceptedRequest): Promise<boolean> {
    const { report, look } = run;
    const location = formatLocation(request.outputLocation);
    report.inferenceId = request.inferenceId;
    report.outputLocation = location;
    const output = await report.check({ name: "output", expected: `an object at ${location}`, look: look.logs() }, () =>
        readOutput(run, request),
    );
    if (!output) return false;
    const expected = '[{"summary_text": …}], not empty and shorter than the article';
    const parsed = await report.check({ name: "summary", expected, look: look.logs() }, () => {
        const text = parseSummary(output.text, run.article);
        const seen = `${String(text.length)} characters for an article of ${String(run.article.length)}`;
        return Promise.resolve({ text, seen });
    });
    if (parsed) report.summary = parsed.text;
    return true;
}

async function readOutput(run: SmokeRun, request: AcceptedRequest): Promise<{ text: string; seen: string }> {
    const { outputLocation, failureLocation } = request;
    const sign = await firstSign(run, request);
    if (sign.output !== "present") {
        const failure = await failureOf(run, request, sign);
        if (failure !== undefined) throw new Unmet(failure);
        const sight = await lookUntilPresent(run, outputLocation);
        if (sight === "absent") throw new Unmet("a notification of completion, but no object");
        if (sight === "forbidden") {
            throw new Unmet("a notification of completion, but S3 answers 403 for the object", run.look.reading());
        }
    }
    if (failureLocation && sign.failure === "present") {
        run.report.note(`there is an object at the failure location, too: ${formatLocation(failureLocation)}`);
    }
    const text = await run.objects.read(outputLocation);
    return { text, seen: `${formatLocation(outputLocation)}, ${String(Buffer.byteLength(text))} bytes` };
}

/** What a failed request says of itself; undefined if nothing says that it failed. */
async function failureOf(
    run: SmokeRun,
    { failureLocation }: AcceptedRequest,
    { notification, failure }: Sign,
): Promise<string | undefined> {
    const parts =
        notification && notification.invocationStatus !== "Completed" ? [describeNotification(notification)] : [];
    if (failureLocation && failure === "present") {
        const text = await readFailure(run, failureLocation);
        parts.push(`a failure object at ${formatLocation(failureLocation)}: ${excerpt(text)}`);
    }
    return parts.length > 0 ? parts.join("; ") : undefined;
}

/** @returns the request once it was accepted: then the error topic must tell of it */
async function provokeFailure(run: SmokeRun): Promise<AcceptedRequest | undefined> {
    const { report, look } = run;
    report.progress('sending a request that must fail: JSON without "inputs"');
    const request = await sendRequest(run, "failure", failingPayload, "failing-");
    if (!request) return undefined;
    const { failureLocation } = request;
    const at = failureLocation ? formatLocation(failureLocation) : "the failure location";
    const check = { name: "failure-object", expected: `an object at ${at}`, look: look.logs() };
    await report.check(check, async () => {
        if (!failureLocation) {
            const path = "s3FailurePath of the endpoint configuration's output config";
            throw new Unmet("an answer of InvokeEndpointAsync without FailureLocation", path);
        }
        const sign = await firstSign(run, request);
        if (sign.output === "present" || sign.notification?.invocationStatus === "Completed") {
            throw new Unmet(`the request was answered, at ${formatLocation(request.outputLocation)}`);
        }
        const sight = sign.failure === "present" ? sign.failure : await lookUntilPresent(run, failureLocation);
        const how = sign.notification ? describeNotification(sign.notification) : "no notification";
        if (sight === "absent") throw new Unmet(`${how}, but no object`);
        if (sight === "forbidden") throw new Unmet(`${how}, but S3 answers 403 for the object`, look.reading());
        return { seen: `${at}: ${excerpt(await readFailure(run, failureLocation), 160)}` };
    });
    return request;
}

async function checkNoOutput(run: SmokeRun, request: AcceptedRequest): Promise<void> {
    const location = formatLocation(request.outputLocation);
    const expected = `no object at ${location}`;
    await run.report.check({ name: "failure-has-no-output", expected, look: run.look.logs() }, async () => {
        const sight = await run.objects.look(request.outputLocation);
        if (sight === "present") throw new Unmet("an object");
        // Of a missing object that nobody may list nothing more can be seen; the error topic has told of the failure.
        return { seen: sight === "absent" ? expected : `403 for ${location}: not readable, or not there` };
    });
}

async function end(run: SmokeRun): Promise<void> {
    const { report, inbox, cleanUp, objects } = run;
    run.deadline.end();
    const deadline = new Deadline(run.time, cleanUpMilliseconds);
    const retry = new Retry(deadline, report.progress, run.random);
    try {
        await inbox.stop(retry);
        // Requests whose answer was lost are told of all the same.
        for (const { outputLocation, failureLocation } of inbox.all())
            cleanUp.addWritten(outputLocation, failureLocation);
        await cleanUp.run(report, new Objects(run.clients.s3, retry, report.progress), run.look.deleting());
    } finally {
        deadline.end();
    }
    for (const request of run.unsettled) {
        if (inbox.find(request.inferenceId)) continue;
        const { outputLocation, failureLocation } = request;
        const places = [outputLocation, ...(failureLocation ? [failureLocation] : [])].map(formatLocation).join(" or ");
        report.note(
            `${request.inferenceId} is still queued or running; what it writes later stays at ${places} until it expires`,
        );
    }
    for (const bucket of objects.forbiddenBuckets) {
        report.note(
            `S3 answered 403 where an object may just not have been there yet: grant s3:ListBucket on ${run.look.bucketArn(bucket)}`,
        );
    }
    const { count, oldestMilliseconds: oldest } = inbox.seenOfOthers();
    if (count > 0) {
        const age = oldest === undefined ? "" : `, the oldest ${formatDuration(oldest)} old`;
        report.note(`left in the inbox, since they are not about this run: ${String(count)} messages${age}`);
    }
}

function describeNotification({ invocationStatus, failureReason }: Notification): string {
    return `a notification of status ${invocationStatus}${failureReason === undefined ? "" : ` (${excerpt(failureReason)})`}`;
}
