import { isSame } from "./closeness";
import { type Searched } from "./optimization";
import { type Tried } from "./search";

/** What a plot can show. */
const most = 600;

/** Of what was tried so many as a plot can show: one of those that would cover each other, none of the frontier; the cheapest first. */
export function plottedOf(tried: readonly Tried[], feasible: readonly Tried[], frontier: readonly Tried[]): Searched[] {
    const isFeasible = new Set(feasible);
    const places = new Set<string>();
    const different = tried.filter(({ settings, usd, seconds }) => {
        const place = `${usd.toPrecision(3)} ${seconds.toPrecision(3)}`;
        if (places.has(place) || frontier.some((each) => isSame(each.settings, settings))) return false;
        places.add(place);
        return true;
    });
    const every = Math.ceil(different.length / most);
    return different
        .sort((a, b) => a.usd - b.usd)
        .filter((_, place) => place % every === 0)
        .map((each) => ({
            settings: each.settings,
            usd: each.usd,
            seconds: each.seconds,
            feasible: isFeasible.has(each),
        }));
}
