import assert from "node:assert/strict";

import fc from "fast-check";

import { timeStamp } from "./timeStamp";

describe("time stamps", () => {
    const some: [string, number][] = [
        ["1970-01-01T00:00:00Z", 0],
        ["1970-01-01T00:01", 60],
        ["1970-01-01 00:01:30", 90],
        ["1970-01-01T00:00:00.2500000Z", 0.25],
        ["1970-01-01T00:00:00,5Z", 0.5],
        ["1970-01-01T02:00:00+02:00", 0],
        ["1970-01-01T00:00:00-0130", 5400],
        ["1970-01-01T05:00:00+05", 0],
        ["2024-02-29T12:00:00Z", 1_709_208_000],
    ];
    for (const [text, seconds] of some) {
        it(`${text} is ${String(seconds)} s after 1970`, () => {
            assert.equal(timeStamp(text), seconds);
        });
    }

    const none = [
        "",
        "12.5",
        "2024-02-29",
        "2023-02-29T12:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T12:60:00Z",
        "2024-01-01T12:00:60Z",
        "2024-01-01T12:00:00+24:00",
        "2024-01-01T12:00:00 UTC",
        "24-01-01T12:00:00Z",
        "2024-01-01T1:00:00Z",
        "Mon Jan 1 2024",
    ];
    for (const text of none) {
        it(`"${text}" is none`, () => {
            assert.equal(timeStamp(text), undefined);
        });
    }

    it("are what Date makes of them", () => {
        fc.assert(
            fc.property(fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }), (date) => {
                assert.ok(Math.abs((timeStamp(date.toISOString()) ?? NaN) - date.getTime() / 1000) < 1e-6);
            }),
        );
    });
});
