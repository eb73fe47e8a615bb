import assert from "node:assert/strict";

import fc from "fast-check";

import { concerns, type Exemption, exemptionsSchema, exempts, hasExpired } from "./exemption";

const exemption: Exemption = {
    resource: "aws:sqs/queue:Queue::smoke",
    reason: "the smoke test reads it at once",
    expires: "2027-01-31",
};

const urn = "urn:pulumi:dev::summarizer::aws:sqs/queue:Queue::smoke";

describe("an exemption", () => {
    const resources: [string, string, boolean][] = [
        ["is for a resource without a parent", urn, true],
        [
            "is for a resource in components",
            "urn:pulumi:dev::summarizer::a:index:A$b:index:B$aws:sqs/queue:Queue::smoke",
            true,
        ],
        [
            "holds in every stack and project of its environment",
            "urn:pulumi:prod::other::aws:sqs/queue:Queue::smoke",
            true,
        ],
        ["is not for another name", urn.replace(/smoke$/, "smoke-2"), false],
        ["is not for a name that ends so", urn.replace(/smoke$/, "my-smoke"), false],
        ["is not for a name that ends so after colons", urn.replace(/smoke$/, "x::smoke"), false],
        ["is not for another type", urn.replace("queue:Queue", "queuePolicy:QueuePolicy"), false],
        [
            "is not for the component around it",
            "urn:pulumi:dev::summarizer::aws:sqs/queue:Queue$b:index:B::smoke",
            false,
        ],
        ["is not for what is no URN", "smoke", false],
        ["is not for a stack as a whole", "", false],
    ];
    for (const [what, of, says] of resources) it(what, () => assert.equal(concerns(exemption, of), says));

    it("may be for a name with colons", () => {
        const colons = { ...exemption, resource: "aws:sqs/queue:Queue::a::b" };
        assert.equal(concerns(colons, urn.replace(/smoke$/, "a::b")), true);
        assert.equal(concerns(colons, urn.replace(/smoke$/, "b")), false);
    });

    const days: [string, string, boolean][] = [
        ["holds long before", "2026-11-27T00:00:00Z", false],
        ["holds at the beginning of its last day", "2027-01-31T00:00:00Z", false],
        ["holds at the end of its last day", "2027-01-31T23:59:59.999Z", false],
        ["has expired when that day is over", "2027-02-01T00:00:00Z", true],
        ["goes by UTC: late in the evening of the west", "2027-01-31T23:59:59-08:00", true],
        ["goes by UTC: early in the morning of the east", "2027-02-01T08:59:59+09:00", false],
        ["has expired for ever", "2047-01-31T00:00:00Z", true],
    ];
    for (const [what, now, says] of days) {
        it(what, () => {
            assert.equal(hasExpired(exemption, new Date(now)), says);
            assert.equal(exempts(exemption, urn, new Date(now)), !says);
        });
    }

    it("exempts nothing but its resource, on no day", () => {
        assert.equal(exempts(exemption, `${urn}-2`, new Date("2026-11-27T00:00:00Z")), false);
    });

    it("without a date has expired", () => {
        for (const expires of ["", "never", "2027-13-01", "2027-1-31", "31.01.2027"]) {
            assert.equal(hasExpired({ ...exemption, expires }, new Date("2026-11-27T00:00:00Z")), true, expires);
        }
        assert.equal(hasExpired(exemption, new Date(Number.NaN)), true);
    });

    it("expires once, and for good", () => {
        const date = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
        fc.assert(
            fc.property(date, date, (a, b) => {
                const [earlier, later] = a < b ? [a, b] : [b, a];
                if (hasExpired(exemption, earlier)) assert.equal(hasExpired(exemption, later), true);
                assert.equal(hasExpired(exemption, a), a.toISOString().slice(0, 10) > exemption.expires);
            }),
        );
    });
});

describe("the schema of exemptions", () => {
    const { properties, required } = exemptionsSchema.items;

    it("asks for all three, and for nothing else", () => {
        assert.deepEqual(required, Object.keys(properties));
        assert.equal(exemptionsSchema.items.additionalProperties, false);
        assert.deepEqual(exemptionsSchema.default, []);
    });

    it("takes a type token and a name", () => {
        const pattern = new RegExp(properties.resource.pattern);
        for (const resource of [exemption.resource, "pulumi:pulumi:Stack::a b", "aws:sqs/queue:Queue::a::b"])
            assert.match(resource, pattern);
        for (const resource of ["smoke", "aws:sqs/queue:Queue", "aws:sqs/queue:Queue::", "queue:Queue::smoke"]) {
            assert.doesNotMatch(resource, pattern);
        }
    });

    it("takes a day", () => {
        const pattern = new RegExp(properties.expires.pattern);
        for (const day of ["2027-01-31", "2028-02-29"]) assert.match(day, pattern);
        for (const day of [
            "2027-1-31",
            "2027-00-10",
            "2027-13-01",
            "2027-01-32",
            "2027-01-31T00:00:00Z",
            "never",
            "",
        ]) {
            assert.doesNotMatch(day, pattern);
        }
    });

    it("asks for more than a word as the reason", () => assert.equal(properties.reason.minLength, 10));
});
