import { type Exemption } from "../../contract/exemption";
import { type PackConfiguration, withoutExemptions } from "../engine/packConfiguration";
import { type Analysis, type Deferral, type Finding, type PolicyPack } from "../engine/policyPack";
import { type RegisteredResource } from "../engine/registeredResource";
import { type ExemptionFault, withExemptions } from "./exemptions";
import { type Mode, type Recording } from "./record";

/** What a rule said, and in which modes it said so. */
export interface JudgedFinding extends Finding {
    modes: Mode[];
}

export interface ExemptedFinding extends JudgedFinding {
    exemption: Exemption;
}

/** A rule that said in one mode that it will judge later, and did not in any. */
export interface NotJudged extends Deferral {
    modes: Mode[];
}

/** How one stack fared in all modes under all packs. It passes when everything up to `exemptionFaults` is empty. */
export interface StackVerdict {
    stack: string;
    /** As many as one run registered, components among them. */
    resources: number;
    modes: Mode[];
    /** The program did not run to its end; its words. */
    errors: string[];
    violations: JudgedFinding[];
    /** Rules that read an unknown and so judged nothing. */
    unevaluated: JudgedFinding[];
    notJudged: NotJudged[];
    /** Exemptions that have expired, or that nothing needs. */
    exemptionFaults: ExemptionFault[];
    advisories: JudgedFinding[];
    exempted: ExemptedFinding[];
    /** What rules put off in a first preview, and judged once ids were known. */
    deferred: Deferral[];
    /** Packs, and by which file they are set here; without a file their defaults hold. */
    packs: { pack: string; file?: string }[];
    /** Rules that are off in this stack. */
    disabled: { pack: string; policy: string }[];
    /** What the program warned of while it ran. */
    warnings: string[];
}

export function passes(verdict: StackVerdict): boolean {
    const { errors, violations, unevaluated, notJudged, exemptionFaults } = verdict;
    return [errors, violations, unevaluated, notJudged, exemptionFaults].every(({ length }) => length === 0);
}

/**
 * Lets every pack judge what was recorded of one stack. Packs are set as the configurations say and stay so; two stacks can
 * therefore not be judged by the same packs at the same time.
 *
 * @param configurations one for each pack, in any order
 * @param today for the expiry of exemptions
 * @throws Error when a pack fails
 */
export async function judge(
    recordings: readonly Recording[],
    packs: readonly PolicyPack[],
    configurations: readonly PackConfiguration[],
    today: Date,
): Promise<StackVerdict> {
    const findings: JudgedFinding[] = [];
    const deferrals: NotJudged[] = [];
    await Promise.all(
        packs.map(async (pack) => {
            const configuration = configurations.find((one) => one.pack === pack.info.name);
            if (configuration) await pack.configure(withoutExemptions(configuration));
        }),
    );
    const known = new Map<string, Promise<Analysis>>();
    for (const recording of recordings) {
        // Without its end a program's resources are not all there, and rules about the whole would say what is not so.
        const whole = recording.errors.length === 0;
        const analyses = (
            await Promise.all(packs.map((pack) => analyze(pack, recording.resources, whole, known)))
        ).flat();
        for (const { findings: found, deferred } of analyses) {
            merge(findings, found, recording.mode, said);
            merge(deferrals, deferred, recording.mode, putOff);
        }
    }
    const last = recordings.at(-1);
    const { kept, exempted, faults } = withExemptions(findings, configurations, today);
    const notJudged = deferrals.filter((deferral) => !wasJudged(deferral, last));
    const is = (level: Finding["level"]) => (finding: JudgedFinding) => finding.level === level && !finding.unevaluated;
    return {
        stack: last?.stack ?? "",
        resources: Math.max(0, ...recordings.map(({ resources }) => resources.length)),
        modes: recordings.map(({ mode }) => mode),
        errors: [...new Set(recordings.flatMap(({ errors }) => errors))],
        violations: kept.filter(is("mandatory")),
        unevaluated: kept.filter(({ unevaluated }) => unevaluated),
        notJudged,
        exemptionFaults: faults,
        advisories: kept.filter(is("advisory")),
        exempted,
        deferred: deferrals
            .filter((deferral) => !notJudged.includes(deferral))
            .map(({ pack, policy, urn, reason }) => ({ pack, policy, urn, reason })),
        packs: configurations.map(({ pack, file }) => ({ pack, ...(file !== undefined && { file }) })),
        disabled: configurations.flatMap(({ pack, settings }) =>
            [...settings].flatMap(([policy, { level }]) => (level === "disabled" ? [{ pack, policy }] : [])),
        ),
        warnings: [...new Set(recordings.flatMap(({ warnings }) => warnings))],
    };
}

/** @param known what packs said already: most resources have the same inputs in every mode, and are judged once */
async function analyze(
    pack: PolicyPack,
    resources: readonly RegisteredResource[],
    whole: boolean,
    known: Map<string, Promise<Analysis>>,
): Promise<Analysis[]> {
    // What a program looked up is not the program's; Pulumi's engine shows it to no rule, of one resource or of the stack.
    const judged = resources.filter(({ external }) => !external);
    const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
    const analyses = await Promise.all(
        judged.map(async (resource) => {
            const { urn, type, inputs, parent, options, provider } = resource;
            const key = JSON.stringify([pack.info.name, urn, type, inputs, parent, options, provider]);
            const said = known.get(key) ?? pack.analyze(resource);
            known.set(key, said);
            return said;
        }),
    );
    if (!whole) return analyses;
    const { findings, deferred } = await pack.analyzeStack(judged);
    // A stack rule that names no resource speaks of the stack.
    const ofStack = <T extends { urn: string }>(one: T): T => ({ ...one, urn: one.urn || root });
    return [...analyses, { findings: findings.map(ofStack), deferred: deferred.map(ofStack) }];
}

const said = ({ pack, policy, level, urn, message }: Finding): string =>
    JSON.stringify([pack, policy, level, urn, message]);
const putOff = ({ pack, policy, urn }: Deferral): string => JSON.stringify([pack, policy, urn]);

/** What was said in several modes stands once. */
function merge<T>(into: (T & { modes: Mode[] })[], added: readonly T[], mode: Mode, key: (one: T) => string): void {
    for (const one of added) {
        const known = into.find((other) => key(other) === key(one));
        if (!known) into.push({ ...one, modes: [mode] });
        else if (!known.modes.includes(mode)) known.modes.push(mode);
    }
}

/** The last mode knows most. A resource that is not in it was not judged there. */
function wasJudged({ urn, modes }: NotJudged, last: Recording | undefined): boolean {
    if (!last || last.errors.length > 0) return false;
    return !modes.includes(last.mode) && last.resources.some((resource) => resource.urn === urn);
}
