import { longestRequestTtlSeconds } from "../../contract/requestLimits";
import { count, decimal, dollars, duration } from "../wording/amounts";
import { idleUsdPerMonth } from "../cost";
import { meanOf, scaled } from "../distribution";
import { type Price } from "../forecast";
import { type Fleet, type Scenario } from "../scenario";

/** The largest value that contract/settings takes for any of the numbers of instances and requests. */
export const largestNumber = 1000;

/** AWS: SageMaker Runtime API Reference, InvokeEndpointAsync: the largest InvocationTimeoutSeconds. */
export const longestTimeoutSeconds = 3600;

/** A change of one setting, or of two together, of which the least that is enough is looked for. */
export interface Change {
    name: string;
    /** Not looked for where one of these, which come before, is enough. */
    unless?: readonly string[];
    /** The present value, which is not enough, and the last that is tried. */
    from: number;
    to: number;
    /** Whether smaller values are tried, instead of larger ones. */
    downwards?: boolean;
    scenario: (value: number) => Scenario;
    phrase: (value: number) => string;
}

export interface ChangesArgs {
    scenario: Scenario;
    price: Price;
    /** Whether more concurrency is among them, which helps only if a request then takes no longer. */
    concurrency: boolean;
    /** Whether requests time out, and whether they expire, with the settings as they are. */
    timesOut: boolean;
    expires: boolean;
}

/** What is tried, in this order: what costs nothing while there is nothing to do comes first, and a longer wait last. */
export function changesOf({ scenario, price, concurrency, timesOut, expires }: ChangesArgs): Change[] {
    const { fleet, serviceSeconds } = scenario;
    const withFleet = (changed: Partial<Fleet>): Scenario => ({ ...scenario, fleet: { ...fleet, ...changed } });
    const lasting = (minCapacity: number): Partial<Fleet> => ({
        minCapacity,
        initialCapacity: Math.max(fleet.initialCapacity, minCapacity),
    });
    const idle = (instances: number): string =>
        `which costs ${dollars(idleUsdPerMonth(instances, price))} a month with nothing to do${fleet.minCapacity === 0 ? " and ends scaling to zero: the policy pack async-inference refuses it" : ""}`;
    /** Of one setting of the fleet. */
    const of = (name: keyof Fleet, to: number, provided = ""): Change => ({
        name,
        from: fleet[name],
        to,
        scenario: (value) => withFleet({ [name]: value }),
        phrase: (value) => `${name} ${decimal(value, 0)}${provided}`,
    });
    const wakes = fleet.minCapacity === 0 && fleet.wakeUpScalingAdjustment > 0;
    const table: (Change & { applies?: boolean })[] = [
        of("maxCapacity", largestNumber),
        { ...of("backlogPerInstance", 1), downwards: true, unless: ["maxCapacity"] },
        { ...of("wakeUpScalingAdjustment", fleet.maxCapacity), applies: wakes },
        {
            name: "maxCapacity and wakeUpScalingAdjustment",
            applies: wakes,
            unless: ["maxCapacity", "wakeUpScalingAdjustment"],
            from: fleet.maxCapacity,
            to: largestNumber,
            scenario: (value) => withFleet({ maxCapacity: value, wakeUpScalingAdjustment: value }),
            phrase: (value) => `maxCapacity and wakeUpScalingAdjustment ${decimal(value, 0)} together`,
        },
        {
            ...of(
                "maxConcurrentInvocationsPerInstance",
                largestNumber,
                ", provided that a request takes no longer then",
            ),
            applies: concurrency,
        },
        {
            name: "service time",
            // Per cent of the present one.
            from: 100,
            to: 1,
            downwards: true,
            scenario: (percent) => ({ ...scenario, serviceSeconds: scaled(serviceSeconds, percent / 100) }),
            phrase: (percent) =>
                `a service time of ${duration(roundedDown((meanOf(serviceSeconds) * percent) / 100))} on average`,
        },
        {
            name: "minCapacity",
            from: fleet.minCapacity,
            to: fleet.maxCapacity,
            scenario: (value) => withFleet(lasting(value)),
            phrase: (value) => `minCapacity ${decimal(value, 0)} (${idle(value)})`,
        },
        {
            name: "minCapacity and maxCapacity",
            unless: ["maxCapacity", "minCapacity"],
            from: fleet.maxCapacity,
            to: largestNumber,
            scenario: (value) => withFleet({ ...lasting(value), maxCapacity: value }),
            phrase: (value) => `minCapacity and maxCapacity ${decimal(value, 0)} together (${idle(value)})`,
        },
        { ...of("invocationTimeoutSeconds", longestTimeoutSeconds), applies: timesOut },
        {
            name: "time to live",
            applies: expires,
            // In minutes.
            from: Math.floor(fleet.requestTtlSeconds / 60),
            to: longestRequestTtlSeconds / 60,
            scenario: (minutes) => withFleet({ requestTtlSeconds: minutes * 60 }),
            phrase: (minutes) =>
                `a time to live of ${duration(minutes * 60)} (RequestTTLSeconds ${count(minutes * 60)})`,
        },
    ];
    return table.filter(({ applies = true }) => applies);
}

/** To two digits that count: what is said has to be enough. */
function roundedDown(seconds: number): number {
    const factor = 10 ** (1 - Math.floor(Math.log10(seconds)));
    return Math.floor(seconds * factor) / factor;
}
