import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { prefixes } from "../../contract/names";
import { type IdentityDocuments } from "../cloud/iam/identities";
import { loadProject } from "../../contract/project";
import { RealStack } from "../realEngine/realStack";
import { copyProject } from "../testing/temporaryProject";
import { fillingOf, namesOf } from "./documents";
import { driftEverything } from "./drift";
import { type Filling } from "./placeholders";
import { Recording } from "./recording";
import { type RecordedLife } from "./recordedStatements";

export type Environment = "dev" | "prod";

/** Settings that a stack begins with. An endpoint may have a name of its own, which only ARNs write in lower case. */
const atFirst: Record<Environment, Record<string, unknown>> = {
    dev: { alarmEmails: ["first@example.com"] },
    prod: { alarmEmails: ["first@example.com"], endpointName: "Summaries-of-Prod" },
};

/**
 * What an update then changes: all that can be changed in place, and what needs a new resource. The guards are on, so that they ask
 * before anything is deleted.
 */
function changed(environment: Environment): Record<string, unknown> {
    return {
        instanceType: environment === "dev" ? "ml.c5.xlarge" : "ml.g5.xlarge",
        variantName: "secondary",
        minCapacity: 0,
        maxCapacity: 6,
        backlogPerInstance: 4,
        scaleInCooldownSeconds: 960,
        scaleOutCooldownSeconds: 60,
        wakeUpScalingAdjustment: 2,
        maxConcurrentInvocationsPerInstance: 3,
        invocationTimeoutSeconds: 600,
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:2.0",
        modelRevision: "0123456789abcdef0123456789abcdef01234567",
        successEmails: ["success@example.com"],
        errorEmails: ["error@example.com"],
        alarmEmails: ["second@example.com"],
        oldestRequestAlarmSeconds: 1800,
        logRetentionDays: 30,
        objectExpirationDays: 30,
        keyDeletionWindowInDays: 8,
        guardDeletes: true,
        protect: false,
    };
}

/**
 * The whole life of a stack on Pulumi's own engine: up, smoke test, an update of everything, a preview of what somebody changed by hand
 * and its repair, a refresh, destroy. Who previews is another one than who deploys. An administrator does what others do.
 *
 * @param documentsOf what deployer and preview may do; everything when it is not said
 * @throws Error with Pulumi's words when a step fails
 */
export async function recordPulumiLife(
    environment: Environment,
    documentsOf?: (filling: Filling) => IdentityDocuments,
    onStep: (step: string) => void = () => undefined,
): Promise<RecordedLife> {
    const root = copyProject();
    configure(root, environment, atFirst[environment]);
    const project = loadProject(root, environment);
    const filling = fillingOf(project);
    const stack = await RealStack.start(environment, {}, root, documentsOf?.(filling));
    const { aws } = stack;
    const { cloud } = aws;
    const deployer = new Recording(cloud.access, cloud.identities.deployer.caller);
    const preview = new Recording(cloud.access, cloud.identities.preview.caller);
    const life: RecordedLife = { filling, deployer: [], smoke: [], preview: [] };
    const step = async <T>(words: string, take: () => Promise<T>): Promise<T> => {
        onStep(`${environment}: ${words}`);
        const taken = await take();
        life.deployer.push(...deployer.take());
        return taken;
    };
    const asPreview = aws.environmentOf("preview");
    try {
        await step("up", () => stack.goodUp());
        onStep(`${environment}: smoke test`);
        // Another run's message, which the smoke test gives back.
        const QueueUrl = (await stack.outputs()).smokeInboxUrl;
        const MessageBody = JSON.stringify({ inferenceId: "smoke-of-another-run", invocationStatus: "Completed" });
        await cloud.call("sqs", "SendMessage", { QueueUrl, MessageBody });
        deployer.take();
        const { code, output } = await stack.smoke();
        if (code !== 0) throw new Error(output);
        life.smoke.push(...deployer.take());

        configure(root, environment, changed(environment));
        await stack.set("hubToken", "hf_ofNoConsequence", "--secret");
        await step("update", () => stack.goodUp());
        const outputs = await stack.outputs();
        const names = namesOf(project);
        await driftEverything(cloud.call, { names, outputs, accountId: filling.accountId });
        await aws.comeToRest();
        const look = ["preview", "--stack", environment, "--refresh"];
        await step("preview of what was changed by hand", () => stack.good(look, asPreview));
        await step("repair", () => stack.goodUp("--refresh"));
        await step("refresh", () => stack.good(["refresh", "--yes", "--stack", environment]));
        await step("preview", () => stack.good([...look, "--expect-no-changes"], asPreview));

        for (const [bucket, prefix] of [
            [names.inputBucket, prefixes.input],
            [names.outputBucket, prefixes.output],
            [names.outputBucket, prefixes.failure],
        ] as const) {
            const object = { Bucket: bucket.name, Key: `${prefix}left` };
            await cloud.call("s3", "PutObject", { ...object, Body: Buffer.from("left") });
            // prod deletes no bucket that holds something.
            if (environment === "prod") await cloud.call("s3", "DeleteObject", object);
        }
        await step("destroy", () => stack.good(["destroy", "--yes", "--stack", environment, "--run-program"]));
        life.preview.push(...preview.take());
        return life;
    } finally {
        for (const recording of [deployer, preview]) recording.end();
        await stack.stop();
    }
}

/** Sets the program's own settings in the stack file of a copied project. */
function configure(root: string, environment: Environment, settings: Record<string, unknown>): void {
    const file = join(root, `Pulumi.${environment}.yaml`);
    const stackFile = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    const own = Object.entries(settings).map(([key, value]) => [`summarizer:${key}`, value]);
    const config = { ...stackFile.config, ...Object.fromEntries(own) };
    writeFileSync(file, stringify({ ...stackFile, config }));
}
