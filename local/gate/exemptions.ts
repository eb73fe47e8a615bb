import { concerns, hasExpired } from "../../contract/exemption";
import { exemptionsOf, type PackConfiguration, type RuleExemption } from "../engine/packConfiguration";
import { type ExemptedFinding, type JudgedFinding } from "./judge";

/** An exemption that fails the gate by itself. */
export interface ExemptionFault extends RuleExemption {
    pack: string;
    /** Where it stands. */
    file: string;
    /** `expired`: its last day, in UTC, is over. `unused`: the rule says nothing of this resource. */
    fault: "expired" | "unused";
}

/**
 * Takes what is exempted out of the findings. A rule that did not run cannot be exempted: what it would have said, nobody knows.
 *
 * @param today an exemption holds until the end of its last day, UTC
 */
export function withExemptions(
    findings: readonly JudgedFinding[],
    configurations: readonly PackConfiguration[],
    today: Date,
): { kept: JudgedFinding[]; exempted: ExemptedFinding[]; faults: ExemptionFault[] } {
    const exemptions = configurations.flatMap((configuration) =>
        exemptionsOf(configuration).map((exemption) => ({
            ...exemption,
            pack: configuration.pack,
            file: configuration.file ?? configuration.pack,
            used: false,
        })),
    );
    const kept: JudgedFinding[] = [];
    const exempted: ExemptedFinding[] = [];
    for (const finding of findings) {
        const meant = exemptions.filter(
            (one) => one.pack === finding.pack && one.rule === finding.policy && concerns(one, finding.urn),
        );
        const valid = meant.find((one) => !hasExpired(one, today));
        if (!valid || finding.unevaluated) {
            kept.push(finding);
            continue;
        }
        valid.used = true;
        const { resource, reason, expires } = valid;
        exempted.push({ ...finding, exemption: { resource, reason, expires } });
    }
    const faults = exemptions.flatMap(({ used, ...exemption }): ExemptionFault[] => {
        if (hasExpired(exemption, today)) return [{ ...exemption, fault: "expired" }];
        return used ? [] : [{ ...exemption, fault: "unused" }];
    });
    return { kept, exempted, faults };
}
