import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import {
    AnalyzeRequest,
    type AnalyzeResponse,
    type AnalyzerInfo,
    AnalyzerResourceOptions,
    EnforcementLevel,
    PolicySeverity,
    PolicyType,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { parse } from "yaml";

import { rules as asyncInference } from "./async-inference/rules";
import { buildPacks } from "./build.mjs";
import { rules as securityBaseline } from "./security-baseline/rules";
import { type Rule } from "./rule";
import { type PackProcess, startPack } from "./testing/packProcess";

interface Pack {
    name: string;
    rules: readonly Rule[];
    /** A resource that one of its rules refuses. */
    bad: { type: string; props: Record<string, string | number>; refusedBy: string[] };
}

const packs: Pack[] = [
    {
        name: "async-inference",
        rules: asyncInference,
        bad: {
            type: "aws:appautoscaling/target:Target",
            props: {
                serviceNamespace: "sagemaker",
                scalableDimension: "sagemaker:variant:DesiredInstanceCount",
                minCapacity: 1,
                maxCapacity: 5,
            },
            refusedBy: ["min-capacity-is-zero"],
        },
    },
    {
        name: "security-baseline",
        rules: securityBaseline,
        bad: {
            type: "aws:s3/bucketAcl:BucketAcl",
            props: { acl: "public-read" },
            refusedBy: ["buckets-block-public-access"],
        },
    },
];

describe("policy packs, bundled and running", () => {
    const starting = new Map<string, Promise<PackProcess>>();

    before(async function () {
        this.timeout(60_000);
        const bundles = await buildPacks();
        assert.deepEqual(
            bundles.map((path) => path.slice(__dirname.length + 1)).sort(),
            packs.map(({ name }) => join(name, "dist", "index.js")),
        );
        for (const { name } of packs) starting.set(name, startPack(join(__dirname, name)));
        await Promise.all(starting.values());
    });

    // Also after a hook that gave up waiting: a pack left behind keeps the test run from ending.
    after(async () => {
        for (const pack of await Promise.allSettled(starting.values())) {
            if (pack.status === "fulfilled") await pack.value.stop();
        }
    });

    for (const { name, rules, bad } of packs) {
        describe(name, () => {
            let info: AnalyzerInfo;

            before(async () => {
                const { client } = await pack(name);
                info = await new Promise<AnalyzerInfo>((resolve, reject) => {
                    client.getAnalyzerInfo(new Empty(), (error, answer) => {
                        if (error) reject(error);
                        else resolve(answer);
                    });
                });
            });

            it("answers to its folder's name, in the version of its package.json and PulumiPolicy.yaml", () => {
                const manifest = JSON.parse(readFileSync(join(__dirname, name, "package.json"), "utf8")) as {
                    version: string;
                };
                const project = parse(readFileSync(join(__dirname, name, "PulumiPolicy.yaml"), "utf8")) as {
                    version: string;
                };
                assert.equal(info.getName(), name);
                assert.equal(info.getVersion(), manifest.version);
                assert.equal(project.version, manifest.version);
            });

            it("serves each of its rules once, in order, under a kebab-case name", () => {
                const names = info.getPoliciesList().map((policy) => policy.getName());
                assert.deepEqual(
                    names,
                    rules.map((rule) => rule.name),
                );
                assert.equal(new Set(names).size, names.length);
                for (const policy of names) assert.match(policy, /^[a-z]+(-[a-z]+)+$/);
            });

            it("is mandatory throughout where nothing is configured, but for what is advisory everywhere", () => {
                const lenient = info
                    .getPoliciesList()
                    .filter((policy) => policy.getEnforcementlevel() !== EnforcementLevel.MANDATORY)
                    .map((policy) => policy.getName());
                assert.deepEqual(lenient, name === "security-baseline" ? ["models-run-in-a-vpc"] : []);
                assert.deepEqual(
                    rules.filter((rule) => rule.required && lenient.includes(rule.name)),
                    [],
                );
            });

            it("tags the rules that no environment may lower", () => {
                assert.deepEqual(
                    info.getPoliciesList().map((policy) => policy.getTagsList()),
                    rules.map(({ required }) => (required ? ["required"] : [])),
                );
            });

            it("gives each rule a schema that takes exemptions and nothing unknown of, with a default for each parameter", () => {
                for (const [index, policy] of info.getPoliciesList().entries()) {
                    const schema = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
                    assert.deepEqual(
                        Object.keys(schema).sort(),
                        [...Object.keys(rules[index]?.parameters ?? {}), "exemptions"].sort(),
                    );
                    for (const [parameter, property] of Object.entries(schema)) {
                        assert.ok("default" in (property as object), `${policy.getName()}: ${parameter}`);
                        assert.match((property as { description: string }).description, /^[A-Z].+\.$/);
                    }
                }
            });

            it("says of each rule what it prevents, how bad that is and how to mend it", () => {
                for (const [index, policy] of info.getPoliciesList().entries()) {
                    assert.match(policy.getDescription(), /^[A-Z].+ must .+; otherwise .+\.$/);
                    assert.notEqual(policy.getSeverity(), PolicySeverity.POLICY_SEVERITY_UNSPECIFIED, policy.getName());
                    assert.match(policy.getRemediationSteps(), /^[A-Z].+\.$/);
                    const whole = !("validateResource" in (rules[index] as Rule));
                    assert.equal(
                        policy.getPolicyType(),
                        whole ? PolicyType.POLICY_TYPE_STACK : PolicyType.POLICY_TYPE_RESOURCE,
                    );
                }
            });

            it("refuses a bad resource over the wire", async () => {
                const request = new AnalyzeRequest();
                request.setType(bad.type);
                request.setProperties(Struct.fromJavaScript(bad.props));
                request.setOptions(new AnalyzerResourceOptions());
                const { client } = await pack(name);
                const response = await new Promise<AnalyzeResponse>((resolve, reject) => {
                    client.analyze(request, (error, answer) => {
                        if (error) reject(error);
                        else resolve(answer);
                    });
                });
                assert.deepEqual(
                    response.getDiagnosticsList().map((diagnostic) => diagnostic.getPolicyname()),
                    bad.refusedBy,
                );
                assert.deepEqual(
                    response.getDiagnosticsList().map((diagnostic) => diagnostic.getEnforcementlevel()),
                    bad.refusedBy.map(() => EnforcementLevel.MANDATORY),
                );
            });
        });
    }

    it("load no AWS provider, which would cost seconds at every start", async () => {
        for (const bundle of await buildPacks()) {
            const required = [...readFileSync(bundle, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)];
            assert.deepEqual([...new Set(required.map(([, module]) => module))], ["@pulumi/policy"], dirname(bundle));
        }
    });

    function pack(name: string): Promise<PackProcess> {
        return starting.get(name) ?? assert.fail(`${name} is not running`);
    }
});
