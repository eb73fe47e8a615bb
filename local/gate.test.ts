import assert from "node:assert/strict";
import { resolve } from "node:path";

import { packDirectories, PolicyPack } from "./engine/policyPack";
import { loadProject } from "./engine/project";
import { judge, passes, previewWith, verdict, type Verdict } from "./gate";
import { type Edit, withEditedProject } from "./testing/temporaryProject";

const root = resolve(__dirname, "..");

describe("the gate", () => {
    for (const stack of ["dev", "prod"]) {
        it(`lets ${stack} pass, with every rule evaluated`, async () => {
            const judged = await judge(loadProject(root, stack));
            assert.deepEqual(judged, {
                stack,
                resources: 58,
                errors: [],
                violations: [],
                unevaluated: [],
                advisories: [],
                warnings: [],
            });
            assert.ok(passes(judged));
        }).timeout(60_000);
    }

    describe("stops a pull request, by the name of the rule, that", () => {
        let packs: PolicyPack[] = [];

        before(async () => {
            const project = loadProject(root, "dev");
            packs = await Promise.all(packDirectories(root).map((pack) => PolicyPack.start(pack, project, true)));
        });

        after(async () => {
            await Promise.all(packs.map((pack) => pack.stop()));
        });

        async function judgeEdited(edits: Edit[]): Promise<Verdict> {
            return withEditedProject(edits, async (edited) =>
                verdict("dev", await previewWith(loadProject(edited, "dev"), packs)),
            );
        }

        const broken: [string, Edit[], string, number][] = [
            [
                "sets minCapacity to 1",
                [{ file: "Pulumi.dev.yaml", from: "config:\n", to: "config:\n  summarizer:minCapacity: 1\n" }],
                "min-capacity-is-zero",
                1,
            ],
            [
                "leaves out the error topic",
                [{ file: "infra/endpoint.ts", from: ", errorTopic: args.errorTopicArn", to: "" }],
                "error-topic-is-set",
                1,
            ],
            [
                "leaves out the success topic",
                [{ file: "infra/endpoint.ts", from: "successTopic: args.successTopicArn, ", to: "" }],
                "success-topic-is-set",
                1,
            ],
            [
                "lets public ACLs through",
                [{ file: "infra/privateBucket.ts", from: "blockPublicAcls: true", to: "blockPublicAcls: false" }],
                "buckets-block-public-access",
                2,
            ],
            [
                "takes the public access block away",
                [
                    {
                        file: "infra/privateBucket.ts",
                        from: /const publicAccessBlock = new BucketPublicAccessBlock\([\s\S]*?\n {8}\);/,
                        to: "",
                    },
                    { file: "infra/privateBucket.ts", from: "{ ...child, dependsOn: publicAccessBlock }", to: "child" },
                ],
                "buckets-block-public-access",
                2,
            ],
        ];
        for (const [what, edits, rule, count] of broken) {
            it(what, async () => {
                const judged = await judgeEdited(edits);
                assert.deepEqual(judged.errors, []);
                assert.deepEqual(
                    judged.violations.map(({ policy }) => policy),
                    Array.from({ length: count }, () => rule),
                );
                assert.ok(judged.violations.every(({ urn }) => urn.startsWith("urn:pulumi:dev::summarizer::")));
                assert.equal(passes(judged), false);
            }).timeout(60_000);
        }
    });

    it("fails when a rule was not evaluated, though nothing is violated", () => {
        const finding = {
            pack: "p",
            policy: "r",
            level: "advisory" as const,
            message: "can't run policy",
            urn: "u",
            unevaluated: true,
        };
        const judged = verdict("dev", { resources: [], outputs: {}, findings: [finding], errors: [], warnings: [] });
        assert.equal(passes(judged), false);
        assert.deepEqual(judged.unevaluated, [finding]);
        assert.deepEqual(judged.advisories, []);
    });

    it("says what the program refuses, and takes no half minute for it", async () => {
        const edits = [{ file: "Pulumi.dev.yaml", from: "config:\n", to: "config:\n  summarizer:maxCapasity: 3\n" }];
        await withEditedProject(edits, async (edited) => {
            const { errors } = verdict("dev", await previewWith(loadProject(edited, "dev"), []));
            assert.equal(errors.length, 1);
            assert.match(String(errors[0]), /maxCapasity.*maxCapacity/);
        });
    }).timeout(20_000);
});
