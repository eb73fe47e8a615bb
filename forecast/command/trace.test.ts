import assert from "node:assert/strict";

import { traceOf } from "./trace";
import { UsageError } from "./usageError";

describe("traces", () => {
    const times: [string, string, number[]][] = [
        ["seconds", "10\n10.5\n12", [0, 0.5, 2]],
        ["seconds under a name", "arrival\n0\n3\n3\n", [0, 3, 3]],
        ["any name for the only column", "when it came\n1\n2", [0, 1]],
        ["ISO 8601", "2024-01-01T00:00:00Z\n2024-01-01T00:00:01.5Z\n2024-01-01T01:00:02+01:00", [0, 1.5, 2]],
        ["a column among others", "id,Timestamp,model\n7,5,a\n8,9,b", [0, 4]],
        ["quoted", '"TIMESTAMP","x"\n"2024-01-01 00:00:00","1"\n"2024-01-01 00:01:00","2"', [0, 60]],
        ["milliseconds since 1970", "1700000000000\n1700000001500", [0, 1.5]],
        ["one request", "99", [0]],
    ];
    for (const [what, text, seconds] of times) {
        it(`have times: ${what}`, () => {
            assert.deepEqual(traceOf("a.csv", text), { kind: "times", seconds });
        });
    }

    const counts: [string, string, number[]][] = [
        ["minute and count", "0,3\n1,0\n2,4", [3, 0, 4]],
        ["minutes from any on", "7,3\n8,1", [3, 1]],
        ["a header", "minute,count\n1,3\n2,5", [3, 5]],
        ["columns in another order", "requests,region,time\n3,eu,2024-01-01T10:59Z\n4,eu,2024-01-01T11:00Z", [3, 4]],
        ["counts alone", "count\n3\n0\n1", [3, 0, 1]],
    ];
    for (const [what, text, perMinute] of counts) {
        it(`have counts: ${what}`, () => {
            assert.deepEqual(traceOf("a.csv", text), { kind: "counts", perMinute });
        });
    }

    const bad: [string, string, string][] = [
        ["an empty file", "\n\n", "a.csv has no requests: it is empty."],
        ["only a header", "timestamp\n", "a.csv has no requests: only a header."],
        ["no requests in all minutes", "0,0\n1,0", "a.csv has no requests."],
        [
            "no time",
            "2024-13-01T00:00:00Z\n",
            'a.csv line 1: "2024-13-01T00:00:00Z" is no time in ISO 8601 or in seconds.',
        ],
        ["other columns", "id,model\n1,2", "a.csv line 1 names no column timestamp or count."],
        [
            "three columns without a header",
            "1,2,3",
            "a.csv line 1 has 3 columns and no header: name the columns timestamp, or minute and count.",
        ],
        ["text among seconds", "1\n2\nsoon", 'a.csv line 3: "soon" is no time in seconds.'],
        ["a missing cell", "id,timestamp\n1,5\n2", 'a.csv line 3: "" is no time in seconds.'],
        [
            "ISO 8601 among seconds",
            "1\n2024-01-01T00:00:00Z",
            'a.csv line 2: "2024-01-01T00:00:00Z" is no time in seconds.',
        ],
        ["seconds among ISO 8601", "2024-01-01T00:00:00Z\n5", 'a.csv line 2: "5" is no time in ISO 8601.'],
        ["a negative time", "-4\n1", 'a.csv line 1: "-4" is negative.'],
        [
            "times out of order",
            "1\n\n3\n2",
            "a.csv line 4: the time is before that of the record above it; times must ascend.",
        ],
        ["more than a leap year", "0\n31622401", "a.csv line 2: the trace is longer than 366 days."],
        [
            "a gap between minutes",
            "minute,count\n0,1\n2,1",
            'a.csv line 3: minute "2" does not follow the one above it; a minute without requests has a count of 0.',
        ],
        [
            "a minute twice",
            "0,1\n0,1",
            'a.csv line 2: minute "0" does not follow the one above it; a minute without requests has a count of 0.',
        ],
        ["half a minute", "minute,count\n0.5,1", 'a.csv line 2: "0.5" is no whole minute.'],
        [
            "seconds of a minute",
            "time,count\n2024-01-01T00:00:30Z,1",
            'a.csv line 2: "2024-01-01T00:00:30Z" is no whole minute.',
        ],
        ["half a request", "0,1\n1,2.5", 'a.csv line 2: the count "2.5" must be a whole number from 0 to 100,000,000.'],
        ["a negative count", "0,-1", 'a.csv line 1: the count "-1" must be a whole number from 0 to 100,000,000.'],
        [
            "a missing count",
            "minute,count\n0",
            'a.csv line 2: the count "" must be a whole number from 0 to 100,000,000.',
        ],
        ["too many requests", "0,90000000\n1,90000000", "a.csv line 2: the trace has more than 100,000,000 requests."],
        [
            "a broken quote",
            'timestamp\n"1',
            "a.csv is no CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2.",
        ],
    ];
    for (const [what, text, message] of bad) {
        it(`with ${what} are refused`, () => {
            assert.throws(() => traceOf("a.csv", text), new UsageError(message));
        });
    }

    it("of counts are no longer than a leap year", () => {
        const year = "1\n".repeat(366 * 1440);
        assert.equal(traceOf("a.csv", `count\n${year}`).kind, "counts");
        const message = "a.csv line 527042: the trace is longer than 366 days.";
        assert.throws(() => traceOf("a.csv", `count\n${year}1`), new UsageError(message));
    });
});
