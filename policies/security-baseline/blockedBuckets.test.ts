import assert from "node:assert/strict";

import fc from "fast-check";

import { output, type StackResource } from "../testing/analyze";
import { known } from "../testing/anything";
import { stackViolations } from "../testing/violations";
import { publicAccessBlockType } from "./blockedBuckets";
import { bucketsBlockPublicAccess } from "./rules/bucketsBlockPublicAccess";

const flags = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

function bucket(name: string, props: object = {}, type = "aws:s3/bucket:Bucket"): StackResource {
    return { type, name, props: { bucket: `${name}-123456789012`, ...props } };
}

/** A block as a program writes it with `bucket: <bucket>.id`: unknown at first, its source known. */
function blockOf(name: string, ...sources: string[]): StackResource {
    const props = { ...flags, bucket: output(`${name}-123456789012`) };
    const propertyDependencies = { bucket: sources.length > 0 ? sources : [name] };
    return { type: publicAccessBlockType, name: `${name}-block`, props, propertyDependencies };
}

const unblocked = (name: string): string =>
    `${name}: No aws.s3.BucketPublicAccessBlock names this bucket. Add one with all four flags true and ` +
    "this bucket's id, and nothing else, as its bucket.";

const judge = (resources: StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(bucketsBlockPublicAccess, resources, { preview });

async function saysAlways(resources: StackResource[], says: string[]): Promise<void> {
    assert.deepEqual(await judge(resources, true), says);
    assert.deepEqual(await judge(resources, false), says);
}

describe("buckets-block-public-access: every bucket", () => {
    it("has a block: passes in the first preview and in the update", () =>
        saysAlways([bucket("in"), blockOf("in"), bucket("out"), blockOf("out")], []));

    it("has a block, whichever comes first", () => saysAlways([blockOf("in"), bucket("in")], []));

    it("has none: refused", () => saysAlways([bucket("in")], [unblocked("in")]));

    it("but one has a block: that one is refused", () =>
        saysAlways([bucket("in"), blockOf("in"), bucket("out")], [unblocked("out")]));

    it("under its old type needs a block too", async () => {
        const old = bucket("in", {}, "aws:s3/bucketV2:BucketV2");
        await saysAlways([old], [unblocked("in")]);
        await saysAlways([old, blockOf("in")], []);
    });

    it("may be named by a literal", () => {
        const block = { ...blockOf("in"), props: { ...flags, bucket: "in-123456789012" }, propertyDependencies: {} };
        return saysAlways([bucket("in"), block], []);
    });

    it("is blocked under each resource that has its name", () => {
        const again = bucket("again", { bucket: "in-123456789012" });
        const block = { ...blockOf("in"), props: { ...flags, bucket: "in-123456789012" } };
        return saysAlways([bucket("in"), again, block], []);
    });

    it("named by a literal that is another's is refused, whatever it depends on", () => {
        const block = { ...blockOf("in"), props: { ...flags, bucket: "out-123456789012" } };
        return saysAlways([bucket("in"), bucket("out"), block], [unblocked("in")]);
    });

    it("whose name Pulumi chooses may have its block", async () => {
        const unnamed = bucket("in", { bucket: output("in-123456789012") });
        await saysAlways([unnamed, blockOf("in")], []);
        await saysAlways([unnamed], [unblocked("in")]);
        assert.deepEqual(await judge([bucket("in", { bucket: undefined }), blockOf("in")], true), []);
    });

    it("mixed into one block with another is refused until names are known", async () => {
        const resources = [bucket("in"), bucket("out"), blockOf("in", "in", "out")];
        assert.deepEqual(await judge(resources, true), [unblocked("in"), unblocked("out")]);
        assert.deepEqual(await judge(resources, false), [unblocked("out")]);
    });

    it("counts as a source; other resources beside it do not", () => {
        const key = { type: "aws:kms/key:Key", name: "key", props: {} };
        return saysAlways([key, bucket("in"), blockOf("in", "in", "key")], []);
    });

    it("a block that depends on a bucket by another property does not count", async () => {
        const block = { ...blockOf("in"), propertyDependencies: { region: ["in"] } };
        assert.deepEqual(await judge([bucket("in"), block], true), [unblocked("in")]);
    });

    it("an object, policy or other child of a bucket is no block", () => {
        const policy = { ...blockOf("in"), type: "aws:s3/bucketPolicy:BucketPolicy" };
        return saysAlways([bucket("in"), policy], [unblocked("in")]);
    });

    it("a stack without buckets passes", () => saysAlways([{ type: "aws:sns/topic:Topic", name: "t", props: {} }], []));

    it("exactly those without a block are refused, in any number and order", async () => {
        const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"));
        await fc.assert(
            fc.asyncProperty(names, names, fc.boolean(), fc.nat(), async (buckets, blocks, preview, seed) => {
                const resources = [...buckets.map((name) => bucket(name)), ...blocks.map((name) => blockOf(name))];
                const start = resources.length === 0 ? 0 : seed % resources.length;
                const turned = [...resources.slice(start), ...resources.slice(0, start)];
                const refused = buckets.filter((name) => !blocks.includes(name)).map(unblocked);
                assert.deepEqual((await judge(turned, preview)).sort(), refused.sort());
            }),
        );
    });

    it("whatever stands for a block's bucket, nothing makes the rule throw", async () => {
        const value = fc.constantFrom<unknown>(undefined, null, "", 7, {}, [], true, output("other"), "other");
        await fc.assert(
            fc.asyncProperty(value, value, fc.boolean(), async (name, target, preview) => {
                const block = { ...blockOf("in"), props: { ...flags, bucket: target }, propertyDependencies: {} };
                const said = await judge([bucket("in", { bucket: name }), block], preview);
                const named = known(name, { preview }) === "other" && known(target, { preview }) === "other";
                assert.deepEqual(said, named ? [] : [unblocked("in")]);
            }),
        );
    });
});
