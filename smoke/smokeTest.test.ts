import assert from "node:assert/strict";

import { allChecks, article, Bench, checkOf, outcome, outputs } from "./testing/fixtures";
import { sdkError } from "./testing/fakeAws";

const envelope = { eventName: "InferenceResult", eventSource: "aws:sagemaker", eventVersion: "1.0" };

describe("smoke test", () => {
    let bench: Bench;
    beforeEach(() => (bench = new Bench()));

    /** What must be so after every run, however it went. */
    function assertNothingLeft(): void {
        assert.deepEqual([...bench.aws.objects.keys()], []);
        assert.equal(bench.time.pending(), 0);
    }

    it("holds for an endpoint that summarizes and fails as it should, and leaves nothing behind", async () => {
        const report = await bench.run();
        assert.deepEqual(outcome(report), { held: allChecks, failed: [] });
        assert.deepEqual(report.result(), {
            ok: true,
            checks: report.checks,
            notes: [],
            summary: "The mill turns with the tide.",
            inferenceId: "smoke-r1-summary",
            outputLocation: "s3://output-bucket/summaries/uuid-1.out",
            seconds: 10.6,
        });
        assertNothingLeft();
        assert.deepEqual(bench.aws.queue, []);
    });

    it("sends what the container takes, with the model's content type and timeout", async () => {
        await bench.run();
        const sent = bench.aws.calls.filter(({ operation }) =>
            ["PutObject", "InvokeEndpointAsync"].includes(operation),
        );
        const common = {
            EndpointName: "summarizer-dev",
            ContentType: "application/json",
            InvocationTimeoutSeconds: 900,
        };
        const upload = { Bucket: "input-bucket", ContentType: "application/json" };
        assert.deepEqual(
            sent.map(({ input }) => input),
            [
                {
                    ...upload,
                    Key: "articles/smoke-r1/summary.json",
                    Body: JSON.stringify({ inputs: article, parameters: { truncation: true } }),
                },
                {
                    ...common,
                    InferenceId: "smoke-r1-summary",
                    InputLocation: "s3://input-bucket/articles/smoke-r1/summary.json",
                },
                { ...upload, Key: "articles/smoke-r1/failure.json", Body: '{"parameters":{"truncation":true}}' },
                {
                    ...common,
                    InferenceId: "smoke-r1-failure",
                    InputLocation: "s3://input-bucket/articles/smoke-r1/failure.json",
                },
            ],
        );
    });

    it("sends no request that must fail when told so", async () => {
        const report = await bench.run({ failureProbe: false });
        assert.deepEqual(outcome(report), { held: [...allChecks.slice(0, 7), "clean-up"], failed: [] });
        assert.equal(bench.aws.count("InvokeEndpointAsync"), 1);
        assert.ok(report.ok);
    });

    it("repeats the notes it is given", async () => {
        const report = await bench.run({ notes: ["this is a laptop AWS"] });
        assert.deepEqual(report.notes, ["this is a laptop AWS"]);
        assert.equal(bench.lines[0], "note    this is a laptop AWS");
    });

    it("says that an article is longer than the model reads, and that this is an estimate", async () => {
        const report = await bench.run({ article: "word ".repeat(2000).trim() });
        assert.ok(report.ok);
        assert.deepEqual(report.notes, [
            "the article is longer than the model reads: 2000 words are about 2600 tokens (an estimate), and " +
                'pegasus-cnn_dailymail reads the first 1024; the rest is cut off ("truncation": true)',
        ]);
    });

    describe("on the endpoint", () => {
        it("a rolled back update is reported with both configurations, and the rest is still tried", async () => {
            bench.aws.endpoint.EndpointConfigName = "config-1";
            bench.aws.failureReason = "the primary container did not pass the ping health check";
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["endpoint-config"]);
            assert.equal(report.checks.length, allChecks.length);
            assert.deepEqual(checkOf(report, "endpoint-config"), {
                name: "endpoint-config",
                ok: false,
                expected: "endpoint configuration config-2",
                seen: "config-1 serves; SageMaker rolled the update to config-2 back (the primary container did not pass the ping health check)",
                look: "FailureReason of DescribeEndpoint summarizer-dev, and log group /aws/sagemaker/Endpoints/summarizer-dev; then `pulumi up` again",
            });
            assert.equal(report.ok, false);
        });

        it("an update that is still under way is waited for", async () => {
            Object.assign(bench.aws.endpoint, { EndpointStatus: "Updating", EndpointConfigName: "config-1" });
            bench.aws.before = ({ operation }, count) => {
                if (operation === "DescribeEndpoint" && count === 4) {
                    Object.assign(bench.aws.endpoint, { EndpointStatus: "InService", EndpointConfigName: "config-2" });
                }
            };
            const report = await bench.run();
            assert.ok(report.ok);
            assert.equal(checkOf(report, "endpoint-config").seen, "config-2");
            assert.equal(bench.lines.filter((line) => line.includes("endpoint is Updating; waiting")).length, 1);
        });

        it("Updating with the right configuration is enough: scaling updates, too", async () => {
            bench.aws.endpoint.EndpointStatus = "Updating";
            const report = await bench.run();
            assert.ok(report.ok);
            assert.equal(checkOf(report, "endpoint-in-service").seen, "Updating, 1 instance");
        });

        it("a failed endpoint ends the test before anything is uploaded", async () => {
            Object.assign(bench.aws.endpoint, { EndpointStatus: "Failed" });
            bench.aws.failureReason = "no capacity";
            const report = await bench.run();
            assert.deepEqual(report.checks, [
                {
                    name: "endpoint-in-service",
                    ok: false,
                    expected: "InService or Updating",
                    seen: "Failed: no capacity",
                    look: "DescribeEndpoint summarizer-dev (FailureReason) and the SageMaker console of eu-west-1",
                },
            ]);
            assert.deepEqual([...new Set(bench.aws.calls.map(({ operation }) => operation))], ["DescribeEndpoint"]);
        });

        it("an endpoint that does not exist is reported in SageMaker's words", async () => {
            bench.aws.before = () => {
                throw sdkError("ValidationException", 'Could not find endpoint "summarizer-dev".', 400);
            };
            const report = await bench.run();
            assert.deepEqual(outcome(report), { held: [], failed: ["endpoint-in-service"] });
            assert.equal(
                report.checks[0]?.seen,
                'ValidationException Could not find endpoint "summarizer-dev". (HTTP 400)',
            );
        });

        it("zero instances are normal: what is waited for is said, and said again when it changes", async () => {
            Object.assign(bench.aws.endpoint, { instances: 0, desired: 0 });
            bench.aws.latency = 6 * 60_000;
            void bench.time.sleep(150_000).then(() => (bench.aws.endpoint.desired = 1));
            void bench.time.sleep(300_000).then(() => (bench.aws.endpoint.instances = 1));
            const report = await bench.run({ failureProbe: false });
            assert.ok(report.ok);
            const progress = bench.lines.filter((line) => line.includes("endpoint has")).map((line) => line.trim());
            const asleep = "endpoint has 0 instances; the wake-up alarm needs 2-3 minutes, then an instance must start";
            assert.deepEqual(
                progress.map((line) => line.replace(/^\S+ +/, "")),
                [
                    ...Array<string>(3).fill(asleep),
                    ...Array<string>(3).fill("endpoint has 0 instances of 1 desired; an instance is starting"),
                    "endpoint has 1 instance; waiting for the model",
                ],
            );
        });

        it("a DescribeEndpoint that fails while waiting changes nothing", async () => {
            bench.aws.before = ({ operation }, count) => {
                if (operation === "DescribeEndpoint" && count > 1) throw sdkError("AccessDeniedException", "no", 403);
            };
            assert.ok((await bench.run()).ok);
        });
    });

    describe("on the request", () => {
        it("throttling by HTTP 400 without a message is retried under the same inferenceId", async () => {
            bench.aws.before = ({ operation }, count) => {
                if (operation === "InvokeEndpointAsync" && count <= 4) {
                    throw sdkError("ThrottlingException", "UnknownError", 400);
                }
            };
            const report = await bench.run({ failureProbe: false });
            assert.ok(report.ok);
            assert.equal(bench.aws.count("InvokeEndpointAsync"), 5);
            assert.equal(report.inferenceId, "smoke-r1-summary");
            assert.deepEqual(report.notes, []);
            const told = bench.lines.filter((line) => line.includes("still trying"));
            assert.equal(told.length, 1);
            assert.match(told[0] ?? "", /InvokeEndpointAsync: ThrottlingException \(HTTP 400\); still trying$/);
        });

        it("a lost answer is sent again under another inferenceId, said so, and what the first left is deleted", async () => {
            bench.aws.before = ({ operation, input }, count) => {
                if (operation !== "InvokeEndpointAsync" || count > 1) return;
                bench.aws.accept({
                    InferenceId: String(input.InferenceId),
                    InputLocation: String(input.InputLocation),
                });
                throw sdkError("TimeoutError", "socket hang up", undefined, "ECONNRESET");
            };
            const report = await bench.run();
            assert.ok(report.ok);
            assert.equal(report.inferenceId, "smoke-r1-summary-2");
            assert.deepEqual(report.notes, [
                "no clear answer to the request smoke-r1-summary (ECONNRESET socket hang up): it may be queued all the same, and then leaves an object; " +
                    "sent again under another inferenceId",
            ]);
            assertNothingLeft();
        });

        it("after three lost answers it is given up", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "InvokeEndpointAsync") throw sdkError("Unknown", "UnknownError", 503);
            };
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["request-accepted"]);
            assert.equal(
                checkOf(report, "request-accepted").seen,
                "no clear answer to the request smoke-r1-summary-3 (HTTP 503): it may be queued all the same, and then leaves an object",
            );
            assert.equal(bench.aws.count("InvokeEndpointAsync"), 3);
            assertNothingLeft();
        });

        it("a refusal is final, and says what is needed", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "InvokeEndpointAsync") throw sdkError("AccessDeniedException", "not authorized", 403);
            };
            const report = await bench.run();
            assert.deepEqual(outcome(report), {
                held: ["endpoint-in-service", "endpoint-config", "upload", "clean-up"],
                failed: ["request-accepted"],
            });
            const { seen, look } = checkOf(report, "request-accepted");
            assert.equal(seen, "AccessDeniedException not authorized (HTTP 403)");
            assert.match(look ?? "", /^sagemaker:InvokeEndpointAsync on arn:aws:sagemaker:.*summarizer-dev-caller/);
            assert.equal(bench.aws.count("InvokeEndpointAsync"), 1);
            assertNothingLeft();
        });

        it("an upload that is refused ends the test", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "PutObject") throw sdkError("AccessDenied", "Access Denied", 403);
            };
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["upload"]);
            assert.equal(bench.aws.count("InvokeEndpointAsync"), 0);
        });
    });

    describe("on the output", () => {
        it("a failure object that comes first is a failed request, with the object's words", async () => {
            bench.aws.model = () => ({ failure: '{"message":"index out of range in self"}' });
            bench.aws.deliveryDelay = 8000;
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["output"]);
            const { expected, seen, look } = checkOf(report, "output");
            assert.equal(expected, "an object at s3://output-bucket/summaries/uuid-1.out");
            assert.equal(
                seen,
                'a failure object at s3://output-bucket/failures/uuid-1-error.out: {"message":"index out of range in self"}',
            );
            assert.match(look ?? "", /^log group \/aws\/sagemaker\/Endpoints\/summarizer-dev, streams primary\//);
            assert.equal(report.summary, null);
            assertNothingLeft();
        });

        it("a failure notification that comes first brings its reason", async () => {
            bench.aws.model = () => ({ failure: "{}" });
            bench.aws.deliveryDelay = 0;
            const report = await bench.run({ failureProbe: false, pollMilliseconds: 60_000 });
            assert.match(
                checkOf(report, "output").seen ?? "",
                /^a notification of status Failed \(ClientError: Received client error \(400\) from model\.\)/,
            );
        });

        it("completion without an object is waited for a little, then reported", async () => {
            const { deliver } = bench.aws;
            bench.aws.deliver = (notification) => {
                bench.aws.objects.delete("s3://output-bucket/summaries/uuid-1.out");
                return deliver(notification);
            };
            bench.aws.deliveryDelay = 0;
            const report = await bench.run({ failureProbe: false });
            assert.equal(checkOf(report, "output").seen, "a notification of completion, but no object");
        });

        it("an output that is no summary is reported, and the failure is still tried", async () => {
            bench.aws.model = ({ inputs }) =>
                inputs === undefined ? { failure: "{}" } : { output: '[{"generated_text":"The mill turns."}]' };
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["summary"]);
            const { seen, look } = checkOf(report, "summary");
            assert.equal(seen, 'generated_text instead of summary_text: [{"generated_text":"The mill turns."}]');
            assert.equal(look, "HF_TASK of the model's environment");
            assert.equal(report.checks.length, allChecks.length);
            assertNothingLeft();
        });

        it("nothing at all until the deadline: names the sleeping endpoint and its alarm", async () => {
            Object.assign(bench.aws.endpoint, { instances: 0, desired: 0 });
            bench.aws.latency = 3_600_000;
            const report = await bench.run({ timeoutMilliseconds: 600_000 });
            assert.deepEqual(outcome(report), {
                held: ["endpoint-in-service", "endpoint-config", "upload", "request-accepted", "clean-up"],
                failed: ["output"],
            });
            const { seen, look } = checkOf(report, "output");
            assert.equal(
                seen,
                "no notification, no output and no failure object within 10m; the endpoint has 0 instances",
            );
            assert.match(look ?? "", /^history of alarm summarizer-dev-wake-up, and scaling activities/);
            assert.equal(bench.time.now(), 600_000);
            assert.deepEqual(report.notes, [
                "smoke-r1-summary is still queued or running; what it writes later stays at s3://output-bucket/summaries/uuid-1.out or " +
                    "s3://output-bucket/failures/uuid-1-error.out until it expires",
            ]);
        });

        it("a deadline during throttling says what stood in the way", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "PutObject") throw sdkError("SlowDown", "Please reduce your request rate.", 503);
            };
            const report = await bench.run({ timeoutMilliseconds: 60_000 });
            assert.equal(
                checkOf(report, "upload").seen,
                "nothing more within 1m; the last was SlowDown Please reduce your request rate. (HTTP 503)",
            );
            assert.equal(bench.time.now(), 60_000);
        });
    });

    describe("on what the topics tell", () => {
        it("a lost notification: the failure is tried meanwhile, and the deadline decides", async () => {
            const { deliver } = bench.aws;
            bench.aws.deliver = (notification) =>
                notification["invocationStatus"] === "Completed" ? [] : deliver(notification);
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["success-notification"]);
            const { expected, seen, look } = checkOf(report, "success-notification");
            assert.equal(
                expected,
                `a notification of status Completed about smoke-r1-summary, from ${outputs.successTopicArn}`,
            );
            assert.equal(seen, "no notification within 20m");
            assert.match(look ?? "", /^metric NotificationFailures of summarizer-dev.*-notification-dead-letters/);
            assert.equal(report.checks.length, allChecks.length);
            assert.equal(report.summary, "The mill turns with the tide.");
            // Its output was seen, so it is not still queued.
            assert.deepEqual(report.notes, []);
            assertNothingLeft();
        });

        it("a late notification is waited for while the failure is tried", async () => {
            bench.aws.deliveryDelay = 5 * 60_000;
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, []);
            assert.deepEqual(outcome(report).held.toSorted(), allChecks.toSorted());
            assert.equal(bench.lines.filter((line) => line.includes("going on meanwhile")).length, 1);
        });

        it("a failure that nobody is told of is reported", async () => {
            const { deliver } = bench.aws;
            bench.aws.deliver = (notification) =>
                notification["invocationStatus"] === "Failed" ? [] : deliver(notification);
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["error-notification"]);
            assert.equal(checkOf(report, "error-notification").seen, "no notification within 20m");
        });

        it("the wrong topic is reported", async () => {
            bench.aws.deliver = (notification) => [JSON.stringify({ ...notification, invocationStatus: "Failed" })];
            const report = await bench.run({ failureProbe: false });
            assert.deepEqual(outcome(report).failed, ["success-notification"]);
            assert.equal(
                checkOf(report, "success-notification").seen,
                "a notification of status Failed, as the other topic should tell",
            );
            assert.ok(checkOf(report, "output").ok);
        });

        it("a request that must fail but is answered is reported twice: by its object and by its topic", async () => {
            bench.aws.model = () => ({ output: '[{"summary_text":"A mill."}]' });
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["failure-object", "error-notification", "failure-has-no-output"]);
            assert.equal(
                checkOf(report, "failure-object").seen,
                "the request was answered, at s3://output-bucket/summaries/uuid-2.out",
            );
            assert.equal(
                checkOf(report, "error-notification").seen,
                "a notification of status Completed, as the other topic should tell",
            );
            assert.equal(checkOf(report, "failure-has-no-output").seen, "an object");
            assertNothingLeft();
        });

        it("an endpoint without a failure path is reported", async () => {
            bench.aws.failureRoot = undefined;
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["failure-object"]);
            assert.equal(
                checkOf(report, "failure-object").seen,
                "an answer of InvokeEndpointAsync without FailureLocation",
            );
        });

        it("SNS's envelope is read, too, and its topic compared", async () => {
            const wrap =
                (TopicArn: string) =>
                (notification: object): string[] => [
                    JSON.stringify({ Type: "Notification", TopicArn, Message: JSON.stringify(notification) }),
                ];
            bench.aws.deliver = wrap(outputs.successTopicArn);
            assert.ok((await bench.run({ failureProbe: false })).ok);
            bench = new Bench();
            bench.aws.deliver = wrap(outputs.errorTopicArn);
            const report = await bench.run({ failureProbe: false });
            assert.equal(
                checkOf(report, "success-notification").seen,
                `a notification of status Completed, but from ${outputs.errorTopicArn}`,
            );
        });

        it("tests of the topics, duplicates, unreadable messages and other runs change nothing", async () => {
            const other = JSON.stringify({ ...envelope, inferenceId: "smoke-r2-summary", invocationStatus: "Failed" });
            const prefixed = JSON.stringify({
                ...envelope,
                inferenceId: "smoke-r10-summary",
                invocationStatus: "Failed",
            });
            for (const body of ['{"eventName":"TestNotification"}', "not JSON", other, prefixed])
                bench.aws.enqueue(body);
            bench.aws.deliver = (notification) => [JSON.stringify(notification), JSON.stringify(notification)];
            const report = await bench.run();
            assert.ok(report.ok);
            assert.deepEqual(bench.aws.visible(), ["not JSON", other, prefixed]);
            assert.deepEqual(report.notes, ["left in the inbox, since they are not about this run: 3 messages"]);
        });

        it("an inbox that cannot be read is reported, not waited for", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "ReceiveMessage")
                    throw sdkError("AccessDenied", "Access to the resource is denied.", 403);
            };
            const report = await bench.run();
            assert.deepEqual(outcome(report).failed, ["success-notification", "error-notification"]);
            const { seen, look } = checkOf(report, "success-notification");
            assert.equal(seen, "the inbox cannot be read: AccessDenied Access to the resource is denied. (HTTP 403)");
            assert.match(look ?? "", /^sqs:ReceiveMessage, .* on https:\/\/sqs/);
            assert.ok(bench.time.now() < 60_000);
        });

        it("a notification that names another output is noted", async () => {
            bench.aws.deliver = (notification) => {
                const responseParameters = { outputLocation: "s3://output-bucket/summaries/other.out" };
                return [JSON.stringify({ ...notification, responseParameters })];
            };
            const report = await bench.run({ failureProbe: false });
            assert.ok(report.ok);
            assert.deepEqual(report.notes, [
                "the notification about smoke-r1-summary names s3://output-bucket/summaries/other.out, InvokeEndpointAsync named s3://output-bucket/summaries/uuid-1.out",
            ]);
        });
    });

    describe("without s3:ListBucket", () => {
        beforeEach(() => (bench.aws.forbidMissing = true));

        it("403 for a missing object is no failure; it is said once, and what is wanting is named at the end", async () => {
            const report = await bench.run();
            assert.deepEqual(outcome(report), { held: allChecks, failed: [] });
            assert.equal(bench.lines.filter((line) => line.includes("answers 403;")).length, 1);
            assert.deepEqual(report.notes, [
                "S3 answered 403 where an object may just not have been there yet: grant s3:ListBucket on arn:aws:s3:::output-bucket",
            ]);
            assert.equal(
                checkOf(report, "failure-has-no-output").seen,
                "403 for s3://output-bucket/summaries/uuid-2.out: not readable, or not there",
            );
        });

        it("an object that stays forbidden after the notification is reported", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "HeadObject" || operation === "GetObject")
                    throw sdkError("Unknown", "UnknownError", 403);
            };
            const report = await bench.run({ failureProbe: false });
            const { seen, look } = checkOf(report, "output");
            assert.equal(seen, "a notification of completion, but S3 answers 403 for the object");
            assert.match(look ?? "", /^s3:GetObject on arn:aws:s3:::output-bucket\/summaries\/\* .*s3:ListBucket/);
        });
    });

    describe("cleaning up", () => {
        it("deletes what was made when it is interrupted, at every step", async () => {
            const calls = new Bench();
            await calls.run();
            const last = calls.aws.calls.findIndex(({ operation }) => operation === "DeleteObject");
            for (let step = 1; step <= last; step++) {
                bench = new Bench();
                const { aws } = bench;
                aws.before = () => {
                    if (aws.calls.length === step) bench.interrupt();
                };
                const report = await bench.run();
                assert.ok(report.interrupted, `step ${String(step)}`);
                assert.equal(report.ok, false);
                assert.deepEqual([...aws.objects.keys()], [], `step ${String(step)}`);
            }
        });

        it("says that a request was cut off on its way", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "InvokeEndpointAsync") bench.interrupt();
            };
            const report = await bench.run();
            assert.deepEqual(report.notes, [
                "smoke-r1-summary was cut off while it was sent: it may be queued all the same, and then leaves an object",
            ]);
        });

        it("is tried after an error nobody thought of, which is not swallowed", async () => {
            const print = (): void => {
                if (bench.aws.objects.size > 0) throw new TypeError("broken");
            };
            await assert.rejects(bench.run({ print }), new TypeError("broken"));
            assert.ok(bench.aws.count("DeleteObject") > 0);
        });

        it("reports what could not be deleted, and deletes the rest", async () => {
            bench.aws.before = ({ operation, input }) => {
                if (operation === "DeleteObject" && input.Bucket === "output-bucket") {
                    throw sdkError("AccessDenied", "Access Denied", 403);
                }
            };
            const report = await bench.run({ failureProbe: false });
            assert.deepEqual(outcome(report).failed, ["clean-up"]);
            const { seen, look } = checkOf(report, "clean-up");
            assert.equal(
                seen,
                "not deleted: s3://output-bucket/summaries/uuid-1.out (AccessDenied Access Denied (HTTP 403)), " +
                    "s3://output-bucket/failures/uuid-1-error.out (AccessDenied Access Denied (HTTP 403))",
            );
            assert.equal(look, "s3:DeleteObject on arn:aws:s3:::input-bucket/* and arn:aws:s3:::output-bucket/*");
            assert.deepEqual([...bench.aws.objects.keys()], ["s3://output-bucket/summaries/uuid-1.out"]);
        });

        it("never deletes where the stack does not write; what lies there is reported", async () => {
            bench.aws.outputRoot = "s3://somebody-elses/summaries/";
            const report = await bench.run({ failureProbe: false });
            assert.deepEqual(outcome(report).failed, ["clean-up"]);
            assert.equal(
                checkOf(report, "clean-up").seen,
                "not deleted: s3://somebody-elses/summaries/uuid-1.out (not where this stack writes)",
            );
            assert.deepEqual([...bench.aws.objects.keys()], ["s3://somebody-elses/summaries/uuid-1.out"]);
        });

        it("gives up after a minute of its own", async () => {
            bench.aws.before = ({ operation }) => {
                if (operation === "DeleteObject") throw sdkError("Unknown", "UnknownError", 503);
            };
            const report = await bench.run({ failureProbe: false });
            assert.match(checkOf(report, "clean-up").seen ?? "", /nothing more within 1m; the last was HTTP 503/);
            assert.equal(bench.time.pending(), 0);
        });
    });
});
