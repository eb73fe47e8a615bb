import { type ListObjectsV2CommandInput } from "@aws-sdk/client-s3";

import { AwsError } from "../awsError";
import { type StoredObject } from "./storedObject";

/** An object, or the prefix under which several are rolled up. */
type Entry = { readonly name: string } & ({ readonly object: StoredObject } | { readonly object?: undefined });

export interface ListedObject {
    Key: string;
    LastModified: Date;
    ETag: string;
    Size: number;
    StorageClass: "STANDARD";
}

export interface ObjectListing {
    Name: string;
    Prefix: string;
    Delimiter?: string;
    MaxKeys: number;
    KeyCount: number;
    IsTruncated: boolean;
    EncodingType?: "url";
    StartAfter?: string;
    ContinuationToken?: string;
    NextContinuationToken?: string;
    Contents?: ListedObject[];
    CommonPrefixes?: { Prefix: string }[];
}

const maximumKeys = 1000;

/** One page of ListObjectsV2: keys in the order of their UTF-8 bytes. */
export function listObjects(objects: Iterable<StoredObject>, input: ListObjectsV2CommandInput): ObjectListing {
    const { Prefix: prefix = "", Delimiter: delimiter, StartAfter: startAfter } = input;
    const limit = Math.min(checkMaxKeys(input.MaxKeys), maximumKeys);
    const after = readToken(input.ContinuationToken);
    const keys = [...objects]
        .filter(({ key }) => key.startsWith(prefix) && (startAfter === undefined || inUtf8Order(key, startAfter) > 0))
        .sort((a, b) => inUtf8Order(a.key, b.key));
    const entries = rolledUp(keys, prefix, delimiter).filter(
        ({ name }) => after === undefined || inUtf8Order(name, after) > 0,
    );
    const page = entries.slice(0, limit);
    const isTruncated = limit > 0 && entries.length > limit;
    const encode = checkEncoding(input.EncodingType);
    const contents = page.flatMap(({ object }) => (object ? [listed(object, encode)] : []));
    const prefixes = page.flatMap(({ name, object }) => (object ? [] : [{ Prefix: encode(name) }]));
    return {
        Name: String(input.Bucket),
        Prefix: encode(prefix),
        ...(delimiter ? { Delimiter: encode(delimiter) } : {}),
        MaxKeys: limit,
        KeyCount: page.length,
        IsTruncated: isTruncated,
        ...(input.EncodingType && { EncodingType: "url" }),
        ...(startAfter !== undefined && { StartAfter: encode(startAfter) }),
        ...(input.ContinuationToken !== undefined && { ContinuationToken: input.ContinuationToken }),
        ...(isTruncated && { NextContinuationToken: token((page.at(-1) as Entry).name) }),
        ...(contents.length > 0 && { Contents: contents }),
        ...(prefixes.length > 0 && { CommonPrefixes: prefixes }),
    };
}

/** `keys` are in order, so those of one common prefix follow each other. */
function rolledUp(keys: readonly StoredObject[], prefix: string, delimiter: string | undefined): Entry[] {
    const entries: Entry[] = [];
    for (const object of keys) {
        const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
        if (end < 0) {
            entries.push({ name: object.key, object });
            continue;
        }
        const name = object.key.slice(0, end + (delimiter as string).length);
        if (entries.at(-1)?.name !== name || entries.at(-1)?.object) entries.push({ name });
    }
    return entries;
}

function listed({ key, lastModified, etag, body }: StoredObject, encode: (text: string) => string): ListedObject {
    return { Key: encode(key), LastModified: lastModified, ETag: etag, Size: body.length, StorageClass: "STANDARD" };
}

function inUtf8Order(a: string, b: string): number {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function checkMaxKeys(value: number | undefined): number {
    if (value === undefined) return maximumKeys;
    if (Number.isInteger(value) && value >= 0 && value <= 2_147_483_647) return value;
    throw new AwsError("InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647", 400, {
        ArgumentName: "maxKeys",
        ArgumentValue: String(value),
    });
}

function checkEncoding(type: string | undefined): (text: string) => string {
    if (type === undefined) return (text) => text;
    if (type === "url")
        return (text) => encodeURIComponent(wellFormed(text)).replaceAll("%2F", "/").replaceAll("%20", "+");
    throw new AwsError("InvalidArgument", "Invalid Encoding Method specified in Request", 400, {
        ArgumentName: "encoding-type",
        ArgumentValue: type,
    });
}

/** Opaque to clients; it says which entry was the last. */
function token(name: string): string {
    return Buffer.from(`after:${name}`).toString("base64");
}

function readToken(given: string | undefined): string | undefined {
    if (given === undefined) return undefined;
    const text = Buffer.from(given, "base64").toString("utf8");
    if (text.startsWith("after:")) return text.slice("after:".length);
    throw new AwsError("InvalidArgument", "The continuation token provided is incorrect", 400, {
        ArgumentName: "continuation-token",
    });
}

/** Half a surrogate pair cannot be URL-encoded; Unicode's replacement character can. */
function wellFormed(text: string): string {
    return Buffer.from(text).toString("utf8");
}
