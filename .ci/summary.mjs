// Prints what failed in a mocha JSON report, the slowest tests, and the counts as its last line.
import { readFileSync } from "node:fs";

const { stats, failures, passes } = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const { fullTitle, err } of failures) {
    console.log(`failed: ${fullTitle}\n${err.stack ?? err.message}\n`);
}
const slowest = passes.sort((a, b) => b.duration - a.duration).slice(0, 10);
for (const { fullTitle, duration } of slowest) console.log(`${String(duration).padStart(6)} ms  ${fullTitle}`);
console.log(`${stats.duration} ms in all`);
console.log(`${stats.passes} passed, ${stats.failures} failed`);
