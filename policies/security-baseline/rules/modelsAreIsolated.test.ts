import assert from "node:assert/strict";

import { type ModelArgs } from "@pulumi/aws/sagemaker";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { modelType } from "../modelContainers";
import { modelsAreIsolated as rule } from "./modelsAreIsolated";

const data = "s3://models/pegasus/model.tar.gz";
const container = { image: "summarizer@sha256:0f", modelDataUrl: data, environment: { HF_TASK: "summarization" } };
const isolated = {
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
    enableNetworkIsolation: true,
    primaryContainer: container,
} satisfies ModelArgs;
const open = { ...isolated, enableNetworkIsolation: undefined };
const holding = (change: object): object => ({ ...open, primaryContainer: { ...container, ...change } });

const unset = "enableNetworkIsolation is not set. Set it to true.";
const unclear = (path = "primaryContainer"): string =>
    `${path}.environment.HF_MODEL_ID cannot be seen, so it cannot be told whether the container fetches its model. ` +
    "Write the environment as a literal, or set enableNetworkIsolation to true.";
const unseen = (found: string): string =>
    `${found}, so the container cannot be checked. Write the block as a literal; only the values in it may be outputs.`;

const table: [string, object, string[]][] = [
    ["an isolated model passes", isolated, []],
    ["an isolated model passes whatever its container is", { ...isolated, primaryContainer: output({}) }, []],
    ["one with data of its own is refused", open, [unset]],
    [
        "one that is expressly open is refused",
        { ...open, enableNetworkIsolation: false },
        ["enableNetworkIsolation is false. Set it to true."],
    ],
    [
        '"true" is refused',
        { ...open, enableNetworkIsolation: "true" },
        ["enableNetworkIsolation is a string. Set it to true."],
    ],
    [
        "one with a data source is refused",
        holding({ modelDataUrl: undefined, modelDataSource: { s3DataSources: [] } }),
        [unset],
    ],
    ["one whose data is an output is refused", holding({ modelDataUrl: output(data) }), [unset]],
    ["one without an environment is refused", holding({ environment: undefined }), [unset]],
    ["one with a model by its path is refused", holding({ environment: { HF_MODEL_ID: "/opt/ml/model" } }), [unset]],
    ["one with an empty model id is refused", holding({ environment: { HF_MODEL_ID: "" } }), [unset]],
    [
        "one that fetches its model from the Hub cannot be isolated",
        holding({ environment: { HF_MODEL_ID: "google/pegasus-xsum" } }),
        [],
    ],
    ["one without data of its own is not concerned", holding({ modelDataUrl: undefined }), []],
    ["one with an empty URL is not concerned", holding({ modelDataUrl: "" }), []],
    [
        "one of several containers with data is enough",
        { ...open, primaryContainer: undefined, containers: [{ image: "a" }, container] },
        [unset],
    ],
    [
        "one of several that fetches keeps all connected",
        { ...open, primaryContainer: undefined, containers: [{ environment: { HF_MODEL_ID: "a/b" } }, container] },
        [],
    ],
    ["no container is not concerned", { ...open, primaryContainer: undefined }, []],
    [
        "a text for a container is refused",
        { ...open, primaryContainer: "" },
        [unseen("primaryContainer is an empty string")],
    ],
    [
        "a list for a container is refused",
        { ...open, primaryContainer: [container] },
        [unseen("primaryContainer is a list")],
    ],
    ["a text for an environment is refused", holding({ environment: "" }), [unclear()]],
    ["a number for a model id is refused", holding({ environment: { HF_MODEL_ID: 7 } }), [unclear()]],
];

describe("models-are-isolated", () => {
    for (const [what, props, says] of table) it(what, () => saysAlways(rule, modelType, props, says));

    it("what hides whether a container fetches its model is refused", async () => {
        const hub = { HF_MODEL_ID: "google/pegasus-xsum" };
        await saysWhileUnknown(
            rule,
            modelType,
            { ...open, primaryContainer: output({ ...container, environment: hub }) },
            [unseen("primaryContainer is known as a whole only after deployment")],
        );
        await saysWhileUnknown(rule, modelType, { ...open, primaryContainer: undefined, containers: output([]) }, [
            unseen("containers is known as a whole only after deployment"),
        ]);
        await saysWhileUnknown(rule, modelType, holding({ environment: output(hub) }), [unclear()]);
        await saysWhileUnknown(rule, modelType, holding({ environment: { HF_MODEL_ID: output("a/b") } }), [unclear()]);
        await saysWhileUnknown(rule, modelType, { ...open, enableNetworkIsolation: output(true) }, [
            "enableNetworkIsolation is known only after deployment, so it cannot be checked. Set it to true.",
        ]);
    });

    /** Cases of CKV_AWS_370, written anew. */
    const peers: [string, object, "pass" | "fail", boolean, string?][] = [
        ["isolated", isolated, "pass", false],
        ["not set, data of its own", open, "fail", true],
        [
            "not set, model of the Hub",
            holding({ environment: { HF_MODEL_ID: "a/b" } }),
            "fail",
            false,
            "it could not start",
        ],
    ];
    for (const [what, props, there, refused, differs] of peers) {
        it(`CKV_AWS_370, ${what}: ${differs === undefined ? "as there" : `not as there, since ${differs}`}`, async () => {
            const said = await violations(rule, modelType, props, { preview: true });
            assert.equal(said.length > 0, refused);
            assert.equal((there === "fail") === refused, differs === undefined);
        });
    }

    it("nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(container, true), fc.boolean(), async (value, preview) => {
                for (const change of [
                    { enableNetworkIsolation: value },
                    { primaryContainer: value },
                    { containers: value },
                    { containers: [value] },
                ]) {
                    await violations(rule, modelType, { ...open, ...change }, { preview });
                }
                await violations(rule, modelType, holding({ environment: value, modelDataUrl: value }), { preview });
            }),
            { numRuns: 60 },
        );
    });

    it("an output in a bad model is never passed", async () => {
        for (const change of [
            { modelDataUrl: output("") },
            { environment: output({}) },
            { environment: { HF_MODEL_ID: output("") } },
        ]) {
            assert.equal((await violations(rule, modelType, holding(change), { preview: true })).length, 1);
        }
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:sagemaker/endpoint:Endpoint", open, { preview: true }), []);
    });
});
