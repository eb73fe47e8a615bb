import { type PackInfo } from "../engine/packInfo";
import { type Finding } from "../engine/policyPack";
import { colours, table } from "../terminal";
import { words } from "./gate";
import { type JudgedFinding, passes, type StackVerdict } from "./judge";

/** One stack for people: a summary line, then what was found, what it is about and how to mend it. */
export function report(verdict: StackVerdict, packs: readonly PackInfo[]): string {
    const { stack, resources, modes, errors, warnings } = verdict;
    const mark = passes(verdict) ? colours.green("passed") : colours.red("failed");
    const counts = tally(verdict);
    const lines = [
        `${stack}: ${mark}, ${[`${String(resources)} resources (${modes.map((mode) => words[mode]).join("; ")})`, ...counts].join(", ")}`,
        ...verdict.packs.flatMap(({ pack, file }) =>
            file === undefined ? [`  ${pack}: no config/${stack}.json, so the pack's defaults hold`] : [],
        ),
        ...verdict.disabled.map(({ pack, policy }) => `  ${policy} (${pack}) is off here`),
        ...errors.map((error) => `  ${error}`),
        ...warnings.map((warning) => `  warning: ${warning}`),
    ];
    const rows = rowsOf(verdict, packs);
    if (rows.length === 0) return lines.join("\n");
    const head = ["", "rule", "resource", "what, and how to mend it"];
    return [...lines, table(head, rows, [16, 34, 46, 64])].join("\n");
}

/** Counts of all that is not nothing. */
function tally(verdict: StackVerdict): string[] {
    const counts: [number, string][] = [
        [verdict.violations.length, "violated"],
        [verdict.unevaluated.length, "not evaluated"],
        [verdict.notJudged.length, "deferred and not judged"],
        [verdict.exemptionFaults.length, "exemptions at fault"],
        [verdict.advisories.length, "advisory"],
        [verdict.exempted.length, "exempted"],
        [verdict.deferred.length, "deferred until ids were known, and judged"],
    ];
    return counts.flatMap(([count, what]) => (count > 0 ? [`${String(count)} ${what}`] : []));
}

function rowsOf(verdict: StackVerdict, packs: readonly PackInfo[]): string[][] {
    const mend = ({ pack, policy }: { pack: string; policy: string }): string => {
        const rule = packs.find(({ name }) => name === pack)?.rules.find(({ name }) => name === policy);
        return rule?.remediationSteps ? `\nTo mend it: ${rule.remediationSteps}` : "";
    };
    const found = (kind: string, findings: readonly JudgedFinding[], more: (finding: JudgedFinding) => string) =>
        findings.map((finding) => [
            kind + seenIn(finding, verdict),
            ...place(finding),
            finding.message + more(finding),
        ]);
    const all = [
        ...found("mandatory", verdict.violations, mend),
        ...found("not evaluated", verdict.unevaluated, () => ""),
        ...verdict.notJudged.map((deferral) => [
            "deferred and not judged",
            ...place(deferral),
            `${deferral.reason}. No mode made it known, so the rule never judged it.`,
        ]),
        ...verdict.exemptionFaults.map(({ fault, file, pack, rule, resource, reason, expires }) => [
            `exemption ${fault}`,
            `${rule}\n(${pack})`,
            resource.split("::").join("\n"),
            (fault === "expired"
                ? `Its last day was ${expires}. Mend what it exempts, or give it a new day.`
                : "The rule says nothing of this resource. Take the exemption out.") + `\n${file}: ${reason}`,
        ]),
        ...found("advisory", verdict.advisories, mend),
        ...verdict.exempted.map(({ exemption, ...finding }) => [
            "exempted",
            ...place(finding),
            `${finding.message}\nUntil ${exemption.expires}: ${exemption.reason}`,
        ]),
    ];
    return all;
}

/** A finding that only some modes show says which. */
function seenIn({ modes }: JudgedFinding, verdict: StackVerdict): string {
    return modes.length === verdict.modes.length ? "" : `\n(${modes.map((mode) => words[mode]).join(", ")})`;
}

function place({ pack, policy, urn }: Pick<Finding, "pack" | "policy" | "urn">): string[] {
    const [types = "", ...name] = urn.split("::").slice(2);
    return [`${policy}\n(${pack})`, `${types.split("$").at(-1) ?? ""}\n${name.join("::")}`];
}
