import assert from "node:assert/strict";

import fc from "fast-check";

import { parseSettings, settingKeys, SettingsError, type Settings } from "./settings";

/** Good values, typed as YAML has them. */
const good: Settings = {
    instanceType: "ml.m5.xlarge",
    minCapacity: 0,
    maxCapacity: 5,
    backlogPerInstance: 5,
    scaleInCooldownSeconds: 120,
    scaleOutCooldownSeconds: 120,
    wakeUpScalingAdjustment: 1,
    maxConcurrentInvocationsPerInstance: 2,
    invocationTimeoutSeconds: 900,
    endpointName: "",
    variantName: "primary",
    modelId: "google/pegasus-cnn_dailymail",
    modelRevision: "main",
    task: "summarization",
    modelDataUrl: "",
    image: "",
    hubToken: "",
    containerStartupHealthCheckTimeoutInSeconds: 900,
    modelDataDownloadTimeoutInSeconds: 900,
    volumeSizeInGb: 30,
    successEmails: ["reader@example.com"],
    errorEmails: [],
    alarmEmails: ["ops@example.com"],
    oldestRequestAlarmSeconds: 3600,
    logRetentionDays: 30,
    objectExpirationDays: 30,
    keyDeletionWindowInDays: 7,
    forceDestroy: true,
    protect: false,
    guardDeletes: false,
};

const ownImage = "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:1.0";
const ownArtifact = "s3://models/pegasus/model.tar.gz";

function refusal(change: Record<string, unknown>): string {
    try {
        parseSettings({ ...good, ...change });
    } catch (error) {
        assert.ok(error instanceof SettingsError, String(error));
        return error.message;
    }
    assert.fail(`accepted: ${JSON.stringify(change)}`);
}

