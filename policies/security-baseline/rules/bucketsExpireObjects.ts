import { type PolicyResource } from "@pulumi/policy";

import { type Expected, unlike, wrongLiteral } from "../../literal";
import { isAbsent, type Path, readLeaf, readList, written } from "../../reading";
import { type ResourceRule, type StackRule } from "../../rule";
import { bucketTypes } from "../blockedBuckets";
import { bucketsWithout, isMadeFromOutputs } from "../bucketConfigurations";

/** The configuration, and the same under its name in version 6 of the AWS provider. */
export const lifecycleTypes: ReadonlySet<string> = new Set([
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
]);

interface Parameters {
    minExpirationDays: number;
    maxExpirationDays: number;
    maxAbortDays: number;
    forbidForceDestroy: boolean;
}

/** How a type of resource writes a lifecycle rule. */
interface Form {
    list: string;
    enabled: { path: Path; is: Expected["is"] };
    /** The first that is written is judged: version 6 of the provider has a list where others have a block. */
    days: Path[];
    abortDays: Path;
    /** What narrows a rule to some objects; absent, or an empty prefix, it is for all. */
    narrows: Path[];
}

const configured: Form = {
    list: "rules",
    enabled: { path: ["status"], is: (value) => value === "Enabled" },
    days: [["expiration", "days"]],
    abortDays: ["abortIncompleteMultipartUpload", "daysAfterInitiation"],
    narrows: [
        ["prefix"],
        ...["prefix", "tag", "and", "objectSizeGreaterThan", "objectSizeLessThan"].map((key) => ["filter", key]),
    ],
};
const inline: Form = {
    list: "lifecycleRules",
    enabled: { path: ["enabled"], is: (value) => value === true },
    days: [
        ["expiration", "days"],
        ["expirations", 0, "days"],
    ],
    abortDays: ["abortIncompleteMultipartUploadDays"],
    narrows: [["prefix"], ["tags"]],
};

/**
 * Resource half: what a configuration says, and whether a bucket may be deleted with all that is in it. Stack half: each
 * bucket has a configuration. A bucket that keeps old versions needs more, which this rule does not ask for.
 */
export const bucketsExpireObjects: ResourceRule & StackRule = {
    name: "buckets-expire-objects",
    description:
        "Every bucket must delete its objects and broken-off uploads after a while, and not lose them all at once; otherwise other people's text is kept, and paid for, for ever.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Give each bucket an aws.s3.BucketLifecycleConfiguration with an enabled rule that expires all objects and one that aborts incomplete multipart uploads, and no forceDestroy in production.",
    evidence: "dependencies",
    required: false,
    guards: [
        ...[...lifecycleTypes].flatMap((type) => [
            { type, path: "" },
            { type, path: "bucket", spares: ["unknown" as const] },
            { type, path: "rules", bad: [[]] },
            { type, path: "rules[*]", bad: [{}] },
            { type, path: "rules[*].status", bad: ["Disabled"] },
            // Without a filter, or without a prefix in it, a rule is for all objects.
            {
                type,
                path: "rules[*].filter",
                spares: ["remove" as const, "null" as const, "blank" as const],
                bad: [{ prefix: "a/" }],
            },
            {
                type,
                path: "rules[*].filter.prefix",
                spares: ["remove" as const, "null" as const, "blank" as const],
                bad: ["a/"],
            },
            { type, path: "rules[*].expiration", bad: [{}] },
            { type, path: "rules[*].expiration.days", bad: [0, 100_000] },
            { type, path: "rules[*].abortIncompleteMultipartUpload", bad: [{}] },
            { type, path: "rules[*].abortIncompleteMultipartUpload.daysAfterInitiation", bad: [0, 100_000] },
        ]),
        ...[...bucketTypes].map((type) => ({
            type,
            path: "forceDestroy",
            where: { forceDestroy: false },
            spares: ["remove" as const, "null" as const],
        })),
    ],
    peers: ["Security Hub S3.13", "CKV2_AWS_61", "CKV_AWS_300"],
    parameters: {
        minExpirationDays: {
            type: "integer",
            minimum: 1,
            description: "Days for which an object is kept at least.",
            default: 1,
        },
        maxExpirationDays: {
            type: "integer",
            minimum: 1,
            description: "Days after which an object is gone at the latest.",
            default: 365,
        },
        maxAbortDays: {
            type: "integer",
            minimum: 1,
            description: "Days after which an upload that nobody completed is gone at the latest.",
            default: 7,
        },
        forbidForceDestroy: {
            type: "boolean",
            description: "Whether a bucket may not be deleted while objects are in it.",
            default: true,
        },
    },
    validateResource: (args, report) => {
        const { type, props } = args;
        const parameters = args.getConfig<Parameters>();
        if (lifecycleTypes.has(type)) wrongRules(props, configured, parameters).forEach((problem) => report(problem));
        else if (bucketTypes.has(type)) {
            if (!isAbsent(props, ["lifecycleRules"])) {
                wrongRules(props, inline, parameters).forEach((problem) => report(problem));
            }
            const forced = isAbsent(props, ["forceDestroy"])
                ? undefined
                : wrongLiteral(props, ["forceDestroy"], { is: (value) => value === false, mend: "Set it to false." });
            if (parameters.forbidForceDestroy && forced !== undefined) report(forced);
        } else args.notApplicable("Concerns S3 buckets and their lifecycle configurations");
    },
    validateStack: ({ resources, getConfig }, report) => {
        const parameters = getConfig<Parameters>();
        // In a stack a bucket also shows what S3 has, so only what is right counts, or what the program made of outputs.
        const expiresInline = (bucket: PolicyResource): boolean =>
            isMadeFromOutputs(bucket, inline.list) || wrongRules(bucket.props, inline, parameters).length === 0;
        for (const { urn } of bucketsWithout(resources, lifecycleTypes, expiresInline)) {
            report(
                "No aws.s3.BucketLifecycleConfiguration names this bucket. Add one that expires objects and aborts " +
                    "incomplete uploads, with this bucket's id, and nothing else, as its bucket.",
                urn,
            );
        }
    },
};

