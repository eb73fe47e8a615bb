import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";

import { Command, InvalidArgumentError } from "commander";
import { createColors } from "picocolors";

import { readArticle } from "./article";
import { formatDuration, InterruptedError, monotonicTime, parseDuration } from "./deadline";
import { formatEnd, formatLine } from "./report";
import { findTarget } from "./target";
import { UsageError } from "./usageError";

const root = resolve(__dirname, "..");
/** AWS's own sample looks every 2 s; a laptop AWS is fast and costs nothing. */
const pollMilliseconds = { aws: 2000, laptop: 200 } as const;

interface Options {
    stack?: string;
    local?: string | true;
    outputs?: string;
    article: string;
    timeout: number;
    failureProbe: boolean;
    json: boolean;
}

async function main(): Promise<void> {
    // The lockfile pins an SDK that runs on Node 20; its advice about coming versions would stand in every output.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const options = parseOptions();
    const { stack, outputs, local } = options;
    const target = findTarget(root, {
        ...(stack !== undefined && { stack }),
        ...(outputs !== undefined && { outputs }),
        ...(local !== undefined && { local: local === true ? "dev" : local }),
    });
    const article = readArticle(options.article);
    const stream = options.json ? process.stderr : process.stdout;
    const colours = createColors(stream.isTTY === true && process.env["NO_COLOR"] === undefined);
    const say = (text: string): void => void stream.write(`${text}\n`);

    // Only now, since the SDK takes a second to load, and bad input should be told at once.
    const [{ connect }, { smokeTest }] = await Promise.all([import("./clients"), import("./smokeTest")]);
    const runId = randomBytes(5).toString("hex");
    const { endpointName, region } = target.outputs;
    const timeout = formatDuration(options.timeout);
    say(`Smoke test ${runId} of endpoint ${endpointName} in ${target.custom?.url ?? region}, at most ${timeout}.`);
    const interruption = interruptible();
    const clients = connect(region, target.custom);
    const report = await smokeTest({
        outputs: target.outputs,
        clients,
        article,
        runId,
        timeoutMilliseconds: options.timeout,
        failureProbe: options.failureProbe,
        pollMilliseconds: target.custom ? pollMilliseconds.laptop : pollMilliseconds.aws,
        time: monotonicTime,
        random: Math.random,
        print: (line) => {
            say(formatLine(line, colours));
        },
        interrupt: interruption.signal,
        notes: target.custom ? ["this is a laptop AWS: its summarizer is an extractive stand-in, not PEGASUS"] : [],
    });
    interruption.end();
    clients.end();
    const result = report.result();
    say(formatEnd(result, report.interrupted, colours));
    if (options.json) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    process.exitCode = report.interrupted ? 130 : result.ok ? 0 : 1;
}

/** The first SIGINT or SIGTERM ends the test, and what it made is deleted; the second ends the process at once. */
function interruptible(): { signal: AbortSignal; end: () => void } {
    const controller = new AbortController();
    const stop = (): void => {
        if (controller.signal.aborted) process.exit(130);
        process.stderr.write("Interrupted: deleting what this run made. Once more to end at once.\n");
        controller.abort(new InterruptedError());
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    return { signal: controller.signal, end: () => process.off("SIGINT", stop).off("SIGTERM", stop) };
}

function parseOptions(): Options {
    const duration = (text: string): number => {
        const milliseconds = parseDuration(text);
        if (milliseconds !== undefined) return milliseconds;
        throw new InvalidArgumentError("It must be a duration such as 90s, 20m or 1h, at most 24h.");
    };
    return new Command("smoke")
        .description("Proves a deployment: one article in, a summary out, and one failure to the error topic.")
        .option("--stack <name>", "stack to test; its outputs are read by the Pulumi CLI")
        .option("--local [stack]", "test the laptop AWS that `npm start -- --keep` left running (default stack: dev)")
        .option("--outputs <file>", "read the outputs from a JSON file, and do not run the Pulumi CLI")
        .option("--article <file>", "text to summarize", join(root, "examples", "tide-mill.txt"))
        .option(
            "--timeout <duration>",
            "everything together takes at most this long (default: 20m)",
            duration,
            20 * 60_000,
        )
        .option("--no-failure-probe", "send no request that must fail")
        .option("--json", "print one JSON object on stdout, and what happens on stderr", false)
        .allowExcessArguments(false)
        .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
        .parse()
        .opts<Options>();
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
});
