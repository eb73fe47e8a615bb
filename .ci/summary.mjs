// Prints what failed in mocha's JSON reports, the slowest tests of the first, all scenarios of the second with their times, how
// long each of the three took, and the counts as the last line.
import { existsSync, readFileSync } from "node:fs";

import Table from "cli-table3";

const [tests, scenarios, pages] = process.argv.slice(2).map(report);
const reports = [tests, scenarios, pages];

for (const { fullTitle, err } of reports.flatMap(({ failures }) => failures)) {
    console.log(`failed: ${fullTitle}\n${err.stack ?? err.message}\n`);
}

console.log("The slowest tests:");
for (const { fullTitle, duration } of slowestFirst(tests.passes).slice(0, 10)) {
    console.log(`${String(duration).padStart(6)} ms  ${fullTitle}`);
}

console.log("\nScenarios on Pulumi's own engine:");
const table = new Table({
    head: ["", "scenario", "seconds"],
    colAligns: ["left", "left", "right"],
    style: { head: [], border: [] },
});
for (const { title, fullTitle, duration, err } of scenarios.tests) {
    const failed = Object.keys(err ?? {}).length > 0;
    const stage = fullTitle.slice(0, -title.length).trim();
    table.push([failed ? "failed" : "passed", `${stage}: ${title}`, ((duration ?? 0) / 1000).toFixed(1)]);
}
console.log(table.toString());
for (const [what, { stats }] of Object.entries({ tests, scenarios, "pages in a browser": pages })) {
    console.log(`${what}: ${(stats.duration / 1000).toFixed(0)} s`);
}

const sum = (count) => reports.reduce((total, { stats }) => total + stats[count], 0);
console.log(`${sum("passes")} passed, ${sum("failures")} failed`);

/** A suite that ended before it could report counts as one failure. */
function report(file) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
    const failure = { title: file, fullTitle: file, err: { message: "There is no report: the run ended early." } };
    return { stats: { passes: 0, failures: 1, duration: 0 }, passes: [], failures: [failure], tests: [failure] };
}

function slowestFirst(passes) {
    return [...passes].sort((a, b) => b.duration - a.duration);
}
