import assert from "node:assert/strict";
import { join } from "node:path";

import program from "../infra";
import { inventedProvider } from "../local/engine/inventedProvider";
import { loadProject } from "../contract/project";
import { placeOf } from "../local/gate/record";
import { type Stack } from "./mutation/changedStack";
import { allRules, configurationOf, packs, parametersOf, recordStack } from "./mutation/environments";
import { Judge } from "./mutation/judge";
import { type Rule } from "./rule";

type Settings = Readonly<Record<string, unknown>>;

interface Variant {
    what: string;
    /** Over those of the environment's stack file. */
    settings: Settings;
    region?: string;
    /** Name of the stack, where it is not the environment's. */
    stack?: string;
    secretKeys?: string[];
    /** Default: as prod, whose configuration is the stricter one. */
    environments?: readonly Environment[];
}

type Environment = "dev" | "prod";

const strict: readonly Environment[] = ["prod"];
const both: readonly Environment[] = ["dev", "prod"];
const ownImage = `123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer@sha256:${"0f".repeat(32)}`;
const ownArtifact = "s3://models-of-ours/pegasus/2026-01/model.tar.gz";

const variants: readonly Variant[] = [
    { what: "as it is", settings: {}, environments: both },
    ...["ml.m5.large", "ml.m5.2xlarge", "ml.c5.xlarge", "ml.c6i.2xlarge", "ml.m7i.xlarge"].map(
        (instanceType): Variant => ({ what: `on a CPU, ${instanceType}`, settings: { instanceType } }),
    ),
    ...["ml.g4dn.xlarge", "ml.g4dn.2xlarge", "ml.g5.xlarge", "ml.g6.xlarge"].map((instanceType): Variant => ({
        what: `on a GPU, ${instanceType}`,
        settings: { instanceType },
    })),
    { what: "a small fleet", settings: { maxCapacity: 1, maxConcurrentInvocationsPerInstance: 4 } },
    { what: "two instances", settings: { maxCapacity: 2 }, environments: both },
    { what: "a larger fleet", settings: { maxCapacity: 8 } },
    { what: "one request at a time", settings: { maxConcurrentInvocationsPerInstance: 1 } },
    { what: "many requests at a time", settings: { maxConcurrentInvocationsPerInstance: 16 } },
    { what: "a backlog of one", settings: { backlogPerInstance: 1 } },
    { what: "a long backlog", settings: { backlogPerInstance: 200 } },
    { what: "slow to shrink", settings: { scaleInCooldownSeconds: 3600 } },
    { what: "quick to grow", settings: { scaleOutCooldownSeconds: 0 } },
    { what: "a wake-up of five", settings: { wakeUpScalingAdjustment: 5 }, environments: both },
    { what: "a wake-up of more than there may be", settings: { maxCapacity: 2, wakeUpScalingAdjustment: 5 } },
    { what: "short summaries", settings: { invocationTimeoutSeconds: 60 } },
    { what: "a slow start", settings: { containerStartupHealthCheckTimeoutInSeconds: 3600 } },
    { what: "a large volume", settings: { instanceType: "ml.m5.xlarge", volumeSizeInGb: 512 } },
    { what: "an own image", settings: { image: ownImage } },
    { what: "an own artifact", settings: { modelDataUrl: ownArtifact }, environments: both },
    { what: "an own image with an own artifact", settings: { image: ownImage, modelDataUrl: ownArtifact } },
    { what: "another model", settings: { modelId: "facebook/bart-large-cnn", modelRevision: "37f520f" } },
    { what: "a gated model", settings: { hubToken: "hf_placeholder" }, secretKeys: ["summarizer:hubToken"] },
    { what: "an e-mail on success", settings: { successEmails: ["a@example.com"] } },
    { what: "an e-mail on failure", settings: { errorEmails: ["a@example.com"] } },
    { what: "an e-mail on alarm", settings: { alarmEmails: ["a@example.com"] } },
    {
        what: "e-mails to many",
        environments: both,
        settings: Object.fromEntries(
            ["successEmails", "errorEmails", "alarmEmails"].map((key) => [key, ["a@example.com", "b@example.com"]]),
        ),
    },
    { what: "an endpoint that is taken over", settings: { endpointName: "Summaries-2025" } },
    { what: "another variant", settings: { variantName: "AllTraffic" } },
    { what: "a late alarm", settings: { oldestRequestAlarmSeconds: 18_000 } },
    { what: "an early alarm", settings: { oldestRequestAlarmSeconds: 60 } },
    { what: "logs kept for a month", settings: { logRetentionDays: 30 } },
    { what: "logs kept for a year", settings: { logRetentionDays: 365 } },
    { what: "objects kept for a month", settings: { objectExpirationDays: 30 } },
    { what: "objects kept for half a year", settings: { objectExpirationDays: 180 } },
    { what: "a key that waits for a month", settings: { keyDeletionWindowInDays: 30 } },
    { what: "buckets that keep what they hold", settings: { forceDestroy: false, protect: true } },
    { what: "unprotected", settings: { protect: false } },
    { what: "guarded deletions", settings: { guardDeletes: true } },
    { what: "unguarded deletions", settings: { guardDeletes: false } },
    ...["eu-central-1", "ap-southeast-4", "us-gov-west-1", "cn-north-1"].map((region): Variant => ({
        what: `in ${region}`,
        settings: {},
        region,
    })),
    { what: "another stack", settings: {}, stack: "team_a.Summaries" },
    {
        what: "much at once",
        environments: both,
        settings: {
            ...{ instanceType: "ml.g5.xlarge", maxCapacity: 4, image: ownImage, modelDataUrl: ownArtifact },
            ...{ alarmEmails: ["a@example.com"], endpointName: "summaries", variantName: "green" },
            ...{ logRetentionDays: 60, objectExpirationDays: 60, scaleInCooldownSeconds: 1800 },
        },
        region: "eu-west-1",
    },
];

