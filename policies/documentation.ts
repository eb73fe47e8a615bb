import { readFileSync } from "node:fs";
import { join } from "node:path";

import { rules as asyncInference } from "./async-inference/rules";
import { type Evidence, type Rule } from "./rule";
import { rules as securityBaseline } from "./security-baseline/rules";

const packs: readonly { name: string; about: string; rules: readonly Rule[] }[] = [
    {
        name: "async-inference",
        about: "What keeps an async endpoint scaling to zero and back, and telling what became of each request.",
        rules: asyncInference,
    },
    {
        name: "security-baseline",
        about: "What every stack owes the people whose text it holds, async endpoint or not.",
        rules: securityBaseline,
    },
];

const environments = ["dev", "prod"] as const;

const judgedBy: Record<Evidence, string> = {
    values: "values that the program writes, in a first preview too",
    dependencies:
        "how resources are wired, by known names and property dependencies, in a first preview too; an output's exact value once it is known",
    documents:
        "policy documents: in a first preview where the program builds them from known names, otherwise in the gate's second mode and in `up`",
};

/** The text of docs/policies.md: what the rules themselves say, and how the configuration of each environment sets them. */
export function documentation(): string {
    const parts = [
        "# Policies",
        "<!-- Made from the rules by `npm run docs`; a test keeps it current. -->",
        "Levels, parameters and exemptions are set per environment in `policies/<pack>/config/<stack>.json`. A mandatory rule stops `pulumi up` " +
            "and fails `npm run check`; an advisory one is printed. What a rule is judged by says what it can tell in a stack's first preview, " +
            "when ARNs are not known ([decision 6](decisions/0006-deferred-judgement.md)).",
        ...packs.map(({ name, rules }) =>
            [
                `**[${name}](#${name})**`,
                ...rules.map((rule) => `- [${rule.name}](#${rule.name}): ${demand(rule)}`),
            ].join("\n"),
        ),
        ...packs.flatMap(({ name, about, rules }) => [
            `## ${name}`,
            about,
            ...rules.flatMap((rule) => section(name, rule)),
        ]),
    ];
    return `${parts.join("\n\n")}\n`;
}

function section(pack: string, rule: Rule): string[] {
    const levels = environments.map((environment) => `${environment} ${level(pack, environment, rule)}`).join(", ");
    const facts = [
        ["Level", rule.required ? `${levels}; no environment may lower it` : levels],
        ["Severity", String(rule.severity)],
        ["How to mend", rule.remediationSteps ?? ""],
        ["Judged by", judgedBy[rule.evidence]],
        ["Comparable rules", rule.peers.length > 0 ? rule.peers.join(", ") : "none known"],
    ];
    const list = facts.map(([fact, text]) => `- **${String(fact)}:** ${String(text)}`).join("\n");
    return [`### ${rule.name}`, rule.description, list, ...parameters(pack, rule)];
}

function parameters(pack: string, { name, parameters: declared = {} }: Rule): string[] {
    const rows = Object.entries(declared).map(([parameter, schema]) => [
        `\`${parameter}\``,
        schema.description ?? "",
        ...[
            schema.default,
            ...environments.map((environment) => configuration(pack, environment)[name]?.[parameter]),
        ].map((value) => (value === undefined ? "" : `\`${JSON.stringify(value)}\``)),
    ]);
    return rows.length > 0 ? [table(["Parameter", "What it is", "Default", ...environments], rows)] : [];
}

/** What the rule demands: descriptions are written as "… must …; otherwise …." */
function demand({ description }: Rule): string {
    return description.replace(/; otherwise .*$/s, "");
}

type Configuration = Record<string, (Record<string, unknown> & { enforcementLevel?: string }) | undefined>;

function level(pack: string, environment: string, { name, enforcementLevel }: Rule): string {
    return configuration(pack, environment)[name]?.enforcementLevel ?? String(enforcementLevel);
}

function configuration(pack: string, environment: string): Configuration {
    return JSON.parse(readFileSync(join(__dirname, pack, "config", `${environment}.json`), "utf8")) as Configuration;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
