import assert from "node:assert/strict";

import { Deadline } from "./deadline";
import { Inbox } from "./inbox";
import { Retry } from "./retry";
import { FakeAws, sdkError } from "./testing/fakeAws";
import { VirtualTime } from "./testing/virtualTime";

const message = (inferenceId: string, eventTime = "2026-01-01T00:00:00Z", invocationStatus = "Completed"): string =>
    JSON.stringify({ inferenceId, invocationStatus, eventTime });

describe("inbox", () => {
    const time = new VirtualTime();
    let aws: FakeAws;
    let retry: Retry;
    let inbox: Inbox;

    beforeEach(() => {
        aws = new FakeAws(time);
        retry = new Retry(new Deadline(time, 600_000), () => undefined);
        inbox = new Inbox(aws.clients, "https://sqs/queue", "smoke-me-", retry);
    });
    afterEach(async () => {
        await time.runUntilDone(inbox.stop(retry));
        retry.deadline.end();
    });

    const pass = (milliseconds: number): Promise<void> => time.runUntilDone(time.sleep(milliseconds));

    it("keeps what is about this run, deletes it, and wakes who waits", async () => {
        inbox.start();
        void time.sleep(700).then(() => {
            aws.enqueue(message("smoke-me-summary"));
        });
        const before = time.now();
        await time.runUntilDone(inbox.next(30_000));
        assert.ok(time.now() - before < 1000);
        assert.equal(inbox.find("smoke-me-summary")?.invocationStatus, "Completed");
        assert.equal(inbox.find("smoke-me-failure"), undefined);
        await pass(1);
        assert.deepEqual(aws.queue, []);
    });

    it("keeps the first of several messages about one request, and deletes them all", async () => {
        aws.enqueue(message("smoke-me-summary"));
        aws.enqueue(message("smoke-me-summary", undefined, "Failed"));
        aws.enqueue(message("smoke-me-summary"));
        inbox.start();
        await pass(100);
        assert.equal(inbox.find("smoke-me-summary")?.invocationStatus, "Completed");
        assert.equal(inbox.all().length, 1);
        assert.deepEqual(aws.queue, []);
    });

    it("gives another run's message back at first sight", async () => {
        aws.enqueue(message("smoke-other-summary"));
        inbox.start();
        await pass(100);
        assert.deepEqual(aws.visible(), [message("smoke-other-summary")]);
    });

    it("leaves hidden what keeps coming back, so that it does not spin, and gives it back at the end", async () => {
        aws.enqueue(message("smoke-other-summary"));
        inbox.start();
        await pass(120_000);
        // Seen at once, again after the pause, and then whenever its visibility timeout of 30 s ends.
        const received = Number(aws.queue[0]?.receiptHandle.split("-")[2]);
        assert.ok(received >= 4 && received <= 6, String(received));
        assert.deepEqual(aws.visible(), []);
        await time.runUntilDone(inbox.stop(retry));
        assert.deepEqual(aws.visible(), [message("smoke-other-summary")]);
        assert.equal(aws.count("DeleteMessage"), 0);
    });

    it("counts other runs' messages once, and takes their age from AWS's time", async () => {
        const now = aws.clients.serviceDate()?.getTime() ?? NaN;
        aws.enqueue(message("smoke-old-summary", new Date(now - 3_600_000).toISOString()));
        aws.enqueue(message("smoke-new-summary", new Date(now).toISOString()));
        aws.enqueue("no JSON");
        inbox.start();
        await pass(100);
        assert.deepEqual(inbox.seenOfOthers(), { count: 3, oldestMilliseconds: 3_600_000 });
    });

    it("deletes the test of the topics, which is meant for nobody", async () => {
        aws.enqueue('{"eventName":"TestNotification"}');
        inbox.start();
        await pass(100);
        assert.deepEqual(aws.queue, []);
        assert.deepEqual(inbox.seenOfOthers(), { count: 0, oldestMilliseconds: undefined });
    });

    it("wakes who waits when it cannot be read", async () => {
        const denied = sdkError("AccessDenied", "no", 403);
        aws.before = ({ operation }) => {
            if (operation === "ReceiveMessage") throw denied;
        };
        inbox.start();
        const before = time.now();
        await time.runUntilDone(inbox.next(30_000));
        assert.equal(time.now(), before);
        assert.equal(inbox.trouble, denied);
    });

    it("waits no longer than it is told", async () => {
        inbox.start();
        const before = time.now();
        await time.runUntilDone(inbox.next(5000));
        assert.equal(time.now() - before, 5000);
    });
});
