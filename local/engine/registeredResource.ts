import { type Properties } from "../resources/resource";

/** A resource that the program registered, and what became of it. */
export interface RegisteredResource {
    urn: string;
    type: string;
    name: string;
    /** Made by a provider; components and the stack are not. */
    custom: boolean;
    /** URN; empty for the stack. */
    parent: string;
    /** As the provider's check left them; secrets still marked. */
    inputs: Properties;
    /** Empty in a preview. */
    id: string;
    outputs: Properties;
    /** URNs this resource was made after. */
    dependencies: string[];
    /** The same, by the input they came through. */
    propertyDependencies: Record<string, string[]>;
    /** Absent for components, and for what the engine makes itself. */
    provider?: ProviderResource;
    /** It existed already, and the program only looked it up. */
    external?: boolean;
    options: {
        protect: boolean;
        retainOnDelete: boolean;
        deleteBeforeReplace: boolean;
        ignoreChanges: string[];
        additionalSecretOutputs: string[];
        /** What it was before: a URN, or type, name, project and stack of which some may be empty. For the real engine. */
        aliases: string[];
        /** Whatever makes a new resource when it becomes another; for the real engine, since nothing is replaced here. */
        replacementTrigger: unknown;
        /** Names of the hooks that the real engine runs before it deletes the resource. */
        beforeDelete: string[];
    };
}

/** The provider that makes a resource, as rules see it. */
export interface ProviderResource {
    urn: string;
    /** e.g. `pulumi:providers:aws` */
    type: string;
    name: string;
    /** As the provider is configured; what is no text is JSON. */
    properties: Properties;
}

/** What `registerResource` of the SDK says, before anything was done about it. */
export type Registration = Omit<RegisteredResource, "urn" | "id" | "outputs" | "provider"> & {
    provider: {
        /** `<urn>::<id>` of an explicit provider; empty for the default one. */
        reference: string;
        /** Of the package that the type belongs to; may be empty. */
        version: string;
    };
};

/** What `readResource` of the SDK says: a resource that exists already. */
export type ReadRequest = Pick<RegisteredResource, "type" | "name" | "parent" | "id" | "inputs">;

/** A resource that was looked up, with nothing that only a registration says. */
export function readResource(urn: string, request: ReadRequest, outputs: Properties): RegisteredResource {
    return {
        ...request,
        urn,
        custom: true,
        external: true,
        outputs,
        dependencies: [],
        propertyDependencies: {},
        options: {
            protect: false,
            retainOnDelete: true,
            deleteBeforeReplace: false,
            ignoreChanges: [],
            additionalSecretOutputs: [],
            aliases: [],
            replacementTrigger: undefined,
            beforeDelete: [],
        },
    };
}

/** Resources in an order in which each comes after all it depends on. Throws when there is none. */
export function byDependency(resources: readonly RegisteredResource[]): RegisteredResource[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const ordered = new Set<RegisteredResource>();
    const open = new Set<RegisteredResource>();
    const visit = (resource: RegisteredResource): void => {
        if (ordered.has(resource)) return;
        if (open.has(resource)) throw new Error(`${resource.urn} depends on itself`);
        open.add(resource);
        for (const urn of [resource.parent, ...resource.dependencies]) {
            const dependency = byUrn.get(urn);
            if (dependency) visit(dependency);
        }
        ordered.add(resource);
    };
    resources.forEach(visit);
    return [...ordered];
}