describe("parseSettings", () => {
    it("takes values as YAML types them", () => {
        assert.deepEqual(parseSettings({ ...good }), good);
    });

    it("takes values as Pulumi hands them over, where all that is no text is JSON text", () => {
        const asText = Object.entries(good).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]);
        assert.deepEqual(parseSettings(Object.fromEntries(asText) as Record<string, string>), good);
    });

    it("knows every key of Settings and no other", () => {
        assert.deepEqual([...settingKeys].sort(), Object.keys(good).sort());
    });

    const name = "a name of letters, digits and dashes, of at most 63 characters";
    const hub = "a model of the Hugging Face Hub, such as google/pegasus-cnn_dailymail";
    const image =
        "an ECR image with a tag or digest, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer:1.0, or empty";
    const addresses = "a list of different e-mail addresses";
    const retention =
        "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
    const instance = "a SageMaker hosting instance type, such as ml.m5.xlarge";
    const refused: [key: keyof Settings, value: unknown, message: string][] = [
        ["instanceType", "m5.xlarge", `is "m5.xlarge", but must be ${instance}`],
        ["instanceType", "ml.m5", `is "ml.m5", but must be ${instance}`],
        ["instanceType", "ml.m5.tiny", `is "ml.m5.tiny", but must be ${instance}`],
        ["instanceType", undefined, `is not set, but must be ${instance}`],
        ["instanceType", 5, `is 5, but must be ${instance}`],
        ["minCapacity", -1, "is -1, but must be a whole number from 0 to 1000"],
        ["minCapacity", null, "is not set, but must be a whole number from 0 to 1000"],
        ["minCapacity", "", 'is "", but must be a whole number from 0 to 1000'],
        ["minCapacity", 6, "is 6, but must be at most maxCapacity, which is 5"],
        ["minCapacity", true, "is true, but must be a whole number from 0 to 1000"],
        ["maxCapacity", 0, "is 0, but must be a whole number from 1 to 1000"],
        ["maxCapacity", "many", 'is "many", but must be a whole number from 1 to 1000'],
        ["maxCapacity", "0x10", 'is "0x10", but must be a whole number from 1 to 1000'],
        ["backlogPerInstance", 0, "is 0, but must be a whole number from 1 to 1000000"],
        ["backlogPerInstance", 2.5, "is 2.5, but must be a whole number from 1 to 1000000"],
        ["scaleInCooldownSeconds", -1, "is -1, but must be a whole number from 0 to 86400"],
        ["scaleOutCooldownSeconds", "-30", "is -30, but must be a whole number from 0 to 86400"],
        ["wakeUpScalingAdjustment", 0, "is 0, but must be a whole number from 1 to 1000"],
        ["wakeUpScalingAdjustment", 1001, "is 1001, but must be a whole number from 1 to 1000"],
        ["maxConcurrentInvocationsPerInstance", 0, "is 0, but must be a whole number from 1 to 1000"],
        ["maxConcurrentInvocationsPerInstance", 1001, "is 1001, but must be a whole number from 1 to 1000"],
        ["maxConcurrentInvocationsPerInstance", "1001", "is 1001, but must be a whole number from 1 to 1000"],
        ["invocationTimeoutSeconds", 3601, "is 3601, but must be a whole number from 1 to 3600"],
        ["endpointName", "pegasus_async", `is "pegasus_async", but must be ${name}, or empty`],
        ["endpointName", "e".repeat(64), `is "${"e".repeat(64)}", but must be ${name}, or empty`],
        ["variantName", "", `is "", but must be ${name}`],
        ["variantName", "-a", `is "-a", but must be ${name}`],
        ["modelId", "", `is "", but must be ${hub}`],
        ["modelId", "google/pegasus/large", `is "google/pegasus/large", but must be ${hub}`],
        ["modelRevision", "", 'is "", but must be a branch, tag or commit of the model, such as main'],
        ["task", "Summarize!", 'is "Summarize!", but must be a transformers pipeline, such as summarization'],
        [
            "modelDataUrl",
            "https://models/model.tar.gz",
            'is "https://models/model.tar.gz", but must be an s3:// URL of a model.tar.gz, or empty',
        ],
        ["image", "summarizer:1.0", `is "summarizer:1.0", but must be ${image}`],
        ["image", ownImage.replace(":1.0", ""), `is "${ownImage.replace(":1.0", "")}", but must be ${image}`],
        ["containerStartupHealthCheckTimeoutInSeconds", 59, "is 59, but must be a whole number from 60 to 3600"],
        ["modelDataDownloadTimeoutInSeconds", 3601, "is 3601, but must be a whole number from 60 to 3600"],
        ["volumeSizeInGb", 513, "is 513, but must be a whole number from 1 to 512"],
        ["successEmails", ["reader"], `is a list with "reader", but must be ${addresses}`],
        [
            "successEmails",
            ["a@example.com", "A@example.com"],
            `is a list with "A@example.com", but must be ${addresses}`,
        ],
        ["successEmails", [5], `is a list with 5, but must be ${addresses}`],
        ["errorEmails", "ops@example.com", `is "ops@example.com", but must be ${addresses}`],
        ["errorEmails", '["ops@example"]', `is a list with "ops@example", but must be ${addresses}`],
        ["errorEmails", { to: "ops@example.com" }, `is {"to":"ops@example.com"}, but must be ${addresses}`],
        ["alarmEmails", ["ops"], `is a list with "ops", but must be ${addresses}`],
        ["oldestRequestAlarmSeconds", 59, "is 59, but must be a whole number from 60 to 21599"],
        ["oldestRequestAlarmSeconds", 21_600, "is 21600, but must be a whole number from 60 to 21599"],
        ["logRetentionDays", 0, `is 0, but must be ${retention}`],
        ["logRetentionDays", 31, `is 31, but must be ${retention}`],
        ["logRetentionDays", "91", `is 91, but must be ${retention}`],
        ["logRetentionDays", "0x1e", `is "0x1e", but must be ${retention}`],
        ["logRetentionDays", "for ever", `is "for ever", but must be ${retention}`],
        ["logRetentionDays", undefined, `is not set, but must be ${retention}`],
        ["objectExpirationDays", 0, "is 0, but must be a whole number from 1 to 3650"],
        ["keyDeletionWindowInDays", 6, "is 6, but must be a whole number from 7 to 30"],
        ["forceDestroy", "yes", 'is "yes", but must be true or false'],
        ["protect", 1, "is 1, but must be true or false"],
        ["guardDeletes", "on", 'is "on", but must be true or false'],
    ];
    for (const [key, value, message] of refused) {
        it(`refuses ${key} ${JSON.stringify(value) ?? "that is missing"}`, () => {
            assert.equal(refusal({ [key]: value }), `summarizer:${key} ${message}`);
        });
    }

    it("has a refusal for every key", () => {
        const covered = new Set<string>([...refused.map(([key]) => key), "hubToken"]);
        assert.deepEqual(
            settingKeys.filter((key) => !covered.has(key)),
            [],
        );
    });

    it("never shows a token that it refuses", () => {
        const message = refusal({ hubToken: "hf_abc def" });
        assert.equal(
            message,
            "summarizer:hubToken is a secret of another form, but must be a Hugging Face access token without spaces, or empty",
        );
        assert.equal(refusal({ hubToken: 77_777 }).includes("77777"), false);
    });

    it("suggests the nearest key for one it does not know", () => {
        assert.equal(
            refusal({ maxCapasity: 8 }),
            "summarizer:maxCapasity is not a setting: did you mean summarizer:maxCapacity?",
        );
        assert.equal(
            refusal({ successEmail: [] }),
            "summarizer:successEmail is not a setting: did you mean summarizer:successEmails?",
        );
    });

    it("takes a wake-up of more instances than there may be, as AWS stops at the maximum", () => {
        const settings = parseSettings({ ...good, maxCapacity: 2, wakeUpScalingAdjustment: 5 });
        assert.deepEqual([settings.maxCapacity, settings.wakeUpScalingAdjustment], [2, 5]);
    });

    it("refuses types that cannot be autoscaled", () => {
        assert.equal(
            refusal({ instanceType: "ml.t2.medium" }),
            'summarizer:instanceType is "ml.t2.medium", but must be a type that can be autoscaled, such as ml.m5.xlarge; ml.t types cannot',
        );
    });

    for (const instanceType of ["ml.inf2.xlarge", "ml.trn1.2xlarge"]) {
        it(`takes ${instanceType} only with an own image and an own artifact`, () => {
            const message = `summarizer:instanceType is "${instanceType}", but must be a CPU or GPU type unless image and modelDataUrl are both set: AWS Inferentia and Trainium run only a model compiled for them`;
            assert.equal(refusal({ instanceType }), message);
            assert.equal(refusal({ instanceType, image: ownImage }), message);
            assert.equal(refusal({ instanceType, modelDataUrl: ownArtifact }), message);
            const own = { ...good, instanceType, image: ownImage, modelDataUrl: ownArtifact };
            assert.deepEqual(parseSettings(own), own);
        });
    }

    it("takes Graviton only with an own image", () => {
        assert.equal(
            refusal({ instanceType: "ml.c7g.xlarge" }),
            'summarizer:instanceType is "ml.c7g.xlarge", but must be an x86 type unless image is set: the Hugging Face image does not run on AWS Graviton',
        );
        const own = { ...good, instanceType: "ml.c7g.xlarge", image: ownImage };
        assert.deepEqual(parseSettings(own), own);
    });

    it("accepts own images by digest and in China", () => {
        for (const image of [
            `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/summarizer@sha256:${"a".repeat(64)}`,
            "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/summarizer:1.0",
        ]) {
            assert.equal(parseSettings({ ...good, image }).image, image);
        }
    });

    it("accepts every whole number within bounds and none outside, typed or as text", () => {
        fc.assert(
            fc.property(fc.integer({ min: -5, max: 4000 }), fc.boolean(), (seconds, asText) => {
                const raw = { ...good, invocationTimeoutSeconds: asText ? String(seconds) : seconds };
                if (seconds >= 1 && seconds <= 3600) {
                    assert.equal(parseSettings(raw).invocationTimeoutSeconds, seconds);
                } else {
                    assert.throws(() => parseSettings(raw), SettingsError);
                }
            }),
        );
    });

    it("accepts the retention that CloudWatch Logs knows, typed or as text, and no other", () => {
        const days = fc.oneof(
            fc.constantFrom(1, 3, 5, 7, 14, 30, 60, 90, 365, 3653),
            fc.integer({ min: -1, max: 4000 }),
        );
        const known = new Set([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731]);
        for (const year of [1096, 1827, 2192, 2557, 2922, 3288, 3653]) known.add(year);
        fc.assert(
            fc.property(days, fc.boolean(), (logRetentionDays, asText) => {
                const raw = { ...good, logRetentionDays: asText ? String(logRetentionDays) : logRetentionDays };
                if (known.has(logRetentionDays)) {
                    assert.equal(parseSettings(raw).logRetentionDays, logRetentionDays);
                } else {
                    assert.throws(() => parseSettings(raw), SettingsError);
                }
            }),
        );
    });

    it("answers whatever it is given with settings or one SettingsError of one line", () => {
        fc.assert(
            fc.property(fc.constantFrom(...settingKeys), fc.jsonValue(), (key, value) => {
                try {
                    parseSettings({ ...good, [key]: value });
                } catch (error) {
                    assert.ok(error instanceof SettingsError);
                    assert.match(error.message, new RegExp(`^summarizer:${key} is [^\\n]+, but must be [^\\n]+$`));
                }
            }),
        );
    });
});
