import { type Distribution, scaled } from "../distribution";
import { type Case } from "../forecast";
import { type ConcurrencyScaling, type KnownServiceTime, type KnownType } from "./optimization";

/** The types to search, the case's own first; what it takes at its own concurrency is added where it is not given. */
export function typesToSearch(
    { settings, scenario, serviceTime, price }: Case,
    given: readonly KnownType[],
): KnownType[] {
    const { instanceType, maxConcurrentInvocationsPerInstance } = settings;
    const ofOwn: KnownServiceTime = { maxConcurrentInvocationsPerInstance, serviceTime };
    const own = given.find((type) => type.instanceType === instanceType) ?? {
        instanceType,
        price,
        coldStartSeconds: scenario.coldStartSeconds,
        serviceTimes: [],
    };
    const isKnown = own.serviceTimes.some(
        (known) => known.maxConcurrentInvocationsPerInstance === maxConcurrentInvocationsPerInstance,
    );
    const serviceTimes = isKnown ? own.serviceTimes : [...own.serviceTimes, ofOwn];
    return [{ ...own, serviceTimes }, ...given.filter((type) => type.instanceType !== instanceType)];
}

/** The service time of a type at a concurrency: the known one, or what is assumed of it. The same object for the same question. */
export class ServiceTimes {
    private readonly assumed = new Map<string, Distribution>();

    constructor(private readonly scaling: ConcurrencyScaling) {}

    at(type: KnownType, concurrency: number): Distribution {
        const { maxConcurrentInvocationsPerInstance: known, serviceTime } = this.basis(type, concurrency);
        if (this.scaling === "independent" || concurrency <= known) return serviceTime.seconds;
        const key = `${type.instanceType}@${String(concurrency)}`;
        const before = this.assumed.get(key);
        if (before) return before;
        const longer = scaled(serviceTime.seconds, concurrency / known);
        this.assumed.set(key, longer);
        return longer;
    }

    /** The known time of the nearest concurrency below, else of the nearest above. */
    private basis({ serviceTimes }: KnownType, concurrency: number): KnownServiceTime {
        const ascending = [...serviceTimes].sort(
            (a, b) => a.maxConcurrentInvocationsPerInstance - b.maxConcurrentInvocationsPerInstance,
        );
        const below = ascending.findLast((known) => known.maxConcurrentInvocationsPerInstance <= concurrency);
        const basis = below ?? ascending[0];
        if (!basis) throw new Error("A type without a service time cannot be searched.");
        return basis;
    }
}
