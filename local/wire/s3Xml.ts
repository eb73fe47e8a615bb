import { AwsError } from "../cloud/awsError";
import { parseXml, writeXml, type Xml } from "./xml";

export const s3Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Lists whose items stand in the parent: the element's name, and the member's. */
const flattened: Readonly<Record<string, string>> = {
    NoncurrentVersionTransition: "NoncurrentVersionTransitions",
    Object: "Objects",
    Part: "Parts",
    Rule: "Rules",
    Transition: "Transitions",
};
const elementOf: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(flattened).map(([element, member]) => [member, element])),
    Errors: "Error",
    Uploads: "Upload",
};
/** Lists with an element around them: the name of each item. */
const wrapped: Readonly<Record<string, string>> = { Buckets: "Bucket", TagSet: "Tag" };

const structures = new Set(["And", "Expiration", "Filter", "ApplyServerSideEncryptionByDefault"]);
const numbers = new Set([
    "Days",
    "DaysAfterInitiation",
    "NewerNoncurrentVersions",
    "NoncurrentDays",
    "ObjectSizeGreaterThan",
    "ObjectSizeLessThan",
    "PartNumber",
]);
const booleans = new Set([
    "BlockPublicAcls",
    "BlockPublicPolicy",
    "BucketKeyEnabled",
    "ExpiredObjectDeleteMarker",
    "IgnorePublicAcls",
    "Quiet",
    "RestrictPublicBuckets",
]);
const dates = new Set(["Date"]);

/**
 * The XML of a request as a member of the operation's input.
 *
 * @throws AwsError MalformedXML (400)
 */
export function fromS3Xml(body: Buffer, root: string): Record<string, unknown> {
    const document = parseXml(body.toString("utf8"), root);
    if (document === undefined) throw malformedXml();
    return typeof document === "string" ? {} : structure(document);
}

/** A document of S3's own namespace. */
export function toS3Xml(root: string, output: object): string {
    return writeXml(root, content(output), s3Namespace);
}

function structure(tree: Exclude<Xml, string>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(tree).flatMap(([name, value]): [string, unknown][] => {
            if (name === "#text" || value === undefined) return [];
            const values = Array.isArray(value) ? value : [value];
            // A lifecycle rule holds its tags in the parent, a tag set around them.
            if (name === "Tag" || Object.hasOwn(flattened, name)) {
                return [[flattened[name] ?? "Tags", values.map((item) => scalarOrStructure(name, item))]];
            }
            const [only, ...others] = values;
            if (only === undefined || others.length > 0) throw malformedXml();
            if (name === "TagSet") return [[name, structure(asTree(only))["Tags"] ?? []]];
            return [[name, scalarOrStructure(name, only)]];
        }),
    );
}

function scalarOrStructure(name: string, value: Xml): unknown {
    if (typeof value !== "string") return structure(value);
    if (structures.has(name)) return {};
    if (numbers.has(name)) return Number(value);
    if (booleans.has(name)) return value.trim() === "true";
    if (!dates.has(name)) return value;
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) throw malformedXml();
    return date;
}

function asTree(value: Xml): Exclude<Xml, string> {
    return typeof value === "string" ? {} : value;
}

function content(value: unknown): Xml {
    if (value instanceof Date) return value.toISOString();
    if (typeof value !== "object" || value === null) return String(value as string | number | boolean);
    return Object.fromEntries(
        Object.entries(value).flatMap(([name, item]): [string, Xml | Xml[]][] => {
            if (item === undefined) return [];
            if (Object.hasOwn(wrapped, name)) {
                return [[name, { [wrapped[name] as string]: (item as unknown[]).map(content) }]];
            }
            const element =
                name === "Tags" ? "Tag" : Object.hasOwn(elementOf, name) ? (elementOf[name] as string) : name;
            return [[element, Array.isArray(item) ? item.map(content) : content(item)]];
        }),
    );
}

export function malformedXml(): AwsError {
    const message = "The XML you provided was not well-formed or did not validate against our published schema";
    return new AwsError("MalformedXML", message);
}
