import { type Call } from "../cloud/context";

/** What stands for a value that is not known before `up`, wherever inputs are handed over in a preview. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Properties = Record<string, unknown>;

/** Whether a property's value is a nested block, or strings by key. */
export function isBlock(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A resource as it exists: its id and everything a program may read of it. */
export interface Created {
    id: string;
    outputs: Properties;
}

/** A resource as it exists, with the inputs that would make it so. */
export interface Existing extends Created {
    inputs: Properties;
}

/** One property in which inputs differ from what they were. */
export interface PropertyChange {
    /** e.g. `productionVariants[0].instanceType` */
    path: string;
    kind: "add" | "update" | "delete";
    /** It cannot be changed in place: the resource has to be made anew. */
    replaces: boolean;
}

export interface CheckContext {
    /** The resource's Pulumi name. */
    name: string;
    /** A physical name as Pulumi chooses one: the Pulumi name, a dash and seven hex digits. */
    autoname(): string;
}

/** Where a resource is made. */
export interface Target {
    readonly call: Call;
    readonly accountId: string;
    readonly region: string;
    readonly partition: string;
    /**
     * Waits on the wall clock between two looks at something that takes time; simulated time runs meanwhile.
     * Default: setTimeout.
     */
    readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * One Pulumi resource type, as operations of AWS.
 *
 * Inputs and outputs have the names and shapes of the AWS provider for Pulumi (@pulumi/aws 7.48).
 */
export interface ResourceType {
    /** e.g. `aws:s3/bucket:Bucket` */
    readonly type: string;
    /** The property that Pulumi names automatically where the program gives no name; some types have none. */
    readonly nameProperty: string | undefined;
    /**
     * The provider's own view of the inputs: defaults and automatic names filled in.
     * Inputs may hold {@link unknown} in any place.
     *
     * @throws CheckError, in the provider's words, when a required input is missing or one cannot be used
     */
    check(inputs: Properties, context: CheckContext): Properties;
    /**
     * @param inputs as {@link check} returned them, everything known
     * @throws the AwsError of the call that failed; what was made until then is unmade, or the message says what is left
     */
    create(inputs: Properties, target: Target): Promise<Created>;
    /**
     * In which properties `inputs` differ from `before`, both as {@link check} returned them; {@link unknown} differs from
     * everything.
     */
    diff(before: Properties, inputs: Properties): PropertyChange[];
    /**
     * What AWS says of it now.
     *
     * @param known its inputs as they were last known; absent when it is imported by its id alone
     * @returns undefined when it is gone
     */
    read(id: string, target: Target, known?: Properties): Promise<Existing | undefined>;
    /**
     * Changes it in place: everything in which `inputs` differ and that needs no replacement.
     *
     * @param inputs as {@link check} returned them, everything known
     */
    update(existing: Existing, inputs: Properties, target: Target): Promise<Created>;
    /** Deleting what is gone already is no error. */
    delete(created: Created, target: Target): Promise<void>;
}

/** One input that cannot be used. */
export interface CheckFailure {
    /** Path of the property, e.g. `rules[0].status`. */
    property: string;
    reason: string;
}

/** Inputs that the provider refuses; the message has one line for each, worded as the Pulumi CLI prints them. */
export class CheckError extends Error {
    override readonly name = "CheckError";

    constructor(
        type: string,
        resourceName: string,
        readonly failures: readonly CheckFailure[],
    ) {
        super(
            failures
                .map(
                    ({ property, reason }) =>
                        `${type} resource '${resourceName}' has a problem: ${reason}. Examine values at '${resourceName}.${property}'.`,
                )
                .join("\n"),
        );
    }
}
