import { deploy, type Deployment, type DeploymentArgs } from "../engine/deployment";
import { type Finding } from "../engine/policyPack";
import { type Project } from "../../contract/project";
import { laptopProvider } from "../engine/provider";
import { nowhere } from "./record";

/** How one stack fared in a preview or an update under packs. */
export interface Verdict {
    stack: string;
    resources: number;
    /** The program did not run to its end; its words. */
    errors: string[];
    violations: Finding[];
    /** Rules that read an unknown and so judged nothing. */
    unevaluated: Finding[];
    advisories: Finding[];
    /** What the program warned of while it ran. */
    warnings: string[];
}

/** A first preview before the laptop AWS is asked to make anything, under packs that run already. */
export async function previewWith(
    project: Project,
    packs: DeploymentArgs["packs"],
    signal?: AbortSignal,
): Promise<Deployment> {
    const provider = laptopProvider(nowhere(project));
    return deploy({ project, provider, packs, preview: true, ...(signal && { signal }) });
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
