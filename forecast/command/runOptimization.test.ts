import assert from "node:assert/strict";
import { resolve } from "node:path";

import { parseCommandLine } from "./commandLine";
import { runOptimization } from "./runOptimization";
import { UsageError } from "./usageError";

const root = resolve(__dirname, "../..");

describe("a search for settings", () => {
    const refused: [line: string, message: string][] = [
        ["--compare dev prod", "--optimize searches for one stack's settings: leave out --compare."],
        ["--csv -", "--csv is a run minute by minute, and --optimize has many: leave it out."],
        ["--no-sensitivity", "--no-sensitivity leaves out what --optimize does not ask anyway: leave it out."],
        [
            "--runs 4",
            "--runs is 4, but must be at least 5 with --optimize: what 95 % of fewer runs come to says nothing.",
        ],
        [
            "--price ml.g5.xlarge=1",
            "--price is given for ml.g5.xlarge, which is used nowhere: ml.m5.xlarge is searched, and other types once they have a --service-time.",
        ],
        [
            "--cold-start ml.g5.xlarge=9 --service-time ml.g4dn.xlarge=1",
            "--cold-start is given for ml.g5.xlarge, which is used nowhere: ml.m5.xlarge and ml.g4dn.xlarge are searched, and other types once they have a --service-time.",
        ],
    ];
    for (const [line, message] of refused) {
        it(`refuses ${line}`, async () => {
            const args = `--optimize --requests 10 --no-report ${line}`.split(" ");
            await assert.rejects(runOptimization(parseCommandLine(args), { root, args }), new UsageError(message));
        });
    }
});
