import assert from "node:assert/strict";

import { type BucketAclArgs, type BucketArgs, type BucketPublicAccessBlockArgs } from "@pulumi/aws/s3";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything, known } from "../../testing/anything";
import { violations } from "../../testing/violations";
import { publicAccessBlockType } from "../blockedBuckets";
import { bucketsBlockPublicAccess } from "./bucketsBlockPublicAccess";

const bucketType = "aws:s3/bucket:Bucket";
const bucketAclType = "aws:s3/bucketAcl:BucketAcl";
const allUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
const logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

const block: BucketPublicAccessBlockArgs = {
    bucket: output("articles"),
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
};

const bucket: BucketArgs = { bucket: "articles", forceDestroy: true };

const acl: BucketAclArgs = {
    bucket: output("articles"),
    accessControlPolicy: {
        owner: { id: output("canonical") },
        grants: [{ permission: "FULL_CONTROL", grantee: { type: "CanonicalUser", id: output("canonical") } }],
    },
};

function grantedTo(grantee: unknown): object {
    return { ...acl, accessControlPolicy: { grants: [{ permission: "READ", grantee }] } };
}

const judge = (type: string, props: object, preview: boolean): Promise<string[]> =>
    violations(bucketsBlockPublicAccess, type, props, { preview });

async function saysAlways(type: string, props: object, says: string[]): Promise<void> {
    assert.deepEqual(await judge(type, props, true), says);
    assert.deepEqual(await judge(type, props, false), says);
}

/** Refused while unknown; passes once it is known to be right. */
async function saysWhileUnknown(type: string, props: object, says: string[]): Promise<void> {
    assert.deepEqual(await judge(type, props, true), says);
    assert.deepEqual(await judge(type, props, false), []);
}

describe("buckets-block-public-access: the block", () => {
    it("with all four flags passes", () => saysAlways(publicAccessBlockType, block, []));

    it("without any flag is refused once for each", () =>
        saysAlways(publicAccessBlockType, { bucket: "articles" }, [
            "blockPublicAcls is not set. Set it to true.",
            "blockPublicPolicy is not set. Set it to true.",
            "ignorePublicAcls is not set. Set it to true.",
            "restrictPublicBuckets is not set. Set it to true.",
        ]));

    for (const flag of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]) {
        for (const [value, found] of [
            [false, "is false"],
            [undefined, "is not set"],
            [null, "is null"],
            ["", "is an empty string"],
            ["true", "is a string"],
            [1, "is a number"],
            [[true], "is a list"],
            [{}, "is a block"],
        ] as const) {
            it(`with ${flag} ${JSON.stringify(value) ?? "missing"} is refused`, () =>
                saysAlways(publicAccessBlockType, { ...block, [flag]: value }, [`${flag} ${found}. Set it to true.`]));
        }

        it(`with ${flag} unknown is refused`, () =>
            saysWhileUnknown(publicAccessBlockType, { ...block, [flag]: output(true) }, [
                `${flag} is known only after deployment, so it cannot be checked. Write true.`,
            ]));

        it(`with anything but true as ${flag} is refused, and nothing makes the rule throw`, async () => {
            await fc.assert(
                fc.asyncProperty(anything(true), fc.boolean(), async (value, preview) => {
                    const said = await judge(publicAccessBlockType, { ...block, [flag]: value }, preview);
                    assert.equal(said.length, known(value, { preview }) === true ? 0 : 1);
                }),
            );
        });
    }
});

