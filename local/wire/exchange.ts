import { type IncomingHttpHeaders } from "node:http";

import { type AwsError } from "../cloud/awsError";
import { type SimulatedClock } from "../cloud/clock";
import { type ServiceName } from "../cloud/context";

/** The part of the laptop AWS that the wire needs. */
export interface WireCloud {
    readonly clock: SimulatedClock;
    has(service: ServiceName, operation: string): boolean;
    // A method, not a property: what arrives by HTTP has no type yet, and the cloud's `call` wants one.
    call(service: ServiceName, operation: string, input: unknown): Promise<unknown>;
}

/** What is known of a request before its body has arrived. */
export interface RequestHead {
    readonly id: string;
    readonly method: string;
    /** As sent, percent-encoded, without the query. */
    readonly path: string;
    readonly query: URLSearchParams;
    /** Names in lower case. */
    readonly headers: IncomingHttpHeaders;
}

export interface WireRequest extends RequestHead {
    readonly body: Buffer;
    /** Aborted when the client has gone. */
    readonly signal: AbortSignal;
    /** Lets simulated time pass while `work` is under way; otherwise it stands still until the answer was sent. */
    letTimePass<T>(work: () => Promise<T>): Promise<T>;
}

export interface WireAnswer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer | string;
}

/** One of the protocols that AWS's services speak. */
export interface Protocol {
    readonly maximumBodyBytes: number;
    /** What a longer body is answered with. */
    tooLarge(bytes: number): AwsError;
    /** Rejects with an AwsError for everything that the caller did wrong. */
    serve(cloud: WireCloud, request: WireRequest): Promise<WireAnswer>;
    /** An error as this protocol writes it. */
    refusal(error: AwsError, request: RequestHead): WireAnswer;
}

/** One value of a header; several are joined as HTTP does. */
export function header({ headers }: RequestHead, name: string): string | undefined {
    const value = headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
}
