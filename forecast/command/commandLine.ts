import { Command, InvalidArgumentError, Option, type OutputConfiguration } from "commander";

import { parseDuration } from "../../contract/duration";
import { longestRequestTtlSeconds } from "../../contract/requestLimits";
import { type Distribution } from "../distribution";
import { type ConcurrencyScaling, searchedNumbers } from "../optimize/optimization";
import { type ChangedSetting, changedSetting } from "./changedSettings";
import { distributionOf } from "./distributionOf";
import { helpAfter } from "./helpText";
import { longestWorkloadSeconds, mostRequests } from "./bounds";
import { type Bounds, numberWithin } from "./numbers";
import { perType, type PerType } from "./perType";
import { type SwitchSetting, switchSetting } from "./switchOptions";
import { type Tried, triedValues } from "./triedValues";
import { UsageError } from "./usageError";
import { type ArrivalOptions } from "./workloadOf";

/** The command line, each value checked for itself. Durations are in seconds. */
export interface Options extends ArrivalOptions {
    stack?: string;
    compare?: string[];
    set: ChangedSetting[];

    serviceTime: PerType<Distribution>[];
    serviceTimes: PerType<string>[];
    overhead: number;
    coldStart: PerType<Distribution>[];
    imageCache: boolean;
    price: PerType<number>[];

    ttl: number;
    initialCapacity?: number;
    phase?: number;
    switch: SwitchSetting[];

    optimize: boolean;
    deadline?: number;
    try: Tried[];
    concurrencyScaling: ConcurrencyScaling;

    runs?: number;
    seed: number;
    threads?: number;
    sensitivity: boolean;

    json: boolean;
    csv?: string;
    /** A file; `false` for none. */
    report?: string | false;
}

const requests: Bounds = { least: 1, most: mostRequests, whole: true };
const perSecond: Bounds = { least: 0, above: true, most: 1_000_000 };
const usd: Bounds = { least: 0, above: true, most: 100_000 };

/**
 * Parses a command line.
 *
 * @param args without the program
 * @param output where help and errors go, instead of stdout and stderr
 * @throws CommanderError after it wrote help, or one sentence on what is wrong
 */
export function parseCommandLine(args: readonly string[], output: OutputConfiguration = {}): Options {
    const command = commandLine().configureOutput(output).parse(args, { from: "user" });
    return { ...unset, ...command.opts<Omit<Options, keyof typeof unset>>() };
}

/** Options that may be repeated, and those without a value: given to commander, help would show an empty list or `false`. */
const unset: Pick<
    Options,
    | "set"
    | "serviceTime"
    | "serviceTimes"
    | "coldStart"
    | "price"
    | "switch"
    | "try"
    | "imageCache"
    | "optimize"
    | "json"
> = {
    set: [],
    serviceTime: [],
    serviceTimes: [],
    coldStart: [],
    price: [],
    switch: [],
    try: [],
    imageCache: false,
    optimize: false,
    json: false,
};

