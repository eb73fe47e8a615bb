import { readFileSync } from "node:fs";

import { ProjectError } from "../../contract/project";
import { isProvider } from "../engine/providerResource";
import { secret } from "../engine/properties";
import { type ProviderResource, type RegisteredResource } from "../engine/registeredResource";
import { isBlock, type Properties, unknown } from "../resources/resource";
import { type Recording } from "./record";

/** One resource as `pulumi stack export` writes it; what is empty is left out (pulumi: sdk/go/common/apitype/core.go, ResourceV3). */
interface StateResource {
    urn: string;
    type: string;
    custom?: boolean;
    /** It is to be deleted, and has a successor already. */
    delete?: boolean;
    id?: string;
    inputs?: Properties;
    outputs?: Properties;
    parent?: string;
    external?: boolean;
    protect?: boolean;
    retainOnDelete?: boolean;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[] | null>;
    /** `<urn>::<id>` */
    provider?: string;
    ignoreChanges?: string[];
    additionalSecretOutputs?: string[];
}

/** Something exported that cannot be judged. */
export class StateError extends ProjectError {}

/**
 * Reads the output of `pulumi stack export` as if it had been recorded. Encrypted secrets are unknown; what is about to be deleted is
 * left out.
 *
 * @param stack whose configuration holds; by default the one that the URNs name
 * @throws StateError when the file is no exported state, or not that of a whole stack
 */
export function readState(file: string, stack?: string): Recording {
    const exported = stateResources(file);
    const resources = exported.filter((one) => one.delete !== true);
    if (resources.length === 0) throw new StateError(`${file} holds no resources, so there is nothing to judge.`);
    const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    if (!root) {
        throw new StateError(
            `${file} has no resource of type pulumi:pulumi:Stack, so it is not the whole of a stack and cannot be judged.`,
        );
    }
    const [ownStack = "", project = ""] = root.urn.split("::");
    const providers = new Map(exported.filter(({ type }) => isProvider(type)).map((one) => [one.urn, one]));
    return {
        stack: stack ?? ownStack.slice(ownStack.lastIndexOf(":") + 1),
        project,
        mode: "state",
        resources: resources.map((one) => asRegistered(one, providers)),
        outputs: {},
        errors: [],
        warnings: [],
    };
}

function stateResources(file: string): StateResource[] {
    const refuse = (why: string): never => {
        throw new StateError(
            `${file} is no exported state: ${why}. Make one with: pulumi stack export --file state.json`,
        );
    };
    let content: unknown;
    try {
        content = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
        return refuse(error instanceof Error ? error.message : String(error));
    }
    const deployment = isBlock(content) ? content["deployment"] : undefined;
    if (!isBlock(deployment)) return refuse("it has no deployment");
    const resources = deployment["resources"] ?? [];
    if (!Array.isArray(resources)) return refuse("deployment.resources is no list");
    for (const [at, one] of resources.entries()) {
        const where = `deployment.resources[${String(at)}]`;
        if (!isBlock(one) || typeof one["type"] !== "string") return refuse(`${where} has no type`);
        if (!/^urn:pulumi:[^:]*::[^:]*::.+::./.test(String(one["urn"]))) return refuse(`${where} has no URN`);
    }
    return resources as StateResource[];
}

function asRegistered(one: StateResource, providers: ReadonlyMap<string, StateResource>): RegisteredResource {
    const provider = providerOf(one, providers);
    return {
        urn: one.urn,
        type: one.type,
        name: one.urn.split("::").slice(3).join("::"),
        custom: one.custom ?? false,
        parent: one.parent ?? "",
        inputs: opened(one.inputs ?? {}) as Properties,
        id: one.id ?? "",
        outputs: opened(one.outputs ?? {}) as Properties,
        dependencies: one.dependencies ?? [],
        propertyDependencies: Object.fromEntries(
            Object.entries(one.propertyDependencies ?? {}).map(([property, urns]) => [property, urns ?? []]),
        ),
        ...(provider && { provider }),
        ...(one.external && { external: true }),
        options: {
            protect: one.protect ?? false,
            retainOnDelete: one.retainOnDelete ?? false,
            deleteBeforeReplace: false,
            ignoreChanges: one.ignoreChanges ?? [],
            additionalSecretOutputs: one.additionalSecretOutputs ?? [],
            aliases: [],
            replacementTrigger: undefined,
            beforeDelete: [],
        },
    };
}

function providerOf(
    { provider = "" }: StateResource,
    providers: ReadonlyMap<string, StateResource>,
): ProviderResource | undefined {
    const found = providers.get(provider.slice(0, provider.lastIndexOf("::")));
    if (!found) return undefined;
    const { urn, type, inputs = {} } = found;
    return { urn, type, name: urn.split("::").slice(3).join("::"), properties: opened(inputs) as Properties };
}

/** Secrets that are encrypted are unknown; those exported with --show-secrets stay secret. `__defaults` is the provider's own mark. */
function opened(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(opened);
    if (!isBlock(value)) return value;
    if ("ciphertext" in value && Object.keys(value).length === 2) return unknown;
    if (typeof value["plaintext"] === "string" && Object.keys(value).length === 2) {
        return secret(opened(JSON.parse(value["plaintext"])));
    }
    const members = Object.entries(value).filter(([name]) => name !== "__defaults");
    return Object.fromEntries(members.map(([name, member]) => [name, opened(member)]));
}
