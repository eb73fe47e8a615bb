import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { closest } from "fastest-levenshtein";

import { type Exemption } from "../../contract/exemption";
import { hasRepeatedName } from "../../contract/repeatedName";
import { isBlock, type Properties } from "../resources/resource";
import { type PackInfo, type RuleInfo, type RuleLevel, type RuleSetting } from "./packInfo";
import { ProjectError } from "../../contract/project";

/** An exemption with the rule it is from. */
export type RuleExemption = Exemption & { rule: string };

/** How one environment sets a pack's rules. */
export interface PackConfiguration {
    pack: string;
    /** Path under the project's root; absent when the environment sets nothing and the pack's defaults hold. */
    file?: string;
    /** Every rule of the pack, exemptions among its parameters. */
    settings: Map<string, RuleSetting>;
}

/** A rule's parameter with which findings are accepted. */
export const exemptionsParameter = "exemptions";

const levels: readonly RuleLevel[] = ["advisory", "mandatory", "disabled", "remediate"];
const belowMandatory: readonly RuleLevel[] = ["advisory", "disabled"];

/** A configuration that a pack cannot be set by; one line for each fault, with file, rule and property. */
export class ConfigurationError extends ProjectError {}

/**
 * Reads `config/<stack>.json` of a pack, in the format of Pulumi's `--policy-pack-config`, and lays it over what the pack sets
 * itself: schema defaults, then what the pack was constructed with, then the file; in each, `all` goes before the rules by name
 * (pulumi: pkg/resource/analyzer/config.go, ReconcilePolicyPackConfig). Stricter than Pulumi, which takes unknown names silently
 * and lets any rule be lowered.
 *
 * @param directory where `config` is: the pack's folder, or that of the same name in another project
 * @param mayLower whether required rules may be set below mandatory, as in a project that adopts a pack rule by rule
 * @throws ConfigurationError
 */
export function packConfiguration(
    directory: string,
    stack: string,
    info: PackInfo,
    mayLower = false,
): PackConfiguration {
    const settings = new Map(
        info.rules.map((rule) => [rule.name, { level: rule.level, parameters: defaults(rule) }] as const),
    );
    apply(settings, info.initial);
    const path = join(directory, "config", `${stack}.json`);
    const file = join("policies", basename(directory), "config", `${stack}.json`);
    const faults: string[] = [];
    const exists = existsSync(path);
    if (exists)
        apply(
            settings,
            given(path, info.rules, (fault) => faults.push(`${file}: ${fault}`)),
        );
    const source = exists ? file : `the defaults of the policy pack ${info.name}`;
    for (const rule of info.rules) {
        const { level, parameters } = settings.get(rule.name) ?? { level: rule.level, parameters: {} };
        if (rule.mandatoryEverywhere && !mayLower && belowMandatory.includes(level)) {
            const why = "is required: it may not be set below mandatory. Exempt a resource instead.";
            faults.push(`${source}: ${rule.name} ${why}`);
        }
        faults.push(...faultsOf(rule, parameters).map((fault) => `${source}: ${fault}`));
    }
    if (faults.length > 0) throw new ConfigurationError(faults.join("\n"));
    return { pack: info.name, settings, ...(exists && { file }) };
}

/** Exemptions of all rules. */
export function exemptionsOf({ settings }: PackConfiguration): RuleExemption[] {
    return [...settings].flatMap(([rule, { parameters }]) =>
        ((parameters[exemptionsParameter] ?? []) as Exemption[]).map((exemption) => ({ ...exemption, rule })),
    );
}

/** The same settings with nothing exempted: what a rule then says shows which exemptions are used. */
export function withoutExemptions({ settings }: PackConfiguration): Map<string, RuleSetting> {
    return new Map(
        [...settings].map(([rule, { level, parameters }]) => {
            const kept = Object.entries(parameters).filter(([name]) => name !== exemptionsParameter);
            return [rule, { level, parameters: Object.fromEntries(kept) }];
        }),
    );
}

function defaults({ parameters }: RuleInfo): Properties {
    const set = Object.entries(parameters).filter(([, schema]) => "default" in schema);
    return Object.fromEntries(set.map(([name, schema]) => [name, schema["default"]]));
}

