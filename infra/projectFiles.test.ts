import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { parseSettings, settingKeys } from "../contract/settings";
import { projectName } from "../contract/settingsError";
import { configOf } from "./testing/programRun";

interface ProjectFile {
    name: string;
    main: string;
    runtime: { name: string; options: { packagemanager: string; nodeargs: string } };
    config: Record<string, { type: string; items?: { type: string }; description: string; default: unknown }>;
}

const root = join(__dirname, "..");
const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as ProjectFile;

function typeOf(value: unknown): string {
    if (Array.isArray(value)) return "array";
    return typeof value === "number" ? "integer" : typeof value;
}

describe("Pulumi.yaml", () => {
    it("declares every setting and no other", () => {
        assert.deepEqual(Object.keys(project.config), [...settingKeys]);
    });

    for (const [key, { type, items, description, default: fallback }] of Object.entries(project.config)) {
        it(`gives ${key} a type, a description and a default of that type`, () => {
            assert.equal(typeOf(fallback), type);
            assert.equal(items?.type, type === "array" ? "string" : undefined);
            assert.match(description, /^([A-Z]|s3:).{10,}\.$/);
        });
    }

    it("has defaults that can be used", () => {
        const { instanceType, minCapacity, maxCapacity, backlogPerInstance, modelId } = parseSettings(configOf());
        assert.deepEqual(
            { instanceType, minCapacity, maxCapacity, backlogPerInstance, modelId },
            {
                instanceType: "ml.m5.xlarge",
                minCapacity: 0,
                maxCapacity: 5,
                backlogPerInstance: 5,
                modelId: "google/pegasus-cnn_dailymail",
            },
        );
    });

    it("is named as messages about settings say", () => {
        assert.equal(project.name, projectName);
    });

    it("preloads a file that stands where node starts", () => {
        const [flag, file] = project.runtime.options.nodeargs.split(" ");
        assert.equal(flag, "--require");
        assert.ok(existsSync(join(root, project.main, file ?? "")));
    });
});

describe("the stack files", () => {
    for (const stack of ["dev", "prod"]) {
        it(`${stack} can be used`, () => {
            assert.doesNotThrow(() => parseSettings(configOf(stack)));
        });

        it(`${stack} holds no address of anybody`, () => {
            const { successEmails, errorEmails, alarmEmails } = parseSettings(configOf(stack));
            assert.deepEqual([successEmails, errorEmails, alarmEmails], [[], [], []]);
        });
    }

    it("dev may be thrown away and prod may not", () => {
        const [dev, prod] = ["dev", "prod"].map((stack) => parseSettings(configOf(stack)));
        assert.deepEqual([dev?.forceDestroy, dev?.protect], [true, false]);
        assert.deepEqual([prod?.forceDestroy, prod?.protect], [false, true]);
    });

    it("prod keeps an instance at least as long as the longest invocation, and its data longer than dev", () => {
        const [dev, prod] = ["dev", "prod"].map((stack) => parseSettings(configOf(stack)));
        assert.ok(dev && prod);
        assert.ok(prod.scaleInCooldownSeconds >= prod.invocationTimeoutSeconds);
        assert.ok(prod.objectExpirationDays > dev.objectExpirationDays);
        assert.deepEqual([dev.logRetentionDays, prod.logRetentionDays], [14, 90]);
        assert.equal(prod.instanceType, "ml.g4dn.xlarge");
        assert.equal(dev.instanceType, "ml.m5.xlarge");
    });
});
