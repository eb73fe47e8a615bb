import { count, decimal, dollars, duration } from "../wording/amounts";
import { idleUsdPerMonth } from "../cost";
import { meanOf, scaled } from "../distribution";
import { type Price } from "../forecast";
import { type Fleet, type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { type Study } from "../runs/study";
import { answered } from "./answered";
import { largestBelow, smallestAbove } from "./smallest";

/** The largest value that contract/settings takes for any of the numbers of instances and requests. */
const most = 1000;

/** AWS: SageMaker Runtime API Reference, InvokeEndpointAsync: the largest InvocationTimeoutSeconds and RequestTTLSeconds. */
export const longestTimeoutSeconds = 3600;
const longestTtlSeconds = 21_600;

export interface RemedyArgs {
    scenario: Scenario;
    price: Price;
    /** Whether runs are as they should be. */
    enough: (outcomes: readonly Outcome[]) => boolean;
    study: Study;
    /** Whether to look for more concurrency as well, which helps only if a request then takes no longer. */
    concurrency: boolean;
}

export interface Remedies {
    /** A phrase for each change that is enough, e.g. `maxCapacity 14`. */
    phrases: string[];
    /** When none is: of all that was tried, what answers most, e.g. `maxCapacity 1,000, which answers 7 of 9`; undefined when nothing answers more, or not all was tried. */
    nearest: string | undefined;
    /** Whether something was not tried because it would have taken too long. */
    cutShort: boolean;
}

/** A change that is looked for. */
interface Change {
    from: number;
    to: number;
    scenario: (value: number) => Scenario;
    phrase: (value: number) => string;
}

/** The study cannot afford another simulation. */
class TooMuchEffort extends Error {}

/**
 * The smallest change of one setting alone that is enough, found by simulation: a larger maxCapacity or a lower target, a larger
 * wake-up, both of them together, a higher concurrency, a shorter service time, a minimum capacity, and, where requests time out or
 * expire, the longer time that AWS allows.
 */
export async function remediesOf({ scenario, price, enough, study, concurrency }: RemedyArgs): Promise<Remedies> {
    const { fleet, serviceSeconds } = scenario;
    const found: Remedies = { phrases: [], nearest: undefined, cutShort: false };
    let best = { done: 0, phrase: "" };

    const outcomesOf = (changed: Scenario): Promise<Outcome[]> => {
        if (!study.affords(changed)) throw new TooMuchEffort();
        return study.outcomesOf(changed);
    };
    /** @returns whether there is such a change; what it is called is then among the phrases */
    const look = async ({ from, to, scenario: changed, phrase }: Change, downwards = false): Promise<boolean> => {
        const holds = async (value: number): Promise<boolean> => {
            const outcomes = await outcomesOf(changed(value));
            const done = answered(outcomes);
            if (done > best.done) {
                best = { done, phrase: phrase(value) };
                found.nearest = `${best.phrase}, which answers ${answeredInWords(outcomes)}`;
            }
            return enough(outcomes);
        };
        try {
            const value = await (downwards ? largestBelow : smallestAbove)(from, to, holds);
            if (value !== undefined) found.phrases.push(phrase(value));
            return value !== undefined;
        } catch (error) {
            if (!(error instanceof TooMuchEffort)) throw error;
            found.cutShort = true;
            return false;
        }
    };
    const withFleet = (changed: Partial<Fleet>): Scenario => ({ ...scenario, fleet: { ...fleet, ...changed } });
    const lasting = (minCapacity: number): Partial<Fleet> => ({
        minCapacity,
        initialCapacity: Math.max(fleet.initialCapacity, minCapacity),
    });
    /** Of one setting of the fleet. */
    const of = (key: keyof Fleet, to: number): Change => ({
        from: fleet[key],
        to,
        scenario: (value) => withFleet({ [key]: value }),
        phrase: (value) => `${key} ${decimal(value, 0)}`,
    });

    if (!study.affords(scenario)) return { ...found, cutShort: true };
    const present = await outcomesOf(scenario);
    best.done = answered(present);

    const larger = await look(of("maxCapacity", most));
    if (!larger) await look(of("backlogPerInstance", 1), true);
    const wakes = fleet.minCapacity === 0 && fleet.wakeUpScalingAdjustment > 0;
    const faster = wakes && (await look(of("wakeUpScalingAdjustment", fleet.maxCapacity)));
    if (wakes && !larger && !faster) {
        await look({
            from: fleet.maxCapacity,
            to: most,
            scenario: (value) => withFleet({ maxCapacity: value, wakeUpScalingAdjustment: value }),
            phrase: (value) => `maxCapacity and wakeUpScalingAdjustment ${decimal(value, 0)} together`,
        });
    }
    if (concurrency) {
        const slots = of("maxConcurrentInvocationsPerInstance", most);
        await look({
            ...slots,
            phrase: (value) => `${slots.phrase(value)}, provided that a request takes no longer then`,
        });
    }
    await look(
        {
            from: 100,
            to: 1,
            scenario: (percent) => ({ ...scenario, serviceSeconds: scaled(serviceSeconds, percent / 100) }),
            phrase: (percent) =>
                `a service time of ${duration(roundedDown((meanOf(serviceSeconds) * percent) / 100))} on average`,
        },
        true,
    );
    const idle = (instances: number): string =>
        `which costs ${dollars(idleUsdPerMonth(instances, price))} a month with nothing to do${fleet.minCapacity === 0 ? " and ends scaling to zero: the policy pack async-inference refuses it" : ""}`;
    const kept = await look({
        from: fleet.minCapacity,
        to: fleet.maxCapacity,
        scenario: (value) => withFleet(lasting(value)),
        phrase: (value) => `minCapacity ${decimal(value, 0)} (${idle(value)})`,
    });
    if (!kept && !larger) {
        await look({
            from: fleet.maxCapacity,
            to: most,
            scenario: (value) => withFleet({ ...lasting(value), maxCapacity: value }),
            phrase: (value) => `minCapacity and maxCapacity ${decimal(value, 0)} together (${idle(value)})`,
        });
    }
    if (present.some(({ timedOut }) => timedOut > 0)) {
        await look(of("invocationTimeoutSeconds", longestTimeoutSeconds));
    }
    if (present.some(({ expired }) => expired > 0)) {
        await look({
            from: Math.floor(fleet.requestTtlSeconds / 60),
            to: longestTtlSeconds / 60,
            scenario: (minutes) => withFleet({ requestTtlSeconds: minutes * 60 }),
            phrase: (minutes) =>
                `a time to live of ${duration(minutes * 60)} (RequestTTLSeconds ${count(minutes * 60)})`,
        });
    }
    // What was tried first is not what comes nearest.
    return found.cutShort ? { ...found, nearest: undefined } : found;
}

/** E.g. `70 of 100 requests`, on average over the runs. */
export function answeredInWords(outcomes: readonly Outcome[]): string {
    const arrived = outcomes.reduce((sum, outcome) => sum + outcome.arrived, 0) / outcomes.length;
    const done = answered(outcomes) / outcomes.length;
    return `${count(Math.floor(done))} of ${count(Math.round(arrived))} requests`;
}

/** To two digits that count: what is said has to be enough. */
function roundedDown(seconds: number): number {
    const factor = 10 ** (1 - Math.floor(Math.log10(seconds)));
    return Math.floor(seconds * factor) / factor;
}
