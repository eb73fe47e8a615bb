import { parse } from "yaml";

/** Permissions of GITHUB_TOKEN by scope, or one word for all of them. */
export type Permissions = string | Record<string, string>;

/** A step, in the words of GitHub's workflow syntax. */
export interface Step {
    name?: string;
    id?: string;
    if?: string;
    uses?: string;
    with?: Record<string, unknown>;
    run?: string;
    shell?: string;
    env?: Record<string, string>;
    "continue-on-error"?: boolean;
}

/** A job: it has `steps`, or calls another workflow by `uses`. */
export interface Job {
    if?: string;
    permissions?: Permissions;
    "timeout-minutes"?: number;
    environment?: string;
    concurrency?: { group: string; "cancel-in-progress"?: boolean };
    strategy?: { matrix?: { stack?: string[] } };
    env?: Record<string, string>;
    steps?: Step[];
    uses?: string;
    secrets?: unknown;
    "continue-on-error"?: boolean;
}

export interface Workflow {
    /** What the file says, comments included: the version of a pinned action stands in one. */
    text: string;
    on: string | string[] | Record<string, unknown>;
    permissions?: Permissions;
    defaults?: { run?: { shell?: string } };
    jobs: Record<string, Job>;
}

/** Reads a workflow file. What it holds is taken as it is: the rules judge it. */
export function parseWorkflow(text: string): Workflow {
    return { ...(parse(text) as Omit<Workflow, "text">), text };
}

/** Names of the events that start a workflow. */
export function triggers({ on }: Workflow): string[] {
    if (typeof on === "string") return [on];
    return Array.isArray(on) ? on : Object.keys(on);
}

/** What each job may do with GITHUB_TOKEN; a job that says nothing has what stands at the top. */
export function permissionsOf({ jobs, permissions }: Workflow): Record<string, Permissions | undefined> {
    return Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions ?? permissions]));
}

/** Every step with the name of its job. */
export function stepsOf({ jobs }: Workflow): { name: string; job: Job; step: Step }[] {
    return Object.entries(jobs).flatMap(([name, job]) => (job.steps ?? []).map((step) => ({ name, job, step })));
}

/** npm scripts that a workflow runs, `npm test` included; `npm ci` is none. */
export function npmScripts(workflow: Workflow): string[] {
    return stepsOf(workflow).flatMap(({ step: { run = "" } }) =>
        [...run.matchAll(/\bnpm (?:run ([\w:-]+)|(test))\b/g)].map((match) => (match[1] ?? match[2]) as string),
    );
}

/** A command of the Pulumi CLI that runs the program, with its pairs of policy pack and configuration in order. */
export interface PulumiRun {
    job: string;
    command: "preview" | "up";
    packs: [pack: string, config: string][];
}

export function pulumiRuns(workflow: Workflow): PulumiRun[] {
    return stepsOf(workflow).flatMap(({ name, step: { run = "" } }) =>
        [...run.replaceAll("\\\n", " ").matchAll(/\bpulumi (preview|up)\b([^|\n]*)/g)].map((match) => ({
            job: name,
            command: match[1] as PulumiRun["command"],
            packs: flags(match[2] ?? "", "--policy-pack").map((pack, place) => [
                pack,
                flags(match[2] ?? "", "--policy-pack-config")[place] ?? "",
            ]),
        })),
    );
}

function flags(command: string, flag: string): string[] {
    return [...command.matchAll(new RegExp(`${flag} "?([^\\s"]+)"?`, "g"))].map((match) => match[1] as string);
}

/** Which AWS role a job assumes, and the end of the subject that GitHub writes into its OIDC token. */
export function assumedRoles(workflow: Workflow): { role: string; context: string }[] {
    return stepsOf(workflow).flatMap(({ job, step }) => {
        const role = step.with?.["role-to-assume"];
        return typeof role === "string" ? [{ role, context: subjectContext(workflow, job) }] : [];
    });
}

/** An environment wins over the event; all that is neither is guarded to run on main (docs.github.com, OpenID Connect reference). */
function subjectContext(workflow: Workflow, { environment }: Job): string {
    if (environment !== undefined) return `environment:${environment}`;
    return triggers(workflow).includes("pull_request") ? "pull_request" : "ref:refs/heads/main";
}
