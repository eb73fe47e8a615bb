import assert from "node:assert/strict";

import fc from "fast-check";

import {
    block,
    blocks,
    boolean,
    json,
    map,
    number,
    type Property,
    type Shape,
    text,
    texts,
    type Values,
} from "./property";
import { fromDimensions, fromSdkShape, fromTags, toDimensions, toSdkShape, toTags } from "./sdkShape";

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

const everyKind = {
    ...shape,
    enabled: boolean(),
    policy: json(),
    topics: texts({ member: "TopicARNs" }),
    output: block({
        path: text({ member: "S3Path" }),
        notify: block({ topics: texts(), tags: map() }),
        rules: blocks(shape),
    }),
};

/** Inputs that fit a table, any of them absent. */
function valuesOf(table: Shape): fc.Arbitrary<Values<Shape>> {
    const entries = Object.entries(table).map(([name, property]) => [name, valueOf(property)] as const);
    return fc.record(Object.fromEntries(entries), { requiredKeys: [], noNullPrototype: true });
}

function valueOf({ kind }: Property<unknown>): fc.Arbitrary<unknown> {
    switch (kind.is) {
        case "text":
            return fc.string();
        case "number":
            return fc.double({ noNaN: true });
        case "boolean":
            return fc.boolean();
        case "json":
            return fc.json();
        case "texts":
            return fc.array(fc.string());
        case "map":
            return fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
        case "block":
            return valuesOf(kind.members);
        case "blocks":
            return fc.array(valuesOf(kind.members), { maxLength: 3 });
    }
}

describe("fromSdkShape", () => {
    it("is the way back from toSdkShape", () => {
        fc.assert(
            fc.property(valuesOf(everyKind), (values) => {
                assert.deepEqual(fromSdkShape<Shape>(everyKind, toSdkShape<Shape>(everyKind, values)), values);
            }),
        );
    });

    it("leaves out what the table does not have, and has nothing of nothing", () => {
        const described = { Variants: [{ Name: "a", Weight: 1 }], EndpointArn: "arn:e", Client: undefined };
        assert.deepEqual(fromSdkShape(shape, described), { variants: [{ name: "a" }] });
        assert.deepEqual(fromSdkShape(shape, undefined), {});
    });

    it("reads dimensions and tags from lists", () => {
        const strings = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
        fc.assert(
            fc.property(strings, (values) => {
                assert.deepEqual(fromDimensions(toDimensions(values)), values);
                assert.deepEqual(fromTags(toTags(values)), values);
            }),
        );
    });
});
