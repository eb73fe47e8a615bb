import { type Properties } from "../resources/resource";
import { type Project } from "../../contract/project";
import { secret } from "./properties";
import { type ProviderResource, type RegisteredResource } from "./registeredResource";

const prefix = "pulumi:providers:";

export function isProvider(type: string): boolean {
    return type.startsWith(prefix);
}

/**
 * The provider that a resource is made with: the one it names, or the default one of its package, which takes its properties
 * from the stack's configuration (pulumi: pkg/resource/deploy/source_eval.go, defaultProviders).
 */
export function providerOf(
    { type, custom }: RegisteredResource,
    { reference, version }: { reference: string; version: string },
    project: Project,
    byUrn: ReadonlyMap<string, RegisteredResource>,
): ProviderResource | undefined {
    if (!custom || type.startsWith("pulumi:")) return undefined;
    const explicit = byUrn.get(reference.slice(0, reference.lastIndexOf("::")));
    if (!explicit) return defaultProvider(type.slice(0, type.indexOf(":")), version, project);
    return { urn: explicit.urn, type: explicit.type, name: explicit.name, properties: explicit.inputs };
}

function defaultProvider(
    pack: string,
    version: string,
    { name: project, stack, config, secretKeys }: Project,
): ProviderResource {
    const name = version === "" ? "default" : `default_${version.replace(/\W/g, "_")}`;
    const type = `${prefix}${pack}`;
    const properties: Properties = version === "" ? {} : { version };
    for (const [key, value] of Object.entries(config)) {
        if (key.startsWith(`${pack}:`)) {
            properties[key.slice(pack.length + 1)] = secretKeys.includes(key) ? secret(value) : value;
        }
    }
    return { urn: `urn:pulumi:${stack}::${project}::${type}::${name}`, type, name, properties };
}
