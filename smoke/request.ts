import { InvokeEndpointAsyncCommand, type InvokeEndpointAsyncCommandOutput } from "@aws-sdk/client-sagemaker-runtime";

import { type AcceptedRequest } from "./acceptedRequest";
import { formatLocation, parseLocation } from "./objects";
import { Unmet } from "./report";
import { describeError, troubleOf } from "./retry";
import { type SmokeRun } from "./run";

/** Every send after the first may be one inference more, so there are few. */
const mostSends = 3;

/**
 * Uploads a payload and invokes the endpoint on it; two checks.
 *
 * @param name last part of the inferenceId, e.g. `summary`
 * @param checkPrefix begins the names of the checks
 */
export async function sendRequest(
    run: SmokeRun,
    name: string,
    payload: string,
    checkPrefix = "",
): Promise<AcceptedRequest | undefined> {
    const { report, outputs, look } = run;
    const input = { bucket: outputs.inputBucketName, key: `${outputs.inputPrefix}${run.label}/${name}.json` };
    const inputLocation = formatLocation(input);
    run.cleanUp.add(input);
    const upload = { name: `${checkPrefix}upload`, expected: `an object at ${inputLocation}`, look: look.upload() };
    const uploaded = await report.check(upload, async () => {
        await run.objects.put(input, payload);
        return { seen: inputLocation };
    });
    if (!uploaded) return undefined;
    const accepted = { name: `${checkPrefix}request-accepted`, expected: "a queued request", look: look.invoke() };
    const result = await report.check(accepted, async () => {
        const request = await invoke(run, inputLocation, name);
        return { request, seen: `${request.inferenceId}, output to ${formatLocation(request.outputLocation)}` };
    });
    return result?.request;
}

/**
 * InvokeEndpointAsync is not idempotent, inferenceId is only a label. A refused request (throttling, no connection) is repeated as it
 * is; where AWS may have accepted it and only the answer is lost, it is sent again under another inferenceId, and that is said.
 */
async function invoke(run: SmokeRun, inputLocation: string, name: string): Promise<AcceptedRequest> {
    for (let send = 1; ; send++) {
        const inferenceId = `${run.label}-${name}${send === 1 ? "" : `-${String(send)}`}`;
        try {
            return accepted(run, inferenceId, await invokeAs(run, inputLocation, inferenceId));
        } catch (error) {
            if (error instanceof CutOffError) {
                run.report.note(
                    `${inferenceId} was cut off while it was sent: it may be queued all the same, and then leaves an object`,
                );
                throw error.cause;
            }
            if (troubleOf(error) !== "ambiguous") throw error;
            const lost = `no clear answer to the request ${inferenceId} (${describeError(error)}): it may be queued all the same, and then leaves an object`;
            if (send === mostSends) throw new Unmet(lost);
            run.report.note(`${lost}; sent again under another inferenceId`);
        }
    }
}

/** Deadline or Ctrl-C while a request was on its way. */
class CutOffError extends Error {}

async function invokeAs(
    run: SmokeRun,
    inputLocation: string,
    inferenceId: string,
): Promise<InvokeEndpointAsyncCommandOutput> {
    const command = new InvokeEndpointAsyncCommand({
        EndpointName: run.outputs.endpointName,
        ContentType: "application/json",
        InferenceId: inferenceId,
        InputLocation: inputLocation,
        InvocationTimeoutSeconds: run.outputs.invocationTimeoutSeconds,
    });
    let onItsWay = false;
    const send = async (abortSignal: AbortSignal): Promise<InvokeEndpointAsyncCommandOutput> => {
        onItsWay = true;
        try {
            return await run.clients.runtime.send(command, { abortSignal });
        } catch (error) {
            onItsWay = abortSignal.aborted;
            throw error;
        }
    };
    try {
        return await run.retry.run("InvokeEndpointAsync", send, ["throttled", "unreached"]);
    } catch (error) {
        if (onItsWay) throw new CutOffError("cut off", { cause: error });
        throw error;
    }
}

function accepted(run: SmokeRun, inferenceId: string, answer: InvokeEndpointAsyncCommandOutput): AcceptedRequest {
    const { OutputLocation, FailureLocation } = answer;
    run.cleanUp.addWritten(OutputLocation, FailureLocation);
    const outputLocation = parseLocation(OutputLocation ?? "");
    if (!outputLocation) throw new Unmet(`an answer whose OutputLocation is ${JSON.stringify(OutputLocation ?? null)}`);
    const failureLocation = parseLocation(FailureLocation ?? "");
    const request = { inferenceId, outputLocation, ...(failureLocation && { failureLocation }) };
    run.unsettled.add(request);
    return request;
}
