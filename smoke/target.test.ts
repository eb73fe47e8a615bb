import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { findTarget } from "./target";
import { outputs } from "./testing/fixtures";
import { UsageError } from "./usageError";

describe("target", () => {
    let root: string;
    const path = process.env["PATH"];
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "target-"));
        mkdirSync(join(root, ".laptop"));
    });
    afterEach(() => {
        process.env["PATH"] = path;
        rmSync(root, { recursive: true });
    });

    const refuses = (options: Parameters<typeof findTarget>[1], message: string): void => {
        assert.throws(() => findTarget(root, options), new UsageError(message));
    };
    const write = (name: string, content: unknown): string => {
        const file = join(root, name);
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
        return file;
    };

    it("must be said, once", () => {
        refuses({}, "Say what to test: --stack NAME, --local, or --outputs FILE.");
        const twice = "--local brings its own outputs: leave --stack and --outputs away.";
        refuses({ local: "dev", stack: "dev" }, twice);
        refuses({ local: "dev", outputs: "x.json" }, twice);
    });

    describe("from a file", () => {
        it("is what the file says", () => {
            assert.deepEqual(findTarget(root, { outputs: write("o.json", outputs) }), { outputs });
        });

        it("is refused without a file, without JSON, and with an output missing", () => {
            const missing = join(root, "missing.json");
            refuses({ outputs: missing }, `The outputs file ${missing} does not exist.`);
            const broken = write("broken.json", "{");
            refuses({ outputs: broken }, `The outputs file ${broken} is not JSON.`);
            const partial = write("partial.json", { ...outputs, smokeInboxUrl: undefined });
            refuses(
                { outputs: partial },
                `${partial}: stack output "smokeInboxUrl" is missing: was this stack deployed by this program?`,
            );
            const wrong = write("wrong.json", { ...outputs, maxCapacity: "5" });
            refuses({ outputs: wrong }, `${wrong}: stack output "maxCapacity" must be a number, not "5".`);
        });
    });

    describe("on a laptop", () => {
        const laptop = {
            endpointUrl: "http://127.0.0.1:4000",
            region: "eu-west-1",
            accessKeyId: "a",
            secretAccessKey: "b",
        };

        it("is what the running laptop AWS wrote", () => {
            write(".laptop/dev.json", { ...laptop, outputs, pid: process.pid });
            const custom = { url: "http://127.0.0.1:4000", accessKeyId: "a", secretAccessKey: "b" };
            assert.deepEqual(findTarget(root, { local: "dev" }), { outputs, custom });
        });

        it("says how to start one when none is running", () => {
            refuses({ local: "dev" }, "No laptop AWS of stack dev is running: run `npm start -- --keep` first.");
            refuses(
                { local: "prod" },
                "No laptop AWS of stack prod is running: run `npm start -- --keep --stack prod` first.",
            );
        });

        it("notices one that was killed", () => {
            // Above the largest process id of Linux.
            const file = write(".laptop/dev.json", { ...laptop, outputs, pid: 2 ** 22 + 1 });
            refuses(
                { local: "dev" },
                `The laptop AWS of stack dev has ended without removing ${file}: run \`npm start -- --keep\` first.`,
            );
        });

        it("is refused when the file is not what a laptop AWS writes", () => {
            const file = write(".laptop/dev.json", { ...laptop, endpointUrl: "", outputs });
            refuses({ local: "dev" }, `${file} has no endpointUrl: run \`npm start -- --keep\` first.`);
            write(".laptop/dev.json", laptop);
            refuses(
                { local: "dev" },
                `${file}: stack outputs must be one JSON object, as \`pulumi stack output --json\` prints it.`,
            );
            write(".laptop/dev.json", "null");
            refuses({ local: "dev" }, `${file} has no endpointUrl: run \`npm start -- --keep\` first.`);
        });

        it("never leaves its folder", () => {
            refuses({ local: "../dev" }, '"../dev" is no name of a stack.');
        });
    });

    describe("of a stack", () => {
        const command = "pulumi stack output --json --stack dev";
        /** Puts a script in Pulumi's place. */
        const pulumi = (script: string): void => {
            const bin = join(root, "bin");
            mkdirSync(bin);
            writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${script}\n`);
            chmodSync(join(bin, "pulumi"), 0o755);
            process.env["PATH"] = `${bin}${delimiter}${String(path)}`;
        };

        it("is what the Pulumi CLI prints, asked in the project's folder", () => {
            write("outputs.json", outputs);
            pulumi('[ "$*" = "stack output --json --stack dev" ] && cat outputs.json');
            assert.deepEqual(findTarget(root, { stack: "dev" }), { outputs });
        });

        it("says so when pulumi is not on the PATH", () => {
            process.env["PATH"] = join(root, "nowhere");
            refuses(
                { stack: "dev" },
                `pulumi is not on the PATH: install the Pulumi CLI, or give --outputs FILE with what \`${command}\` printed.`,
            );
        });

        it("says what Pulumi said", () => {
            pulumi("echo 'warning: a new version' >&2; echo 'error: no stack named dev found' >&2; exit 255");
            refuses({ stack: "dev" }, `\`${command}\` failed: no stack named dev found.`);
        });

        it("says that a stack without outputs is not deployed", () => {
            pulumi("echo '{}'");
            refuses({ stack: "dev" }, "Stack dev has no outputs: run `pulumi up --stack dev` first.");
        });

        it("says that what Pulumi printed is no JSON", () => {
            pulumi("echo hello");
            refuses({ stack: "dev" }, `\`${command}\` printed no JSON.`);
        });

        it("takes no option for a name", () => {
            refuses({ stack: "--show-secrets" }, '"--show-secrets" is no name of a stack.');
        });
    });
});
