import assert from "node:assert/strict";

import { type BucketOwnershipControlsArgs, type BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3";
import fc from "fast-check";

import { analyze, output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { deferrals, stackViolations, violations } from "../../testing/violations";
import { bucketsEncryptWithAKey as rule, encryptionTypes, ownershipType } from "./bucketsEncryptWithAKey";

const [encryptionType = "", olderEncryptionType = ""] = [...encryptionTypes];
const bucketType = "aws:s3/bucket:Bucket";
const keyArn = "arn:aws:kms:us-east-1:123456789012:key/1";

const byDefault = { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn };
const encryption = {
    bucket: "articles",
    rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: true }],
} satisfies BucketServerSideEncryptionConfigurationArgs;
const ownership = {
    bucket: "articles",
    rule: { objectOwnership: "BucketOwnerEnforced" },
} satisfies BucketOwnershipControlsArgs;

const encrypting = (change: object): object => ({
    ...encryption,
    rules: [{ bucketKeyEnabled: true, applyServerSideEncryptionByDefault: { ...byDefault, ...change } }],
});
const keyed = (bucketKeyEnabled: unknown): object => ({
    ...encryption,
    rules: [{ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled }],
});

const at = "rules[0].applyServerSideEncryptionByDefault";
const ownKey = "Set it to the ARN of a key of this account.";
const bucketKey = "Set it to true: one call of KMS then does for many objects.";
const literal = "Write the block as a literal; only the values in it may be outputs.";

