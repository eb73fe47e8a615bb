import assert from "node:assert/strict";

import { type BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3";
import fc from "fast-check";

import { analyze, output, type StackResource } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { stackViolations, violations } from "../../testing/violations";
import { bucketsExpireObjects as rule, lifecycleTypes } from "./bucketsExpireObjects";

const [lifecycleType = "", olderLifecycleType = ""] = [...lifecycleTypes];
const bucketType = "aws:s3/bucket:Bucket";

const expire = { id: "expire", status: "Enabled", filter: { prefix: "" }, expiration: { days: 30 } };
const abort = {
    id: "abort",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
};
const good = { bucket: "articles", rules: [expire, abort] } satisfies BucketLifecycleConfigurationArgs;
const expiring = (change: object): object => ({ ...good, rules: [{ ...expire, ...change }, abort] });
const aborting = (change: object): object => ({ ...good, rules: [expire, { ...abort, ...change }] });

const noExpiry = (found: string): string =>
    `rules has no enabled rule for the whole bucket that expires objects after 1 to 365 days (${found}; ` +
    "rules[1].expiration is not set). Add one.";
const noAbort = (found: string): string =>
    "rules has no enabled rule for the whole bucket that aborts incomplete multipart uploads after 1 to 7 days " +
    `(rules[0].abortIncompleteMultipartUpload is not set; ${found}). Add one.`;

const table: [string, object, string[]][] = [
    ["both rules pass", good, []],
    ["both in one rule pass", { rules: [{ ...expire, ...abort }] }, []],
    ["no filter means all objects", expiring({ filter: undefined }), []],
    ["a null filter means all objects", expiring({ filter: null }), []],
    ["an empty filter means all objects", expiring({ filter: {} }), []],
    ["the older empty prefix means all objects", expiring({ filter: undefined, prefix: "" }), []],
    ["a narrower rule beside it does no harm", { rules: [{ ...expire, filter: { prefix: "a/" } }, expire, abort] }, []],
    ["1 day passes", expiring({ expiration: { days: 1 } }), []],
    ["365 days pass", expiring({ expiration: { days: 365 } }), []],
    ["366 days are refused", expiring({ expiration: { days: 366 } }), [noExpiry("rules[0].expiration.days is 366")]],
    ["0 days are refused", expiring({ expiration: { days: 0 } }), [noExpiry("rules[0].expiration.days is 0")]],
    ["1.5 days are refused", expiring({ expiration: { days: 1.5 } }), [noExpiry("rules[0].expiration.days is 1.5")]],
    [
        '"30" days are refused',
        expiring({ expiration: { days: "30" } }),
        [noExpiry("rules[0].expiration.days is a string")],
    ],
    ["no days are refused", expiring({ expiration: {} }), [noExpiry("rules[0].expiration.days is not set")]],
    [
        "delete markers alone are refused",
        expiring({ expiration: { expiredObjectDeleteMarker: true } }),
        [noExpiry("rules[0].expiration.days is not set")],
    ],
    ["no expiration is refused", expiring({ expiration: undefined }), [noExpiry("rules[0].expiration is not set")]],
    ["a disabled rule is refused", expiring({ status: "Disabled" }), [noExpiry('rules[0].status is "Disabled"')]],
    ["a rule without status is refused", expiring({ status: undefined }), [noExpiry("rules[0].status is not set")]],
    [
        "one for a prefix is refused",
        expiring({ filter: { prefix: "a/" } }),
        [noExpiry("rules[0].filter.prefix narrows it")],
    ],
    ["one for an older prefix is refused", expiring({ prefix: "a/" }), [noExpiry("rules[0].prefix narrows it")]],
    [
        "one for a tag is refused",
        expiring({ filter: { tag: { key: "a" } } }),
        [noExpiry("rules[0].filter.tag is a block")],
    ],
    ["one for several is refused", expiring({ filter: { and: {} } }), [noExpiry("rules[0].filter.and is a block")]],
    [
        "one for large objects is refused",
        expiring({ filter: { objectSizeGreaterThan: 1 } }),
        [noExpiry("rules[0].filter.objectSizeGreaterThan narrows it")],
    ],
    ["a filter that is text is refused", expiring({ filter: "" }), [noExpiry("rules[0].filter is an empty string")]],
    [
        "8 days until uploads are aborted are refused",
        aborting({ abortIncompleteMultipartUpload: { daysAfterInitiation: 8 } }),
        [noAbort("rules[1].abortIncompleteMultipartUpload.daysAfterInitiation is 8")],
    ],
    ["a disabled abort is refused", aborting({ status: "Disabled" }), [noAbort('rules[1].status is "Disabled"')]],
    [
        "no rules are refused",
        { rules: [] },
        [
            "rules has no enabled rule for the whole bucket that expires objects after 1 to 365 days. Add one.",
            "rules has no enabled rule for the whole bucket that aborts incomplete multipart uploads after 1 to 7 days. Add one.",
        ],
    ],
    ["missing rules are refused", {}, ["rules is not set. Write rules that expire objects and abort uploads."]],
];

async function saysAlways(type: string, props: object, says: string[], config = {}): Promise<void> {
    for (const preview of [true, false]) {
        assert.deepEqual(await violations(rule, type, props, { preview, config }), says);
    }
}

describe("buckets-expire-objects: the configuration", () => {
    for (const [what, props, says] of table) it(what, () => saysAlways(lifecycleType, props, says));

    it("under its name in version 6 of the provider is judged alike", async () => {
        await saysAlways(olderLifecycleType, good, []);
        await saysAlways(olderLifecycleType, expiring({ expiration: {} }), [
            noExpiry("rules[0].expiration.days is not set"),
        ]);
    });

    it("takes its bounds from parameters", async () => {
        const config = { minExpirationDays: 31, maxExpirationDays: 60, maxAbortDays: 3 };
        await saysAlways(lifecycleType, expiring({ expiration: { days: 31 } }), [], config);
        await saysAlways(
            lifecycleType,
            good,
            [noExpiry("rules[0].expiration.days is 30").replace("1 to 365", "31 to 60")],
            config,
        );
    });

    for (const [what, props, found] of [
        [
            "days",
            expiring({ expiration: { days: output(30) } }),
            "rules[0].expiration.days is known only after deployment, so it cannot be checked",
        ],
        [
            "status",
            expiring({ status: output("Enabled") }),
            "rules[0].status is known only after deployment, so it cannot be checked",
        ],
        [
            "prefix",
            expiring({ filter: { prefix: output("") } }),
            "rules[0].filter.prefix is known only after deployment",
        ],
        [
            "filter",
            expiring({ filter: output({ prefix: "" }) }),
            "rules[0].filter is known as a whole only after deployment",
        ],
        [
            "expiration",
            expiring({ expiration: output({ days: 30 }) }),
            "rules[0].expiration is known as a whole only after deployment, so rules[0].expiration.days cannot be checked",
        ],
    ] as [string, object, string][]) {
        it(`an unknown ${what} is refused in a preview, and passes once it is known to be right`, async () => {
            assert.deepEqual(await violations(rule, lifecycleType, props, { preview: true }), [noExpiry(found)]);
            assert.deepEqual(await violations(rule, lifecycleType, props, { preview: false }), []);
        });
    }

    it("as one output is refused in a preview", async () => {
        assert.deepEqual(await violations(rule, lifecycleType, { rules: output(good.rules) }, { preview: true }), [
            "rules is known as a whole only after deployment, so its rules cannot be checked. Write them as a literal list.",
        ]);
    });

    it("whatever stands for days, only a whole number in bounds passes and nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(1, 30, 365, 366), fc.boolean(), async (days, preview) => {
                const said = await violations(rule, lifecycleType, expiring({ expiration: { days } }), { preview });
                const value = known(days, { preview });
                assert.equal(
                    said.length,
                    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 365 ? 0 : 1,
                );
                await violations(rule, lifecycleType, expiring({ filter: days }), { preview });
                await violations(rule, lifecycleType, { rules: days }, { preview });
                await violations(rule, bucketType, { lifecycleRules: days, forceDestroy: days }, { preview });
            }),
            { numRuns: 60 },
        );
    });
});