/** One sentence for each of the two rules that a bucket needs and that none of its rules is. */
function wrongRules(props: object, form: Form, parameters: Parameters): string[] {
    const { minExpirationDays, maxExpirationDays, maxAbortDays } = parameters;
    const list = readList(props, [form.list]);
    if (list.state !== "set") {
        return list.state === "unverifiable"
            ? [`${list.because}, so its rules cannot be checked. Write them as a literal list.`]
            : [`${list.because}. Write rules that expire objects and abort uploads.`];
    }
    const rules = Array.from({ length: list.length }, (_, index) => [form.list, index]);
    const within = (min: number, max: number) => (value: unknown) =>
        typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
    const lacks = (what: string, days: Path[], is: Expected["is"]): string[] => {
        const because = rules.map((rule) => notForAll(props, rule, form) ?? notAfterDays(props, rule, days, is));
        if (because.includes(undefined)) return [];
        const found = because.length > 0 ? ` (${because.join("; ")})` : "";
        return [`${form.list} has no enabled rule for the whole bucket that ${what}${found}. Add one.`];
    };
    return [
        ...lacks(
            `expires objects after ${String(minExpirationDays)} to ${String(maxExpirationDays)} days`,
            form.days,
            within(minExpirationDays, maxExpirationDays),
        ),
        ...lacks(
            `aborts incomplete multipart uploads after 1 to ${String(maxAbortDays)} days`,
            [form.abortDays],
            within(1, maxAbortDays),
        ),
    ];
}

/** Why a rule is not, or not certainly, enabled for all objects. */
function notForAll(props: object, rule: Path, { enabled, narrows }: Form): string | undefined {
    const off = unlike(props, [...rule, ...enabled.path], { is: enabled.is, printed: true });
    if (off) return off.because;
    return narrows.map((path) => narrowed(props, [...rule, ...path])).find((because) => because !== undefined);
}

function narrowed(props: object, path: Path): string | undefined {
    const block = path.slice(0, -1);
    if (isAbsent(props, path) || isAbsent(props, block)) return undefined;
    const value = readLeaf(props, path);
    const name = written(path);
    if (value.state === "unverifiable") return value.because;
    if (value.state === "set") return `${name} ${value.known ? "narrows it" : "is known only after deployment"}`;
    if (path.at(-1) === "prefix" && value.because === `${name} is an empty string`) return undefined;
    return value.because;
}

function notAfterDays(props: object, rule: Path, days: Path[], is: Expected["is"]): string | undefined {
    const places = days.map((path) => [...rule, ...path]);
    const place = places.find((path) => !isAbsent(props, path.slice(0, rule.length + 1))) ?? places[0] ?? rule;
    return unlike(props, place, { is })?.because;
}
