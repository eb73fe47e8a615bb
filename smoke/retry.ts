import { type Deadline, DeadlineError, InterruptedError } from "./deadline";

/**
 * What an error says about the request that got it.
 *
 * - `throttled`: AWS refused it for now and did nothing.
 * - `unreached`: it never got to AWS.
 * - `ambiguous`: AWS may have carried it out, and only the answer is lost.
 * - `final`: trying again would bring the same answer.
 */
export type Trouble = "throttled" | "unreached" | "ambiguous" | "final";

/** Names under which AWS services throttle (AWS SDK for JavaScript v3, service-error-classification). */
const throttlingNames = new Set([
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
]);
const unreachedCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const ambiguousCodes = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"]);

interface SdkError {
    name?: string;
    message?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean };
}

/** Looks at the name before the status: SageMaker's runtime throttles with HTTP 400 and no message at all. */
export function troubleOf(error: unknown): Trouble {
    const { name = "", code = "", $metadata = {} } = (error ?? {}) as SdkError;
    const status = $metadata.httpStatusCode ?? 0;
    if (throttlingNames.has(name) || status === 429) return "throttled";
    if (unreachedCodes.has(code)) return "unreached";
    // Refused for its date only; the SDK has learnt the right time from the answer.
    if ($metadata.clockSkewCorrected === true) return "unreached";
    if (ambiguousCodes.has(code) || name === "TimeoutError" || (status >= 500 && status !== 501)) return "ambiguous";
    return "final";
}

/** One line: code, words and HTTP status, as far as there are any. */
export function describeError(error: unknown): string {
    if (error instanceof DeadlineError) {
        return error.cause === undefined
            ? error.message
            : `${error.message}; the last was ${describeError(error.cause)}`;
    }
    const { name = "", message = "", code, $metadata } = (error ?? {}) as SdkError;
    const status = $metadata?.httpStatusCode;
    const known = (text: string): string => (text === "UnknownError" || text === "Unknown" ? "" : text);
    const words = [code ?? (name === "Error" ? "" : known(name)), known(message)].filter((text) => text !== "");
    if (status !== undefined) words.push(words.length > 0 ? `(HTTP ${String(status)})` : `HTTP ${String(status)}`);
    return words.length > 0 ? words.join(" ").replace(/\s+/g, " ") : String(error);
}

/** First wait is up to 100 ms, or 500 ms when throttled; no wait is longer than 20 s: the SDK's own figures. */
const baseMilliseconds = { throttled: 500, unreached: 100, ambiguous: 100 } as const;
const longestMilliseconds = 20_000;

/** Upper end of the wait before attempt `attempt` + 1; the wait itself is drawn between 0 and this (full jitter). */
export function backoffCeiling(trouble: Exclude<Trouble, "final">, attempt: number): number {
    return Math.min(longestMilliseconds, baseMilliseconds[trouble] * 2 ** (attempt - 1));
}

/**
 * The only layer that retries: the SDK's own retries are switched off, so that what was sent twice is known.
 */
export class Retry {
    constructor(
        readonly deadline: Deadline,
        private readonly say: (line: string) => void,
        private readonly random: () => number = Math.random,
    ) {}

    /**
     * Repeats `attempt` until it holds, within the deadline.
     *
     * @param what name of the operation, for people
     * @param retried which troubles are repeated; by default all that are not final
     * @param signal ends it early
     * @throws the error of the last attempt if that is not retried, DeadlineError, or the signal's reason
     */
    async run<T>(
        what: string,
        attempt: (signal: AbortSignal) => Promise<T>,
        retried: readonly Trouble[] = ["throttled", "unreached", "ambiguous"],
        signal: AbortSignal = this.deadline.signal,
    ): Promise<T> {
        let last: unknown;
        for (let count = 1; ; count++) {
            try {
                signal.throwIfAborted();
                return await attempt(signal);
            } catch (error) {
                if (signal.aborted) throw stopped(signal, last);
                last = error;
            }
            const trouble = troubleOf(last);
            if (trouble === "final" || !retried.includes(trouble)) throw last;
            if (count === 3) this.say(`${what}: ${describeError(last)}; still trying`);
            try {
                await this.deadline.sleep(this.random() * backoffCeiling(trouble, count), signal);
            } catch {
                throw stopped(signal, last);
            }
        }
    }
}

/** Why it was stopped; a deadline is told what stood in the way. */
function stopped(signal: AbortSignal, last: unknown): Error {
    const reason: unknown = signal.reason;
    if (reason instanceof DeadlineError && last !== undefined)
        return new DeadlineError(reason.message, { cause: last });
    return reason instanceof Error ? reason : new InterruptedError();
}
