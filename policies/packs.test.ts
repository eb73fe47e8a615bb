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
    policies: readonly Rule[];
    required: string[];
    /** A resource that one of its rules refuses. */
    bad: { type: string; props: Record<string, string | number>; refusedBy: string[] };
}

const packs: Pack[] = [
    {
        name: "async-inference",
        policies: asyncInference,
        required: ["min-capacity-is-zero", "error-topic-is-set", "success-topic-is-set"],
        bad: {
            type: "aws:appautoscaling/target:Target",
            props: {
                serviceNamespace: "sagemaker",
                scalableDimension: "sagemaker:variant:DesiredInstanceCount",
                minCapacity: 1,
            },
            refusedBy: ["min-capacity-is-zero"],
        },
    },
    {
        name: "security-baseline",
        policies: securityBaseline,
        required: ["buckets-block-public-access"],
        bad: {
            type: "aws:s3/bucket:Bucket",
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

    for (const { name, policies, required, bad } of packs) {
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
                    policies.map((policy) => policy.name),
                );
                assert.equal(new Set(names).size, names.length);
                for (const policy of names) assert.match(policy, /^[a-z]+(-[a-z]+)+$/);
            });

            it("holds the required rules, all mandatory", () => {
                const mandatory = info
                    .getPoliciesList()
                    .filter((policy) => policy.getEnforcementlevel() === EnforcementLevel.MANDATORY)
                    .map((policy) => policy.getName());
                assert.deepEqual(
                    required.filter((policy) => !mandatory.includes(policy)),
                    [],
                );
            });

            it("says of each rule what it prevents, how bad that is and how to mend it", () => {
                for (const policy of info.getPoliciesList()) {
                    assert.match(policy.getDescription(), /^[A-Z].+ must .+; otherwise .+\.$/);
                    assert.notEqual(policy.getSeverity(), PolicySeverity.POLICY_SEVERITY_UNSPECIFIED, policy.getName());
                    assert.match(policy.getRemediationSteps(), /^[A-Z].+\.$/);
                    assert.equal(policy.getPolicyType(), PolicyType.POLICY_TYPE_RESOURCE);
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
