import { type AnalyzerInfo, EnforcementLevel, type PolicyConfig } from "@pulumi/pulumi/proto/analyzer_pb";

import { type Properties } from "../resources/resource";
import { fromStruct } from "./properties";

export type RuleLevel = "advisory" | "mandatory" | "disabled" | "remediate";

/** How one rule is set. */
export interface RuleSetting {
    level: RuleLevel;
    parameters: Properties;
}

/** What a running pack says of one of its rules. */
export interface RuleInfo {
    name: string;
    description: string;
    /** How to mend a violation; may be empty. */
    remediationSteps: string;
    /** Where to read more; may be empty. */
    url: string;
    level: RuleLevel;
    /** The pack's own project may not set it below mandatory; the rule is tagged so. */
    mandatoryEverywhere?: boolean;
    /** JSON schema of each parameter; a pack may have more rules than those with parameters. */
    parameters: Record<string, Properties>;
    /** Parameters that have to be set. */
    required: string[];
}

/** What a running pack says of itself. */
export interface PackInfo {
    name: string;
    version: string;
    rules: RuleInfo[];
    /** What the pack was constructed with, over its rules' own; by rule, or `all`. */
    initial: Map<string, Partial<RuleSetting>>;
}

const levels: Record<number, RuleLevel> = {
    [EnforcementLevel.ADVISORY]: "advisory",
    [EnforcementLevel.MANDATORY]: "mandatory",
    [EnforcementLevel.DISABLED]: "disabled",
    [EnforcementLevel.REMEDIATE]: "remediate",
};

export function packInfo(info: AnalyzerInfo): PackInfo {
    const initial = info.getInitialconfigMap();
    return {
        name: info.getName(),
        version: info.getVersion(),
        rules: info.getPoliciesList().map((policy) => ({
            name: policy.getName(),
            description: policy.getDescription(),
            remediationSteps: policy.getRemediationSteps(),
            url: policy.getUrl(),
            level: levels[policy.getEnforcementlevel()] ?? "advisory",
            mandatoryEverywhere: policy.getTagsList().includes("required"),
            parameters: fromStruct(policy.getConfigschema()?.getProperties()) as Record<string, Properties>,
            required: policy.getConfigschema()?.getRequiredList() ?? [],
        })),
        initial: new Map(initial.getEntryList().map(([rule, config]) => [rule, setting(config as PolicyConfig)])),
    };
}

function setting(config: PolicyConfig): Partial<RuleSetting> {
    const level = levels[config.getEnforcementlevel()];
    return { ...(level && { level }), parameters: fromStruct(config.getProperties()) };
}
