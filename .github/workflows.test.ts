import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { assumedRoles, npmScripts, parseWorkflow, permissionsOf, pulumiRuns, type Workflow } from "./workflow";
import { rules, underPacks } from "./workflowRules";

const root = resolve(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const files = readdirSync(join(__dirname, "workflows"));
const workflows = new Map(files.map((file) => [file, parseWorkflow(read(`.github/workflows/${file}`))]));
const workflow = (file: string): Workflow => workflows.get(file) as Workflow;

const packs = readdirSync(join(root, "policies"))
    .filter((folder) => existsSync(join(root, "policies", folder, "PulumiPolicy.yaml")))
    .sort();
const stacks = ["dev", "prod"];
const allRules = { ...rules, commandsAreUnderThePacks: underPacks(packs) };

/** What `text` holds of `from`, exactly once, becomes `to`. */
function edited(text: string, from: string, to: string): Workflow {
    assert.equal(text.split(from).length - 1, 1, `"${from}" should be there once`);
    return parseWorkflow(text.replace(from, () => to));
}

describe("the workflows", () => {
    it("are those that this test knows", () => {
        assert.deepEqual(files, ["deploy-stack.yml", "deploy.yml", "drift.yml", "pull-request.yml"]);
    });

    for (const [file, found] of workflows) {
        for (const [name, rule] of Object.entries(allRules)) {
            it(`${file} keeps ${name}`, () => {
                assert.deepEqual(rule(found), []);
            });
        }
    }

    it("may do exactly this with their token", () => {
        const readOnly = { contents: "read" };
        const oidc = { contents: "read", "id-token": "write" };
        assert.deepEqual(Object.fromEntries([...workflows].map(([file, found]) => [file, permissionsOf(found)])), {
            "deploy-stack.yml": { deploy: oidc },
            "deploy.yml": { dev: oidc, prod: oidc, "last-green": { actions: "read" } },
            "drift.yml": { drift: oidc },
            "pull-request.yml": {
                check: readOnly,
                engine: readOnly,
                "code-scanning": { actions: "read", "security-events": "write" },
                preview: oidc,
                passed: {},
            },
        });
    });

    it("pin one commit per action", () => {
        const pins = [...workflows.values()].flatMap(({ text }) => [...text.matchAll(/uses: ([\w/-]+)@(.*)$/gm)]);
        const perAction = new Map<string, Set<string>>();
        for (const [, action = "", pin = ""] of pins) {
            perAction.set(action, (perAction.get(action) ?? new Set()).add(pin));
        }
        assert.equal(perAction.size, 7);
        assert.deepEqual(
            [...perAction].filter(([, found]) => found.size > 1),
            [],
        );
    });

    it("run only npm scripts that exist", () => {
        const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
        const named = [...workflows.values()].flatMap(npmScripts);
        assert.deepEqual([...new Set(named)].sort(), [
            "check",
            "lint",
            "smoke",
            "test",
            "test:browser",
            "test:engine",
            "typecheck",
        ]);
        assert.deepEqual(
            named.filter((script) => !(script in scripts)),
            [],
        );
    });

    it("preview and update under every pack", () => {
        const runs = Object.fromEntries(
            [...workflows].map(([file, found]) => [file, pulumiRuns(found).map(({ command }) => command)]),
        );
        assert.deepEqual(runs, {
            "deploy-stack.yml": ["preview", "up"],
            "deploy.yml": [],
            "drift.yml": ["preview"],
            "pull-request.yml": ["preview"],
        });
        assert.deepEqual(packs, ["async-inference", "security-baseline"]);
    });

    for (const stack of stacks) {
        it(`name packs, configuration and a stack file that exist for ${stack}`, () => {
            const paths = [...workflows.values()]
                .flatMap((found) => pulumiRuns(found).flatMap((run) => run.packs.flat()))
                .map((path) => path.replace("$STACK", stack));
            assert.deepEqual(
                [...new Set([...paths, `Pulumi.${stack}.yaml`])].filter((path) => !existsSync(join(root, path))),
                [],
            );
        });
    }

    it("preview, deploy and watch each stack", () => {
        const jobs = (file: string) => workflow(file).jobs;
        assert.deepEqual(jobs("pull-request.yml")["preview"]?.strategy?.matrix?.stack, stacks);
        assert.deepEqual(jobs("drift.yml")["drift"]?.strategy?.matrix?.stack, stacks);
        const { dev, prod } = jobs("deploy.yml") as Record<string, { needs?: string; with?: { stack: string } }>;
        assert.deepEqual([dev?.with?.stack, prod?.with?.stack], stacks);
        assert.equal(prod?.needs, "dev");
    });

    it("assume a role that only reads except where an environment guards", () => {
        const preview = "${{ vars.AWS_PREVIEW_ROLE_ARN }}";
        assert.deepEqual([...workflows.values()].flatMap(assumedRoles), [
            { role: "${{ vars.AWS_DEPLOY_ROLE_ARN }}", context: "environment:${{ inputs.stack }}" },
            { role: preview, context: "ref:refs/heads/main" },
            { role: preview, context: "pull_request" },
        ]);
        const guards = [workflow("drift.yml").jobs["drift"]?.if, workflow("deploy.yml").jobs["dev"]?.if];
        const onMain = "github.ref == 'refs/heads/main' && vars.PULUMI_BACKEND_URL != ''";
        assert.deepEqual(guards, [onMain, onMain]);
    });

    it("give no credentials to what Dependabot proposes", () => {
        const guard = "github.event.pull_request.user.login != 'dependabot[bot]' &&";
        assert.equal(workflow("pull-request.yml").jobs["preview"]?.if?.includes(guard), true);
    });

    it("install the Pulumi CLI that the scenarios run on, and one Node", () => {
        const version = /pulumi\/pkg\/v3 v([\d.]+)/.exec(read(".ci/pulumi/go.mod"))?.[1];
        const text = [...workflows.values()].map((found) => found.text).join("\n");
        const values = (key: string) => [
            ...new Set([...text.matchAll(new RegExp(`${key}: (.*)`, "g"))].map(([, value]) => value)),
        ];
        assert.deepEqual(values("pulumi-version"), [version]);
        assert.deepEqual(values("node-version"), ["24"]);
        assert.deepEqual(values("runs-on"), ["ubuntu-24.04"]);
    });

    it("require one check that waits for all of them", () => {
        const { passed } = workflow("pull-request.yml").jobs as Record<string, { if?: string; needs?: string[] }>;
        assert.deepEqual([passed?.if, passed?.needs], ["always()", ["check", "engine", "preview"]]);
    });
});

const checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
const guard = "github.event.pull_request.head.repo.full_name == github.repository";

interface Mutation {
    rule: keyof typeof allRules;
    file: string;
    from: string;
    to: string;
    findings: string[];
}

const mutations: Mutation[] = [
    {
        rule: "actionsArePinned",
        file: "pull-request.yml",
        from: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
        to: "v4",
        findings: ['github/codeql-action/upload-sarif@v4: pin it to a full commit, with "# vX.Y.Z" beside it'],
    },
    {
        rule: "actionsArePinned",
        file: "pull-request.yml",
        from: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
        to: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
        findings: [
            'github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e: pin it to a full commit, with "# vX.Y.Z" beside it',
        ],
    },
    {
        rule: "actionsArePinned",
        file: "deploy-stack.yml",
        from: "- run: npm ci",
        to: "- { uses: some/action@v1 }\n      - run: npm ci",
        findings: ["1 uses not on a line of their own"],
    },
    {
        rule: "triggersAreHarmless",
        file: "pull-request.yml",
        from: "  pull_request:\n",
        to: "  pull_request_target:\n",
        findings: ["pull_request_target: an event that is not expected here"],
    },
    {
        rule: "nothingIsPermittedAtTheTop",
        file: "drift.yml",
        from: "permissions: {}\n",
        to: "permissions:\n  contents: read\n",
        findings: ["permissions: {} is missing at the top"],
    },
    {
        rule: "nothingIsPermittedAtTheTop",
        file: "drift.yml",
        from: "permissions: {}\n",
        to: "",
        findings: ["permissions: {} is missing at the top"],
    },
    {
        rule: "jobsSayTheirPermissions",
        file: "deploy.yml",
        from: "    permissions:\n      actions: read\n",
        to: "",
        findings: ["last-green: says nothing of its permissions by scope"],
    },
    {
        rule: "writersAreClosedToForks",
        file: "pull-request.yml",
        from: `      ${guard} &&\n`,
        to: "",
        findings: ["preview: may write, and its if does not shut forks out"],
    },
    {
        rule: "writersAreClosedToForks",
        file: "pull-request.yml",
        from: `      ${guard} &&\n`,
        to: `      ${guard} ||\n`,
        findings: ["preview: may write, and its if does not shut forks out"],
    },
    {
        rule: "writersAreClosedToForks",
        file: "pull-request.yml",
        from: `(github.event_name == 'push' || ${guard})`,
        to: `(github.event_name == 'pull_request' || ${guard})`,
        findings: ["code-scanning: may write, and its if does not shut forks out"],
    },
    {
        rule: "writersAreClosedToForks",
        file: "pull-request.yml",
        from: "    permissions:\n      contents: read\n    outputs:",
        to: "    permissions:\n      contents: read\n      id-token: write\n    outputs:",
        findings: ["check: may write, and its if does not shut forks out"],
    },
    {
        rule: "noSecretIsNamed",
        file: "deploy.yml",
        from: "${{ github.token }}",
        to: "${{ secrets.TOKEN }}",
        findings: ["last-green: names a secret"],
    },
    {
        rule: "noSecretIsNamed",
        file: "deploy.yml",
        from: "    with:\n      stack: prod",
        to: "    secrets: inherit\n    with:\n      stack: prod",
        findings: ["prod: names a secret"],
    },
    {
        rule: "checkoutsKeepNoCredentials",
        file: "drift.yml",
        from: "          persist-credentials: false\n",
        to: "          fetch-depth: 1\n",
        findings: ["drift: a checkout leaves the token in .git/config"],
    },
    {
        rule: "nothingIsCached",
        file: "deploy-stack.yml",
        from: "          package-manager-cache: false\n",
        to: "",
        findings: ["deploy: uses a cache"],
    },
    {
        rule: "nothingIsCached",
        file: "deploy-stack.yml",
        from: "          package-manager-cache: false\n",
        to: "          package-manager-cache: false\n          cache: npm\n",
        findings: ["deploy: uses a cache"],
    },
    {
        rule: "jobsEnd",
        file: "deploy-stack.yml",
        from: "    timeout-minutes: 110\n",
        to: "",
        findings: ["deploy: has no timeout-minutes"],
    },
    {
        rule: "commandsHoldNoExpression",
        file: "pull-request.yml",
        from: "- run: npm test",
        to: "- run: echo ${{ github.event.pull_request.title }}",
        findings: ["check: an expression in a command, pass it by env: echo ${{ github.event.pull_request.title }}"],
    },
    {
        rule: "exitCodesAreKept",
        file: "pull-request.yml",
        from: "    shell: bash",
        to: "    shell: sh",
        findings: [
            "preview: a pipe loses its command's exit code without shell: bash",
            "preview: a pipe loses its command's exit code without shell: bash",
        ],
    },
    {
        rule: "exitCodesAreKept",
        file: "drift.yml",
        from: "      - name: What is deployed is what main says\n",
        to: "      - name: What is deployed is what main says\n        continue-on-error: true\n",
        findings: ["drift: goes on after an error"],
    },
    {
        rule: "exitCodesAreKept",
        file: "pull-request.yml",
        from: "- run: npm test",
        to: "- run: npm test || true",
        findings: ["check: forgives a command's failure"],
    },
    {
        rule: "summariesAlwaysRun",
        file: "pull-request.yml",
        from: "        if: always()\n",
        to: "",
        findings: ["preview: no summary that is written always() follows its Pulumi commands"],
    },
    {
        rule: "summariesAlwaysRun",
        file: "deploy-stack.yml",
        from: '>>"$GITHUB_STEP_SUMMARY"',
        to: "",
        findings: ["deploy: no summary that is written always() follows its Pulumi commands"],
    },
    {
        rule: "updatesAreOneAtATime",
        file: "deploy-stack.yml",
        from: "cancel-in-progress: false",
        to: "cancel-in-progress: true",
        findings: ["deploy: updates a stack without a concurrency group of the stack's that cancels nothing"],
    },
    {
        rule: "updatesAreOneAtATime",
        file: "deploy-stack.yml",
        from: "group: deploy-${{ inputs.stack }}",
        to: "group: deploy",
        findings: ["deploy: updates a stack without a concurrency group of the stack's that cancels nothing"],
    },
    {
        rule: "updatesAreInAnEnvironment",
        file: "deploy-stack.yml",
        from: "    environment: ${{ inputs.stack }}\n",
        to: "",
        findings: ["deploy: updates a stack outside the environment of its name"],
    },
    {
        rule: "commandsAreUnderThePacks",
        file: "drift.yml",
        from: ' --policy-pack-config "policies/security-baseline/config/$STACK.json"',
        to: "",
        findings: ["drift: pulumi preview is not under async-inference and security-baseline as configured"],
    },
    {
        rule: "commandsAreUnderThePacks",
        file: "pull-request.yml",
        from: 'config/$STACK.json" \\\n            --policy-pack policies/security-baseline',
        to: 'config/dev.json" \\\n            --policy-pack policies/security-baseline',
        findings: ["preview: pulumi preview is not under async-inference and security-baseline as configured"],
    },
    {
        rule: "commandsAreUnderThePacks",
        file: "deploy-stack.yml",
        from: "pulumi up --yes",
        to: "pulumi up --yes --policy-pack policies/async-inference",
        findings: ["deploy: pulumi up is not under async-inference and security-baseline as configured"],
    },
];

describe("a rule for workflows", () => {
    for (const { rule, file, from, to, findings } of mutations) {
        it(`${rule} sees ${JSON.stringify(to)} in ${file} instead of ${JSON.stringify(from.trim())}`, () => {
            assert.deepEqual(allRules[rule](edited(workflow(file).text, from, to)), findings);
        });
    }

    it("each sees at least one mutation", () => {
        assert.deepEqual([...new Set(mutations.map(({ rule }) => rule))].sort(), Object.keys(allRules).sort());
    });

    it("takes a workflow without permissions for one that may write", () => {
        const open = parseWorkflow("on: [pull_request]\njobs:\n  a:\n    steps:\n      - run: npm run nothing\n");
        assert.deepEqual(rules.writersAreClosedToForks(open), ["a: may write, and its if does not shut forks out"]);
        assert.deepEqual(npmScripts(open), ["nothing"]);
    });

    it("takes write-all for writing, and a guard that stands first or last for a guard", () => {
        const job = (condition: string): Workflow =>
            parseWorkflow(`on: pull_request\njobs:\n  a:\n    permissions: write-all\n    if: ${condition}\n`);
        const finding = ["a: may write, and its if does not shut forks out"];
        assert.deepEqual(rules.writersAreClosedToForks(job("always()")), finding);
        assert.deepEqual(rules.writersAreClosedToForks(job(`always() && (x || ${guard})`)), finding);
        assert.deepEqual(rules.writersAreClosedToForks(job(`always() && ${guard}`)), []);
        assert.deepEqual(rules.writersAreClosedToForks(job(`\${{ ${guard} && (a && b) }}`)), []);
    });

    it("refuses a container image and another repository's branch in place of an action", () => {
        const using = (uses: string): Workflow =>
            parseWorkflow(`on: push\njobs:\n  a:\n    steps:\n      - uses: ${checkout}\n      - uses: ${uses}\n`);
        for (const uses of ["docker://alpine:3", "some/action@main # v1.2.3", "../elsewhere.yml"]) {
            assert.deepEqual(rules.actionsArePinned(using(uses)), [
                `${uses}: pin it to a full commit, with "# vX.Y.Z" beside it`,
            ]);
        }
    });
});