const table: [string, object, string[]][] = [
    ["aws:kms with a key and a bucket key passes", encryption, []],
    ["aws:kms:dsse passes", encrypting({ sseAlgorithm: "aws:kms:dsse" }), []],
    ["a key by its alias passes", encrypting({ kmsMasterKeyId: "alias/summaries" }), []],
    [
        "S3's own keys are refused",
        encrypting({ sseAlgorithm: "AES256" }),
        [`${at}.sseAlgorithm is "AES256". Write aws:kms.`],
    ],
    [
        "no algorithm is refused",
        encrypting({ sseAlgorithm: undefined }),
        [`${at}.sseAlgorithm is not set. Write aws:kms.`],
    ],
    [
        "a number for an algorithm is refused",
        encrypting({ sseAlgorithm: 7 }),
        [`${at}.sseAlgorithm is 7. Write aws:kms.`],
    ],
    ["no key is refused", encrypting({ kmsMasterKeyId: undefined }), [`${at}.kmsMasterKeyId is not set. ${ownKey}`]],
    ["a null key is refused", encrypting({ kmsMasterKeyId: null }), [`${at}.kmsMasterKeyId is null. ${ownKey}`]],
    [
        "an empty key is refused",
        encrypting({ kmsMasterKeyId: "" }),
        [`${at}.kmsMasterKeyId is an empty string. ${ownKey}`],
    ],
    [
        "true for a key is refused",
        encrypting({ kmsMasterKeyId: true }),
        [`${at}.kmsMasterKeyId is a boolean. ${ownKey}`],
    ],
    [
        "AWS's own key is refused",
        encrypting({ kmsMasterKeyId: "alias/aws/s3" }),
        [`${at}.kmsMasterKeyId is AWS's own key, whose policy cannot be changed. ${ownKey}`],
    ],
    [
        "AWS's own key by its ARN is refused",
        encrypting({ kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:alias/aws/s3" }),
        [`${at}.kmsMasterKeyId is AWS's own key, whose policy cannot be changed. ${ownKey}`],
    ],
    ["no bucket key is refused", keyed(undefined), [`rules[0].bucketKeyEnabled is not set. ${bucketKey}`]],
    ["a bucket key that is off is refused", keyed(false), [`rules[0].bucketKeyEnabled is false. ${bucketKey}`]],
    ['"true" for a bucket key is refused', keyed("true"), [`rules[0].bucketKeyEnabled is a string. ${bucketKey}`]],
    ["no rule is refused", { bucket: "articles", rules: [] }, ["rules is empty. Write one rule with a KMS key."]],
    [
        "no rules are refused",
        { bucket: "articles" },
        ["rules is not set, so encryption cannot be checked. Write one rule with a KMS key."],
    ],
    [
        "an empty rule is refused",
        { bucket: "articles", rules: [{ bucketKeyEnabled: true }] },
        [`${at} is not set. Write aws:kms.`, `${at} is not set. ${ownKey}`],
    ],
    [
        "a second rule is judged too",
        { ...encryption, rules: [...encryption.rules, { ...encryption.rules[0], bucketKeyEnabled: false }] },
        [`rules[1].bucketKeyEnabled is false. ${bucketKey}`],
    ],
];

async function saysAlways(type: string, props: object, says: string[]): Promise<void> {
    for (const preview of [true, false]) assert.deepEqual(await violations(rule, type, props, { preview }), says);
}

describe("buckets-encrypt-with-a-key: the configuration", () => {
    for (const [what, props, says] of table) it(what, () => saysAlways(encryptionType, props, says));

    it("under its name in version 6 of the provider is judged alike", async () => {
        await saysAlways(olderEncryptionType, encryption, []);
        await saysAlways(olderEncryptionType, keyed(false), [`rules[0].bucketKeyEnabled is false. ${bucketKey}`]);
    });

    it("with a key of the same program defers until the key is made", async () => {
        const props = encrypting({ kmsMasterKeyId: output(keyArn) });
        await saysAlways(encryptionType, props, []);
        assert.deepEqual(await deferrals(rule, encryptionType, props, { preview: true }), [
            `${at}.kmsMasterKeyId is known only after deployment`,
        ]);
        assert.deepEqual(await deferrals(rule, encryptionType, props, { preview: false }), []);
    });

    for (const [what, props, says] of [
        [
            "algorithm",
            encrypting({ sseAlgorithm: output("aws:kms") }),
            [`${at}.sseAlgorithm is known only after deployment, so it cannot be checked. Write aws:kms.`],
        ],
        [
            "bucket key",
            keyed(output(true)),
            [`rules[0].bucketKeyEnabled is known only after deployment, so it cannot be checked. ${bucketKey}`],
        ],
        [
            "list of rules",
            { ...encryption, rules: output(encryption.rules) },
            [
                "rules is known as a whole only after deployment, so encryption cannot be checked. Write the block as a literal.",
            ],
        ],
        [
            "rule",
            { ...encryption, rules: [output(encryption.rules[0])] },
            [
                `rules[0] is known as a whole only after deployment, so rules[0].applyServerSideEncryptionByDefault.sseAlgorithm cannot be checked. ${literal}`,
            ],
        ],
        [
            "block",
            {
                ...encryption,
                rules: [{ bucketKeyEnabled: true, applyServerSideEncryptionByDefault: output(byDefault) }],
            },
            [
                `${at} is known as a whole only after deployment, so rules[0].applyServerSideEncryptionByDefault.sseAlgorithm cannot be checked. ${literal}`,
            ],
        ],
    ] as [string, object, string[]][]) {
        it(`an unknown ${what} is refused in a preview, and passes once it is known to be right`, async () => {
            assert.deepEqual(await violations(rule, encryptionType, props, { preview: true }), says);
            assert.deepEqual(await violations(rule, encryptionType, props, { preview: false }), []);
        });
    }
});

describe("buckets-encrypt-with-a-key: ownership", () => {
    const mend = "Write BucketOwnerEnforced.";
    it("enforced for the bucket's owner passes", () => saysAlways(ownershipType, ownership, []));
    for (const [objectOwnership, found] of [
        ["ObjectWriter", 'is "ObjectWriter"'],
        ["BucketOwnerPreferred", 'is "BucketOwnerPreferred"'],
        ["", "is an empty string"],
        [undefined, "is not set"],
    ] as const) {
        it(`${found} is refused`, () =>
            saysAlways(ownershipType, { rule: { objectOwnership } }, [`rule.objectOwnership ${found}. ${mend}`]));
    }
    it("without a rule is refused", () => saysAlways(ownershipType, {}, [`rule is not set. ${mend}`]));
});

describe("buckets-encrypt-with-a-key: inline", () => {
    const one = (kmsMasterKeyId: unknown): object => ({
        serverSideEncryptionConfiguration: {
            rule: { applyServerSideEncryptionByDefault: { ...byDefault, kmsMasterKeyId }, bucketKeyEnabled: true },
        },
    });
    it("arguments of a bucket are judged alike", async () => {
        await saysAlways(bucketType, {}, []);
        await saysAlways(bucketType, one(keyArn), []);
        await saysAlways(bucketType, one(undefined), [
            `serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId is not set. ${ownKey}`,
        ]);
    });
    it("arguments of version 6 are judged alike", async () => {
        const many = (sseAlgorithm: string): object => ({
            serverSideEncryptionConfigurations: [
                {
                    rules: [
                        {
                            applyServerSideEncryptionByDefaults: [{ ...byDefault, sseAlgorithm }],
                            bucketKeyEnabled: true,
                        },
                    ],
                },
            ],
        });
        await saysAlways("aws:s3/bucketV2:BucketV2", many("aws:kms"), []);
        await saysAlways("aws:s3/bucketV2:BucketV2", many("AES256"), [
            "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0].sseAlgorithm " +
                'is "AES256". Write aws:kms.',
        ]);
    });
    it("in a stack counts where it is right, or made from outputs; what S3 chose does not", async () => {
        const key = { type: "aws:kms/key:Key", name: "key", props: {} };
        const judge = (props: object, propertyDependencies = {}): Promise<string[]> => {
            const resource = { type: bucketType, name: "in", props: { bucket: "in", ...props }, propertyDependencies };
            const owned = { type: ownershipType, name: "owned", props: { ...ownership, bucket: "in" } };
            return stackViolations(rule, [key, resource, owned], { preview: true });
        };
        assert.deepEqual(await judge(one(keyArn)), []);
        assert.deepEqual(await judge({}, { serverSideEncryptionConfiguration: ["key"] }), []);
        const chosen = { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } };
        assert.equal((await judge({ serverSideEncryptionConfiguration: chosen })).length, 1);
        assert.equal((await judge({ serverSideEncryptionConfiguration: output(chosen) })).length, 1);
    });
});

describe("buckets-encrypt-with-a-key: every bucket", () => {
    const bucket = (name: string, type = bucketType): StackResource => ({ type, name, props: { bucket: `${name}-1` } });
    const of = (type: string, name: string, ...sources: string[]): StackResource => ({
        type,
        name: `${name}-${type === ownershipType ? "ownership" : "encryption"}`,
        props: { ...(type === ownershipType ? ownership : encryption), bucket: output(`${name}-1`) },
        propertyDependencies: { bucket: sources.length > 0 ? sources : [name] },
    });
    const unencrypted = (name: string): string =>
        `${name}: No aws.s3.BucketServerSideEncryptionConfiguration names this bucket. Add one with a KMS key and ` +
        "this bucket's id, and nothing else, as its bucket.";
    const unowned = (name: string): string =>
        `${name}: No aws.s3.BucketOwnershipControls names this bucket. Add one with objectOwnership ` +
        "BucketOwnerEnforced and this bucket's id, and nothing else, as its bucket.";
    const judge = (resources: StackResource[], preview = true): Promise<string[]> =>
        stackViolations(rule, resources, { preview });

    it("has both: passes in the first preview and in the update", async () => {
        const all = [bucket("in"), of(encryptionType, "in"), of(ownershipType, "in")];
        for (const preview of [true, false]) {
            assert.deepEqual(await judge(all, preview), []);
            assert.deepEqual(await judge([...all].reverse(), preview), []);
        }
        assert.deepEqual(await judge([bucket("in", "aws:s3/bucketV2:BucketV2"), ...all.slice(1)]), []);
    });

    it("lacks one or the other, or has another's: refused", async () => {
        assert.deepEqual(await judge([bucket("in")]), [unencrypted("in"), unowned("in")]);
        assert.deepEqual(await judge([bucket("in"), of(ownershipType, "in")]), [unencrypted("in")]);
        assert.deepEqual(await judge([bucket("in"), of(encryptionType, "in")]), [unowned("in")]);
        const both = [bucket("in"), bucket("out"), of(encryptionType, "in"), of(ownershipType, "out")];
        assert.deepEqual(await judge(both), [unencrypted("out"), unowned("in")]);
        assert.deepEqual(await judge(both, false), [unencrypted("out"), unowned("in")]);
    });

    it("mixed into one configuration with another is refused until names are known", async () => {
        const mixed = [bucket("in"), bucket("out"), of(encryptionType, "in", "in", "out"), of(ownershipType, "in")];
        const rest = [...mixed, of(ownershipType, "out")];
        assert.deepEqual(await judge(rest), [unencrypted("in"), unencrypted("out")]);
        assert.deepEqual(await judge(rest, false), [unencrypted("out")]);
    });
});

describe("buckets-encrypt-with-a-key: whatever stands there", () => {
    it("nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(
                anything("aws:kms", true, byDefault),
                fc.nat(3),
                fc.boolean(),
                async (value, where, preview) => {
                    const props = [
                        encrypting({ sseAlgorithm: value }),
                        keyed(value),
                        { rules: value },
                        { rules: [value] },
                    ][where];
                    await violations(rule, encryptionType, props ?? {}, { preview });
                    await violations(rule, bucketType, { serverSideEncryptionConfiguration: value }, { preview });
                    await violations(rule, ownershipType, { rule: value }, { preview });
                },
            ),
            { numRuns: 60 },
        );
    });

    it("an output in bad input is refused or deferred, never passed", async () => {
        const bad = encrypting({ kmsMasterKeyId: output("") });
        assert.equal((await deferrals(rule, encryptionType, bad, { preview: true })).length, 1);
        assert.deepEqual(await violations(rule, encryptionType, bad, { preview: false }), [
            `${at}.kmsMasterKeyId is an empty string. ${ownKey}`,
        ]);
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:s3/bucketPolicy:BucketPolicy", {}, { preview: true }), []);
    });
});
