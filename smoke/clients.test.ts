import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

import { InvokeEndpointAsyncCommand } from "@aws-sdk/client-sagemaker-runtime";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";

import { connect } from "./clients";
import { troubleOf } from "./retry";

describe("clients", () => {
    /** Answers everything in the same way. */
    async function served<T>(
        status: number,
        headers: Record<string, string>,
        body: string,
        work: (clients: ReturnType<typeof connect>) => Promise<T>,
    ): Promise<{ result: T; requests: number }> {
        let requests = 0;
        const server = createServer((request, response) => {
            requests++;
            request.resume().on("end", () => response.writeHead(status, headers).end(body));
        });
        await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
        const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
        const clients = connect("eu-west-1", { url, accessKeyId: "a", secretAccessKey: "b" });
        try {
            return { result: await work(clients), requests };
        } finally {
            clients.end();
            server.closeAllConnections();
            server.close();
        }
    }

    it("take now from the queue's Date header, and know of none before", async () => {
        const date = "Thu, 01 Jan 2026 00:00:00 GMT";
        const { result } = await served(200, { date }, "{}", async ({ sqs, serviceDate }) => {
            const before = serviceDate();
            await sqs.send(new ReceiveMessageCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/1/q" }));
            return [before, serviceDate()?.toUTCString()];
        });
        assert.deepEqual(result, [undefined, date]);
    });

    it("retry nothing themselves, and throttling without a message is seen as such", async () => {
        const headers = { "x-amzn-errortype": "ThrottlingException" };
        const { result, requests } = await served(400, headers, '{"message":null}', async ({ runtime }) => {
            const input = { EndpointName: "e", InputLocation: "s3://b/k" };
            const sent = runtime.send(new InvokeEndpointAsyncCommand(input));
            return sent.then(
                () => "sent",
                (error: unknown) => troubleOf(error),
            );
        });
        assert.deepEqual({ result, requests }, { result: "throttled", requests: 1 });
    });
});
