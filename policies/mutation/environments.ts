import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { rules as asyncInference } from "../async-inference/rules";
import { type Rule } from "../rule";
import { rules as securityBaseline } from "../security-baseline/rules";
import { without } from "./arguments";
import { type Stack } from "./changedStack";
import { type Properties, type Provider, recordProgram } from "./recordedStack";

/** Both packs' rules by pack, in the order in which they are served. */
export const packs: Readonly<Record<string, readonly Rule[]>> = {
    "async-inference": asyncInference,
    "security-baseline": securityBaseline,
};

export const allRules: readonly Rule[] = Object.values(packs).flat();

/** One entry of a pack's configuration. */
export type RuleConfiguration = string | (Properties & { enforcementLevel?: string });

/** What an environment's file says of a pack; undefined where there is none, and the rules' defaults hold. */
export function configurationOf(pack: string, environment: string): Record<string, RuleConfiguration> | undefined {
    const file = join(__dirname, "..", pack, "config", `${environment}.json`);
    if (!existsSync(file)) return undefined;
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, RuleConfiguration>;
}

/** Parameters of each rule in an environment, without levels: what is a remark in one of them has to be right as well. */
export function parametersOf(environment: string): Record<string, object> {
    return Object.fromEntries(
        Object.keys(packs)
            .flatMap((pack) => Object.entries(configurationOf(pack, environment) ?? {}))
            .map(([rule, entry]) => {
                return [rule, typeof entry === "string" ? {} : without(entry, "enforcementLevel")];
            }),
    );
}

/** A project and one of its stacks, as Pulumi's files describe it. */
export interface Project {
    name: string;
    stack: string;
    config: Record<string, string>;
    secretKeys: string[];
}

/** Runs a program twice, as its first preview and as an update. */
export async function recordStack(
    program: () => Promise<unknown>,
    { name, stack, config, secretKeys }: Project,
    provider: Provider,
): Promise<Stack> {
    const providerProperties = {
        region: config["aws:region"],
        ...("aws:defaultTags" in config && { defaultTags: config["aws:defaultTags"] }),
    };
    const record = (preview: boolean) =>
        recordProgram(program, { project: name, stack, config, secretKeys, preview, provider, providerProperties });
    const [preview, known] = [await record(true), await record(false)];
    // A program registers what waits for outputs later in one than in the other.
    const byUrn = new Map(preview.map((resource) => [resource.urn, resource]));
    const missing = known.find(({ urn }) => !byUrn.has(urn));
    if (missing || preview.length !== known.length) throw new Error(`preview and update differ: ${missing?.urn ?? ""}`);
    const inOrder = known.map(({ urn }) => byUrn.get(urn)).filter((resource) => resource !== undefined);
    return { environment: stack, preview: inOrder, known, provider };
}
