import { deferUntilKnown } from "../../deferral";
import { wrongLiteral } from "../../literal";
import { isAbsent, type Path, readLeaf, readList, written } from "../../reading";
import { type ResourceRule, type StackRule } from "../../rule";
import { isAwsManagedKey } from "../awsManagedKey";
import { bucketTypes } from "../blockedBuckets";
import { bucketsWithout, isMadeFromOutputs } from "../bucketConfigurations";

/** The configuration, and the same under its name in version 6 of the AWS provider. */
export const encryptionTypes: ReadonlySet<string> = new Set([
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
]);
export const ownershipType = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const ownershipTypes: ReadonlySet<string> = new Set([ownershipType]);

const byDefault = "applyServerSideEncryptionByDefault";

/** Legacy arguments of a bucket, by how each type of bucket writes them. */
const inline = ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"] as const;

/**
 * Resource half: what a configuration says. Stack half: each bucket has one, and leaves its ACLs off.
 * A key that is an output is enough to stop nothing; whether it will be one is judged where outputs are known.
 */
export const bucketsEncryptWithAKey: ResourceRule & StackRule = {
    name: "buckets-encrypt-with-a-key",
    description:
        "Every bucket must encrypt with a KMS key of the account and own all of its objects; otherwise whoever may read the bucket reads the text, and an ACL can hand it on.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Give each bucket an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms, a kmsMasterKeyId and bucketKeyEnabled true, and an aws.s3.BucketOwnershipControls with BucketOwnerEnforced.",
    evidence: "dependencies",
    required: false,
    guards: [
        ...[...encryptionTypes].flatMap((type) => [
            { type, path: "" },
            { type, path: "bucket", spares: ["unknown" as const] },
            { type, path: "rules", bad: [[]] },
            { type, path: "rules[*]", bad: [{}] },
            { type, path: `rules[*].${byDefault}`, bad: [{}] },
            { type, path: `rules[*].${byDefault}.sseAlgorithm`, bad: ["AES256"] },
            {
                type,
                path: `rules[*].${byDefault}.kmsMasterKeyId`,
                spares: ["unknown" as const],
                bad: ["alias/aws/s3"],
            },
            { type, path: "rules[*].bucketKeyEnabled" },
        ]),
        { type: ownershipType, path: "" },
        { type: ownershipType, path: "bucket", spares: ["unknown"] },
        { type: ownershipType, path: "rule", bad: [{}] },
        { type: ownershipType, path: "rule.objectOwnership", bad: ["ObjectWriter", "BucketOwnerPreferred"] },
    ],
    peers: ["Security Hub S3.17", "Security Hub S3.12", "CKV_AWS_145", "CKV2_AWS_65", "AWS-0132"],
    validateResource: (args, report) => {
        const { type, props } = args;
        const found: Found = { wrong: [], deferred: [] };
        if (encryptionTypes.has(type)) rulesOf(props, ["rules"], [byDefault], found);
        else if (type === ownershipType) found.wrong.push(...wrongOwnership(props));
        else if (bucketTypes.has(type)) inlineEncryption(props, found);
        else args.notApplicable("Concerns S3 buckets, how they encrypt and who owns their objects");
        for (const problem of found.wrong) report(problem);
        deferUntilKnown(args, found.deferred);
    },
    validateStack: ({ resources }, report) => {
        for (const { urn } of bucketsWithout(resources, encryptionTypes, encryptsInline)) {
            report(
                "No aws.s3.BucketServerSideEncryptionConfiguration names this bucket. Add one with a KMS key and " +
                    "this bucket's id, and nothing else, as its bucket.",
                urn,
            );
        }
        for (const { urn } of bucketsWithout(resources, ownershipTypes)) {
            report(
                "No aws.s3.BucketOwnershipControls names this bucket. Add one with objectOwnership " +
                    "BucketOwnerEnforced and this bucket's id, and nothing else, as its bucket.",
                urn,
            );
        }
    },
};

interface Found {
    wrong: string[];
    /** Keys that are outputs. */
    deferred: string[];
}

/** A list of rules; S3 keeps one, but all that are written are judged. */
function rulesOf(props: object, at: Path, within: Path, found: Found): void {
    const list = readList(props, at);
    if (list.state !== "set") {
        const mend = list.state === "unverifiable" ? "Write the block as a literal" : "Write one rule with a KMS key";
        found.wrong.push(`${list.because}, so encryption cannot be checked. ${mend}.`);
    } else if (list.length === 0) found.wrong.push(`${written(at)} is empty. Write one rule with a KMS key.`);
    else for (let index = 0; index < list.length; index++) ruleAt(props, [...at, index], within, found);
}

function ruleAt(props: object, at: Path, within: Path, { wrong, deferred }: Found): void {
    const algorithm = wrongLiteral(props, [...at, ...within, "sseAlgorithm"], {
        is: (value) => value === "aws:kms" || value === "aws:kms:dsse",
        mend: "Write aws:kms.",
        printed: true,
    });
    if (algorithm !== undefined) wrong.push(algorithm);
    const path = [...at, ...within, "kmsMasterKeyId"];
    const key = readLeaf(props, path);
    const mend = "Set it to the ARN of a key of this account.";
    if (key.state === "missing") wrong.push(`${key.because}. ${mend}`);
    // Where the block cannot be seen, the algorithm has already said so.
    else if (key.state === "set" && !key.known) deferred.push(written(path));
    else if (key.state === "set" && typeof key.value !== "string") {
        wrong.push(`${written(path)} is a ${typeof key.value}. ${mend}`);
    } else if (key.state === "set" && isAwsManagedKey(key.value)) {
        wrong.push(`${written(path)} is AWS's own key, whose policy cannot be changed. ${mend}`);
    }
    const bucketKey = wrongLiteral(props, [...at, "bucketKeyEnabled"], {
        is: (value) => value === true,
        mend: "Set it to true: one call of KMS then does for many objects.",
    });
    // The rule as a whole is one output: said once.
    if (bucketKey !== undefined && readLeaf(props, [...at, "bucketKeyEnabled"]).state !== "unverifiable") {
        wrong.push(bucketKey);
    }
}

function wrongOwnership(props: object): string[] {
    const problem = wrongLiteral(props, ["rule", "objectOwnership"], {
        is: (value) => value === "BucketOwnerEnforced",
        mend: "Write BucketOwnerEnforced.",
        printed: true,
    });
    return problem === undefined ? [] : [problem];
}

/** What a bucket says itself, as it did before the configuration was a resource of its own. */
function inlineEncryption(props: object, found: Found): void {
    const [one, many] = inline;
    if (!isAbsent(props, [one])) ruleAt(props, [one, "rule"], [byDefault], found);
    if (isAbsent(props, [many])) return;
    const list = readList(props, [many]);
    if (list.state === "set" && list.length > 0) {
        rulesOf(props, [many, 0, "rules"], [`${byDefault}s`, 0], found);
    } else found.wrong.push(`${many} cannot be read as a list of one. Write it as a literal.`);
}

/** In a stack a bucket also shows what S3 itself chose, so only what is right counts, or what the program made of outputs. */
function encryptsInline(bucket: Parameters<typeof isMadeFromOutputs>[0]): boolean {
    return inline.some((property) => {
        if (isMadeFromOutputs(bucket, property)) return true;
        if (isAbsent(bucket.props, [property])) return false;
        const found: Found = { wrong: [], deferred: [] };
        inlineEncryption(bucket.props, found);
        return found.wrong.length === 0 && found.deferred.length === 0;
    });
}
