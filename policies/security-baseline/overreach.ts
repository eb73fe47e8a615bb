import { arnPattern, isOpen, mayMatch } from "../arnPattern";
import { concernsAction, covers, type Statement } from "../policyDocument";
import { type ResultLocation, type ResultLocations } from "./resultLocations";

/** What an execution role needs less than it is allowed. */
interface Limit {
    service: "s3" | "sns";
    actions: readonly string[];
    /** What is wrong with a pattern for this service, as the end of a sentence that begins with it, and how to mend it. */
    wrong: (pattern: string, results: ResultLocations) => string | undefined;
    verb: string;
}

const limits: readonly Limit[] = [
    { service: "s3", actions: ["s3:GetObject"], verb: "read", wrong: unreadable },
    { service: "s3", actions: ["s3:PutObject"], verb: "write", wrong: unwritable },
    {
        service: "s3",
        actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
        verb: "delete",
        wrong: () => ". An endpoint deletes nothing: take the action away.",
    },
    { service: "s3", actions: ["s3:ListBucket"], verb: "list", wrong: unlistable },
    {
        service: "sns",
        actions: ["sns:Publish"],
        verb: "publish to",
        wrong: (pattern) => (isOpen(pattern) ? ". Name each topic by its whole ARN." : undefined),
    },
];

/** Says what a statement allows an execution role beyond its own, one sentence each and how to mend it. */
export function overreach(statement: Statement, results: ResultLocations): string[] {
    const { effect, label, resources } = statement;
    if (effect === "Deny") return [];
    return limits.flatMap(({ service, actions, verb, wrong }) => {
        if (!actions.some((action) => concernsAction(statement, action))) return [];
        const lets = `${label} lets the execution role ${verb}`;
        if (!resources || resources.negated) return [`${lets} everything but some. Name the resources in Resource.`];
        return resources.values
            .filter((pattern) => mayMatch(pattern, service))
            .flatMap((pattern) => {
                const end = wrong(pattern, results);
                return end === undefined ? [] : [`${lets} ${JSON.stringify(pattern)}${end}`];
            });
    });
}

function unreadable(pattern: string, { known }: ResultLocations): string | undefined {
    const { bucket, key } = s3Pattern(pattern);
    if (bucket === undefined)
        return ", which names no bucket. Name the objects that it reads, or their prefix in a bucket.";
    if (key === undefined) return ", which is no object. Name the objects that it reads, or their prefix.";
    const probe = "00000000-0000-0000-0000-000000000000.out";
    const results = known.some(
        (location) => location.bucket === bucket && covers(loosened(key), `${location.prefix}${probe}`),
    );
    return results
        ? ", and results with it: an input location may then name one. Name the objects that it reads, or their prefix."
        : undefined;
}

function unwritable(pattern: string, { known, unknown, problems }: ResultLocations): string | undefined {
    const { bucket, key } = s3Pattern(pattern);
    // Without an asynchronous endpoint in the stack, or as long as where it writes cannot be told, nothing is compared.
    if (known.length === 0 || unknown.length > 0 || problems.length > 0) return undefined;
    const isUnder = (location: ResultLocation): boolean =>
        location.bucket === bucket && key?.startsWith(location.prefix) === true;
    return known.some(isUnder)
        ? undefined
        : ", which is not under s3OutputPath or s3FailurePath of its endpoint. Name what is under them, as s3:PutObject's resource.";
}

function unlistable(pattern: string): string | undefined {
    const { bucket, key } = s3Pattern(pattern);
    return bucket !== undefined && key === undefined
        ? undefined
        : ", which is no bucket. Name the bucket's ARN in a statement of its own.";
}

/** A bucket, where a pattern names one, and in it keys, where it is about objects. */
function s3Pattern(pattern: string): { bucket?: string; key?: string } {
    const resource = arnPattern(pattern)?.resource ?? "";
    const slash = resource.indexOf("/");
    const bucket = slash < 0 ? resource : resource.slice(0, slash);
    if (bucket === "" || isOpen(bucket)) return {};
    return { bucket, ...(slash >= 0 && { key: resource.slice(slash + 1) }) };
}

/** A policy variable stands for a text that AWS fills in. */
function loosened(key: string): string {
    return key.replace(/\$\{[^}]*\}/g, "*");
}
