import { equal } from "node:assert/strict";

import { arnPart } from "./arn";

describe("a part of an ARN", () => {
    const group = "arn:aws:logs:eu-west-1:123456789012:log-group:name:*";
    const cases: [string, 1 | 2 | 3 | 4 | 5, string][] = [
        [group, 1, "aws"],
        [group, 2, "logs"],
        [group, 3, "eu-west-1"],
        [group, 4, "123456789012"],
        [group, 5, "log-group:name:*"],
        ["arn:aws:s3:::bucket/key", 3, ""],
        ["arn:aws:s3:::bucket/key", 4, ""],
        ["arn:aws:s3:::bucket/key", 5, "bucket/key"],
        ["arn:aws", 1, "aws"],
        ["arn:aws", 2, ""],
        ["*", 4, ""],
        ["", 1, ""],
    ];
    for (const [arn, index, part] of cases) {
        it(`${String(index)} of "${arn}" is "${part}"`, () => {
            equal(arnPart(arn, index), part);
        });
    }
});
