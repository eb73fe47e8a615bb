import { type IncomingHttpHeaders } from "node:http";

import { type AwsError } from "../cloud/awsError";
import { type SimulatedClock } from "../cloud/clock";
import { type ServiceName } from "../cloud/context";
import { type AccessKey } from "../cloud/iam/identities";
import { type Caller } from "../cloud/iam/principal";
import { type SigningRules } from "./canonicalRequest";
import { type SignatureErrors } from "./signatureErrors";

/** The part of the laptop AWS that the wire needs. */
export interface WireCloud {
    readonly clock: SimulatedClock;
    has(service: ServiceName, operation: string): boolean;
    /** Whose access key it is; undefined: nobody's. */
    accessKey(accessKeyId: string): AccessKey | undefined;
    /** Rejects with an AwsError; also when the caller may not. What arrives by HTTP has no type yet. */
    callAs(caller: Caller, service: ServiceName, operation: string, input: unknown): Promise<unknown>;
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
    /** Who has signed it, and how it came. */
    readonly caller: Caller;
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

export interface Signing {
    readonly rules: SigningRules;
    readonly errors: SignatureErrors;
}

/** One of the protocols that AWS's services speak. */
export interface Protocol {
    readonly maximumBodyBytes: number;
    /** What a longer body is answered with. */
    tooLarge(bytes: number): AwsError;
    /** How its requests are signed; undefined: whatever they say is answered in the same way. */
    readonly signing?: Signing;
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
