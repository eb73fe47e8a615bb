import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { type CheckReport } from "./check";
import { packConfiguration } from "./engine/packConfiguration";
import { packDirectories, PolicyPack } from "./engine/policyPack";
import { loadProject } from "../contract/project";
import { judge, judgeStacks, passes, previewWith, programModes, record, type StackVerdict } from "./gate";
import { withSamplePack } from "./gate/testing/samplePack";
import { type Edit, withEditedProject, withProject } from "./testing/temporaryProject";

const root = resolve(__dirname, "..");
const today = new Date();

describe("the gate", () => {
    it("lets dev and prod pass, with every rule evaluated and every deferred one judged", async () => {
        const steps: string[] = [];
        const projects = ["dev", "prod"].map((stack) => loadProject(root, stack));
        const args = { packs: packDirectories(root), today, onStep: (step: string) => steps.push(step) };
        const { verdicts, packs } = await judgeStacks(projects, args);
        assert.deepEqual(
            verdicts.map(({ stack, modes }) => [stack, modes]),
            [
                ["dev", programModes],
                ["prod", programModes],
            ],
        );
        for (const verdict of verdicts) {
            const { resources, errors, violations, unevaluated, notJudged, exemptionFaults, advisories, warnings } =
                verdict;
            assert.ok(resources > 50, String(resources));
            assert.deepEqual(
                { errors, violations, unevaluated, notJudged, exemptionFaults, advisories, warnings },
                {
                    errors: [],
                    violations: [],
                    unevaluated: [],
                    notJudged: [],
                    exemptionFaults: [],
                    advisories: [],
                    warnings: [],
                },
            );
            assert.ok(passes(verdict));
        }
        assert.deepEqual(
            packs.map(({ name }) => name),
            ["async-inference", "security-baseline"],
        );
        // Two packs started once, two stacks recorded in two modes and judged once.
        assert.equal(steps.length, 1 + 4 + 2, steps.join("\n"));
    }).timeout(60_000);

    describe("stops a pull request, by the name of the rule, that", () => {
        let packs: PolicyPack[] = [];

        before(async () => {
            const project = loadProject(root, "dev");
            packs = await Promise.all(packDirectories(root).map((pack) => PolicyPack.start(pack, project, true)));
        });

        after(async () => {
            await Promise.all(packs.map((pack) => pack.stop()));
        });

        async function judgeEdited(edits: Edit[]): Promise<StackVerdict> {
            return withEditedProject(edits, async (edited) => {
                const project = loadProject(edited, "dev");
                const recordings = await Promise.all(programModes.map((mode) => record(project, mode)));
                // By the packs' defaults, the strictest settings of all.
                const configurations = packs.map(({ directory, info }) => packConfiguration(directory, "none", info));
                return judge(recordings, packs, configurations, today);
            });
        }

        const publicAccessBlock = /const publicAccessBlock = new BucketPublicAccessBlock\([\s\S]*?\n {8}\);/;
        const broken: [string, Edit[], Record<string, number>][] = [
            [
                "keeps an instance, tells no topic and lets public ACLs through",
                [
                    { file: "Pulumi.dev.yaml", from: "config:\n", to: "config:\n  summarizer:minCapacity: 1\n" },
                    {
                        file: "infra/endpoint.ts",
                        from: "{ successTopic: args.successTopicArn, errorTopic: args.errorTopicArn }",
                        to: "{}",
                    },
                    { file: "infra/privateBucket.ts", from: "blockPublicAcls: true", to: "blockPublicAcls: false" },
                ],
                {
                    "min-capacity-is-zero": 1,
                    "error-topic-is-set": 1,
                    "success-topic-is-set": 1,
                    "buckets-block-public-access": 2,
                },
            ],
            [
                "takes the public access block away",
                [
                    { file: "infra/privateBucket.ts", from: publicAccessBlock, to: "" },
                    { file: "infra/privateBucket.ts", from: "{ ...child, dependsOn: publicAccessBlock }", to: "child" },
                ],
                { "buckets-block-public-access": 2 },
            ],
        ];
        for (const [what, edits, expected] of broken) {
            it(what, async () => {
                const judged = await judgeEdited(edits);
                assert.deepEqual(judged.errors, []);
                for (const [rule, count] of Object.entries(expected)) {
                    const said = judged.violations.filter(({ policy }) => policy === rule);
                    assert.equal(said.length, count, rule);
                    for (const { urn, modes } of said) {
                        assert.match(urn, /^urn:pulumi:dev::summarizer::/);
                        // Nothing that is wrong waits for the second mode, nor is said twice for it.
                        assert.deepEqual(modes, programModes);
                    }
                }
                assert.equal(passes(judged), false);
            }).timeout(60_000);
        }
    });

    it("says what the program refuses, once, and takes no half minute for it", async () => {
        const edits = [{ file: "Pulumi.dev.yaml", from: "config:\n", to: "config:\n  summarizer:maxCapasity: 3\n" }];
        await withEditedProject(edits, async (edited) => {
            const { verdicts } = await judgeStacks([loadProject(edited, "dev")], { packs: [], today });
            assert.equal(verdicts[0]?.errors.length, 1);
            assert.match(String(verdicts[0].errors[0]), /maxCapasity.*maxCapacity/);
            assert.equal(passes(verdicts[0]), false);
        });
    }).timeout(20_000);

    it("runs no program when a pack's configuration is wrong", async () => {
        await withSamplePack({ musst: "mandatory" }, async (directory) => {
            const steps: string[] = [];
            const args = { packs: [directory], today, onStep: (step: string) => steps.push(step) };
            await assert.rejects(judgeStacks([loadProject(root, "dev")], args), {
                message: 'policies/sample/config/dev.json: there is no rule "musst". Did you mean "must"?',
            });
            assert.deepEqual(steps, ["started sample (3 rules)"]);
        });
    });

    it("judges somebody else's program", async () => {
        const program = `
import * as aws from "@pulumi/aws";
const bucket = new aws.s3.Bucket("data", {});
const block = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
new aws.s3.BucketPublicAccessBlock("data", { bucket: bucket.id, ...block, blockPublicPolicy: false });
new aws.dynamodb.Table("orders", { attributes: [{ name: "id", type: "S" }], hashKey: "id" });
`;
        const files = {
            "Pulumi.yaml": "name: foreign\nruntime: nodejs\n",
            "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n",
            "index.ts": program,
        };
        await withProject(files, async (folder) => {
            const { verdicts } = await judgeStacks([loadProject(folder, "dev")], {
                packs: packDirectories(root),
                today,
            });
            const [verdict] = verdicts;
            assert.deepEqual([verdict?.errors, verdict?.unevaluated, verdict?.resources], [[], [], 4]);
            const blocks = verdict?.violations.filter(({ policy }) => policy === "buckets-block-public-access") ?? [];
            assert.deepEqual(
                blocks.map(({ urn, modes }) => [urn.split("::").at(-1), modes]),
                [["data", programModes]],
            );
        });
    }).timeout(60_000);

    it("lets a laptop AWS be deployed under the packs of its stack", async () => {
        const { errors, resources } = await previewWith(loadProject(root, "dev"), []);
        assert.deepEqual(errors, []);
        assert.ok(resources.length > 50);
    });
});

