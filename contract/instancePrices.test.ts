import assert from "node:assert/strict";

import { ProductionVariantInstanceType } from "@aws-sdk/client-sagemaker";

import {
    hostingPrice,
    hostingPricesOf,
    hoursPerMonth,
    pricedInstanceTypes,
    pricedRegions,
    type PriceNote,
    priceNotes,
} from "./instancePrices";
import { parseInstanceType } from "./instanceTypes";

const prices = pricedRegions.flatMap((region) =>
    pricedInstanceTypes(region).map((type) => ({ region, type, price: hostingPrice(type, region) ?? NaN })),
);

/** By hand, from the table of AWS's Price List that the file names. */
const byHand: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    "us-east-1": {
        "ml.m5.large": 0.115,
        "ml.m5.xlarge": 0.23,
        "ml.m5.2xlarge": 0.461,
        "ml.c5.xlarge": 0.204,
        "ml.c5.2xlarge": 0.408,
        "ml.g4dn.xlarge": 0.736,
        "ml.g4dn.2xlarge": 0.94,
        "ml.g5.xlarge": 1.408,
        "ml.g5.2xlarge": 1.515,
        "ml.g6.xlarge": 1.1267,
        "ml.g6.2xlarge": 1.222,
        "ml.p3.2xlarge": 3.825,
        "ml.inf1.xlarge": 0.297,
        "ml.inf2.xlarge": 0.99,
    },
    "eu-west-1": {
        "ml.m5.large": 0.128,
        "ml.m5.xlarge": 0.257,
        "ml.m5.2xlarge": 0.514,
        "ml.c5.xlarge": 0.23,
        "ml.c5.2xlarge": 0.461,
        "ml.g4dn.xlarge": 0.821,
        "ml.g4dn.2xlarge": 1.047,
        "ml.g5.xlarge": 1.57,
        "ml.g5.2xlarge": 1.69,
        "ml.g6.xlarge": 1.25776,
        "ml.g6.2xlarge": 1.36413,
        "ml.p3.2xlarge": 4.131,
        "ml.inf1.xlarge": 0.33,
        "ml.inf2.xlarge": 1.09,
    },
    "ap-northeast-1": { "ml.m5.xlarge": 0.298, "ml.g4dn.xlarge": 0.994, "ml.g5.xlarge": 2.043 },
    "af-south-1": { "ml.m5.xlarge": 0.305, "ml.g4dn.xlarge": 0.977, "ml.inf1.xlarge": 0.39 },
    "ap-east-2": { "ml.m6i.xlarge": 0.26784, "ml.c6i.2xlarge": 0.46224 },
};

describe("hostingPrice", () => {
    for (const [region, rows] of Object.entries(byHand)) {
        for (const [type, price] of Object.entries(rows)) {
            it(`is ${price} for ${type} in ${region}`, () => assert.equal(hostingPrice(type, region), price));
        }
    }

    it("is that of us-east-1 where no region is said, and us-west-2 has the same", () => {
        const types = pricedInstanceTypes("us-east-1");
        assert.deepEqual(pricedInstanceTypes("us-west-2"), types);
        for (const type of types) {
            assert.equal(hostingPrice(type), hostingPrice(type, "us-east-1"), type);
            assert.equal(hostingPrice(type, "us-west-2"), hostingPrice(type), type);
        }
    });

    for (const type of ["ml.m6i.large", "ml.m5.xlarg", "m5.xlarge", "", "toString", "__proto__"]) {
        it(`knows none for "${type}"`, () => assert.equal(hostingPrice(type), undefined));
    }

    for (const [type, region] of [
        ["ml.m5.xlarge", "ap-east-2"],
        ["ml.g5.xlarge", "af-south-1"],
        ["ml.g4dn.xlarge", "eu-south-2"],
        ["ml.m5.xlarge", "mars-north-1"],
        ["ml.m5.xlarge", "cn-north-1"],
        ["ml.m5.xlarge", ""],
        ["ml.m5.xlarge", "toString"],
        ["toString", "eu-west-1"],
    ] as const) {
        it(`takes no other region's for ${type} in "${region}"`, () =>
            assert.equal(hostingPrice(type, region), undefined));
    }

    it("is some cents to some dollars everywhere", () => {
        for (const { region, type, price } of prices) assert.ok(price > 0.05 && price < 6, `${type} in ${region}`);
    });

    // A region of another currency or another hour would stand out.
    it("is in no region below us-east-1 by more than 3 %, nor twice as much", () => {
        for (const { region, type, price } of prices) {
            const ratio = price / (hostingPrice(type) ?? price);
            assert.ok(ratio > 0.97 && ratio < 2, `${type} in ${region}`);
        }
    });

    it("asks more for a larger instance of the same family", () => {
        const sizes = ["large", "xlarge", "2xlarge", "4xlarge"];
        for (const region of pricedRegions) {
            const families = new Set(pricedInstanceTypes(region).map((type) => parseInstanceType(type)?.family));
            for (const family of families) {
                const known = sizes.flatMap((size) => hostingPrice(`ml.${String(family)}.${size}`, region) ?? []);
                assert.deepEqual(
                    known,
                    [...new Set(known)].sort((a, b) => a - b),
                    `${String(family)} in ${region}`,
                );
            }
        }
    });

    it("says of which region and day it is", () => {
        assert.deepEqual(hostingPricesOf, { region: "us-east-1", asOf: "2026-05-20" });
        assert.equal(hoursPerMonth, 730);
    });
});

describe("pricedRegions", () => {
    it("are many, each of AWS's form, in order", () => {
        assert.equal(pricedRegions.length, 36);
        assert.deepEqual(pricedRegions, [...new Set(pricedRegions)].sort());
        assert.deepEqual(
            pricedRegions.filter((region) => !/^[a-z]{2}(-gov)?-[a-z]+-\d$/.test(region)),
            [],
        );
    });
});

describe("pricedInstanceTypes", () => {
    for (const [region, count] of [
        ["us-east-1", 28],
        ["eu-west-1", 28],
        ["eu-central-1", 20],
        ["ap-east-2", 12],
        ["mars-north-1", 0],
        ["__proto__", 0],
    ] as const) {
        it(`are ${count} in ${region}`, () => assert.equal(pricedInstanceTypes(region).length, count));
    }

    it("are some in every region, 626 prices in all", () => {
        assert.deepEqual(
            pricedRegions.filter((region) => pricedInstanceTypes(region).length === 0),
            [],
        );
        assert.equal(prices.length, 626);
    });

    it("are only types that AWS's SDK lists for hosting", () => {
        const listed = new Set<string>(Object.values(ProductionVariantInstanceType));
        assert.deepEqual(
            prices.filter(({ type }) => !listed.has(type)),
            [],
        );
    });
});

describe("priceNotes", () => {
    it("say what a price leaves open, in a sentence each", () => {
        assert.deepEqual(Object.keys(priceNotes), ["date", "availability", "meter", "extras"] satisfies PriceNote[]);
        for (const note of Object.values(priceNotes)) assert.match(note, /^[A-Z][^\n]+\.$/);
    });

    it("have the day of the prices", () => {
        assert.ok(priceNotes.date.includes(hostingPricesOf.asOf));
    });
});
