import { Metadata, type sendUnaryData, type ServerUnaryCall, type ServiceError, status } from "@grpc/grpc-js";

/** An answer that is an error, with what else gRPC carries of it. */
export type RefusalAnswer = Pick<ServiceError, "code" | "details" | "metadata">;

/** Thrown by a handler that has more to say than a message. */
export class Refusal extends Error {
    constructor(readonly answer: RefusalAnswer) {
        super(answer.details);
    }
}

/**
 * A gRPC method of one request and one response, as a promise.
 *
 * @param words what an error is told as; its message by default
 */
export function unary<Request, Response>(
    handle: (request: Request) => Promise<Response>,
    words: (error: unknown) => string = (error) => (error instanceof Error ? error.message : String(error)),
) {
    return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
        handle(call.request).then(
            (response) => {
                callback(null, response);
            },
            (error: unknown) => {
                const plain = { code: status.UNKNOWN, details: words(error), metadata: new Metadata() };
                callback(error instanceof Refusal ? error.answer : plain);
            },
        );
    };
}