describe("buckets-block-public-access: ACLs", () => {
    for (const type of [bucketType, "aws:s3/bucketV2:BucketV2", bucketAclType, "aws:s3/bucketAclV2:BucketAclV2"]) {
        for (const canned of ["public-read", "public-read-write", "authenticated-read", "Private", "tomorrows-acl"]) {
            it(`${canned} is refused on a ${type}`, () =>
                saysAlways(type, { bucket: "articles", acl: canned }, [
                    `acl is "${canned}", which is not private. Remove it, or write acl: "private".`,
                ]));
        }

        it(`private ones pass on a ${type}`, async () => {
            const canned = ["private", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control"];
            for (const acl of [...canned, "log-delivery-write", undefined, null]) {
                await saysAlways(type, { bucket: "articles", acl }, []);
            }
        });

        it(`one that cannot be read is refused on a ${type}`, async () => {
            await saysAlways(type, { acl: "" }, ['acl is an empty string. Remove it, or write acl: "private".']);
            await saysAlways(type, { acl: [] }, ['acl is a list. Remove it, or write acl: "private".']);
            await saysAlways(type, { acl: true }, [
                'acl is true, which is not private. Remove it, or write acl: "private".',
            ]);
            await saysWhileUnknown(type, { acl: output("private") }, [
                'acl is known only after deployment, so it cannot be checked. Write acl: "private".',
            ]);
        });
    }

    it("a bucket without ACL or grants passes", () => saysAlways(bucketType, bucket, []));

    it("grants to an account, known or not, pass", () => saysAlways(bucketAclType, acl, []));

    it("a grant to S3's log delivery passes", async () => {
        await saysAlways(bucketAclType, grantedTo({ type: "Group", uri: logDelivery }), []);
        await saysAlways(bucketType, { grants: [{ type: "Group", permissions: ["WRITE"], uri: logDelivery }] }, []);
    });

    it("a grant to everyone is refused", async () => {
        await saysAlways(bucketAclType, grantedTo({ type: "Group", uri: allUsers }), [
            "accessControlPolicy.grants[0].grantee.uri names a group that is open to the public. Remove this grant.",
        ]);
        await saysAlways(bucketType, { grants: [{ uri: logDelivery }, { uri: allUsers }] }, [
            "grants[1].uri names a group that is open to the public. Remove this grant.",
        ]);
    });

    it("a grant whose group is unknown is refused", async () => {
        await saysWhileUnknown(bucketAclType, grantedTo({ uri: output(logDelivery) }), [
            "accessControlPolicy.grants[0].grantee.uri is known only after deployment, so it cannot be checked. " +
                "Write it as a literal.",
        ]);
        await saysWhileUnknown(bucketAclType, grantedTo(output({ id: "canonical" })), [
            "accessControlPolicy.grants[0].grantee is known as a whole only after deployment, " +
                "so this grant cannot be checked. Write it as a literal.",
        ]);
    });

    it("grants that cannot be read are refused", async () => {
        const mend = "so grants cannot be checked. Write them as a literal list.";
        await saysWhileUnknown(bucketType, { grants: output([]) }, [
            `grants is known as a whole only after deployment, ${mend}`,
        ]);
        await saysWhileUnknown(bucketAclType, { accessControlPolicy: output({}) }, [
            `accessControlPolicy is known as a whole only after deployment, ${mend}`,
        ]);
        await saysAlways(bucketType, { grants: { uri: allUsers } }, [`grants is a block, ${mend}`]);
        await saysAlways(bucketAclType, { accessControlPolicy: "" }, [
            `accessControlPolicy is an empty string, ${mend}`,
        ]);
        await saysAlways(bucketAclType, grantedTo(null), [
            "accessControlPolicy.grants[0].grantee is null, so this grant cannot be checked. Write it as a literal.",
        ]);
    });

    it("whatever stands for an ACL, nothing makes the rule throw and no public one passes", async () => {
        await fc.assert(
            fc.asyncProperty(anything("private", "public-read"), fc.boolean(), async (value, preview) => {
                const said = await judge(bucketType, { ...bucket, acl: value }, preview);
                const certain = known(value, { preview });
                assert.equal(said.length, certain === "private" || (certain ?? null) === null ? 0 : 1);
            }),
        );
    });

    it("whatever stands for a grantee, nothing makes the rule throw and no public one passes", async () => {
        await fc.assert(
            fc.asyncProperty(anything(logDelivery, allUsers), fc.boolean(), async (uri, preview) => {
                const said = await judge(bucketAclType, grantedTo({ uri }), preview);
                const certain = known(uri, { preview });
                assert.equal(said.length, certain === logDelivery || (certain ?? null) === null ? 0 : 1);
            }),
        );
        await fc.assert(
            fc.asyncProperty(anything({ uri: allUsers }), fc.boolean(), async (value, preview) => {
                await judge(bucketAclType, grantedTo(value), preview);
                await judge(bucketAclType, { accessControlPolicy: value }, preview);
                await judge(bucketType, { grants: value }, preview);
            }),
        );
    });

    it("resources of other types are not concerned", async () => {
        const props = { acl: "public-read" };
        assert.deepEqual(
            await analyze(bucketsBlockPublicAccess, "aws:s3/bucketObject:BucketObject", props, { preview: true }),
            [],
        );
    });
});
