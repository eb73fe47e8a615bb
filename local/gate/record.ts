import { type Call } from "../cloud/context";
import { deploy } from "../engine/deployment";
import { inventedProvider } from "../engine/inventedProvider";
import { type Place } from "../engine/invokes";
import { type Project, ProjectError } from "../../contract/project";
import { type RegisteredResource } from "../engine/registeredResource";
import { type Properties, type Target } from "../resources/resource";

/**
 * What was known when resources were recorded.
 *
 * - `firstPreview`: ids, ARNs and all else that only AWS tells are unknown, as in the first preview of a stack.
 * - `deterministicIds`: the same program where the provider makes all that up from type, name and inputs. What it cannot make up
 *   stays unknown, since an output that is merely missing would take with it whatever is built from it.
 * - `state`: what an exported state holds.
 */
export type Mode = "firstPreview" | "deterministicIds" | "state";

/** The modes in which a program is judged. */
export const programModes = ["firstPreview", "deterministicIds"] as const satisfies Mode[];

/** What one run of a program registered; packs judge it as often as one likes. */
export interface Recording {
    stack: string;
    project: string;
    mode: Mode;
    /** In the order in which they were registered, with inputs as the provider's check left them. */
    resources: RegisteredResource[];
    /** What the program exports. */
    outputs: Properties;
    /** Why the program did not run to its end; empty when it did. */
    errors: string[];
    warnings: string[];
}

/** The account of AWS's documentation; a first preview shows it in names and ARNs. */
export const documentationAccount = "123456789012";

/**
 * Runs the program of one stack once, without AWS, and records what it registers. Nothing is made, no hook runs, and the program
 * finds no AWS credentials: what it may do where ids are known, it can do to nobody's account.
 *
 * @param signal ends the program early
 * @throws ProjectError when the stack sets no aws:region
 */
export async function record(
    project: Project,
    mode: (typeof programModes)[number],
    signal?: AbortSignal,
): Promise<Recording> {
    const { resources, outputs, errors, warnings } = await deploy({
        project,
        provider: inventedProvider(placeOf(project), { ids: mode === "deterministicIds" }),
        packs: [],
        preview: true,
        environment: withoutCredentials(),
        ...(signal && { signal }),
    });
    return { stack: project.stack, project: project.name, mode, resources, outputs, errors, warnings };
}

/** @throws ProjectError when the stack sets no aws:region */
export function placeOf({ stack, config }: Project): Place {
    const region = config["aws:region"];
    if (region === undefined) {
        throw new ProjectError(
            `Stack ${stack} sets no aws:region. Set it: pulumi config set aws:region us-east-1 --stack ${stack}`,
        );
    }
    const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return { accountId: documentationAccount, region, partition };
}

/** Where nothing may be called. */
export function nowhere(project: Project): Target {
    const call: Call = (service, operation) => {
        throw new Error(`A preview does not call AWS, but ${service} ${operation} was wanted.`);
    };
    return { ...placeOf(project), call };
}

/** Every place where the AWS SDKs look for credentials (AWS: SDKs and Tools Reference Guide, standardized credential providers). */
function withoutCredentials(): Record<string, string | undefined> {
    const variables = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
    return {
        ...Object.fromEntries(variables.map((name) => [name, undefined])),
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        AWS_EC2_METADATA_DISABLED: "true",
    };
}
