import assert from "node:assert/strict";
import { resolve } from "node:path";

import { SettingsError } from "../../contract/settings";
import { type ServiceTime } from "../forecast";
import { defaultSwitches } from "../switches";
import { type GivenForCases } from "./casesOf";
import { changedSetting } from "./changedSettings";
import { refuseUnsearched, type Search, searchOf } from "./knownTypes";
import { type PerType } from "./perType";
import { UsageError } from "./usageError";

const root = resolve(__dirname, "../..");
const time = (seconds: number): ServiceTime => ({
    seconds: { kind: "constant", seconds },
    origin: "given",
    source: "--service-time",
});

function search(serviceTimes: PerType<ServiceTime>[], set: string[] = []): Search {
    const given: GivenForCases = {
        workload: { kind: "burst", requests: 10 },
        serviceTimes,
        coldStarts: [],
        imageCached: false,
        prices: [],
        switches: defaultSwitches,
        overheadSeconds: 0,
        ttlSeconds: 21_600,
        phaseSeconds: undefined,
        initialCapacity: undefined,
    };
    return searchOf(root, { set: set.map(changedSetting) }, given);
}

/** Seconds by concurrency, for each type. */
function known({ types }: Search): [string, Record<number, unknown>][] {
    return types.map(({ instanceType, serviceTimes }) => [
        instanceType,
        Object.fromEntries(
            serviceTimes.map(({ maxConcurrentInvocationsPerInstance, serviceTime }) => [
                maxConcurrentInvocationsPerInstance,
                serviceTime.seconds.kind === "constant" ? serviceTime.seconds.seconds : serviceTime.seconds,
            ]),
        ),
    ]);
}

describe("known types of a search", () => {
    it("are the stack's own with the time that is assumed, where nothing is said", () => {
        const found = search([]);
        assert.deepEqual(known(found), [["ml.m5.xlarge", { 2: 4 }]]);
        assert.equal(found.types[0]?.serviceTimes[0]?.serviceTime.source, "assumed, not measured");
        assert.equal(found.case.name, "dev");
    });

    it("are all that have a time, which holds for the stack's concurrency unless it says another", () => {
        const found = search([
            { value: time(4) },
            { instanceType: "ml.m5.xlarge", concurrency: 4, value: time(9) },
            { instanceType: "ml.g4dn.xlarge", value: time(0.9) },
        ]);
        assert.deepEqual(known(found), [
            ["ml.m5.xlarge", { 2: 4, 4: 9 }],
            ["ml.g4dn.xlarge", { 2: 0.9 }],
        ]);
        const [, gpu] = found.types;
        assert.deepEqual(gpu?.price, {
            usdPerHour: 0.736,
            origin: "listed",
            source: "list price of us-east-1, 2026-05-20",
        });
        assert.equal(gpu?.coldStartSeconds.kind, "logNormal");
        assert.deepEqual(found.case.serviceTime, time(4));
    });

    it("keep what --set says of everything but the type", () => {
        const times = [
            { instanceType: "ml.c5.xlarge", value: time(4) },
            { instanceType: "ml.m5.xlarge", value: time(5) },
        ];
        const found = search(times, ["instanceType=ml.c5.xlarge", "aws:region=eu-west-1"]);
        assert.deepEqual(
            known(found).map(([type]) => type),
            ["ml.c5.xlarge", "ml.m5.xlarge"],
        );
        assert.deepEqual(
            found.types.map(({ price }) => price.usdPerHour),
            [0.23, 0.257],
        );
    });

    it("refuse two times for the same", () => {
        const message =
            "Two service times are for ml.m5.xlarge@2, which is what the stack has where nothing else is said: give one of them.";
        const twice: PerType<ServiceTime>[] = [
            { value: time(4) },
            { instanceType: "ml.m5.xlarge", concurrency: 2, value: time(5) },
        ];
        assert.throws(() => search(twice), new UsageError(message));
    });

    it("refuse times of the stack's type at other concurrencies only", () => {
        assert.throws(
            () => search([{ instanceType: "ml.m5.xlarge", concurrency: 4, value: time(9) }]),
            new UsageError("The stack has 2 at a time on ml.m5.xlarge: give a service time for ml.m5.xlarge@2, too."),
        );
    });

    it("refuse a type that the stack cannot have", () => {
        assert.throws(
            () => search([{ instanceType: "ml.m7g.xlarge", value: time(4) }]),
            new SettingsError(
                'summarizer:instanceType is "ml.m7g.xlarge", but must be an x86 type unless image is set: the Hugging Face image does not run on AWS Graviton',
            ),
        );
    });

    const onGpu: PerType<ServiceTime> = { instanceType: "ml.g4dn.xlarge", value: time(1) };
    const unsearched: [what: string, times: PerType<ServiceTime>[], values: PerType<number>[], message: string][] = [
        [
            "a type without a service time",
            [],
            [{ value: 1 }, { instanceType: "ml.g4dn.xlarge", value: 1 }],
            "--price is given for ml.g4dn.xlarge, which is used nowhere: ml.m5.xlarge is searched, and other types once they have a --service-time.",
        ],
        [
            "all types where each has its own",
            [onGpu],
            [{ instanceType: "ml.m5.xlarge", value: 1 }, { instanceType: "ml.g4dn.xlarge", value: 1 }, { value: 2 }],
            "--price is given for all types, which is used nowhere: ml.m5.xlarge and ml.g4dn.xlarge are searched.",
        ],
    ];
    for (const [what, times, values, message] of unsearched) {
        it(`refuse what is given for ${what}`, () => {
            const { types } = search(times);
            assert.throws(() => {
                refuseUnsearched(types, values, "--price");
            }, new UsageError(message));
        });
    }

    it("take what is given for all types, and for each that is searched", () => {
        const { types } = search([onGpu]);
        refuseUnsearched(types, [{ value: 1 }, { instanceType: "ml.g4dn.xlarge", value: 1 }], "--price");
        refuseUnsearched(types, [], "--price");
    });
});