function commandLine(): Command {
    const command = new Command("forecast")
        .description(
            "Says how long, how many instances and how many dollars a load takes, before anything is deployed: the endpoint of a stack, simulated.",
        )
        .allowExcessArguments(false)
        .exitOverride();

    command
        .optionsGroup("What is simulated:")
        .option("--stack <name>", "stack whose settings are taken (default: dev)")
        .option("--set <setting=value>", "set a setting otherwise; repeatable", collect(changedSetting))
        .option(
            "--compare <stack...>",
            "stacks side by side; with --set, each as it is and as it would be; not with --optimize",
        );

    command
        .optionsGroup("When requests come, in one of these ways:")
        .option("--requests <number>", "how many; all at once, unless more is said", number(requests))
        .option("--rate <number>", "evenly, so many a second; with --requests or --for", number(perSecond))
        .option(
            "--poisson <number>",
            "at random, so many a second on average; with --requests or --for",
            number(perSecond),
        )
        .option(
            "--burst <number>",
            "so many at once --every so often, over --poisson if given; with --for",
            number(requests),
        )
        .option("--every <duration>", "from one burst to the next", duration(1, longestWorkloadSeconds))
        .option(
            "--daily <file>",
            "at random by the hour: a file or a list of 24 numbers, requests per hour; with --for",
        )
        .option("--trace <file>", "as a CSV file has it: times, or counts of each minute")
        .option("--for <duration>", "how long requests come", duration(1, longestWorkloadSeconds));

    command
        .optionsGroup("How long things take and what they cost:")
        .option(
            "--service-time <[type=]time>",
            "seconds the model takes for one request (default: 4, assumed and not measured); repeatable",
            collect((text) => perType(text, true, distributionOf)),
        )
        .option(
            "--service-times <[type=]file>",
            "the same, measured: one number of seconds a line; repeatable",
            collect((text) => perType(text, true, fileName)),
        )
        .option(
            "--overhead <seconds>",
            "what a request takes besides: reading, writing",
            number({ least: 0, most: 3600, unit: "seconds" }),
            0,
        )
        .option(
            "--cold-start <[type=]time>",
            "from asking for instances to having them (default: 240 for CPU types, lognormal:330,0.25 for GPU types, both inferred); repeatable",
            collect((text) => perType(text, false, distributionOf)),
        )
        .option("--image-cache", "SageMaker has the container image cached: GPU types start in 180 s (inferred)")
        .option(
            "--price <[type=]usd>",
            "US dollars per instance hour (default: AWS's list price in the stack's region); repeatable",
            collect((text) => perType(text, false, (value) => numberWithin(value, usd))),
        );

    command
        .optionsGroup("How the endpoint behaves:")
        .addOption(
            new Option("--ttl <duration>", "how long a request may wait, from 60s")
                .argParser(duration(60, longestRequestTtlSeconds))
                .default(longestRequestTtlSeconds, "6h, the most there is"),
        )
        .option(
            "--initial-capacity <number>",
            "instances when the load begins (default: minCapacity)",
            number({ least: 0, most: 1000, whole: true }),
        )
        .option(
            "--phase <seconds>",
            "seconds after a whole minute at which it begins (default: another in each run)",
            number({ least: 0, most: 60, unit: "seconds" }),
        )
        .option("--switch <name=value>", "what AWS leaves open, see below; repeatable", collect(switchSetting));

    command
        .optionsGroup("What suits best:")
        .option("--optimize", "search for settings: the cheapest for each time it may take")
        .option(
            "--deadline <duration>",
            "what has to be met in 95 % of runs; with --optimize",
            duration(1, longestWorkloadSeconds),
        )
        .option(
            "--try <setting=values>",
            `values to search of ${searchedNumbers.join(", ")}, such as maxCapacity=5,8,14; repeatable; with --optimize`,
            collect(triedValues),
        )
        .addOption(
            new Option(
                "--concurrency-scaling <how>",
                "what more requests at a time on one instance do: share its speed, or not slow each other; with --optimize",
            )
                .choices(["shared", "independent"])
                .default("shared"),
        );

    command
        .optionsGroup("How it is computed:")
        .option(
            "--runs <number>",
            "simulations per case (default: 40; with --optimize 20 close up; fewer of large loads)",
            number({ least: 1, most: 100_000, whole: true }),
        )
        .option(
            "--seed <number>",
            "the same seed, the same answer",
            number({ least: 0, most: 2 ** 32 - 1, whole: true }),
            1,
        )
        .option(
            "--threads <number>",
            "threads at most (default: one per core)",
            number({ least: 1, most: 64, whole: true }),
        )
        .option("--no-sensitivity", "do not ask how far the answer depends on what AWS leaves open");

    return command
        .optionsGroup("What is written:")
        .option("--json", "one JSON object on stdout, and what happens on stderr")
        .option("--csv <file>", "the typical run minute by minute; - for stdout; not with --optimize")
        .option(
            "--report <file>",
            "where the HTML report goes; a file that is there is overwritten (default: .forecast/<name>.html)",
        )
        .option("--no-report", "no report")
        .addHelpText("after", helpAfter);
}

/** An option's parser from one that throws UsageErrors. */
function argument<T>(read: (text: string) => T): (text: string) => T {
    return (text) => {
        try {
            return read(text);
        } catch (error) {
            throw error instanceof UsageError ? new InvalidArgumentError(error.message) : error;
        }
    };
}

/** The same for an option that may be repeated. */
function collect<T>(read: (text: string) => T): (text: string, before?: T[]) => T[] {
    const one = argument(read);
    return (text, before = []) => [...before, one(text)];
}

function number(bounds: Bounds): (text: string) => number {
    return argument((text) => numberWithin(text, bounds));
}

function duration(least: number, most: number): (text: string) => number {
    return argument((text) => {
        const seconds = parseDuration(text);
        if (seconds !== undefined && seconds >= least && seconds <= most) return seconds;
        throw new UsageError(
            `It must be a duration such as 90s, 20m, 2h or 3d, from ${shortDuration(least)} to ${shortDuration(most)}.`,
        );
    });
}

/** As an option writes it. */
function shortDuration(seconds: number): string {
    if (seconds % 86_400 === 0) return `${String(seconds / 86_400)}d`;
    return seconds % 3600 === 0 ? `${String(seconds / 3600)}h` : `${String(seconds)}s`;
}

function fileName(text: string): string {
    if (text !== "") return text;
    throw new UsageError("It must be a file.");
}