describe("npm run check", () => {
    interface Run {
        code: number | null;
        stdout: string;
        stderr: string;
    }

    /** Runs the command as its npm script does. */
    async function check(...args: string[]): Promise<Run> {
        const child = spawn(process.execPath, ["-r", "./local/engine/preload.cjs", "local/check.ts", ...args], {
            cwd: root,
        });
        const run: Run = { code: null, stdout: "", stderr: "" };
        child.stdout.on("data", (chunk: Buffer) => (run.stdout += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (run.stderr += chunk.toString()));
        run.code = await new Promise((done) => child.on("close", done));
        return run;
    }

    it("ends with 0, plain lines and a file of SARIF", async () => {
        await withProject({ "old.txt": "" }, async (folder) => {
            const sarif = join(folder, "gate.sarif");
            const { code, stdout, stderr } = await check("--stack", "dev", "--sarif", sarif);
            assert.equal(code, 0, stdout + stderr);
            assert.match(stdout, /^dev: passed, \d+ resources \(first preview; ids known\)/);
            assert.equal(stdout.includes("\u001b"), false);
            const log = JSON.parse(readFileSync(sarif, "utf8")) as { runs: { results: unknown[] }[] };
            assert.deepEqual(
                log.runs.map(({ results }) => results),
                [[]],
            );
        });
    }).timeout(60_000);

    const target = "urn:pulumi:dev::p::aws:appautoscaling/target:Target::scaling";
    const inputs = {
        serviceNamespace: "sagemaker",
        scalableDimension: "sagemaker:variant:DesiredInstanceCount",
        minCapacity: 1,
    };
    const resources = [
        { urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", custom: false, type: "pulumi:pulumi:Stack" },
        { urn: target, custom: true, id: "x", type: "aws:appautoscaling/target:Target", inputs },
    ];

    it("ends with 1 for a state that violates a rule, and writes SARIF and JSON all the same", async () => {
        await withProject({ "state.json": JSON.stringify({ deployment: { resources } }) }, async (folder) => {
            const sarif = join(folder, "gate.sarif");
            const { code, stdout, stderr } = await check(
                "--state",
                join(folder, "state.json"),
                "--json",
                "--sarif",
                sarif,
            );
            assert.equal(code, 1, stderr);
            const { ok, stacks } = JSON.parse(stdout) as CheckReport;
            assert.deepEqual(
                [ok, stacks.map((one) => [one.ok, one.stack, one.modes])],
                [false, [[false, "dev", ["state"]]]],
            );
            const said = stacks[0]?.violations.find(({ policy }) => policy === "min-capacity-is-zero");
            assert.deepEqual([said?.urn, said?.modes], [target, ["state"]]);
            const log = JSON.parse(readFileSync(sarif, "utf8")) as { runs: { results: { ruleId: string }[] }[] };
            assert.ok(log.runs[0]?.results.some(({ ruleId }) => ruleId === "min-capacity-is-zero"));
        });
    }).timeout(60_000);

    const bad: [string, string[], RegExp][] = [
        ["a stack that does not exist", ["--stack", "staging"], /^There is no stack "staging": /],
        ["an option that does not exist", ["--fast"], /^error: unknown option '--fast'/],
        [
            "a state that is none",
            ["--state", "package.json"],
            /^package\.json is no exported state: it has no deployment\. /,
        ],
        ["a state that is not there", ["--state", "none.json"], /^none\.json is no exported state: ENOENT/],
    ];
    for (const [what, args, says] of bad) {
        it(`ends with 2, one sentence and no word on stdout for ${what}`, async () => {
            const { code, stdout, stderr } = await check(...args);
            assert.deepEqual([code, stdout], [2, ""]);
            assert.match(stderr, says);
            assert.equal(stderr.trim().split("\n").length, 1);
        });
    }
});
