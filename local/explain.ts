import { resolve } from "node:path";

import { askableProgram } from "./explain/askableProgram";
import { explainCommand } from "./explain/command";

// The lockfile pins an SDK that runs on Node 20; its advice about coming versions would stand in every output.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

void explainCommand(process.argv.slice(2), {
    root: resolve(__dirname, ".."),
    deploy: askableProgram,
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    quietMilliseconds: process.stderr.isTTY ? 1000 : undefined,
}).then((code) => {
    process.exitCode = code;
});
