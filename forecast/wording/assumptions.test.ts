import assert from "node:assert/strict";

import { type Assumption, assumptionsOf } from "./assumptions";
import { type Case } from "../forecast";
import { marks, switchTexts } from "./switchTexts";
import { defaultSwitches, type Switches } from "../switches";
import { exampleCase } from "../testing/exampleForecast";

const dev = exampleCase("dev");

function told(about: string, forecasted: Case): Assumption {
    const [found, ...others] = assumptionsOf(forecasted).filter((assumption) => assumption.about === about);
    assert.ok(found, about);
    assert.deepEqual(others, []);
    return found;
}

function set(changes: Partial<Case["scenario"]>): Case {
    return { ...dev, scenario: { ...dev.scenario, ...changes } };
}

describe("what a forecast takes for true", () => {
    it("is told in whole sentences, each with a mark that is explained, and nothing twice", () => {
        const all = assumptionsOf(dev);
        assert.equal(new Set(all.map(({ about }) => about)).size, all.length);
        for (const { says, because, mark } of all) {
            assert.match(says, /^[A-Z].*\.$/);
            assert.match(because, /^$|^[A-Z].*\.$/);
            assert.ok(mark in marks);
        }
    });

    it("says how long a summary takes, and that this is assumed", () => {
        const { says, mark, because } = told("service time", dev);
        assert.equal(says, "One summary takes the model 4 s, always the same, with 2 at a time on one ml.m5.xlarge.");
        assert.equal(mark, "assumed");
        assert.equal(because, "Makespan and cost grow with it: measure it.");
    });

    it("marks a service time that was measured or given as what it is", () => {
        const measured = {
            ...dev.serviceTime,
            origin: "measured",
            source: "12 measured samples of times.txt",
        } as const;
        assert.equal(told("service time", { ...dev, serviceTime: measured }).mark, "measured");
        assert.equal(told("service time", { ...dev, serviceTime: measured }).because, `${measured.source}.`);
        const given = { ...dev.serviceTime, origin: "given", source: "in 3 s, as I am told" } as const;
        assert.equal(told("service time", { ...dev, serviceTime: given }).mark, "given");
    });

    it("marks a cold start, an overhead and a price that were given as given", () => {
        assert.equal(told("cold start", dev).mark, "inferred");
        assert.equal(
            told("cold start", { ...dev, coldStart: { origin: "given", source: "--cold-start" } }).mark,
            "given",
        );
        assert.equal(told("transfer", dev).mark, "assumed");
        assert.equal(told("transfer", set({ requestOverheadSeconds: 0.5 })).mark, "given");
        assert.equal(told("price", dev).mark, "documented");
        assert.equal(
            told("price", { ...dev, price: { usdPerHour: 0.5, origin: "given", source: "--price" } }).mark,
            "given",
        );
    });

    it("dates a list price and says what no price holds", () => {
        const listed = told("price", dev);
        assert.equal(listed.says, "An hour of ml.m5.xlarge costs $0.23 (list price of us-east-1, 2026-05-20).");
        for (const part of ["2026-05-20", "Not every region", "meter of their own", "Volumes, data processing"]) {
            assert.ok(listed.because.includes(part), part);
        }
        const given = told("price", { ...dev, price: { usdPerHour: 0.5, origin: "given", source: "--price" } });
        assert.equal(given.because, "Volumes, data processing, requests to S3, alarms, keys and logs cost extra.");
    });

    for (const name of Object.keys(defaultSwitches) as (keyof Switches)[]) {
        it(`says what ${name} stands for, and that it is given when it is not the default`, () => {
            const { about, mark } = switchTexts[name];
            const before = told(about, dev);
            assert.deepEqual([before.switch, before.mark], [name, mark]);
            const otherwise = { true: false, proportional: "oneStep", 0: 600, 30: 90, 60: 300 };
            const value = otherwise[String(defaultSwitches[name]) as keyof typeof otherwise];
            const after = told(about, set({ switches: { ...defaultSwitches, [name]: value } }));
            assert.equal(after.mark, "given");
            assert.notEqual(after.says, before.says);
        });
    }

    it("says at which backlog the alarms are, and what the wake-up adds", () => {
        const fleet = { ...dev.scenario.fleet, backlogPerInstance: 10, wakeUpScalingAdjustment: 3 };
        const high = "Target tracking scales out when backlog per instance is above 10 in 3 of 3 minutes.";
        assert.equal(told("high alarm", set({ fleet })).says, high);
        assert.equal(
            told("low alarm", set({ fleet })).says,
            "Target tracking scales in when it is below 9 in 15 of 15 minutes.",
        );
        assert.equal(
            told("wake-up", set({ fleet })).says,
            "When requests wait and there is no instance in 2 of 2 minutes, step scaling adds 3.",
        );
    });

    it("says when a scale-in is left out, and that the formula for it is inferred", () => {
        const { says, mark, because } = told("flapping", dev);
        assert.equal(
            says,
            "Target tracking removes nothing where metric × instances ÷ (instances − 1) is above the target.",
        );
        assert.equal(mark, "inferred");
        assert.match(because, /AutoScalingAnticipatedFlapping/);
    });

    it("says nothing of a wake-up where there is none", () => {
        const fleet = { ...dev.scenario.fleet, wakeUpScalingAdjustment: 0 };
        assert.equal(assumptionsOf(set({ fleet })).length, assumptionsOf(dev).length - 1);
    });
});
