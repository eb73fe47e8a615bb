import { randomUUID } from "node:crypto";
import { type ServerResponse } from "node:http";
import { type Socket } from "node:net";

import { type RequestHead, type WireAnswer, type WireCloud } from "./exchange";

/** Sends an answer with the headers that every answer has. */
export function send(response: ServerResponse, cloud: WireCloud, head: RequestHead, answer: WireAnswer): void {
    response.sendDate = false;
    const headers = { ...answer.headers, ...common(cloud, head.id) };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, headerValue(value));
    const bodiless = answer.status === 204 || answer.status === 304;
    if (!bodiless && response.getHeader("content-length") === undefined) {
        response.setHeader("content-length", Buffer.byteLength(answer.body));
    }
    response.writeHead(answer.status);
    // As bytes: Node would send the headers, too, in the encoding of a text.
    response.end(head.method === "HEAD" || bodiless ? undefined : Buffer.from(answer.body as string));
}

/** Headers of every answer. */
function common(cloud: WireCloud, id: string): Record<string, string> {
    return {
        "x-amzn-requestid": id,
        "x-amz-request-id": id,
        date: cloud.clock.date().toUTCString(),
        // SDK v3 compares Date with its own clock, and repeats a failed request once they differ by four minutes. An
        // answer that has an Age, as one from a cache has, it does not compare.
        age: "0",
    };
}

/** Header values are bytes: what is not Latin-1 goes as UTF-8, what would end the header as a space. */
function headerValue(value: string): string {
    const line = value.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, " ");
    return /[^\0-\xff]/.test(line) ? Buffer.from(line, "utf8").toString("latin1") : line;
}

/** Answers what is no HTTP, or asks for a tunnel. */
export function refuseRaw(cloud: WireCloud, socket: Socket): void {
    socket.on("error", () => socket.destroy());
    if (!socket.writable) {
        socket.destroy();
        return;
    }
    const body = JSON.stringify({ __type: "BadRequest", message: "This is no request that AWS understands." });
    const headers = {
        ...common(cloud, randomUUID()),
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        connection: "close",
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 400 Bad Request\r\n${lines.join("")}\r\n${body}`);
}
