import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { resolve } from "node:path";

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Command } from "commander";

import { SimulatedClock } from "./cloud/clock";
import { Cloud } from "./cloud/cloud";
import { packDirectories, PolicyPack } from "./engine/policyPack";
import { loadProject } from "../contract/project";
import { decisionRates } from "./bench/decisions";
import { scales, type Scale } from "./bench/scale";
import { judgeStacks, record } from "./gate";
import { accessKeys } from "./cloud/iam/identities";
import { table } from "./terminal";
import { startWire } from "./wire/server";

const root = resolve(__dirname, "..");

/** Something timed against what it cannot do without, in the same run: machines differ, ratios less so. */
interface Measure {
    what: string;
    against: string;
    runs: number;
    measured: () => Promise<void> | void;
    baseline: () => Promise<void> | void;
}

/** What the program and the packs load of Pulumi. */
const sdks = ["@pulumi/pulumi", "@pulumi/policy", ...awsModules()];

function awsModules(): string[] {
    const modules = ["appautoscaling", "cloudwatch", "iam", "kms", "s3", "sagemaker", "sns", "sqs"];
    return modules.map((module) => `@pulumi/aws/${module}`);
}

/** @returns what it printed on stdout */
function ended(args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(status)}: ${stdout}${stderr}`);
    return stdout;
}

/** What the mutation proof says of itself: how many changes were tried, caught and let pass for a reason. */
function mutations(): string {
    const mocha = ["node_modules/mocha/bin/mocha.js", "--no-config", "-r", "ts-node/register/transpile-only"];
    const said = ended([...mocha, "--timeout", "300000", "policies/mutation/mutation.test.ts"]);
    return /mutations: .*/.exec(said)?.[0] ?? said;
}

async function measures(): Promise<{ list: Measure[]; close: () => Promise<void> }> {
    const project = loadProject(root, "dev");
    const { put, echo, close } = await servers();
    const directories = packDirectories(root);
    const packs = directories.map((pack) => ({
        what: `policy pack ready: ${pack.split("/").at(-1) as string}`,
        against: "Node loads @pulumi/policy",
        runs: 5,
        measured: async () => (await PolicyPack.start(pack, project, true)).stop(),
        baseline: () => void ended(["-e", "require('@pulumi/policy')"]),
    }));
    const list: Measure[] = [
        ...packs,
        {
            what: "the gate: 2 stacks, 2 packs, 2 modes",
            against: "Node loads the SDKs of program and packs",
            runs: 3,
            measured: () => void ended(["--require", "./local/engine/preload.cjs", "local/check.ts", "--json"]),
            baseline: () => void ended(["-e", sdks.map((sdk) => `require(${JSON.stringify(sdk)})`).join(";")]),
        },
        {
            what: "the gate: 1 stack, 2 packs, 2 modes",
            against: "one run of the program alone",
            runs: 3,
            measured: async () => void (await judgeStacks([project], { packs: directories, today: new Date() })),
            baseline: async () => void (await record(project, "firstPreview")),
        },
        {
            what: "PutObject over the wire, 500 times",
            against: "the same SDK against a server that answers 200",
            runs: 5,
            measured: () => put(500),
            baseline: () => echo(500),
        },
    ];
    return { list, close };
}

/** The S3 client against the laptop AWS, and against a server that does nothing. */
async function servers() {
    const clock = new SimulatedClock(new Date());
    const containers = { start: () => Promise.reject(new Error("no container is started here")) };
    const cloud = new Cloud({ clock, containers, region: "us-east-1" });
    await cloud.call("s3", "CreateBucket", { Bucket: "bench" });
    const wire = await startWire(cloud);
    const nothing = createServer((request, response) => {
        request.resume().on("end", () => response.writeHead(200, { etag: '"0"' }).end());
    });
    await new Promise<void>((listening) => nothing.listen(0, "127.0.0.1", listening));
    const puts = (endpoint: string) => {
        const client = new S3Client({
            endpoint,
            region: "us-east-1",
            credentials: accessKeys.administrator,
            forcePathStyle: true,
        });
        return async (count: number): Promise<void> => {
            for (let i = 0; i < count; i++) {
                await client.send(
                    new PutObjectCommand({ Bucket: "bench", Key: `articles/${String(i)}.json`, Body: "{}" }),
                );
            }
        };
    };
    return {
        put: puts(wire.url),
        echo: puts(`http://127.0.0.1:${String((nothing.address() as AddressInfo).port)}`),
        close: async () => {
            await wire.close();
            nothing.closeAllConnections();
            nothing.close();
            await cloud.close();
        },
    };
}

async function seconds(work: () => Promise<void> | void): Promise<number> {
    const before = performance.now();
    await work();
    return (performance.now() - before) / 1000;
}

function median(values: number[]): number {
    return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

async function main(): Promise<void> {
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const command = new Command("bench").description("Times what dominates, as ratios within this run.");
    const { json } = command.option("--json", "print JSON").parse().opts<{ json?: boolean }>();
    const { list, close } = await measures();
    const rows = [];
    for (const { what, against, runs, measured, baseline } of list) {
        await measured();
        await baseline();
        const pairs: [number, number][] = [];
        for (let run = 0; run < runs; run++) pairs.push([await seconds(measured), await seconds(baseline)]);
        const ratio = median(pairs.map(([a, b]) => a / b));
        rows.push({
            what,
            against,
            seconds: median(pairs.map(([a]) => a)),
            baselineSeconds: median(pairs.map(([, b]) => b)),
            ratio,
        });
    }
    await close();
    const decisions = await decisionRates(loadProject(root, "dev"));
    const sizes = await everyScale();
    const proof = mutations();
    if (json) {
        process.stdout.write(
            `${JSON.stringify({ ratios: rows, decisions, scales: sizes, mutations: proof }, undefined, 2)}\n`,
        );
        return;
    }
    const head = ["what", "seconds", "against", "seconds", "ratio"];
    const cells = rows.map(({ what, seconds, against, baselineSeconds, ratio }) => [
        what,
        seconds.toFixed(2),
        against,
        baselineSeconds.toFixed(2),
        ratio.toFixed(2),
    ]);
    process.stdout.write(`${table(head, cells)}\n`);
    const decisionHead = ["decision", "outcome", "a second", "against parsing its policies"];
    const decisionCells = decisions.map(({ question, allowed, perSecond, perParse }) => [
        question,
        allowed ? "allowed" : "denied",
        perSecond.toFixed(0),
        perParse.toFixed(1),
    ]);
    process.stdout.write(`${table(decisionHead, decisionCells)}\n`);
    const scaleHead = ["pack", "resources", "a second", "MB", "stack rules, s", "MB"];
    const scaleCells = sizes.map((scale) => [
        scale.pack,
        String(scale.resources),
        scale.perSecond.toFixed(0),
        scale.megabytes?.toFixed(0) ?? "",
        scale.stackSeconds.toFixed(2),
        scale.stackMegabytes?.toFixed(0) ?? "",
    ]);
    process.stdout.write(`${table(scaleHead, scaleCells)}\n${proof}\n`);
}

/** How packs fare with stacks that are dev's many times over. */
async function everyScale(): Promise<Scale[]> {
    const project = loadProject(root, "dev");
    const recording = await record(project, "firstPreview");
    const measured: Scale[] = [];
    for (const pack of packDirectories(root))
        measured.push(...(await scales(project, recording, pack, [100, 1000, 10_000])));
    return measured;
}

void main();
