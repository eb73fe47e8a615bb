import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { withPacks } from "../engine/policyPack";
import { loadProject } from "../../contract/project";
import { plain } from "../engine/properties";
import { type RegisteredResource } from "../engine/registeredResource";
import { previewWith } from "../gate";
import { unmarked } from "../provider/automaticName";
import { type Properties } from "../resources/resource";
import { GrpcLog, type LoggedRegistration, uncompared } from "./grpcLog";
import { packs, RealStack, underPacks } from "./realStack";
import { type Environment } from "./scenario";

/** What an environment sets besides what its file has. */
type Variant = Record<string, unknown>;

const ownImage = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/summarizer:1.0";

/** With the rules that it violates; all others pass. */
const variants: Record<Environment, [set: Variant, ...violates: string[]][]> = {
    dev: [
        [{}],
        [{ instanceType: "ml.g4dn.xlarge" }],
        [{ minCapacity: 1 }, "min-capacity-is-zero"],
        [{ maxCapacity: 8, backlogPerInstance: 3 }],
        [{ maxConcurrentInvocationsPerInstance: 1 }],
        [{ modelId: "facebook/bart-large-cnn", modelRevision: "37f520f" }],
        [{ modelDataUrl: "s3://models/pegasus/model.tar.gz" }],
        [{ successEmails: ["reader@example.com"], alarmEmails: ["ops@example.com"] }],
        [{ oldestRequestAlarmSeconds: 600, logRetentionDays: 365 }],
        [{ objectExpirationDays: 1 }],
        [{ protect: true }],
        [{ guardDeletes: true }],
    ],
    prod: [
        [{}],
        [{ instanceType: "ml.m5.xlarge", volumeSizeInGb: 100 }],
        [{ minCapacity: 2, maxCapacity: 2 }, "min-capacity-is-zero"],
        [{ scaleInCooldownSeconds: 1800, scaleOutCooldownSeconds: 0, wakeUpScalingAdjustment: 3 }],
        [{ invocationTimeoutSeconds: 3600 }],
        [{ image: ownImage, task: "text2text-generation" }, "images-are-pinned"],
        [{ hubToken: { secure: "is encrypted by the scenario" } }],
        [{ successEmails: ["a@example.com", "b@example.com"], errorEmails: ["ops@example.com"] }],
        [{ containerStartupHealthCheckTimeoutInSeconds: 3600, modelDataDownloadTimeoutInSeconds: 60 }],
        [{ forceDestroy: true, keyDeletionWindowInDays: 7 }, "buckets-expire-objects", "keys-rotate-and-wait"],
        [{ endpointName: "pegasus-async", variantName: "variant1" }],
    ],
};