describe("good variants of the program", function () {
    this.timeout(120_000);

    const enforced = allRules.filter(isEnforced);

    it("are many", () => {
        assert.ok(variants.length >= 40, String(variants.length));
        assert.equal(new Set(variants.map(({ what }) => what)).size, variants.length);
    });

    for (const variant of variants) {
        for (const environment of variant.environments ?? strict) {
            it(`break no rule of either pack: ${variant.what}, as ${environment}`, async () => {
                const stack = await recorded(environment, variant);
                for (const form of ["preview", "known"] as const) {
                    const judge = new Judge(stack[form], enforced, parametersOf(environment));
                    const { messages, failed, deferred } = await judge.all();
                    assert.deepEqual({ messages, failed }, { messages: [], failed: [] }, form);
                    if (form === "known") assert.deepEqual([...deferred], []);
                }
            });
        }
    }
});

/** Others are a mere remark everywhere: they say what may be better, and not what is wrong. */
function isEnforced({ name }: Rule): boolean {
    return Object.keys(packs).some((pack) => {
        const entry = configurationOf(pack, "prod")?.[name];
        return (typeof entry === "string" ? entry : entry?.enforcementLevel) === "mandatory";
    });
}

async function recorded(environment: Environment, variant: Variant): Promise<Stack> {
    const { settings, region, stack = environment, secretKeys = [] } = variant;
    const project = loadProject(join(__dirname, ".."), environment);
    for (const [key, value] of Object.entries(settings)) {
        project.config[`summarizer:${key}`] = typeof value === "string" ? value : JSON.stringify(value);
    }
    if (region !== undefined) project.config["aws:region"] = region;
    const changed = { ...project, stack, secretKeys: [...project.secretKeys, ...secretKeys] };
    return recordStack(program, changed, inventedProvider(placeOf(changed), { ids: true }));
}
