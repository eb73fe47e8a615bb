import { type Outputs } from "../../contract/outputs";
import { InterruptedError } from "../deadline";
import { type Check, formatLine, type Line, type Report } from "../report";
import { smokeTest } from "../smokeTest";
import { type SmokeTestArgs } from "../run";
import { FakeAws } from "./fakeAws";
import { VirtualTime } from "./virtualTime";
import { createColors } from "picocolors";

export const outputs: Outputs = {
    region: "eu-west-1",
    endpointName: "summarizer-dev",
    endpointArn: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/summarizer-dev",
    endpointConfigName: "config-2",
    variantName: "primary",
    modelName: "model-2",
    instanceType: "ml.m5.xlarge",
    inputBucketName: "input-bucket",
    inputPrefix: "articles/",
    outputBucketName: "output-bucket",
    outputPrefix: "summaries/",
    failurePrefix: "failures/",
    keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1234",
    successTopicArn: "arn:aws:sns:eu-west-1:123456789012:summarizer-dev-success",
    errorTopicArn: "arn:aws:sns:eu-west-1:123456789012:summarizer-dev-error",
    smokeInboxUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/summarizer-dev-smoke",
    loadInboxUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/summarizer-dev-load",
    alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:summarizer-dev-alarms",
    alarmInboxUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/summarizer-dev-alarm-inbox",
    callerPolicyArn: "arn:aws:iam::123456789012:policy/summarizer-dev-caller",
    executionRoleArn: "arn:aws:iam::123456789012:role/summarizer-dev-execution",
    wakeUpAlarmName: "summarizer-dev-wake-up",
    logGroupName: "/aws/sagemaker/Endpoints/summarizer-dev",
    minCapacity: 0,
    maxCapacity: 5,
    invocationTimeoutSeconds: 900,
};

export const article =
    "The mill stands where the creek meets the sea. Twice a day the tide fills its pond, and twice a day the miller opens the gates. " +
    "For six hundred years the wheel has turned with the moon and not with the wind.";

/** A smoke test against the fake, with time of its own. */
export class Bench {
    readonly time = new VirtualTime();
    readonly aws = new FakeAws(this.time);
    readonly lines: string[] = [];
    private readonly interruption = new AbortController();

    interrupt(): void {
        this.interruption.abort(new InterruptedError());
    }

    async run(change: Partial<SmokeTestArgs> = {}): Promise<Report> {
        const colours = createColors(false);
        const args: SmokeTestArgs = {
            outputs,
            clients: this.aws.clients,
            article,
            runId: "r1",
            timeoutMilliseconds: 20 * 60_000,
            failureProbe: true,
            pollMilliseconds: 2000,
            time: this.time,
            random: () => 0.5,
            print: (line: Line) => this.lines.push(formatLine(line, colours)),
            interrupt: this.interruption.signal,
            ...change,
        };
        return this.time.runUntilDone(smokeTest(args));
    }
}

/** Names of the checks that hold, and those that do not. */
export function outcome(report: Report): { held: string[]; failed: string[] } {
    const names = (ok: boolean): string[] => report.checks.filter((check) => check.ok === ok).map(({ name }) => name);
    return { held: names(true), failed: names(false) };
}

export function checkOf(report: Report, name: string): Check {
    const found = report.checks.find((check) => check.name === name);
    if (!found) throw new Error(`no check ${name} among ${report.checks.map((check) => check.name).join(", ")}`);
    return found;
}

/** Every check of a run that asks for all of them, in order. */
export const allChecks = [
    "endpoint-in-service",
    "endpoint-config",
    "upload",
    "request-accepted",
    "output",
    "summary",
    "success-notification",
    "failing-upload",
    "failing-request-accepted",
    "failure-object",
    "error-notification",
    "failure-has-no-output",
    "clean-up",
];
