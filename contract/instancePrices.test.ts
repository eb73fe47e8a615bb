import assert from "node:assert/strict";

import { ProductionVariantInstanceType } from "@aws-sdk/client-sagemaker";

import { hostingPrice, hostingPrices, hostingPricesOf, hoursPerMonth } from "./instancePrices";
import { parseInstanceType } from "./instanceTypes";

const prices = Object.entries(hostingPrices);

describe("hostingPrices", () => {
    it("has only types that AWS's SDK lists for hosting", () => {
        const listed = new Set<string>(Object.values(ProductionVariantInstanceType));
        assert.deepEqual(
            prices.map(([type]) => type).filter((type) => !listed.has(type)),
            [],
        );
        assert.equal(prices.length, 28);
    });

    it("has a price of some cents to some dollars for each", () => {
        for (const [type, price] of prices) assert.ok(price > 0.05 && price < 5, type);
    });

    it("asks more for a larger instance of the same family", () => {
        const sizes = ["large", "xlarge", "2xlarge", "4xlarge"];
        for (const family of new Set(prices.map(([type]) => parseInstanceType(type)?.family))) {
            const known = sizes.flatMap((size) => hostingPrice(`ml.${String(family)}.${size}`) ?? []);
            assert.deepEqual(
                known,
                [...known].sort((a, b) => a - b),
                family,
            );
            assert.equal(new Set(known).size, known.length, family);
        }
    });

    // By hand, from the table of AWS's Price List that the file names.
    for (const [type, price] of [
        ["ml.m5.xlarge", 0.23],
        ["ml.c5.2xlarge", 0.408],
        ["ml.g4dn.xlarge", 0.736],
        ["ml.g5.2xlarge", 1.515],
        ["ml.p3.2xlarge", 3.825],
        ["ml.inf2.xlarge", 0.99],
    ] as const) {
        it(`is ${price} for ${type}`, () => assert.equal(hostingPrice(type), price));
    }

    it("says of which region and day it is", () => {
        assert.deepEqual(hostingPricesOf, { region: "us-east-1", asOf: "2026-05-20" });
        assert.equal(hoursPerMonth, 730);
    });

    for (const type of ["ml.m6i.large", "ml.m5.xlarg", "m5.xlarge", "", "toString", "__proto__"]) {
        it(`knows none for "${type}"`, () => assert.equal(hostingPrice(type), undefined));
    }
});