for (const environment of ["dev", "prod"] as const) {
    describe(`both engines, ${environment}`, () => {
        let stack: RealStack;
        let file: string;
        let original: string;
        before(async () => {
            stack = await RealStack.start(environment);
            file = join(stack.root, `Pulumi.${environment}.yaml`);
            original = readFileSync(file, "utf8");
        });
        after(() => stack.stop());

        for (const [variant, ...violates] of variants[environment]) {
            it(`register the same and judge it alike: ${JSON.stringify(variant)}`, async () => {
                await configure(variant);
                const [real, own] = await Promise.all([byTheRealEngine(), byTheOwnEngine()]);
                assert.deepEqual(own, real);
                assert.ok(Object.keys(real.resources).length >= 72);
                const rules = new Set(real.findings.map(({ policy }) => policy));
                assert.deepEqual([...rules], violates);
            });
        }

        async function configure(variant: Variant): Promise<void> {
            const { config, ...rest } = parse(original) as { config: object };
            const { hubToken, ...open } = variant;
            const own = Object.fromEntries(Object.entries(open).map(([key, value]) => [`summarizer:${key}`, value]));
            writeFileSync(file, stringify({ ...rest, config: { ...config, ...own } }));
            if (hubToken !== undefined) await stack.set("hubToken", "hf_ofNoConsequence", "--secret");
        }

        async function byTheRealEngine(): Promise<Registered> {
            const log = join(stack.root, "grpc.json");
            rmSync(log, { force: true });
            await stack.run(["preview", "--stack", environment, ...underPacks(environment)], {
                PULUMI_DEBUG_GRPC: log,
            });
            const logged = new GrpcLog(log);
            const analyses = new Map(logged.analyses().map((analysis) => [keyOf(analysis), analysis]));
            assert.deepEqual(logged.registrations().flatMap(uncompared), []);
            const resources = logged.registrations().map((registration) => {
                const inputs = analyses.get(keyOf(registration))?.properties ?? {};
                return [keyOf(registration), comparable(inputs, optionsOf(registration))] as const;
            });
            const findings = logged
                .diagnostics()
                .map(({ policyPackName, policyName, message, urn, enforcementLevel }) => ({
                    pack: policyPackName,
                    policy: policyName,
                    message,
                    urn,
                    level: enforcementLevel === "MANDATORY" ? "mandatory" : "advisory",
                }));
            return { resources: Object.fromEntries(resources), findings: inOrder(findings) };
        }

        async function byTheOwnEngine(): Promise<Registered> {
            const project = loadProject(stack.root, environment);
            const deployment = await withPacks(packs, project, true, (starting) => previewWith(project, starting));
            assert.deepEqual(deployment.errors, []);
            const resources = deployment.resources.map(
                (resource) => [keyOf(resource), comparable(resource.inputs, resource)] as const,
            );
            const findings = deployment.findings.map(({ pack, policy, message, urn, level }) => ({
                pack,
                policy,
                message,
                urn,
                level,
            }));
            return { resources: Object.fromEntries(resources), findings: inOrder(findings) };
        }
    });
}

interface Finding {
    pack: string;
    policy: string;
    message: string;
    urn: string | undefined;
    level: string;
}

interface Registered {
    resources: Record<string, unknown>;
    findings: Finding[];
}

/** Resources that do not wait for each other are judged in any order. */
function inOrder(findings: readonly Finding[]): Finding[] {
    const key = ({ policy, urn }: Finding): string => `${policy} ${String(urn)}`;
    return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

type Options = Pick<RegisteredResource, "custom" | "parent" | "dependencies" | "propertyDependencies" | "options">;

function keyOf({ type, name }: { type: string; name: string }): string {
    return `${type}::${name}`;
}

function optionsOf(registration: LoggedRegistration): Options {
    const dependencies = Object.entries(registration.propertyDependencies ?? {});
    return {
        custom: registration.custom ?? false,
        parent: registration.parent ?? "",
        dependencies: registration.dependencies ?? [],
        propertyDependencies: Object.fromEntries(dependencies.map(([property, { urns }]) => [property, urns ?? []])),
        options: {
            protect: registration.protect ?? false,
            retainOnDelete: registration.retainOnDelete ?? false,
            deleteBeforeReplace: registration.deleteBeforeReplace ?? false,
            ignoreChanges: registration.ignoreChanges ?? [],
            additionalSecretOutputs: registration.additionalSecretOutputs ?? [],
            aliases: (registration.aliases ?? []).map(({ urn, spec: { type, name, project, stack } = {} }) =>
                urn === undefined ? [type, name, project, stack].join(" ").trim() : urn,
            ),
            replacementTrigger: registration.replacementTrigger,
            beforeDelete: registration.hooks?.beforeDelete ?? [],
        },
    };
}

/** All that is registered, in an order of its own; automatic names end in other digits every time, and a secret is any secret. */
function comparable(
    inputs: Properties,
    { custom, parent, dependencies, propertyDependencies, options }: Options,
): unknown {
    const whole = {
        inputs: unmarked(plain(inputs) as Properties),
        custom,
        parent,
        dependencies,
        propertyDependencies,
        options,
    };
    return sorted(whole);
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) {
        const items = value.map(sorted);
        return items.every((item) => typeof item === "string" && item.startsWith("urn:")) ? items.sort() : items;
    }
    if (typeof value === "string") {
        return value
            .replace(/-[0-9a-f]{7}$/, "-<digits>")
            .replace(/^(hf_ofNoConsequence|secure-placeholder)$/, "<secret>");
    }
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
