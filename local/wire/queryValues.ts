import { AwsError } from "../cloud/awsError";
import { type Xml } from "./xml";

/** Members that are no text; a form says everything as text. */
const booleans = new Set(["OnlyAttached", "ReturnSubscriptionArn", "SetAsDefault"]);
const numbers = new Set(["DurationSeconds", "MaxItems", "MaxResults", "MaxSessionDuration"]);
const blobs = new Set(["BinaryValue"]);
/** Members of answers that are maps; other objects are structures. */
const maps = new Set(["Attributes", "SummaryMap"]);

/** Names that are the protocol's own, or a signature's. */
const notMembers = /^(Action|Version|X-Amz-.*)$/;
const maximumDepth = 16;

type Tree = Map<string, Tree | string>;

/**
 * The parameters of a form as the operation's input: `Tags.member.1.Key=a` is `{Tags: [{Key: "a"}]}`,
 * `Attributes.entry.1.key=a` with its value is `{Attributes: {a: …}}`.
 *
 * @throws AwsError MalformedInput (400)
 */
export function queryInput(parameters: URLSearchParams): Record<string, unknown> {
    const tree: Tree = new Map();
    for (const [name, value] of parameters) if (!notMembers.test(name)) plant(tree, name.split("."), value);
    return structure(tree);
}

function plant(tree: Tree, path: readonly string[], value: string): void {
    const [name = "", ...rest] = path;
    if (!/^\w+$/.test(name) || name === "__proto__" || path.length > maximumDepth) throw malformed();
    if (rest.length === 0) {
        if (tree.has(name)) throw malformed();
        tree.set(name, value);
        return;
    }
    const branch = tree.get(name) ?? new Map<string, Tree | string>();
    if (typeof branch === "string") throw malformed();
    tree.set(name, branch);
    plant(branch, rest, value);
}

function structure(tree: Tree): Record<string, unknown> {
    return Object.fromEntries([...tree].map(([name, value]) => [name, member(name, value)]));
}

function member(name: string, value: Tree | string): unknown {
    if (typeof value === "string") return scalar(name, value);
    const list = value.get("member");
    if (list instanceof Map && value.size === 1) return inOrder(list).map((item) => member(name, item));
    const entries = value.get("entry");
    if (!(entries instanceof Map) || value.size !== 1) return structure(value);
    return Object.fromEntries(inOrder(entries).map(entry));
}

/** SNS writes a map's entries as key and value, and those of message attributes as Name and Value. */
function entry(tree: Tree | string): [string, unknown] {
    if (typeof tree === "string") throw malformed();
    const key = tree.get("key") ?? tree.get("Name");
    const value = tree.get("value") ?? tree.get("Value");
    if (typeof key !== "string" || value === undefined) throw malformed();
    return [key, member("value", value)];
}

/** Indexes count from 1 and may have gaps. */
function inOrder(tree: Tree): (Tree | string)[] {
    if (![...tree.keys()].every((key) => /^[1-9]\d{0,5}$/.test(key))) throw malformed();
    return [...tree].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

function scalar(name: string, value: string): unknown {
    if (booleans.has(name)) return value === "true";
    if (numbers.has(name)) return Number(value);
    if (blobs.has(name)) return Buffer.from(value, "base64");
    return value;
}

function malformed(): AwsError {
    return new AwsError(
        "MalformedInput",
        "The parameters of the request contradict each other or are not well-formed.",
    );
}

/** An operation's output as Query writes it: lists of `member`, maps of `entry`, times in ISO 8601. */
export function queryOutput(output: object): Record<string, Xml | undefined> {
    return Object.fromEntries(Object.entries(output).map(([name, value]) => [name, element(name, value)]));
}

function element(name: string, value: unknown): Xml | undefined {
    if (value === undefined || value === null) return undefined;
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if (Array.isArray(value)) return { member: value.map((item) => element("", item) ?? "") };
    if (typeof value !== "object") return String(value as string | number | boolean);
    if (!maps.has(name)) return queryOutput(value);
    return { entry: Object.entries(value).map(([key, item]) => ({ key, value: element("", item) })) };
}
