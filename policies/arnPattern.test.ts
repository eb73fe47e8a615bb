import assert from "node:assert/strict";

import fc from "fast-check";

import { arnPattern, isBare, isOpen, mayMatch } from "./arnPattern";
import { covers } from "./policyDocument";

describe("ARNs as patterns", () => {
    it("are taken apart", () => {
        assert.deepEqual(arnPattern("arn:aws:logs:us-east-1:123456789012:log-group:/a:*"), {
            partition: "aws",
            service: "logs",
            region: "us-east-1",
            account: "123456789012",
            resource: "log-group:/a:*",
        });
        assert.equal(arnPattern("arn:aws:s3:::a")?.account, "");
        for (const text of ["", "*", "arn:*", "arn:aws:s3::a", "urn:aws:s3:::a"])
            assert.equal(arnPattern(text), undefined);
    });

    it("are open by wildcards and by policy variables", () => {
        for (const text of ["*", "a*", "a?b", "${aws:username}"]) assert.equal(isOpen(text), true, text);
        for (const text of ["", "a", "$a{", "arn:aws:s3:::a"]) assert.equal(isOpen(text), false, text);
    });

    it("are bare when wildcards are all there is", () => {
        for (const text of ["", "*", "?", "**?"]) assert.equal(isBare(text), true, text);
        for (const text of ["a*", "*/*", "${a}"]) assert.equal(isBare(text), false, text);
    });

    const role = "role/";
    const may: [string, boolean][] = [
        ["*", true],
        ["a*", true],
        ["arn:*", true],
        ["arn:aws:i*", true],
        ["arn:aws:iam*", true],
        ["arn:aws:iam::123456789012:*", true],
        ["arn:aws:iam::123456789012:r*", true],
        ["arn:aws:iam::123456789012:role*", true],
        ["arn:aws:iam::123456789012:role/a", true],
        ["arn:aws:iam::*:role/a", true],
        ["arn:aws:iam::*:user/a", true],
        ["arn:${a}", true],
        ["arn:aws:iam::123456789012:user/*", false],
        ["arn:aws:iam::123456789012:role", false],
        ["arn:aws:iam::123456789012:rolex/*", false],
        ["arn:aws:s3:::*", false],
        ["arn:aws:iamx:*", false],
        ["arn:aws:s*", false],
        ["arn:aws:iam:us-east-1:123456789012:role/a", true],
        ["arn:aws:iam", false],
        ["arnx*", false],
        ["", false],
    ];
    for (const [pattern, says] of may) {
        it(`${pattern} ${says ? "may" : "cannot"} match a role`, () =>
            assert.equal(mayMatch(pattern, "iam", role), says));
    }

    it("may match whatever they cover", () => {
        const arn = "arn:aws:iam::123456789012:role/a";
        const cut = fc
            .tuple(fc.nat({ max: arn.length }), fc.nat({ max: arn.length }), fc.constantFrom("*", "?", ""))
            .map(([from, to, wildcard]) => arn.slice(0, Math.min(from, to)) + wildcard + arn.slice(Math.max(from, to)));
        fc.assert(
            fc.property(cut, (pattern) => {
                if (covers(pattern, arn)) assert.equal(mayMatch(pattern, "iam", role), true);
            }),
            { numRuns: 500 },
        );
    });
});
