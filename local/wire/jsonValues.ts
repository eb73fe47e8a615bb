import { AwsError } from "../cloud/awsError";

/** Members whose type JSON does not tell; those not named are what they look like. */
export interface WireTypes {
    /** Seconds since the epoch on the wire, Date in the cloud. */
    readonly timestamps?: readonly string[];
    /** Base64 on the wire, Buffer in the cloud. */
    readonly blobs?: readonly string[];
}

/** Values deeper than this are no request of any service, and recursion has an end. */
const maximumDepth = 64;

/**
 * What a client sent, as the cloud takes it. `null` is as good as absent (Smithy: JSON protocols).
 *
 * @throws AwsError SerializationException (400)
 */
export function fromJson(value: unknown, types: WireTypes, member = "", depth = 0): unknown {
    if (depth > maximumDepth) throw new AwsError("SerializationException", "The request is nested too deeply.");
    if (Array.isArray(value)) return value.map((item) => fromJson(item, types, member, depth + 1));
    if (typeof value === "object" && value !== null && !(value instanceof Date) && !Buffer.isBuffer(value)) {
        return Object.fromEntries(
            Object.entries(value).flatMap(([name, item]) =>
                item === null || item === undefined ? [] : [[name, fromJson(item, types, name, depth + 1)]],
            ),
        );
    }
    if (types.timestamps?.includes(member)) return timestamp(value, member);
    if (types.blobs?.includes(member) && typeof value === "string") return Buffer.from(value, "base64");
    return value;
}

/** What the cloud answers, as JSON carries it. */
export function toJson(value: unknown): unknown {
    if (value instanceof Date) return value.getTime() / 1000;
    if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
    if (Array.isArray(value)) return value.map(toJson);
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJson(item)]));
    }
    return value;
}

function timestamp(value: unknown, member: string): Date {
    const date =
        value instanceof Date
            ? value
            : typeof value === "number"
              ? new Date(value * 1000)
              : new Date(typeof value === "string" ? value : NaN);
    if (!Number.isNaN(date.getTime())) return date;
    throw new AwsError("SerializationException", `${member} is not a timestamp.`);
}
