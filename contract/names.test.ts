import assert from "node:assert/strict";

import fc from "fast-check";

import { type Names, type Place, resourceNames } from "./names";
import { SettingsError } from "./settings";

const place: Place = {
    project: "summarizer",
    stack: "dev",
    partition: "aws",
    region: "us-east-1",
    accountId: "123456789012",
};

/** What AWS takes (its API Reference of each service). */
const forms: Record<keyof Names, RegExp> = {
    inputBucket: /^(?!sthree-|amzn-s3-demo-|xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    outputBucket: /^(?!sthree-|amzn-s3-demo-|xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    keyAlias: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/,
    successTopic: /^[\w-]{1,256}$/,
    errorTopic: /^[\w-]{1,256}$/,
    smokeInbox: /^[\w-]{1,80}$/,
    loadInbox: /^[\w-]{1,80}$/,
    alarmTopic: /^[\w-]{1,256}$/,
    alarmInbox: /^[\w-]{1,80}$/,
    inboxDeadLetters: /^[\w-]{1,80}$/,
    notificationDeadLetters: /^[\w-]{1,80}$/,
    executionRole: /^[\w+=,.@-]{1,64}$/,
    callerPolicy: /^[\w+=,.@-]{1,128}$/,
    endpoint: /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    backlogPolicy: /^[\w-]{1,256}$/,
    wakeUpPolicy: /^[\w-]{1,256}$/,
    wakeUpAlarm: /^[\w-]{1,255}$/,
    oldestRequestAlarm: /^[\w-]{1,255}$/,
    expiredRequestsAlarm: /^[\w-]{1,255}$/,
    invocationFailuresAlarm: /^[\w-]{1,255}$/,
    notificationFailuresAlarm: /^[\w-]{1,255}$/,
    logGroup: /^[\w./#-]{1,512}$/,
};

describe("resourceNames", () => {
    it("names everything after project and stack", () => {
        const names = resourceNames(place);
        assert.deepEqual(Object.fromEntries(Object.entries(names).map(([key, { name }]) => [key, name])), {
            inputBucket: "summarizer-dev-input-123456789012",
            outputBucket: "summarizer-dev-output-123456789012",
            keyAlias: "alias/summarizer-dev",
            successTopic: "summarizer-dev-success",
            errorTopic: "summarizer-dev-error",
            smokeInbox: "summarizer-dev-smoke",
            loadInbox: "summarizer-dev-load",
            alarmTopic: "summarizer-dev-alarms",
            alarmInbox: "summarizer-dev-alarm-inbox",
            inboxDeadLetters: "summarizer-dev-inbox-dead-letters",
            notificationDeadLetters: "summarizer-dev-notification-dead-letters",
            executionRole: "summarizer-dev-execution",
            callerPolicy: "summarizer-dev-caller",
            endpoint: "summarizer-dev",
            backlogPolicy: "summarizer-dev-backlog",
            wakeUpPolicy: "summarizer-dev-wake-up",
            wakeUpAlarm: "summarizer-dev-wake-up",
            oldestRequestAlarm: "summarizer-dev-oldest-request",
            expiredRequestsAlarm: "summarizer-dev-expired-requests",
            invocationFailuresAlarm: "summarizer-dev-invocation-failures",
            notificationFailuresAlarm: "summarizer-dev-notification-failures",
            logGroup: "/aws/sagemaker/Endpoints/summarizer-dev",
        });
    });

    it("writes each ARN as its service does", () => {
        const names = resourceNames({ ...place, partition: "aws-cn", region: "cn-north-1" });
        const here = "cn-north-1:123456789012";
        assert.equal(names.inputBucket.arn, "arn:aws-cn:s3:::summarizer-dev-input-123456789012");
        assert.equal(names.keyAlias.arn, `arn:aws-cn:kms:${here}:alias/summarizer-dev`);
        assert.equal(names.errorTopic.arn, `arn:aws-cn:sns:${here}:summarizer-dev-error`);
        assert.equal(names.smokeInbox.arn, `arn:aws-cn:sqs:${here}:summarizer-dev-smoke`);
        assert.equal(names.executionRole.arn, "arn:aws-cn:iam::123456789012:role/summarizer-dev-execution");
        assert.equal(names.callerPolicy.arn, "arn:aws-cn:iam::123456789012:policy/summarizer-dev-caller");
        assert.equal(names.endpoint.arn, `arn:aws-cn:sagemaker:${here}:endpoint/summarizer-dev`);
        assert.equal(names.wakeUpAlarm.arn, `arn:aws-cn:cloudwatch:${here}:alarm:summarizer-dev-wake-up`);
        assert.equal(
            names.expiredRequestsAlarm.arn,
            `arn:aws-cn:cloudwatch:${here}:alarm:summarizer-dev-expired-requests`,
        );
        assert.equal(names.logGroup.arn, `arn:aws-cn:logs:${here}:log-group:/aws/sagemaker/Endpoints/summarizer-dev`);
    });

    it("gives an endpoint that is taken over its own name, and an ARN in lower case", () => {
        const { endpoint, logGroup, ...others } = resourceNames(place, { endpointName: "Legacy-Endpoint" });
        const arn = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/legacy-endpoint";
        assert.deepEqual(endpoint, { name: "Legacy-Endpoint", arn });
        assert.equal(logGroup.name, "/aws/sagemaker/Endpoints/Legacy-Endpoint");
        const { endpoint: own, logGroup: ownLogGroup, ...same } = resourceNames(place, { endpointName: "" });
        assert.deepEqual([own.name, ownLogGroup.name], ["summarizer-dev", "/aws/sagemaker/Endpoints/summarizer-dev"]);
        assert.deepEqual(others, same);
    });

    it("turns what a bucket's name may not hold into dashes", () => {
        assert.equal(resourceNames({ ...place, stack: "Team_A..Dev_" }).endpoint.name, "summarizer-team-a-dev");
    });

    it("refuses names that get too long", () => {
        const stack = "a".repeat(33);
        const bucket = `summarizer-${stack}-output-123456789012`;
        assert.equal(bucket.length, 64);
        assert.throws(
            () => resourceNames({ ...place, stack }),
            new SettingsError(
                `The S3 bucket would be called "${bucket}", which has 64 characters, but must have at most 63: choose a shorter name for the project or the stack`,
            ),
        );
        assert.equal(resourceNames({ ...place, stack: "a".repeat(32) }).outputBucket.name.length, 63);
    });

    it("refuses a stack without a letter or a digit", () => {
        assert.throws(
            () => resourceNames({ ...place, stack: "_._" }),
            new SettingsError('The stack is called "_._", but must have a letter or a digit in its name'),
        );
    });

    it("refuses what S3 reserves", () => {
        assert.throws(
            () => resourceNames({ ...place, project: "sthree" }),
            new SettingsError(
                'The project is called "sthree", but must not begin with what S3 reserves: sthree- and amzn-s3-demo-',
            ),
        );
    });

    it("gives names that AWS takes, or says why not, for any project and stack", () => {
        // Project and stack names: letters, digits, dash, underscore, dot (Pulumi: naming rules), up to 100 long.
        const given = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,40}$/);
        fc.assert(
            fc.property(given, given, (project, stack) => {
                let names: Names;
                try {
                    names = resourceNames({ ...place, project, stack });
                } catch (error) {
                    assert.ok(error instanceof SettingsError);
                    return;
                }
                for (const [key, form] of Object.entries(forms)) assert.match(names[key as keyof Names].name, form);
            }),
            { numRuns: 500 },
        );
    });
});
