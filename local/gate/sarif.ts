import { createHash, randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type PackInfo, type RuleInfo } from "../engine/packInfo";
import { type Finding } from "../engine/policyPack";
import { passes, type StackVerdict } from "./judge";

/** One result before it is told where it is. */
interface Result {
    pack: string;
    policy: string;
    level: "error" | "warning";
    text: string;
    /** Empty where a result is about a file only. */
    urn: string;
    /** Relative to the project's root. */
    file: string;
    justification?: string;
}

/**
 * What the gate found, in SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): one run for each stack, in which each
 * rule of each pack is described. The logical location of a result is the resource by its URN, the physical one the stack's file.
 *
 * @param root absolute folder of the project
 */
export function sarifLog(verdicts: readonly StackVerdict[], packs: readonly PackInfo[], root: string): object {
    return {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: verdicts.map((verdict) => run(verdict, packs, root)),
    };
}

/** Writes a file whole or not at all. */
export function writeWhole(file: string, content: object): void {
    const draft = `${file}.${randomUUID()}`;
    try {
        writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`);
        renameSync(draft, file);
    } catch (error) {
        rmSync(draft, { force: true });
        throw error;
    }
}

function run(verdict: StackVerdict, packs: readonly PackInfo[], root: string): object {
    const rules = packs.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule, id: rule.name })));
    const indexOf = (result: Result): number =>
        rules.findIndex(({ pack, id }) => pack.name === result.pack && id === result.policy);
    return {
        tool: {
            driver: {
                name: "policy gate",
                version: packs.map(({ name, version }) => `${name} ${version}`).join(", "),
                rules: rules.map(({ pack, rule }) => described(pack, rule, root)),
            },
        },
        automationDetails: { id: `policy gate/${verdict.stack}/` },
        invocations: [
            {
                executionSuccessful: verdict.errors.length === 0,
                exitCode: passes(verdict) ? 0 : 1,
                toolExecutionNotifications: [
                    ...verdict.errors.map((text) => ({ level: "error", message: { text } })),
                    ...verdict.warnings.map((text) => ({ level: "warning", message: { text } })),
                ],
            },
        ],
        results: resultsOf(verdict).map((result) => ({
            ruleId: result.policy,
            ...(indexOf(result) >= 0 && { ruleIndex: indexOf(result) }),
            level: result.level,
            message: { text: result.text },
            locations: [location(result)],
            partialFingerprints: { "finding/v1": fingerprint(verdict.stack, result) },
            properties: { pack: result.pack },
            ...(result.justification !== undefined && {
                suppressions: [{ kind: "external", status: "accepted", justification: result.justification }],
            }),
        })),
    };
}

function described(pack: PackInfo, rule: RuleInfo, root: string): object {
    const help = rule.remediationSteps === "" ? rule.description : rule.remediationSteps;
    return {
        id: rule.name,
        shortDescription: { text: rule.description },
        help: { text: help, markdown: `${help} [More](docs/policies.md#${rule.name})` },
        helpUri: `${documentation(root)}#${rule.name}`,
        defaultConfiguration: { level: levelOf(rule.level), enabled: rule.level !== "disabled" },
        properties: { tags: ["policy", pack.name] },
    };
}

/** SARIF takes absolute addresses only: in GitHub's CI the page at this commit, elsewhere the file. */
function documentation(root: string): string {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = process.env;
    if (server && repository && commit) return `${server}/${repository}/blob/${commit}/docs/policies.md`;
    return pathToFileURL(join(root, "docs/policies.md")).href;
}

function levelOf(level: RuleInfo["level"]): "error" | "warning" {
    return level === "advisory" ? "warning" : "error";
}

function resultsOf(verdict: StackVerdict): Result[] {
    const file = `Pulumi.${verdict.stack}.yaml`;
    const found = (finding: Finding, level: Result["level"]): Result => ({
        pack: finding.pack,
        policy: finding.policy,
        level,
        text: finding.message,
        urn: finding.urn,
        file,
    });
    return [
        ...verdict.violations.map((finding) => found(finding, "error")),
        ...verdict.unevaluated.map((finding) => found(finding, "error")),
        ...verdict.notJudged.map(({ pack, policy, urn, reason }): Result => {
            return { pack, policy, level: "error", text: `Deferred and not judged: ${reason}`, urn, file };
        }),
        ...verdict.exemptionFaults.map(({ pack, rule, resource, fault, expires, file: at }): Result => {
            const text = `The exemption of ${resource} ${fault === "expired" ? `expired on ${expires}` : "is unused"}.`;
            return { pack, policy: rule, level: "error", text, urn: "", file: at };
        }),
        ...verdict.advisories.map((finding) => found(finding, "warning")),
        ...verdict.exempted.map(({ exemption, ...finding }) => ({
            ...found(finding, levelOf(finding.level)),
            justification: `${exemption.reason} (until ${exemption.expires})`,
        })),
    ];
}

function location({ urn, file }: Result): object {
    return {
        physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
        ...(urn !== "" && {
            logicalLocations: [
                { fullyQualifiedName: urn, name: urn.split("::").slice(3).join("::"), kind: "resource" },
            ],
        }),
    };
}

/** The same in every run for the same finding. */
function fingerprint(stack: string, { pack, policy, urn, text }: Result): string {
    return createHash("sha256")
        .update(JSON.stringify([stack, pack, policy, urn, text]))
        .digest("hex");
}
