import { basename, join, resolve } from "node:path";

import { packConfiguration } from "../engine/packConfiguration";
import { PolicyPack } from "../engine/policyPack";
import { type Project } from "../../contract/project";
import { judge, type StackVerdict } from "./judge";
import { programModes, record, type Recording } from "./record";

export interface GateArgs {
    /** Absolute folders of the packs. */
    packs: readonly string[];
    /** Another project's folder, whose `policies/<pack>/config/<stack>.json` set the packs instead of the packs' own. There,
     * required rules may be lowered. */
    configuredBy?: string;
    /** For the expiry of exemptions. */
    today: Date;
    /** Told of each step when it is done. */
    onStep?: (step: string) => void;
}

/** What the gate found, and the packs that it asked. */
export interface GateResult {
    verdicts: StackVerdict[];
    packs: readonly PolicyPack["info"][];
}

/** As many processes as run at a time; each keeps a core busy. */
const atATime = 2;

/**
 * Judges stacks: each program runs once in each mode, and every pack, started once, judges what was recorded.
 *
 * @throws ConfigurationError when a pack's configuration is wrong, before any program runs
 */
export async function judgeStacks(projects: readonly Project[], args: GateArgs): Promise<GateResult> {
    const [first] = projects;
    if (!first) return { verdicts: [], packs: [] };
    return withStartedPacks(first, args, async (packs) => {
        const configured = projects.map((project) => configurationsOf(packs, project.stack, args));
        const runs = projects.flatMap((project) => programModes.map((mode) => ({ project, mode })));
        const abort = new AbortController();
        const recordings = limited(runs, atATime, async ({ project, mode }) => {
            const recording = await record(project, mode, abort.signal);
            args.onStep?.(`${project.stack}: recorded ${String(recording.resources.length)} resources, ${words[mode]}`);
            return recording;
        });
        // Whoever waits for one is told; a later one may fail before anybody waits for it.
        for (const recording of recordings) recording.catch(() => undefined);
        const verdicts: StackVerdict[] = [];
        try {
            for (const [at, { stack }] of projects.entries()) {
                const own = recordings.slice(at * programModes.length, (at + 1) * programModes.length);
                verdicts.push(await judge(await Promise.all(own), packs, configured[at] ?? [], args.today));
                args.onStep?.(`${stack}: judged`);
            }
        } finally {
            abort.abort();
        }
        return { verdicts, packs: packs.map(({ info }) => info) };
    });
}

/** Judges what was recorded already, such as an exported state. */
export async function judgeRecording(recording: Recording, args: GateArgs): Promise<GateResult> {
    const { project: name, stack } = recording;
    return withStartedPacks({ name, stack, config: {} }, args, async (packs) => ({
        verdicts: [await judge([recording], packs, configurationsOf(packs, stack, args), args.today)],
        packs: packs.map(({ info }) => info),
    }));
}

/** How modes are called in what people read. */
export const words = {
    firstPreview: "first preview",
    deterministicIds: "ids known",
    state: "exported state",
} as const;

function configurationsOf(packs: readonly PolicyPack[], stack: string, { configuredBy }: GateArgs) {
    return packs.map(({ directory, info }) => {
        const folder = configuredBy === undefined ? directory : join(configuredBy, "policies", basename(directory));
        return packConfiguration(folder, stack, info, resolve(folder) !== resolve(directory));
    });
}

async function withStartedPacks<T>(
    project: Pick<Project, "name" | "stack" | "config">,
    { packs, onStep }: GateArgs,
    use: (packs: readonly PolicyPack[]) => Promise<T>,
): Promise<T> {
    const starting = packs.map((directory) => PolicyPack.start(directory, project, true));
    try {
        const started = await Promise.all(starting);
        onStep?.(
            `started ${started.map(({ info }) => `${info.name} (${String(info.rules.length)} rules)`).join(", ")}`,
        );
        return await use(started);
    } finally {
        for (const pack of await Promise.allSettled(starting)) if (pack.status === "fulfilled") await pack.value.stop();
    }
}

/** Runs `work` on each item, so many at a time; the promises are in the order of the items. */
function limited<Item, Result>(
    items: readonly Item[],
    limit: number,
    work: (item: Item) => Promise<Result>,
): Promise<Result>[] {
    const waiting: (() => void)[] = [];
    let running = 0;
    return items.map(async (item) => {
        if (running < limit) running++;
        else await new Promise<void>((takeOver) => waiting.push(takeOver));
        try {
            return await work(item);
        } finally {
            const next = waiting.shift();
            if (next) next();
            else running--;
        }
    });
}
