import assert from "node:assert/strict";

import { block, blocks, map, number, text } from "./property";
import { toDimensions, toSdkShape, toTags } from "./sdkShape";

const shape = {
    s3OutputPath: text(),
    volumeSizeInGb: number({ member: "VolumeSizeInGB" }),
    environment: map(),
    client: block({ maxConcurrency: number() }),
    variants: blocks({ name: text({ required: true }) }),
};

describe("toSdkShape", () => {
    it("writes names as AWS does, inside blocks and lists as well", () => {
        const values = {
            s3OutputPath: "s3://out",
            volumeSizeInGb: 30,
            environment: undefined,
            client: { maxConcurrency: 0 },
            variants: [{ name: "a" }, { name: "b" }],
        };
        assert.deepEqual(toSdkShape(shape, values), {
            S3OutputPath: "s3://out",
            VolumeSizeInGB: 30,
            Client: { MaxConcurrency: 0 },
            Variants: [{ Name: "a" }, { Name: "b" }],
        });
    });

    it("leaves keys alone that the program chose", () => {
        const { environment } = shape;
        assert.deepEqual(toSdkShape({ environment }, { environment: { hf_task: "x" } }), {
            Environment: { hf_task: "x" },
        });
    });

    it("writes dimensions and tags as lists", () => {
        assert.deepEqual(toDimensions({ EndpointName: "e" }), [{ Name: "EndpointName", Value: "e" }]);
        assert.deepEqual(toTags({ project: "news" }), [{ Key: "project", Value: "news" }]);
    });
});
