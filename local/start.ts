import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { Command, InvalidArgumentError } from "commander";

import { SettingsError } from "../contract/settings";
import { type Summarized } from "./article";
import { loadProject, ProjectError, settingsOf } from "../contract/project";
import { type IdentityName } from "./cloud/iam/identities";
import { type Laptop } from "./laptop";
import { documentsFor } from "./permissions/documents";
import { colours } from "./terminal";
import { Timeline, type TimelineEvent } from "./timeline";

const root = resolve(__dirname, "..");
/** Makes the whole life of a stack, some 45 simulated minutes, end in about half a minute. */
const defaultSpeed = 200;
/** Simulated seconds after which no result comes any more: the longest that a request is queued, and that it is processed. */
const patienceSeconds = 6 * 3600 + 3600;

interface Options {
    article: string;
    stack: string;
    speed: number;
    latency: number;
    keep: boolean;
    json: boolean;
}

/** Bad input: one sentence, and nothing was made. */
class UsageError extends Error {}

class Interrupted extends Error {}

async function main(): Promise<void> {
    // The lockfile pins an SDK that runs on Node 20; its advice about coming versions would stand in every output.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const options = parseOptions();
    const article = readArticle(options.article);
    const project = loadProject(root, options.stack);
    settingsOf(project);
    const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);

    say(
        `Laptop AWS, ${String(options.speed)} times as fast as time. ${colours.yellow("The summarizer is an extractive stand-in, not PEGASUS.")}`,
    );
    const behaviour = { modelLatencySeconds: options.latency };
    // Only now, since the AWS SDK and gRPC take seconds to load, and bad input should be told at once.
    const { Laptop } = await import("./laptop");
    const documents = documentsFor(project);
    const laptop = await Laptop.start({ project, speed: options.speed, behaviour, documents });
    const timeline = new Timeline(laptop.cloud.clock.now(), (event) => {
        say(line(event));
    });
    laptop.cloud.journal.watch(timeline.watch);
    const interrupt = interruption();
    let done: Summarized | undefined;
    let failure: unknown;
    try {
        done = await Promise.race([live(laptop, timeline, article, options, interrupt.signal), interrupt.interrupted]);
        if (options.keep) {
            say(exportsOf(laptop, options.stack));
            await interrupt.interrupted;
        }
    } catch (error) {
        failure = error;
    }
    let deleted = 0;
    const leftovers = await laptop.down(() => deleted++);
    timeline.add(laptop.cloud.clock.now(), `destroyed ${String(deleted)} resources, ${String(leftovers.length)} left`);
    interrupt.end();
    for (const left of leftovers) say(`left behind: ${left}`);
    if (leftovers.length > 0) process.exitCode = 1;
    if (options.json) {
        const { events, capacity } = timeline;
        process.stdout.write(`${JSON.stringify({ ...done, timeline: events, capacity, leftovers }, undefined, 2)}\n`);
    }
    if (failure !== undefined) throw failure;
}

/** The life of the stack, from deployment until it is idle again. */
async function live(
    laptop: Laptop,
    timeline: Timeline,
    article: string,
    { keep, json, speed }: Options,
    signal: AbortSignal,
): Promise<Summarized> {
    const { clock } = laptop.cloud;
    const { outputs, errors, violations } = await laptop.up((step) => {
        timeline.add(clock.now(), step);
    });
    if (violations.length > 0)
        throw new Error(violations.map(({ policy, message }) => `[${policy}] ${message}`).join("\n"));
    if (!outputs) throw new Error(errors.join("\n"));
    timeline.name(outputs);
    await timeline.instances(1);
    await timeline.instances(0);

    const { summarize } = await import("./article");
    const patienceMilliseconds = (patienceSeconds / speed) * 1000;
    const done = await summarize(article, laptop.connectionOf("caller"), outputs, { signal, patienceMilliseconds });
    timeline.add(clock.now(), `summary read from ${done.outputLocation}`);
    if (!json) process.stdout.write(`\n${colours.bold(done.summary)}\n\n`);
    if (!keep) await timeline.instances(0);
    return done;
}

function line({ atSeconds, event }: TimelineEvent): string {
    const two = (value: number): string => String(value).padStart(2, "0");
    const clock = `${two(Math.floor(atSeconds / 3600))}:${two(Math.floor(atSeconds / 60) % 60)}:${two(atSeconds % 60)}`;
    return `${colours.dim(clock)}  ${event}`;
}

function exportsOf(laptop: Laptop, stack: string): string {
    const { endpoint, region } = laptop.connectionOf("administrator");
    const keysOf = (identity: IdentityName): string => {
        const { accessKeyId, secretAccessKey } = laptop.connectionOf(identity).credentials;
        return `  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
    };
    return [
        "The laptop AWS keeps running; Ctrl-C destroys the stack and ends it. In another terminal, as its owner:",
        "  unset AWS_PROFILE AWS_SESSION_TOKEN",
        `  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
        keysOf("administrator"),
        `  npm run smoke -- --local ${stack}`,
        "As a caller, who has the caller policy and nothing else:",
        keysOf("caller"),
        "As a stranger, who may do everything in another account, and nothing here:",
        keysOf("stranger"),
    ].join("\n");
}

/** Turns the first SIGINT or SIGTERM into a rejection, so that what was made is destroyed; the second ends at once. */
function interruption(): { interrupted: Promise<never>; signal: AbortSignal; end: () => void } {
    const abort = new AbortController();
    let reject: (error: Error) => void;
    const interrupted = new Promise<never>((_, no) => (reject = no));
    interrupted.catch(() => undefined);
    const stop = (): void => {
        if (abort.signal.aborted) process.exit(130);
        process.exitCode = 130;
        process.stderr.write("Interrupted: destroying the stack. Once more to end at once.\n");
        abort.abort();
        reject(new Interrupted("interrupted"));
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    return { interrupted, signal: abort.signal, end: () => process.off("SIGINT", stop).off("SIGTERM", stop) };
}

function parseOptions(): Options {
    const positive = (text: string): number => {
        const value = Number(text);
        if (Number.isFinite(value) && value > 0) return value;
        throw new InvalidArgumentError("It must be a number greater than 0.");
    };
    return new Command("start")
        .description(
            "Deploys the program into a laptop AWS, summarizes one article, watches it scale to zero and back, destroys it.",
        )
        .option("--article <file>", "text to summarize", resolve(root, "examples/tide-mill.txt"))
        .option("--stack <name>", "stack whose settings are deployed", "dev")
        .option("--speed <n>", "simulated seconds per second", positive, defaultSpeed)
        .option("--latency <seconds>", "simulated seconds that the model takes for one article", positive, 4)
        .option("--keep", "leave it running until Ctrl-C", false)
        .option("--json", "print one JSON object on stdout, and the timeline on stderr", false)
        .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
        .parse()
        .opts<Options>();
}

function readArticle(file: string): string {
    if (!existsSync(file)) throw new UsageError(`${file} does not exist.`);
    const article = readFileSync(file, "utf8").trim();
    if (article === "") throw new UsageError(`${file} is empty: there is nothing to summarize.`);
    return article;
}

main().catch((error: unknown) => {
    if (error instanceof Interrupted) return;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    const badInput = error instanceof UsageError || error instanceof ProjectError || error instanceof SettingsError;
    process.exitCode = badInput ? 2 : 1;
});
