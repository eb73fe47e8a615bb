import { type Call } from "./cloud/context";
import { deploy, type Deployment, type DeploymentArgs } from "./engine/deployment";
import { type Finding, packDirectories, withPacks } from "./engine/policyPack";
import { type Project } from "./engine/project";
import { laptopProvider } from "./engine/provider";

/** How one stack fared in its first preview under every pack. */
export interface Verdict {
    stack: string;
    resources: number;
    /** The program did not run to its end; its words. */
    errors: string[];
    violations: Finding[];
    /** Rules that read an unknown and so judged nothing; a gate that let them pass would be open exactly on a first preview. */
    unevaluated: Finding[];
    advisories: Finding[];
    /** What the program warned of while it ran. */
    warnings: string[];
}

/** The account of AWS's documentation; a first preview shows it in names and ARNs. */
export const documentationAccount = "123456789012";

/**
 * First preview of one stack: the real program against the real packs, with nothing deployed and no AWS account.
 * The packs are read from `packs` (absolute folders), the shipped ones by default.
 */
export async function judge(project: Project, packs = packDirectories(project.root)): Promise<Verdict> {
    const deployment = await withPacks(packs, project, true, (starting) => previewWith(project, starting));
    return verdict(project.stack, deployment);
}

/** A preview under packs that run already: several previews of one stack may share them. */
export async function previewWith(
    project: Project,
    packs: DeploymentArgs["packs"],
    signal?: AbortSignal,
): Promise<Deployment> {
    const region = project.config["aws:region"];
    if (region === undefined) {
        throw new Error(
            `Stack ${project.stack} sets no aws:region. Set it: pulumi config set aws:region us-east-1 --stack ${project.stack}`,
        );
    }
    const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    const target = { accountId: documentationAccount, region, partition, call: nothingToCall };
    return deploy({ project, provider: laptopProvider(target), packs, preview: true, ...(signal && { signal }) });
}

export function verdict(stack: string, { resources, findings, errors, warnings }: Deployment): Verdict {
    return {
        stack,
        resources: resources.length,
        errors,
        violations: findings.filter((finding) => finding.level === "mandatory"),
        unevaluated: findings.filter((finding) => finding.level === "advisory" && finding.unevaluated),
        advisories: findings.filter((finding) => finding.level === "advisory" && !finding.unevaluated),
        warnings,
    };
}

export function passes({ errors, violations, unevaluated }: Verdict): boolean {
    return errors.length === 0 && violations.length === 0 && unevaluated.length === 0;
}

const nothingToCall: Call = (service, operation) => {
    throw new Error(`A preview does not call AWS, but ${service} ${operation} was wanted.`);
};
