import { unknownValue } from "@pulumi/pulumi/runtime/rpc";

import { type RegisteredResource } from "../local/engine/registeredResource";
import { type Recording } from "../local/gate";

/**
 * A stack of at least so many resources: the recorded one again and again, each copy with URNs, names, ARNs and ids of its own, so
 * that what names each other does so within a copy. The stack's own resource and its providers are there once, as in any stack.
 */
export function copies({ stack, resources }: Recording, atLeast: number): RegisteredResource[] {
    const roots = resources.filter(isRoot);
    const copied = resources.filter((resource) => !isRoot(resource));
    const text = JSON.stringify(copied);
    const count = Math.max(1, Math.ceil((atLeast - roots.length) / Math.max(1, copied.length)));
    return [...roots, ...Array.from({ length: count }, (_, copy) => copyOf(text, stack, copy)).flat()];
}

function isRoot({ type }: RegisteredResource): boolean {
    return type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");
}

function copyOf(text: string, stack: string, copy: number): RegisteredResource[] {
    const number = String(copy);
    const own = text
        .replace(uuids, (uuid) => (uuid === unknownValue ? uuid : shifted(uuid, copy)))
        .replace(hashes, (hash) => shifted(hash, copy))
        // Before the rest of an automatic name, as the name of its resource is followed by the number too.
        .replace(automaticNames, `-${number}$&`)
        .replace(names(stack), `$&${number}`)
        .replace(urns, `$&-${number}`);
    return (JSON.parse(own) as RegisteredResource[]).map((resource) => ({
        ...resource,
        name: resource.urn.slice(resource.urn.lastIndexOf("::") + 2),
    }));
}

/** Names that the program makes end in, or go on from, the stack's: `summarizer-dev-alarms`. A URN is not such a name. */
function names(stack: string): RegExp {
    return new RegExp(`-${stack}(?![a-z0-9])(?<!urn:pulumi:[^"]*)`, "g");
}

/** Automatic names end in seven hex digits: `model-d4b8b1b`. */
const automaticNames = /-[0-9a-f]{7}(?![0-9a-z-])/g;
const uuids = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/g;
/** Of a scalable target, for one. */
const hashes = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g;
/** Of resources that are copied. */
const urns = /urn:pulumi:[^":]+::[^":]+::(?!pulumi:(?:pulumi:Stack|providers:))[^"]*?::[^"]+/g;

/** The same id but for its first eight digits, which are others in each copy. */
function shifted(id: string, copy: number): string {
    const first = (Number.parseInt(id.slice(0, 8), 16) + copy) % 2 ** 32;
    return `${first.toString(16).padStart(8, "0")}${id.slice(8)}`;
}
