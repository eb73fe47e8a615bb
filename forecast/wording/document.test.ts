import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { hostingPricesOf, pricedRegions } from "../../contract/instancePrices";
import { wakeUp } from "../../contract/wakeUp";
import { fulfilmentPollSeconds } from "../../scaling/alarmSchedule";
import { highAlarm, lowAlarm } from "../../scaling/targetTracking";
import { defaultSwitches, type Switches } from "../switches";
import { exampleCase } from "../testing/exampleForecast";
import { assumptionsOf } from "./assumptions";
import { type Mark, switchTexts } from "./switchTexts";

const page = readFileSync(resolve(__dirname, "../../docs/forecast.md"), "utf8");
const letters: Partial<Record<Mark, string>> = { documented: "D", observed: "O", inferred: "I", assumed: "A" };

/** Cells of the table of assumptions, without its head. */
const rows = page
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, what = "", standard = "", mark = "", change = ""]) => ({ what, standard, mark, change }))
    .filter(({ what }) => what !== "What" && !what.startsWith("---"));

function rowWith(text: string): (typeof rows)[number] {
    const [found, ...others] = rows.filter(({ what, standard }) => `${what} ${standard}`.includes(text));
    assert.ok(found, text);
    assert.deepEqual(others, []);
    return found;
}

describe("docs/forecast.md", () => {
    for (const name of Object.keys(defaultSwitches) as (keyof Switches)[]) {
        it(`has ${name} with its default, its mark and that it is a switch`, () => {
            const { standard, mark, change } = rowWith(`\`${name}\``);
            assert.match(standard, new RegExp(`^\`${name}\` ${String(defaultSwitches[name])}(?![\\w.])`));
            assert.deepEqual([mark, change], [`**${letters[switchTexts[name].mark] ?? ""}**`, "switch"]);
        });
    }

    it("names no switch that there is not", () => {
        const named = rows.flatMap(({ standard, change }) => (change === "switch" ? [standard.split("`")[1]] : []));
        assert.deepEqual(named.sort(), Object.keys(defaultSwitches).sort());
    });

    it("has the day and the number of regions of the list of prices", () => {
        const { what, standard } = rowWith("Prices:");
        assert.equal(standard, `AWS price list of ${hostingPricesOf.asOf}`);
        assert.ok(what.includes(`(${String(pricedRegions.length)} are known)`));
    });

    it("has how often a change is asked for", () => {
        assert.ok(rowWith("Cooldowns count").what.endsWith(`asked every ${String(fulfilmentPollSeconds)} s`));
    });

    it("has how many minutes alarms look at", () => {
        const of = ({ datapointsToAlarm: some, evaluationPeriods: all }: Record<string, unknown>): string =>
            `${String(some)} of ${String(all)}`;
        const low = lowAlarm(100);
        assert.equal(
            rowWith("Alarms: ").what,
            `Alarms: ${of({ ...highAlarm(1) })} above the target, ${of({ ...low })} below ${String(low.threshold)} % of it`,
        );
        assert.ok(rowWith("The wake-up").what.startsWith(`The wake-up: ${of({ ...wakeUp })} minutes`));
    });

    const marked: Record<string, string> = {
        failures: "No request fails",
        flapping: "flapping",
        "wake-up": "The wake-up",
        "new capacity": "New capacity",
        "cold start": "Time from asking for instances",
        "service time": "How long the model works",
        price: "Prices:",
        "high alarm": "Alarms: ",
        "limits of a request": "A request may wait",
    };
    for (const [about, text] of Object.entries(marked)) {
        it(`marks what it says of ${about} as the report does`, () => {
            const assumption = assumptionsOf(exampleCase("dev")).find((one) => one.about === about);
            assert.ok(assumption);
            assert.equal(rowWith(text).mark, `**${letters[assumption.mark] ?? ""}**`);
        });
    }
});
