import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { withProject } from "../testing/temporaryProject";
import { sarifLog, writeWhole } from "./sarif";
import { urnOf } from "./testing/recordings";
import { finding, full, packs, verdict } from "./testing/verdicts";

interface Log {
    $schema: string;
    version: string;
    runs: {
        tool: { driver: { name: string; rules: { id: string; helpUri: string; [key: string]: unknown }[] } };
        automationDetails: { id: string };
        invocations: { executionSuccessful: boolean; exitCode: number; toolExecutionNotifications: unknown[] }[];
        results: {
            ruleId: string;
            ruleIndex: number;
            level: string;
            message: { text: string };
            locations: unknown[];
            partialFingerprints: Record<string, string>;
            suppressions?: object[];
        }[];
    }[];
}

const log = (...verdicts: Parameters<typeof sarifLog>[0]) => sarifLog(verdicts, packs, "/project") as Log;
const only = (...verdicts: Parameters<typeof sarifLog>[0]) => log(...verdicts).runs[0] ?? assert.fail("no run");

describe("what is found, in SARIF", () => {
    it("is one run for each stack, with every rule of every pack", () => {
        const { version, runs } = log(verdict(), verdict({ stack: "prod" }));
        assert.equal(version, "2.1.0");
        assert.deepEqual(
            runs.map(({ automationDetails, results }) => [automationDetails.id, results]),
            [
                ["policy gate/dev/", []],
                ["policy gate/prod/", []],
            ],
        );
        assert.deepEqual(runs[0]?.tool.driver.rules[0], {
            id: "must",
            shortDescription: { text: "must must hold; otherwise it does not." },
            help: { text: "Mend it.", markdown: "Mend it. [More](docs/policies.md#must)" },
            helpUri: "file:///project/docs/policies.md#must",
            defaultConfiguration: { level: "error", enabled: true },
            properties: { tags: ["policy", "first"] },
        });
        assert.deepEqual(
            runs[0].tool.driver.rules.map(({ id }) => id),
            ["must", "should", "must"],
        );
    });

    it("has a result for everything that fails the gate, and for what is only advised or exempted", () => {
        const { results } = only(full);
        assert.deepEqual(
            results.map(({ ruleId, ruleIndex, level, message }) => [ruleId, ruleIndex, level, message.text]),
            [
                ["must", 2, "error", "a is wrong."],
                ["should", 1, "error", "can't run policy"],
                ["must", 0, "error", "Deferred and not judged: policy is unknown"],
                ["must", 0, "error", "The exemption of aws:sqs/queue:Queue::e expired on 2027-01-31."],
                ["must", 0, "error", "The exemption of aws:sqs/queue:Queue::f is unused."],
                ["should", 1, "warning", "g is wrong."],
                ["must", 0, "error", "d is wrong."],
            ],
        );
        assert.deepEqual(
            results.map(({ suppressions }) => suppressions),
            [
                ...Array.from({ length: 6 }, () => undefined),
                [{ kind: "external", status: "accepted", justification: "it is emptied daily (until 2027-01-31)" }],
            ],
        );
    });

    it("names the resource, and the file of the stack or of the exemption", () => {
        const { results } = only(full);
        assert.deepEqual(results[0]?.locations, [
            {
                physicalLocation: { artifactLocation: { uri: "Pulumi.dev.yaml" }, region: { startLine: 1 } },
                logicalLocations: [{ fullyQualifiedName: urnOf("a"), name: "a", kind: "resource" }],
            },
        ]);
        assert.deepEqual(results[3]?.locations, [
            {
                physicalLocation: {
                    artifactLocation: { uri: "policies/first/config/dev.json" },
                    region: { startLine: 1 },
                },
            },
        ]);
    });

    it("says whether the program ran to its end, and what it said", () => {
        assert.deepEqual(only(full).invocations, [
            {
                executionSuccessful: false,
                exitCode: 1,
                toolExecutionNotifications: [
                    { level: "error", message: { text: "it broke" } },
                    { level: "warning", message: { text: "it creaks" } },
                ],
            },
        ]);
        const violated = only(verdict({ violations: full.violations })).invocations[0];
        assert.deepEqual([violated?.executionSuccessful, violated?.exitCode], [true, 1]);
        assert.equal(only(verdict()).invocations[0]?.exitCode, 0);
    });

    it("has fingerprints that are the same in every run, and differ from finding to finding", () => {
        const prints = (one = full) =>
            only(one).results.map(({ partialFingerprints }) => partialFingerprints["finding/v1"]);
        assert.deepEqual(prints(), prints());
        assert.equal(new Set([...prints(), ...prints({ ...full, stack: "prod" })]).size, 14);
        const moved = { ...full, violations: [finding("second", "must", "z"), ...full.violations] };
        assert.deepEqual(prints(moved).slice(1), prints());
    });

    it("refers to the documentation at the commit where GitHub runs it", () => {
        const set = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "o/r", GITHUB_SHA: "abc" };
        const before = { ...process.env };
        Object.assign(process.env, set);
        try {
            const { rules } = only(verdict()).tool.driver;
            assert.equal(rules[1]?.helpUri, "https://github.com/o/r/blob/abc/docs/policies.md#should");
        } finally {
            for (const name of Object.keys(set)) {
                if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
                else process.env[name] = before[name];
            }
        }
    });

    it("is written whole, over what was there, and leaves no draft", async () => {
        await withProject({ "out/gate.sarif": "old" }, (root) => {
            const file = join(root, "out/gate.sarif");
            writeWhole(file, { new: true });
            assert.equal(readFileSync(file, "utf8"), '{\n  "new": true\n}\n');
            assert.deepEqual(readdirSync(join(root, "out")), ["gate.sarif"]);
            assert.throws(() => writeWhole(join(root, "none/gate.sarif"), {}), /ENOENT/);
            return Promise.resolve();
        });
    });
});
