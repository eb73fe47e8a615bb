import assert from "node:assert/strict";

import { filledIn, type Filling, placeholders } from "./placeholders";

const filling: Filling = {
    partition: "aws-cn",
    region: "cn-north-1",
    accountId: "111122223333",
    name: "summarizer-dev",
    endpointName: "Summaries",
};

describe("placeholders", () => {
    const expected: Record<string, string> = {
        "<partition>": "aws-cn",
        "<region>": "cn-north-1",
        "<account>": "111122223333",
        "<name>": "summarizer-dev",
        "<endpoint>": "Summaries",
        "<endpoint-in-lower-case>": "summaries",
        "<dns-suffix>": "amazonaws.com.cn",
    };

    it("are these", () => {
        assert.deepEqual(placeholders, Object.keys(expected));
    });

    for (const [placeholder, value] of Object.entries(expected)) {
        it(`${placeholder} is filled in wherever it stands`, () => {
            assert.equal(filledIn(`a ${placeholder}:${placeholder}*`, filling), `a ${value}:${value}*`);
        });
    }

    it("one that there is not is refused by its name", () => {
        assert.throws(() => filledIn("arn:<partition>:s3:::<nmae>", filling), {
            message: `There is no placeholder <nmae>; there are ${Object.keys(expected).join(", ")}.`,
        });
    });

    it("no other text changes", () => {
        assert.equal(
            filledIn('{"Action":["s3:Get*"],"Resource":"*"}', filling),
            '{"Action":["s3:Get*"],"Resource":"*"}',
        );
    });
});