describe("buckets-expire-objects: the bucket", () => {
    it("with forceDestroy is refused where that is forbidden, which is the default", async () => {
        for (const forceDestroy of [undefined, null, false]) await saysAlways(bucketType, { forceDestroy }, []);
        await saysAlways(bucketType, { forceDestroy: true }, ["forceDestroy is true. Set it to false."]);
        await saysAlways(bucketType, { forceDestroy: "" }, ["forceDestroy is an empty string. Set it to false."]);
        await saysAlways("aws:s3/bucketV2:BucketV2", { forceDestroy: "false" }, [
            "forceDestroy is a string. Set it to false.",
        ]);
        await saysAlways(bucketType, { forceDestroy: true }, [], { forbidForceDestroy: false });
        assert.deepEqual(await violations(rule, bucketType, { forceDestroy: output(false) }, { preview: true }), [
            "forceDestroy is known only after deployment, so it cannot be checked. Set it to false.",
        ]);
    });

    const rules = (change: object): object => ({
        lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 1, expiration: { days: 30 }, ...change }],
    });

    it("with inline rules is judged by them", async () => {
        await saysAlways(bucketType, rules({}), []);
        await saysAlways("aws:s3/bucketV2:BucketV2", rules({ expiration: undefined, expirations: [{ days: 30 }] }), []);
        await saysAlways(bucketType, rules({ expiration: { days: 0 } }), [
            "lifecycleRules has no enabled rule for the whole bucket that expires objects after 1 to 365 days " +
                "(lifecycleRules[0].expiration.days is 0). Add one.",
        ]);
        assert.equal((await violations(rule, bucketType, rules({ enabled: false }), { preview: true })).length, 2);
        assert.equal((await violations(rule, bucketType, rules({ tags: { a: "b" } }), { preview: true })).length, 2);
    });

    const none = (name: string): string =>
        `${name}: No aws.s3.BucketLifecycleConfiguration names this bucket. Add one that expires objects and aborts ` +
        "incomplete uploads, with this bucket's id, and nothing else, as its bucket.";
    const bucket = (name: string, props: object = {}): StackResource => ({
        type: bucketType,
        name,
        props: { bucket: `${name}-1`, ...props },
    });
    const lifecycle = (name: string): StackResource => ({
        type: lifecycleType,
        name: `${name}-lifecycle`,
        props: { ...good, bucket: output(`${name}-1`) },
        propertyDependencies: { bucket: [name] },
    });

    it("has a configuration, its own one or inline; otherwise it is refused", async () => {
        for (const preview of [true, false]) {
            const judge = (...resources: StackResource[]): Promise<string[]> =>
                stackViolations(rule, resources, { preview });
            assert.deepEqual(await judge(bucket("in"), lifecycle("in")), []);
            assert.deepEqual(await judge(lifecycle("in"), bucket("in"), bucket("out")), [none("out")]);
            assert.deepEqual(await judge(bucket("in", rules({}))), []);
            assert.deepEqual(await judge(bucket("in", rules({ enabled: false }))), [none("in")]);
            const made = { ...bucket("in"), propertyDependencies: { lifecycleRules: ["in"] } };
            assert.deepEqual(await judge(made), []);
        }
        assert.deepEqual(
            await stackViolations(rule, [bucket("in", { lifecycleRules: output([]) })], { preview: true }),
            [none("in")],
        );
    });

    it("resources of other types are not concerned", async () => {
        assert.deepEqual(await analyze(rule, "aws:s3/bucketPolicy:BucketPolicy", {}, { preview: true }), []);
    });
});
