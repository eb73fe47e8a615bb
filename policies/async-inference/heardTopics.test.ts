import assert from "node:assert/strict";

import fc from "fast-check";

import { anything } from "../testing/anything";
import { hearing } from "./heardTopics";

const arn = "arn:aws:sqs:us-east-1:123456789012:dead-letters";
const redrivePolicy = JSON.stringify({ deadLetterTargetArn: arn });
const noQueue = "redrivePolicy has no deadLetterTargetArn that is a queue's ARN";

describe("hearing", () => {
    for (const protocol of ["sqs", "lambda", "firehose", "email", "email-json", "sms", "application"]) {
        it(`is good by ${protocol}`, () =>
            assert.deepEqual(hearing({ props: { protocol, redrivePolicy } }), { hears: "yes" }));
    }

    const bad: [string, object, string][] = [
        ["http", { protocol: "http" }, "protocol is http"],
        ["https", { protocol: "https" }, "protocol is https"],
        ["a protocol of no one", { protocol: "smtp" }, "protocol is none that SNS knows"],
        ["another case", { protocol: "SQS" }, "protocol is none that SNS knows"],
        ["a number", { protocol: 7 }, "protocol is none that SNS knows"],
        ["no protocol", { protocol: undefined }, "protocol is not set"],
        ["no redrivePolicy", { redrivePolicy: undefined }, "redrivePolicy is not set"],
        ["a null one", { redrivePolicy: null }, "redrivePolicy is null"],
        ["an empty one", { redrivePolicy: "" }, "redrivePolicy is an empty string"],
        ["a block", { redrivePolicy: { deadLetterTargetArn: arn } }, "redrivePolicy is a block"],
        ["no JSON", { redrivePolicy: arn }, noQueue],
        ["an empty policy", { redrivePolicy: "{}" }, noQueue],
        ["null in it", { redrivePolicy: "null" }, noQueue],
        ["a list in it", { redrivePolicy: JSON.stringify([arn]) }, noQueue],
        ["an empty target", { redrivePolicy: '{"deadLetterTargetArn":""}' }, noQueue],
        ["a target that is a topic", { redrivePolicy: redrivePolicy.replace("sqs", "sns") }, noQueue],
        [
            "a target that is a URL",
            { redrivePolicy: '{"deadLetterTargetArn":"https://sqs.us-east-1.amazonaws.com/1/q"}' },
            noQueue,
        ],
        ["another name", { redrivePolicy: redrivePolicy.replace("deadLetter", "DeadLetter") }, noQueue],
    ];
    for (const [what, change, because] of bad) {
        it(`is none by ${what}`, () => {
            assert.deepEqual(hearing({ props: { protocol: "sqs", redrivePolicy, ...change } }), {
                hears: "no",
                because,
            });
        });
    }

    it("does not throw over anything", () => {
        fc.assert(
            fc.property(anything("sqs"), anything(redrivePolicy), (protocol, policy) => {
                hearing({ props: { protocol, redrivePolicy: policy } });
            }),
        );
    });
});
