import { decimal, duration } from "../amounts";
import { meanOf, scaled } from "../distribution";
import { type Fleet, type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { largestBelow, smallestAbove } from "./smallest";

/** The largest value that contract/settings takes for either. */
const most = 1000;

export interface RemedyArgs {
    scenario: Scenario;
    /** Whether runs are as they should be. */
    enough: (outcomes: readonly Outcome[]) => boolean;
    /** Simulates a scenario. */
    outcomesOf: (scenario: Scenario) => Promise<Outcome[]>;
    /** Whether to look for more concurrency as well, which helps only if a request then takes no longer. */
    concurrency: boolean;
}

/**
 * The smallest change of one setting alone that is enough, found by simulation: a larger maxCapacity or a lower target, a larger
 * wake-up, a higher concurrency, a shorter service time.
 *
 * @returns a phrase for each that there is, e.g. `maxCapacity 14`
 */
export async function remediesOf({ scenario, enough, outcomesOf, concurrency }: RemedyArgs): Promise<string[]> {
    const { fleet, serviceSeconds } = scenario;
    const helps = async (changed: Partial<Scenario>): Promise<boolean> =>
        enough(await outcomesOf({ ...scenario, ...changed }));
    const withFleet = (changed: Partial<Fleet>): Promise<boolean> => helps({ fleet: { ...fleet, ...changed } });
    const remedies: string[] = [];

    const maxCapacity = await smallestAbove(fleet.maxCapacity, most, (value) => withFleet({ maxCapacity: value }));
    if (maxCapacity !== undefined) remedies.push(`maxCapacity ${decimal(maxCapacity, 0)}`);
    else {
        const target = await largestBelow(fleet.backlogPerInstance, 1, (value) =>
            withFleet({ backlogPerInstance: value }),
        );
        if (target !== undefined) remedies.push(`backlogPerInstance ${decimal(target, 0)}`);
    }

    const { wakeUpScalingAdjustment } = fleet;
    const wakeUp =
        fleet.minCapacity === 0 && wakeUpScalingAdjustment > 0
            ? await smallestAbove(wakeUpScalingAdjustment, fleet.maxCapacity, (value) =>
                  withFleet({ wakeUpScalingAdjustment: value }),
              )
            : undefined;
    if (wakeUp !== undefined) remedies.push(`wakeUpScalingAdjustment ${decimal(wakeUp, 0)}`);

    const slots = fleet.maxConcurrentInvocationsPerInstance;
    const moreSlots = concurrency
        ? await smallestAbove(slots, most, (value) => withFleet({ maxConcurrentInvocationsPerInstance: value }))
        : undefined;
    if (moreSlots !== undefined) {
        remedies.push(
            `maxConcurrentInvocationsPerInstance ${decimal(moreSlots, 0)}, provided that a request takes no longer then`,
        );
    }

    const percent = await largestBelow(100, 1, (value) =>
        helps({ serviceSeconds: scaled(serviceSeconds, value / 100) }),
    );
    if (percent !== undefined) {
        const seconds = (meanOf(serviceSeconds) * percent) / 100;
        // Rounded down: what is said has to be enough.
        const factor = 10 ** (1 - Math.floor(Math.log10(seconds)));
        remedies.push(`a service time of ${duration(Math.floor(seconds * factor) / factor)} on average`);
    }
    return remedies;
}
