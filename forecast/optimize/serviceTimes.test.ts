import assert from "node:assert/strict";

import { smallCase } from "../testing/smallCase";
import { breakEvenOf } from "./breakEven";
import { type KnownType } from "./optimization";
import { ServiceTimes, typesToSearch } from "./serviceTimes";

const small = smallCase();
const constant = (seconds: number) => ({ kind: "constant", seconds }) as const;
const known = (seconds: number, concurrency: number) => ({
    maxConcurrentInvocationsPerInstance: concurrency,
    serviceTime: { seconds: constant(seconds), origin: "given" as const, source: "--service-time" },
});
const type = (instanceType: string, ...serviceTimes: KnownType["serviceTimes"]): KnownType => ({
    instanceType,
    price: { usdPerHour: 1, origin: "given", source: "--price" },
    coldStartSeconds: constant(300),
    serviceTimes,
});

describe("the service time of a concurrency", () => {
    const own = type("ml.m5.xlarge", known(4, 2), known(9, 4));
    const times: [scaling: "shared" | "independent", concurrency: number, seconds: number][] = [
        ["shared", 2, 4],
        ["shared", 4, 9],
        // No more requests per second than at the nearest known one below.
        ["shared", 3, 6],
        ["shared", 8, 18],
        // With fewer at a time each takes as long.
        ["shared", 1, 4],
        ["independent", 3, 4],
        ["independent", 8, 9],
        ["independent", 1, 4],
    ];
    for (const [scaling, concurrency, seconds] of times) {
        it(`is ${seconds} s for ${concurrency} when requests are ${scaling}, 4 s for 2 and 9 s for 4 being known`, () => {
            assert.deepEqual(new ServiceTimes(scaling).at(own, concurrency), constant(seconds));
        });
    }

    it("is one object however often it is asked for, since it goes to other threads", () => {
        const serviceTimes = new ServiceTimes("shared");
        assert.equal(serviceTimes.at(own, 8), serviceTimes.at(own, 8));
        assert.equal(serviceTimes.at(own, 4), own.serviceTimes[1]?.serviceTime.seconds);
    });

    it("never makes an instance answer more requests per second than a known one below, when they share it", () => {
        const serviceTimes = new ServiceTimes("shared");
        for (let concurrency = 2; concurrency <= 100; concurrency++) {
            const { seconds } = serviceTimes.at(own, concurrency) as { seconds: number };
            assert.ok(concurrency / seconds <= 2 / 4 + 1e-12, String(concurrency));
        }
    });
});

describe("types to search", () => {
    it("are the case's own, as it is, unless others are given", () => {
        const [own, ...others] = typesToSearch(small, []);
        assert.deepEqual(others, []);
        assert.deepEqual(own, {
            instanceType: "ml.m5.xlarge",
            price: small.price,
            coldStartSeconds: small.scenario.coldStartSeconds,
            serviceTimes: [{ maxConcurrentInvocationsPerInstance: 2, serviceTime: small.serviceTime }],
        });
    });

    it("begin with the case's own, whose own concurrency is added where it is not given", () => {
        const types = typesToSearch(small, [type("ml.g4dn.xlarge", known(1, 2)), type("ml.m5.xlarge", known(9, 4))]);
        assert.deepEqual(
            types.map(({ instanceType, serviceTimes }) => [
                instanceType,
                serviceTimes.map((each) => each.maxConcurrentInvocationsPerInstance),
            ]),
            [
                ["ml.m5.xlarge", [4, 2]],
                ["ml.g4dn.xlarge", [2]],
            ],
        );
    });
});

describe("break-even times", () => {
    it("are the present time by the price ratio, for types whose service time is not known, the cheapest first", () => {
        const found = breakEvenOf(small, [type("ml.c5.large"), type("ml.m5.xlarge")]);
        const gpu = found.find(({ instanceType }) => instanceType === "ml.g4dn.xlarge");
        assert.deepEqual(gpu?.price, {
            usdPerHour: 0.736,
            origin: "listed",
            source: "list price of us-east-1, 2026-05-20",
        });
        assert.equal(gpu.seconds.toFixed(4), ((4 * 0.23) / 0.736).toFixed(4));
        const names = found.map(({ instanceType }) => instanceType);
        assert.ok(!names.includes("ml.c5.large") && !names.includes("ml.m5.xlarge"));
        const prices = found.map(({ price }) => price.usdPerHour);
        assert.deepEqual(
            [...prices].sort((a, b) => a - b),
            prices,
        );
    });

    it("count what a request takes besides, on any type", () => {
        const slow = smallCase({ scenario: { requestOverheadSeconds: 1 } });
        const found = breakEvenOf(slow, []);
        const gpu = found.find(({ instanceType }) => instanceType === "ml.g4dn.xlarge");
        assert.equal(gpu?.seconds.toFixed(4), ((5 * 0.23) / 0.736 - 1).toFixed(4));
        // 5 s × 0.23 / 3.825 leaves no time for a summary.
        assert.ok(!found.some(({ instanceType }) => instanceType === "ml.p3.2xlarge"));
    });

    it("are only for types that the settings allow, and only for the region's own prices", () => {
        assert.ok(!breakEvenOf(small, []).some(({ instanceType }) => instanceType.startsWith("ml.inf")));
        assert.deepEqual(breakEvenOf({ ...small, region: "xx-north-1" }, []), []);
    });
});
