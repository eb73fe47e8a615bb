import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

import { loadProject } from "../contract/project";
import { SimulatedClock } from "../local/cloud/clock";
import { Cloud } from "../local/cloud/cloud";
import { accessKeys } from "../local/cloud/iam/identities";
import { packDirectories, PolicyPack } from "../local/engine/policyPack";
import { judgeStacks, record } from "../local/gate";
import { table } from "../local/terminal";
import { startWire } from "../local/wire/server";
import { ended } from "./process";
import { root } from "./root";
import { type Measured } from "./section";
import { median, seconds } from "./timing";

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

/** What dominates, against what it cannot do without. */
export async function ratios(): Promise<Measured> {
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
    const cells = rows.map(({ what, seconds, against, baselineSeconds, ratio }) => [
        what,
        seconds.toFixed(2),
        against,
        baselineSeconds.toFixed(2),
        ratio.toFixed(2),
    ]);
    return { json: rows, text: table(["what", "seconds", "against", "seconds", "ratio"], cells) };
}
