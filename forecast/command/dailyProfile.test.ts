import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { dailyProfile } from "./dailyProfile";
import { UsageError } from "./usageError";

describe("daily profiles", () => {
    const folder = mkdtempSync(join(tmpdir(), "daily-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });
    const file = join(folder, "day.txt");
    const hours = Array.from({ length: 24 }, (_, hour) => hour * 1.5);
    const inFile = (text: string): string => {
        writeFileSync(file, text);
        return file;
    };

    it("are 24 numbers with commas between them", () => {
        assert.deepEqual(dailyProfile(hours.join(",")), hours);
        assert.deepEqual(dailyProfile(hours.join(" , ")), hours);
    });

    it("are a file with commas or lines", () => {
        assert.deepEqual(dailyProfile(inFile(`${hours.join("\r\n")}\n`)), hours);
        assert.deepEqual(dailyProfile(inFile(`\ufeff${hours.join(", ")}\n`)), hours);
    });

    const bad: [string, () => string, string][] = [
        [
            "23 numbers",
            () => hours.slice(1).join(","),
            "--daily must have 24 numbers, the requests of each hour from midnight on, but has 23.",
        ],
        [
            "an empty file",
            () => inFile(""),
            `${file} must have 24 numbers, the requests of each hour from midnight on, but has 0.`,
        ],
        [
            "a negative number",
            () => hours.with(5, -1).join(","),
            '--daily: "-1", of hour 5, must be a number from 0 to 100,000,000.',
        ],
        [
            "text",
            () => hours.join(",").replace("1.5", "some"),
            '--daily: "some", of hour 1, must be a number from 0 to 100,000,000.',
        ],
        ["nothing but 0", () => hours.map(() => 0).join(","), "--daily has no requests: all numbers are 0."],
        [
            "no file",
            () => join(folder, "none"),
            `The daily profile ${join(folder, "none")} cannot be read: it does not exist.`,
        ],
        ["a folder", () => folder, `The daily profile ${folder} cannot be read: it is a folder.`],
    ];
    for (const [what, given, message] of bad) {
        it(`with ${what} are refused`, () => {
            assert.throws(() => dailyProfile(given()), new UsageError(message));
        });
    }
});