function apply(settings: Map<string, RuleSetting>, over: ReadonlyMap<string, Partial<RuleSetting>>): void {
    const all = over.get("all")?.level;
    for (const [rule, setting] of settings) {
        const { level = all ?? setting.level, parameters = {} } = over.get(rule) ?? {};
        settings.set(rule, { level, parameters: { ...setting.parameters, ...parameters } });
    }
}

/** What a file sets, by rule or `all`; what it cannot set is told to `fault`. */
function given(
    path: string,
    rules: readonly RuleInfo[],
    fault: (fault: string) => void,
): Map<string, Partial<RuleSetting>> {
    const settings = new Map<string, Partial<RuleSetting>>();
    let content: unknown;
    try {
        const text = readFileSync(path, "utf8");
        content = JSON.parse(text);
        if (hasRepeatedName(text)) fault("it has a name twice in one block, of which only the last would count");
    } catch (error) {
        fault(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
        return settings;
    }
    if (!isBlock(content)) {
        fault("it holds no object, but must map rules to their settings");
        return settings;
    }
    const names = rules.map(({ name }) => name);
    for (const [rule, value] of Object.entries(content)) {
        if (rule !== "all" && !names.includes(rule)) {
            fault(`there is no rule "${rule}". Did you mean "${closest(rule, names)}"?`);
            continue;
        }
        const setting = typeof value === "string" ? { enforcementLevel: value } : value;
        if (!isBlock(setting)) {
            fault(`${rule}: must be an enforcement level or an object`);
            continue;
        }
        const { enforcementLevel: level, ...parameters } = setting;
        if (level !== undefined && !levels.includes(level as RuleLevel)) {
            fault(`${rule}: enforcementLevel is ${JSON.stringify(level)}, but must be one of ${levels.join(", ")}`);
        }
        const [parameter] = Object.keys(parameters);
        if (rule === "all" && parameter !== undefined) fault(`all: takes an enforcementLevel only, not "${parameter}"`);
        settings.set(rule, { ...(level !== undefined && { level: level as RuleLevel }), parameters });
    }
    return settings;
}

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });

/** Compiled once, though every stack asks. */
const validators = new WeakMap<RuleInfo, ValidateFunction>();

function validator(rule: RuleInfo): ValidateFunction {
    const { parameters: properties, required } = rule;
    const validate =
        validators.get(rule) ?? ajv.compile({ type: "object", properties, required, additionalProperties: false });
    validators.set(rule, validate);
    return validate;
}

function faultsOf(rule: RuleInfo, parameters: Properties): string[] {
    const validate = validator(rule);
    if (validate(parameters)) return dateFaults(rule, parameters);
    return (validate.errors ?? []).map((error) => `${rule.name}: ${worded(error, rule)}`);
}

function worded({ instancePath, keyword, message = "", params }: ErrorObject, rule: RuleInfo): string {
    const at = instancePath
        .slice(1)
        .replaceAll(/\/(\d+)/g, "[$1]")
        .replaceAll("/", ".");
    if (keyword !== "additionalProperties") {
        const allowed =
            keyword === "enum" ? `: ${(params as { allowedValues: unknown[] }).allowedValues.join(", ")}` : "";
        return `${at}${at === "" ? "" : " "}${message}${allowed}`;
    }
    const { additionalProperty: property } = params as { additionalProperty: string };
    if (at !== "") return `${at} has no property "${property}"`;
    const known = ["enforcementLevel", ...Object.keys(rule.parameters)];
    return `there is no property "${property}". Did you mean "${closest(property, known)}"?`;
}

/** A pattern lets 31 February pass, and nobody could say when that ends. */
function dateFaults({ name }: RuleInfo, parameters: Properties): string[] {
    const exemptions = (parameters[exemptionsParameter] ?? []) as Exemption[];
    return exemptions.flatMap(({ expires }, at) => {
        const day = new Date(`${expires}T00:00:00Z`);
        if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(expires)) return [];
        return [`${name}: exemptions[${String(at)}].expires is no day: ${expires}`];
    });
}
