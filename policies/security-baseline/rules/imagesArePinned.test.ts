import assert from "node:assert/strict";

import { type ModelArgs } from "@pulumi/aws/sagemaker";
import fc from "fast-check";

import { huggingFaceImage } from "../../../contract/huggingFaceImage";
import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { defersThenSays, saysAlways, saysWhileUnknown } from "../../testing/judged";
import { violations } from "../../testing/violations";
import { modelType } from "../modelContainers";
import { imagesArePinned as rule } from "./imagesArePinned";

const digest = `sha256:${"0f".repeat(32)}`;
const own = "123456789012.dkr.ecr.us-east-1.amazonaws.com/summarizer";
const aws = "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference";
const version = "2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04";

const model = (image: unknown): object =>
    ({
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        primaryContainer: { image: image as string },
    }) satisfies ModelArgs;
const mend = "Write the image with its digest, @sha256:….";
const at = "primaryContainer.image";
const bare = (image: string): string => `${at} is ${image}, which has neither digest nor tag. ${mend}`;
const movable = (image: string): string => `${at} is ${image}, whose tag may be moved to another image. ${mend}`;
const vague = (image: string): string => `${at} is ${image}, whose tag is no full version. ${mend}`;

const table: [string, string | undefined][] = [
    [`${own}@${digest}`, undefined],
    [`${own}:latest@${digest}`, undefined],
    [`${aws}:${version}`, undefined],
    [`${aws}:2.6.0`, undefined],
    [`${aws}:v2.6.0-gpu`, undefined],
    [`${aws}@${digest}`, undefined],
    [own, bare(own)],
    [aws, bare(aws)],
    [`${own}:latest`, movable(`${own}:latest`)],
    [`${own}:1.0.0`, movable(`${own}:1.0.0`)],
    ["localhost:5000/summarizer", bare("localhost:5000/summarizer")],
    ["localhost:5000/summarizer:1.0.0", movable("localhost:5000/summarizer:1.0.0")],
    [`${aws}:latest`, vague(`${aws}:latest`)],
    [`${aws}:2.6`, vague(`${aws}:2.6`)],
    [`${aws}:2.6-cpu`, vague(`${aws}:2.6-cpu`)],
    [`${aws}:gpu-2.6.0`, vague(`${aws}:gpu-2.6.0`)],
    [`${own}@sha256:0f`, `${at} is ${own}@sha256:0f, whose digest is malformed. ${mend}`],
    [
        `evil.example/763104351884.dkr.ecr.us-east-1.amazonaws.com/x:1.0.0`,
        movable("evil.example/763104351884.dkr.ecr.us-east-1.amazonaws.com/x:1.0.0"),
    ],
];

describe("images-are-pinned", () => {
    for (const [image, says] of table) {
        it(`${image} ${says === undefined ? "passes" : "is refused"}`, () =>
            saysAlways(rule, modelType, model(image), says === undefined ? [] : [says]));
    }

    for (const region of [
        "us-east-1",
        "ap-east-1",
        "eu-central-2",
        "cn-north-1",
        "us-gov-west-1",
        "me-south-1",
        "ca-west-1",
    ]) {
        for (const type of ["ml.m5.xlarge", "ml.g4dn.xlarge"]) {
            it(`AWS's own image for ${type} in ${region} passes`, () =>
                saysAlways(rule, modelType, model(huggingFaceImage(region, type)), []));
        }
    }

    it("what is no text is refused", async () => {
        for (const [image, found] of [
            [undefined, "is not set"],
            [null, "is null"],
            ["", "is an empty string"],
            [7, "is a number"],
            [[own], "is a list"],
        ] as const) {
            await saysAlways(rule, modelType, model(image), [`${at} ${found}. ${mend}`]);
        }
    });

    it("a model package brings its image", () =>
        saysAlways(rule, modelType, { primaryContainer: { modelPackageName: "summaries/1" } }, []));

    it("each of several containers is judged", () =>
        saysAlways(rule, modelType, { containers: [{ image: own }, { image: `${own}@${digest}` }] }, [
            bare(own).replace(at, "containers[0].image"),
        ]));

    it("an image that is an output is judged once it is known", async () => {
        await defersThenSays(rule, modelType, model(output(`${own}@${digest}`)), `${at} is`, []);
        await defersThenSays(rule, modelType, model(output(own)), `${at} is`, [bare(own)]);
    });

    it("a container that is an output is refused", () =>
        saysWhileUnknown(rule, modelType, { primaryContainer: output({ image: `${own}@${digest}` }) }, [
            "primaryContainer is known as a whole only after deployment, so the container cannot be checked. " +
                "Write the block as a literal; only the values in it may be outputs.",
        ]));

    it("an environment names the registries whose tags stay", async () => {
        const config = { registriesByTag: ["123456789012.dkr.ecr.us-east-1.amazonaws.com"] };
        await saysAlways(rule, modelType, model(`${own}:1.0.0`), [], { config });
        await saysAlways(rule, modelType, model(`${aws}:${version}`), [movable(`${aws}:${version}`)], { config });
    });

    it("nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(own, `${own}@${digest}`), fc.boolean(), async (value, preview) => {
                await violations(rule, modelType, model(value), { preview });
                await violations(rule, modelType, { primaryContainer: value, containers: value }, { preview });
            }),
            { numRuns: 60 },
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:ecr/repository:Repository", {}, { preview: true }), []);
    });
});
