import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";

import { PolicyPack } from "../local/engine/policyPack";
import { type Project } from "../contract/project";
import { type Recording } from "../local/gate";
import { copies } from "./copies";

/** How a pack fares with a stack of one size. */
export interface Scale {
    pack: string;
    resources: number;
    /** Resources judged in a second, one after the other as they are registered. */
    perSecond: number;
    /** Most memory that the pack's process had until then, in MB; undefined where the system does not tell. */
    megabytes: number | undefined;
    /** What all rules on the stack as a whole take together. */
    stackSeconds: number;
    /** Most memory with these; every rule is handed all resources at once. */
    stackMegabytes: number | undefined;
}

/** Judges stacks that are the recorded one many times over, each in a process of its own. */
export async function scales(
    project: Project,
    recording: Recording,
    directory: string,
    sizes: readonly number[],
): Promise<Scale[]> {
    const measured: Scale[] = [];
    for (const size of sizes) {
        const resources = copies(recording, size);
        const pack = await PolicyPack.start(directory, project, true);
        try {
            const begun = performance.now();
            for (const resource of resources) await pack.analyze(resource);
            const judged = performance.now();
            const megabytes = peak(pack.pid);
            await pack.analyzeStack(resources);
            measured.push({
                pack: basename(directory),
                resources: resources.length,
                perSecond: resources.length / ((judged - begun) / 1000),
                megabytes,
                stackSeconds: (performance.now() - judged) / 1000,
                stackMegabytes: peak(pack.pid),
            });
        } finally {
            await pack.stop();
        }
    }
    return measured;
}

/** Linux tells it in kB, in /proc (proc_pid_status(5), VmHWM). */
function peak(pid: number | undefined): number | undefined {
    const file = `/proc/${String(pid)}/status`;
    if (!existsSync(file)) return undefined;
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(file, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
