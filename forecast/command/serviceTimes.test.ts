import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { serviceTimesOf } from "./serviceTimes";
import { UsageError } from "./usageError";

describe("service times", () => {
    const folder = mkdtempSync(join(tmpdir(), "times-"));
    const file = join(folder, "times.txt");
    before(() => {
        writeFileSync(file, "3\n5\n");
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });
    const four = { kind: "constant", seconds: 4 } as const;

    it("say whether they are measured, and where they are from", () => {
        assert.deepEqual(serviceTimesOf([{ value: four }], [{ instanceType: "ml.m5.xlarge", value: file }]), [
            { value: { seconds: four, origin: "given", source: "--service-time" } },
            {
                instanceType: "ml.m5.xlarge",
                value: {
                    seconds: { kind: "samples", seconds: [3, 5] },
                    origin: "measured",
                    source: `2 measured samples of ${file}`,
                },
            },
        ]);
    });

    it("are given once for each type, in one way or the other", () => {
        assert.throws(
            () => serviceTimesOf([{ value: four }], [{ value: file }]),
            new UsageError("--service-time or --service-times is given twice: give it once."),
        );
        assert.throws(
            () => serviceTimesOf([{ value: four }, { value: four }], []),
            new UsageError("--service-time is given twice: give it once."),
        );
    });

    it("are not read from a file that is not there", () => {
        const none = join(folder, "none");
        assert.throws(
            () => serviceTimesOf([], [{ value: none }]),
            new UsageError(`The file of service times ${none} cannot be read: it does not exist.`),
        );
    });
});
