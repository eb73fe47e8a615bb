import { type Job, permissionsOf, type PulumiRun, pulumiRuns, stepsOf, triggers, type Workflow } from "./workflow";

/** Judges one workflow: a sentence for each thing that must not be, none when all is well. */
export type Rule = (workflow: Workflow) => string[];

/** A tag can be moved to other code; a commit cannot. The version beside it is for readers and for Dependabot. */
const actionsArePinned: Rule = (workflow) => {
    const written = workflow.text.split("\n").flatMap((line) => /^\s*(?:- )?uses: (.*)$/.exec(line)?.[1] ?? []);
    const used = [...Object.values(workflow.jobs), ...stepsOf(workflow).map(({ step }) => step)];
    const hidden = used.filter(({ uses }) => uses !== undefined).length - written.length;
    return [
        ...written
            .filter((uses) => !/^\.\/\.github\/workflows\/[\w-]+\.yml$/.test(uses))
            .filter((uses) => !/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses))
            .map((uses) => `${uses}: pin it to a full commit, with "# vX.Y.Z" beside it`),
        ...(hidden > 0 ? [`${String(hidden)} uses not on a line of their own`] : []),
    ];
};

/** pull_request_target and workflow_run give a fork's pull request the repository's own token and secrets. */
const triggersAreHarmless: Rule = (workflow) =>
    triggers(workflow)
        .filter((event) => !["pull_request", "push", "schedule", "workflow_call", "workflow_dispatch"].includes(event))
        .map((event) => `${event}: an event that is not expected here`);

const nothingIsPermittedAtTheTop: Rule = ({ permissions }) =>
    JSON.stringify(permissions) === "{}" ? [] : ["permissions: {} is missing at the top"];

const jobsSayTheirPermissions: Rule = ({ jobs }) =>
    Object.entries(jobs)
        .filter(([, { permissions }]) => typeof permissions !== "object")
        .map(([name]) => `${name}: says nothing of its permissions by scope`);

const ownBranch = "github.event.pull_request.head.repo.full_name == github.repository";
/** Either has to stand in a job's `if`, joined to the rest by `&&`. */
const forkGuards = [ownBranch, `(github.event_name == 'push' || ${ownBranch})`];

const writersAreClosedToForks: Rule = (workflow) => {
    if (!triggers(workflow).includes("pull_request")) return [];
    return Object.entries(permissionsOf(workflow))
        .filter(([, permissions]) => JSON.stringify(permissions ?? "write").includes("write"))
        .filter(([name]) => !conjuncts(workflow.jobs[name]?.if ?? "").some((part) => forkGuards.includes(part)))
        .map(([name]) => `${name}: may write, and its if does not shut forks out`);
};

/** Parts of a condition that `&&` joins outside parentheses. */
function conjuncts(condition: string): string[] {
    const parts = [""];
    let depth = 0;
    for (const token of condition.replace(/^\$\{\{|\}\}$/g, "").split(/(&&|[()])/)) {
        depth += token === "(" ? 1 : token === ")" ? -1 : 0;
        if (token === "&&" && depth === 0) parts.push("");
        else parts.push(`${parts.pop() ?? ""}${token}`);
    }
    return parts.map((part) => part.trim().replace(/\s+/g, " "));
}

/** Roles are assumed by OIDC and the state is encrypted by KMS, so there is no secret that could leak. */
const noSecretIsNamed: Rule = ({ jobs }) =>
    Object.entries(jobs)
        .filter(([, job]) => /\bsecrets\b/.test(JSON.stringify(job)))
        .map(([name]) => `${name}: names a secret`);

const checkoutsKeepNoCredentials: Rule = (workflow) =>
    stepsOf(workflow)
        .filter(({ step }) => step.uses?.startsWith("actions/checkout@"))
        .filter(({ step }) => step.with?.["persist-credentials"] !== false)
        .map(({ name }) => `${name}: a checkout leaves the token in .git/config`);

/** Whoever may write a cache could put code into a later run that has credentials. */
const nothingIsCached: Rule = (workflow) =>
    stepsOf(workflow)
        .filter(({ step }) => mayCache(step.uses, step.with))
        .map(({ name }) => `${name}: uses a cache`);

