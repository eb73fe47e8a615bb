import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { deploy, type Deployment } from "../local/engine/deployment";
import { loadProject } from "../contract/project";
import { laptopProvider } from "../local/engine/provider";

const root = join(__dirname, "..");

/** A first preview in Pulumi's own process, with values over those of the stack. */
function preview(config: Record<string, string>): Promise<Deployment> {
    const project = loadProject(root, "dev");
    const target = {
        accountId: "123456789012",
        region: "us-east-1",
        partition: "aws",
        call: () => Promise.reject(new Error("a preview calls nothing")),
    };
    return deploy({
        project: { ...project, config: { ...project.config, ...config } },
        provider: laptopProvider(target),
        packs: [],
        preview: true,
    });
}

describe("the program in Pulumi's own process", () => {
    it("answers a bad value with its one sentence and makes nothing", async () => {
        const { errors, resources } = await preview({ "summarizer:minCapacity": "7" });
        assert.deepEqual(errors, ["summarizer:minCapacity is 7, but must be at most maxCapacity, which is 5"]);
        assert.deepEqual(
            resources.filter(({ custom }) => custom),
            [],
        );
    });

    it("previews a stack without a word", async () => {
        const { errors, warnings, resources } = await preview({});
        assert.deepEqual([errors, warnings], [[], []]);
        assert.equal(resources.filter(({ custom }) => custom).length, 51);
    });
});

describe("plainErrors.cjs", () => {
    const lines = (script: string): string[] =>
        execFileSync(process.execPath, ["--require", "./plainErrors.cjs", "-e", script], {
            cwd: __dirname,
            encoding: "utf8",
        })
            .trim()
            .split("\n");

    it("lets the stack be printed over which Node 20 stalls", () => {
        const stack = ["Error: boom", "    at apply (/app/node_modules/@pulumi/output.ts:516:31)"];
        const script = `
            const error = new Error("boom");
            error.stack = ${JSON.stringify(stack.join("\n"))};
            console.log(require("node:util").inspect(error, { colors: true }));
        `;
        assert.deepEqual(lines(script), stack);
    });

    it("leaves everything else of util.inspect as it was", () => {
        const script = `
            const util = require("node:util");
            console.log(util.inspect({ a: { b: 1 } }, { colors: true, depth: 0 }));
            console.log(util.inspect("a", false));
            console.log(typeof util.inspect.custom);
        `;
        assert.deepEqual(lines(script), ["{ a: [Object] }", "'a'", "symbol"]);
    });
});
