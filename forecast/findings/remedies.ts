import { count } from "../wording/amounts";
import { type Price } from "../forecast";
import { type Scenario } from "../scenario";
import { type Outcome } from "../simulation/outcome";
import { type Study } from "../runs/study";
import { answered } from "./answered";
import { type Change, changesOf } from "./changes";
import { largestBelow, smallestAbove } from "./smallest";

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

/** The smallest change of each kind that is enough, found by simulation; the kinds are those of {@link changesOf}. */
export async function remediesOf({ enough, study, ...args }: RemedyArgs): Promise<Remedies> {
    if (!study.affords(args.scenario)) return { phrases: [], nearest: undefined, cutShort: true };
    const present = await study.outcomesOf(args.scenario);
    const search = new RemedySearch(study, enough, answered(present));
    const timesOut = present.some(({ timedOut }) => timedOut > 0);
    const expires = present.some(({ expired }) => expired > 0);
    for (const change of changesOf({ ...args, timesOut, expires })) await search.seek(change);
    return search.remedies;
}

/** The study cannot afford another simulation. */
class TooMuchEffort extends Error {}

class RemedySearch {
    /** The phrase of each change that is enough, by its name. */
    private readonly found = new Map<string, string>();
    private nearest: string | undefined;
    private cutShort = false;

    /** @param mostDone requests that are answered with the settings as they are */
    constructor(
        private readonly study: Study,
        private readonly enough: RemedyArgs["enough"],
        private mostDone: number,
    ) {}

    async seek(change: Change): Promise<void> {
        const { name, from, to, downwards = false, phrase, unless = [] } = change;
        if (unless.some((other) => this.found.has(other))) return;
        const least = downwards ? largestBelow : smallestAbove;
        try {
            const value = await least(from, to, (tried) => this.holds(change, tried));
            if (value !== undefined) this.found.set(name, phrase(value));
        } catch (error) {
            if (!(error instanceof TooMuchEffort)) throw error;
            this.cutShort = true;
        }
    }

    get remedies(): Remedies {
        const { cutShort } = this;
        // Where not all was tried, what was tried first is not what comes nearest.
        return { phrases: [...this.found.values()], nearest: cutShort ? undefined : this.nearest, cutShort };
    }

    private async holds({ scenario, phrase }: Change, value: number): Promise<boolean> {
        const changed = scenario(value);
        if (!this.study.affords(changed)) throw new TooMuchEffort();
        const outcomes = await this.study.outcomesOf(changed);
        const done = answered(outcomes);
        if (done > this.mostDone) {
            this.mostDone = done;
            this.nearest = `${phrase(value)}, which answers ${answeredInWords(outcomes)}`;
        }
        return this.enough(outcomes);
    }
}

/** E.g. `70 of 100 requests`, on average over the runs. */
export function answeredInWords(outcomes: readonly Outcome[]): string {
    const arrived = outcomes.reduce((sum, outcome) => sum + outcome.arrived, 0) / outcomes.length;
    const done = answered(outcomes) / outcomes.length;
    return `${count(Math.floor(done))} of ${count(Math.round(arrived))} requests`;
}
