import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { type Properties } from "../resources/resource";

// The keys and signatures that mark special values on Pulumi's wire (pulumi: sdk/nodejs/runtime/rpc.ts).
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

export function fromStruct(struct: Struct | undefined): Properties {
    return struct ? (struct.toJavaScript() as Properties) : {};
}

/** `undefined` members are left out, as the SDK does; `Struct.fromJavaScript` would throw on them. */
export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(defined(properties) as Record<string, never>);
}

function defined(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(defined);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .map(([key, member]) => [key, defined(member)]),
    );
}

/** A value, marked as secret. */
export function secret(value: unknown): Properties {
    return { [signatureKey]: secretSignature, value };
}

/** Marks as secret what was secret in `before`: a provider answers in plain values, and the engine keeps what must not be seen. */
export function withSecretsOf(before: unknown, value: unknown): unknown {
    if (typeof before !== "object" || before === null || value === undefined) return value;
    const marked = before as Record<string, unknown>;
    if (marked[signatureKey] === secretSignature) return secret(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, at) => withSecretsOf(marked[at], item));
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withSecretsOf(marked[key], member)]));
}

/** Inputs as a provider sees them: secrets unwrapped, references to resources as their ids. */
export function plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const marked = value as Record<string, unknown>;
    if (marked[signatureKey] === secretSignature) return plain(marked["value"]);
    if (marked[signatureKey] === resourceSignature) return marked["id"] ?? marked["urn"];
    return Object.fromEntries(Object.entries(marked).map(([key, member]) => [key, plain(member)]));
}