function mayCache(uses = "", inputs: Record<string, unknown> = {}): boolean {
    if (uses.startsWith("actions/cache")) return true;
    return uses.startsWith("actions/setup-node@") && ("cache" in inputs || inputs["package-manager-cache"] !== false);
}

const jobsEnd: Rule = ({ jobs }) =>
    Object.entries(jobs)
        // A job that calls a workflow takes none: the jobs it calls have their own.
        .filter(([, job]) => job.uses === undefined && typeof job["timeout-minutes"] !== "number")
        .map(([name]) => `${name}: has no timeout-minutes`);

/** An expression becomes part of the command before the shell reads it: a branch's name could be a command. */
const commandsHoldNoExpression: Rule = (workflow) =>
    stepsOf(workflow)
        .filter(({ step }) => step.run?.includes("${{") === true)
        .map(({ name, step }) => `${name}: an expression in a command, pass it by env: ${step.run?.trim() ?? ""}`);

const exitCodesAreKept: Rule = (workflow) => [
    ...Object.entries(workflow.jobs)
        .filter(([, job]) => job["continue-on-error"] ?? job.steps?.some((step) => step["continue-on-error"]))
        .map(([name]) => `${name}: goes on after an error`),
    ...stepsOf(workflow)
        .filter(({ step: { run = "" } }) => /\|\| *(true|:)/.test(run))
        .map(({ name }) => `${name}: forgives a command's failure`),
    ...stepsOf(workflow)
        .filter(({ step: { run = "" } }) => / \| /.test(run) && !run.includes("pipefail"))
        .filter(({ step: { shell } }) => (shell ?? workflow.defaults?.run?.shell) !== "bash")
        .map(({ name }) => `${name}: a pipe loses its command's exit code without shell: bash`),
];

/** Whoever reads a red preview wants to see it. */
const summariesAlwaysRun: Rule = (workflow) =>
    Object.entries(workflow.jobs)
        .filter(([, { steps = [] }]) => {
            const last = steps.findLastIndex(({ run = "" }) => /\bpulumi (preview|up)\b/.test(run));
            const summary = steps.slice(last + 1).find(({ run = "" }) => run.includes("GITHUB_STEP_SUMMARY"));
            return last >= 0 && summary?.if !== "always()";
        })
        .map(([name]) => `${name}: no summary that is written always() follows its Pulumi commands`);

const updatesAreOneAtATime: Rule = (workflow) =>
    updating(workflow)
        .filter(([, { concurrency, env }]) => {
            const stack = env?.["STACK"];
            const own = stack !== undefined && concurrency?.group.includes(stack);
            return !own || concurrency?.["cancel-in-progress"] !== false;
        })
        .map(([name]) => `${name}: updates a stack without a concurrency group of the stack's that cancels nothing`);

const updatesAreInAnEnvironment: Rule = (workflow) =>
    updating(workflow)
        .filter(([, { environment, env }]) => environment === undefined || environment !== env?.["STACK"])
        .map(([name]) => `${name}: updates a stack outside the environment of its name`);

function updating(workflow: Workflow): [string, Job][] {
    const jobs = new Set(pulumiRuns(workflow).flatMap(({ job, command }) => (command === "up" ? [job] : [])));
    return Object.entries(workflow.jobs).filter(([name]) => jobs.has(name));
}

/** Rules for any workflow of this repository. */
export const rules = {
    actionsArePinned,
    triggersAreHarmless,
    nothingIsPermittedAtTheTop,
    jobsSayTheirPermissions,
    writersAreClosedToForks,
    noSecretIsNamed,
    checkoutsKeepNoCredentials,
    nothingIsCached,
    jobsEnd,
    commandsHoldNoExpression,
    exitCodesAreKept,
    summariesAlwaysRun,
    updatesAreOneAtATime,
    updatesAreInAnEnvironment,
} satisfies Record<string, Rule>;

/** What is previewed has to be what is updated: each command under every pack, each pack with the stack's configuration. */
export function underPacks(packs: string[]): Rule {
    const expected = packs.map((pack) => [`policies/${pack}`, `policies/${pack}/config/$STACK.json`]);
    const under = ({ packs: given }: PulumiRun): boolean => JSON.stringify(given) === JSON.stringify(expected);
    return (workflow) =>
        pulumiRuns(workflow)
            .filter((run) => !under(run))
            .map(({ job, command }) => `${job}: pulumi ${command} is not under ${packs.join(" and ")} as configured`);
}
