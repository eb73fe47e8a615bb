import assert from "node:assert/strict";

import { type PerType, perType, refuseRepeated, valueFor } from "./perType";
import { UsageError } from "./usageError";

const read = (text: string): string => text.toUpperCase();

describe("values per instance type", () => {
    const some: [string, PerType<string>][] = [
        ["a", { value: "A" }],
        ["a=b", { value: "A=B" }],
        ["ml.x", { value: "ML.X" }],
        ["ml.m5.xlarge=a=b", { instanceType: "ml.m5.xlarge", value: "A=B" }],
        ["ml.m5.xlarge@4=a", { instanceType: "ml.m5.xlarge", concurrency: 4, value: "A" }],
        ["ml.m5.xlarge=", { instanceType: "ml.m5.xlarge", value: "" }],
    ];
    for (const [text, value] of some) {
        it(`${text} is read`, () => {
            assert.deepEqual(perType(text, true, read), value);
        });
    }

    const type = "Before = must stand a SageMaker hosting instance type, such as ml.m5.xlarge.";
    const concurrency = "The concurrency after @ must be a whole number from 1 to 1,000.";
    const none: [string, string][] = [
        ["ml.m5=a", type],
        ["ml.m5.xlrage=a", type],
        ["ml.m5.xlarge@=a", concurrency],
        ["ml.m5.xlarge@0=a", concurrency],
        ["ml.m5.xlarge@1001=a", concurrency],
        ["ml.m5.xlarge@two=a", concurrency],
        ["ml.m5.xlarge@4@5=a", "Only one concurrency may stand after @."],
    ];
    for (const [text, message] of none) {
        it(`${text} is refused`, () => {
            assert.throws(() => perType(text, true, read), new UsageError(message));
        });
    }

    it("have no concurrency where there is none", () => {
        const message = "No concurrency may stand here.";
        assert.throws(() => perType("ml.m5.xlarge@4=a", false, read), new UsageError(message));
    });

    it("hold for the type and concurrency that they name, before those that name less", () => {
        const values: PerType<string>[] = [
            { value: "all" },
            { instanceType: "ml.m5.xlarge", value: "type" },
            { instanceType: "ml.m5.xlarge", concurrency: 4, value: "both" },
        ];
        assert.equal(valueFor(values, "ml.m5.xlarge", 4)?.value, "both");
        assert.equal(valueFor(values, "ml.m5.xlarge", 2)?.value, "type");
        assert.equal(valueFor(values, "ml.c5.xlarge", 4)?.value, "all");
        assert.equal(valueFor(values.slice(1), "ml.c5.xlarge", 4), undefined);
        assert.equal(valueFor(values.slice(2), "ml.m5.xlarge", 2), undefined);
    });

    it("are given once each", () => {
        const one: PerType<number> = { instanceType: "ml.m5.xlarge", concurrency: 4, value: 1 };
        refuseRepeated([one, { instanceType: "ml.m5.xlarge", value: 1 }, { value: 1 }], "--price");
        assert.throws(() => {
            refuseRepeated([one, one], "--price");
        }, new UsageError("--price is given twice for ml.m5.xlarge@4: give it once."));
        assert.throws(() => {
            refuseRepeated([{ value: 1 }, { value: 2 }], "--price");
        }, new UsageError("--price is given twice: give it once."));
    });
});
