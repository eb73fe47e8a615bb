import assert from "node:assert/strict";

import { AwsError } from "../cloud/awsError";
import { type Asked } from "./laptopAws";
import { inEachEnvironment } from "./scenario";

/** More would mean that something fails again and again. */
const mostUpdates = 20;

inEachEnvironment("a deployment in which every call that makes something fails once", (stage) => {
    const { environment } = stage;

    it("names resource and error each time, goes on from there, and ends complete", async function () {
        const failed = new Map<string, string>();
        stage.stack.aws.interference = {
            before: (asked) => {
                if (/^(Describe|Get|List|Head|Delete|Schedule)/.test(asked.operation)) return;
                const call = identity(asked);
                if (failed.has(call)) return;
                const words = `injected failure ${String(failed.size + 1)}`;
                failed.set(call, words);
                return Promise.reject(new AwsError("AccessDeniedException", words, 403));
            },
        };
        const named = new Set<string>();
        for (let updates = 1; ; updates++) {
            assert.ok(updates <= mostUpdates, [...failed.keys()].join("\n"));
            const before = failed.size;
            const { code, output } = await stage.stack.up("--continue-on-error");
            const errors = diagnostics(output);
            for (const words of [...failed.values()].slice(before)) {
                const resource = errors.find(({ error }) => error.endsWith(`: ${words}`))?.resource;
                assert.ok(resource, `${words} in\n${output}`);
                named.add(resource);
            }
            assert.equal(code === 0, failed.size === before, output);
            if (code === 0) break;
        }
        stage.stack.aws.interference = {};
        // All 51 resources that a provider makes; the gate is the engine's own.
        assert.equal(named.size, 50, [...named].sort().join("\n"));
        await stage.stack.good(["up", "--yes", "--stack", environment, "--expect-no-changes", "--refresh"]);
        await (await stage.deployed()).assertScales();
    });

    it("leaves nothing behind when it is destroyed", async () => {
        await stage.stack.set("protect", "false");
        await stage.stack.good(["destroy", "--yes", "--run-program", "--stack", environment]);
        assert.deepEqual(stage.stack.aws.cloud.inventory(), []);
    });
});

/** A call by what it makes: ids that AWS chooses and automatic names are others at the next try. */
function identity({ service, operation, input }: Asked): string {
    const text = JSON.stringify(input)
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
        .replace(/-[0-9a-f]{7}"/g, '-<name>"');
    return `${service} ${operation} ${text}`;
}

/** What the CLI prints under "Diagnostics": a resource, and its errors below it. */
function diagnostics(output: string): { resource: string; error: string }[] {
    let resource = "";
    return output.split("\n").flatMap((line) => {
        resource = /^ {2}(\S+ \(\S+\)):$/.exec(line)?.[1] ?? resource;
        const error = /^ {4}error: (.*)$/.exec(line)?.[1];
        return error === undefined ? [] : [{ resource, error }];
    });
}
