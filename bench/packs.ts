import { loadProject } from "../contract/project";
import { packDirectories } from "../local/engine/policyPack";
import { record } from "../local/gate";
import { table } from "../local/terminal";
import { decisionRates } from "./decisions";
import { ended } from "./process";
import { root } from "./root";
import { type Scale, scales } from "./scale";
import { type Measured } from "./section";

/** How quickly access is decided. */
export async function decisions(): Promise<Measured> {
    const rates = await decisionRates(loadProject(root, "dev"));
    const cells = rates.map(({ question, allowed, perSecond, perParse }) => [
        question,
        allowed ? "allowed" : "denied",
        perSecond.toFixed(0),
        perParse.toFixed(1),
    ]);
    return { json: rates, text: table(["decision", "outcome", "a second", "against parsing its policies"], cells) };
}

/** How packs fare with stacks that are dev's many times over. */
export async function packScales(): Promise<Measured> {
    const project = loadProject(root, "dev");
    const recording = await record(project, "firstPreview");
    const measured: Scale[] = [];
    for (const pack of packDirectories(root))
        measured.push(...(await scales(project, recording, pack, [100, 1000, 10_000])));
    const cells = measured.map((scale) => [
        scale.pack,
        String(scale.resources),
        scale.perSecond.toFixed(0),
        scale.megabytes?.toFixed(0) ?? "",
        scale.stackSeconds.toFixed(2),
        scale.stackMegabytes?.toFixed(0) ?? "",
    ]);
    return { json: measured, text: table(["pack", "resources", "a second", "MB", "stack rules, s", "MB"], cells) };
}

/** What the mutation proof says of itself: how many changes were tried, caught and let pass for a reason. */
export function mutations(): Measured {
    const mocha = ["node_modules/mocha/bin/mocha.js", "--no-config", "-r", "ts-node/register/transpile-only"];
    const said = ended([...mocha, "--timeout", "300000", "policies/mutation/mutation.test.ts"]);
    const text = /mutations: .*/.exec(said)?.[0] ?? said;
    return { json: text, text };
}
