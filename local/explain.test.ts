import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { type Explanation } from "./explain/explanation";

const root = resolve(__dirname, "..");

/** Runs the command as its npm script does. */
function explain(line: string): { status: number | null; stdout: string; stderr: string } {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
        scripts: { explain: string };
    };
    const [program, ...args] = scripts.explain.split(" ");
    assert.equal(program, "node");
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, ...line.split(" ")], {
        cwd: root,
        encoding: "utf8",
    });
    return { status, stdout, stderr };
}

describe("npm run explain", () => {
    it("deploys the program of another stack, asks it, and ends by itself", () => {
        const line = "--as caller --action s3:PutObject --resource inputBucketName/articles/x --stack prod --json";
        const { status, stdout, stderr } = explain(line);
        assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
        const { allowed, resource, statements } = JSON.parse(stdout) as Explanation;
        assert.equal(allowed, true);
        assert.equal(resource, "arn:aws:s3:::summarizer-prod-input-123456789012/articles/x");
        assert.deepEqual(
            statements.map(({ policy, statement }) => `${policy} ${statement}`),
            ["summarizer-prod-caller PutArticles"],
        );
    }).timeout(30_000);

    it("refuses what is no action with exit code 2", () => {
        assert.deepEqual(explain("--as caller --action GetObject --resource *"), {
            status: 2,
            stdout: "",
            stderr: '--action is "GetObject", but must be service:Name, such as s3:GetObject.\n',
        });
    });
});
