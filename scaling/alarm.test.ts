import assert from "node:assert/strict";
import fc from "fast-check";
import {
    type AlarmRule,
    type AlarmState,
    type ComparisonOperator,
    type TreatMissingData,
    breaches,
    evaluateAlarm,
    evaluationRange,
} from "./alarm";

const threeOfThree: AlarmRule = {
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "missing",
};

/** AWS's notation: X breaches, 0 does not, - is missing; the newest is on the right. */
function range(text: string): (number | undefined)[] {
    return text.split(" ").map((mark) => (mark === "-" ? undefined : mark === "X" ? 9 : 1));
}

const treatments: TreatMissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

describe("CloudWatch alarm evaluation", () => {
    const operators: [ComparisonOperator, boolean, boolean, boolean][] = [
        ["GreaterThanThreshold", false, false, true],
        ["GreaterThanOrEqualToThreshold", false, true, true],
        ["LessThanThreshold", true, false, false],
        ["LessThanOrEqualToThreshold", true, true, false],
    ];
    for (const [comparisonOperator, below, at, above] of operators) {
        it(`compares with ${comparisonOperator}`, () => {
            const rule = { comparisonOperator, threshold: 5 };
            assert.deepEqual(
                [4.9, 5, 5.1].map((value) => breaches(rule, value)),
                [below, at, above],
            );
        });
    }

    it("looks back over 5 datapoints for 3 evaluation periods", () => {
        assert.equal(evaluationRange(3), 5);
    });

    // The two tables of the CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
    const tables: [number, string, string[]][] = [
        [3, "0 - X - X", ["OK", "OK", "OK", "OK"]],
        [3, "0 - - - -", ["OK", "OK", "OK", "OK"]],
        [3, "- - - - -", ["INSUFFICIENT_DATA", "current", "ALARM", "OK"]],
        [3, "0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
        [3, "- - X - -", ["ALARM", "current", "ALARM", "OK"]],
        [2, "0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
        [2, "0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
        [2, "0 - X - -", ["OK", "OK", "ALARM", "OK"]],
        [2, "- - - - 0", ["OK", "OK", "ALARM", "OK"]],
        [2, "- - - X -", ["ALARM", "current", "ALARM", "OK"]],
    ];
    for (const [datapointsToAlarm, data, expected] of tables) {
        it(`decides ${datapointsToAlarm} of 3 over ${data} as AWS's table does`, () => {
            for (const current of ["OK", "ALARM", "INSUFFICIENT_DATA"] as AlarmState[]) {
                assert.deepEqual(
                    treatments.map((treatMissingData) => {
                        const rule = { ...threeOfThree, datapointsToAlarm, treatMissingData };
                        return evaluateAlarm(rule, range(data), current).state;
                    }),
                    expected.map((state) => (state === "current" ? current : state)),
                );
            }
        });
    }

    for (const data of ["- - - - X", "- - - X -", "- - - X X"]) {
        it(`does not go into ALARM prematurely on ${data}`, () => {
            for (const current of ["OK", "INSUFFICIENT_DATA"] as AlarmState[]) {
                assert.equal(evaluateAlarm(threeOfThree, range(data), current).state, current);
            }
        });
    }

    it("says which datapoints it rests on", () => {
        assert.deepEqual(evaluateAlarm(threeOfThree, [7, undefined, 9, 4], "OK"), {
            state: "OK",
            points: [
                { age: 3, value: 7 },
                { age: 1, value: 9 },
                { age: 0, value: 4 },
            ],
            breaching: 2,
            filled: 0,
        });
    });

    it("uses older datapoints of the range only where newer ones are missing", () => {
        assert.deepEqual(
            evaluateAlarm(threeOfThree, [9, 9, 1, 1, 1], "ALARM").points.map((point) => point.age),
            [2, 1, 0],
        );
    });

    const anyRule = fc
        .record({
            threshold: fc.integer({ min: 0, max: 10 }),
            evaluationPeriods: fc.integer({ min: 1, max: 15 }),
            m: fc.integer({ min: 1, max: 15 }),
            treatMissingData: fc.constantFrom(...treatments),
            comparisonOperator: fc.constantFrom<ComparisonOperator>("GreaterThanThreshold", "LessThanThreshold"),
        })
        .map(({ m, ...rule }) => ({ ...rule, datapointsToAlarm: Math.min(m, rule.evaluationPeriods) }));
    const anyState = fc.constantFrom<AlarmState>("OK", "ALARM", "INSUFFICIENT_DATA");

    it("never depends on the state, or on missing data, when nothing is missing", () => {
        fc.assert(
            fc.property(
                anyRule,
                anyState,
                fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 17, maxLength: 17 }),
                (rule, state, data) => {
                    const newest = data.slice(-rule.evaluationPeriods);
                    const count = newest.filter((value) => breaches(rule, value)).length;
                    assert.equal(
                        evaluateAlarm(rule, data, state).state,
                        count >= rule.datapointsToAlarm ? "ALARM" : "OK",
                    );
                },
            ),
        );
    });

    it("never goes into ALARM without a breaching datapoint unless missing data counts as breaching", () => {
        const anyData = fc.array(fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }), { maxLength: 17 });
        fc.assert(
            fc.property(anyRule, anyData, (rule, data) => {
                fc.pre(rule.treatMissingData !== "breaching");
                const { state, breaching } = evaluateAlarm(rule, data, "OK");
                if (breaching === 0) assert.notEqual(state, "ALARM");
            }),
        );
    });
});
