import { type Evidence, type Finding } from "./evidence";
import {
    coldStartDominates,
    idleCost,
    maxCapacityBinds,
    removedMidWork,
    targetBelowSlots,
    targetFarAboveSlots,
    wakeUpHoldsUp,
} from "./holdUps";
import { expiredRequests, timedOutRequests } from "./unanswered";

/** The gravest first: what is not answered, what takes time, what costs money. */
const findings: readonly Finding[] = [
    expiredRequests,
    timedOutRequests,
    removedMidWork,
    maxCapacityBinds,
    wakeUpHoldsUp,
    coldStartDominates,
    targetBelowSlots,
    targetFarAboveSlots,
    idleCost,
];

/** What binds, what is not answered, and which setting would help: whole sentences, the gravest first. What a setting would do is simulated. */
export async function findingsOf(evidence: Evidence): Promise<string[]> {
    const said: string[] = [];
    for (const finding of findings) {
        const sentences = await finding(evidence);
        if (sentences !== undefined) said.push(sentences);
    }
    const { leftOut } = evidence.study;
    if (leftOut.size > 0) {
        said.push(
            `Not simulated, because runs of so large a load would take minutes: ${[...leftOut].join("; ")}. Forecast a tenth of the load to see it.`,
        );
    }
    return said;
}
