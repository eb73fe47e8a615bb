import assert from "node:assert/strict";

import { ProductionVariantInstanceType } from "@aws-sdk/client-sagemaker";

import { hasLocalNvme, parseInstanceType } from "./instanceTypes";

describe("parseInstanceType", () => {
    it("understands every hosting type that AWS's SDK lists", () => {
        const unparsed = Object.values(ProductionVariantInstanceType).filter((type) => !parseInstanceType(type));
        assert.deepEqual(unparsed, []);
        assert.ok(Object.values(ProductionVariantInstanceType).length > 150);
    });

    it("takes a type apart", () => {
        assert.deepEqual(parseInstanceType("ml.g4dn.12xlarge"), {
            family: "g4dn",
            size: "12xlarge",
            accelerator: "gpu",
            architecture: "x86_64",
            burstable: false,
            localNvme: true,
        });
    });

    const accelerators = {
        cpu: ["ml.m5.large", "ml.c6i.xlarge", "ml.r7gd.medium", "ml.t2.medium"],
        gpu: ["ml.g5.xlarge", "ml.gr6.4xlarge", "ml.p2.xlarge", "ml.p6-b200.48xlarge"],
        neuron: ["ml.inf1.xlarge", "ml.inf2.48xlarge", "ml.trn1n.32xlarge"],
    };
    for (const [accelerator, types] of Object.entries(accelerators)) {
        it(`finds ${accelerator} behind ${types.join(", ")}`, () => {
            for (const type of types) assert.equal(parseInstanceType(type)?.accelerator, accelerator);
        });
    }

    it("tells Graviton from x86", () => {
        for (const type of [
            "ml.m6g.large",
            "ml.c6gd.large",
            "ml.c6gn.large",
            "ml.r8g.large",
            "ml.p6e-gb200.36xlarge",
        ]) {
            assert.equal(parseInstanceType(type)?.architecture, "arm64", type);
        }
        for (const type of ["ml.m5.large", "ml.g5.xlarge", "ml.g6e.xlarge", "ml.gr6.4xlarge"]) {
            assert.equal(parseInstanceType(type)?.architecture, "x86_64", type);
        }
    });

    it("calls only ml.t burstable", () => {
        assert.equal(parseInstanceType("ml.t2.medium")?.burstable, true);
        assert.equal(parseInstanceType("ml.trn1.2xlarge")?.burstable, false);
    });

    for (const text of [
        "",
        "m5.xlarge",
        "ml.m5",
        "ml..xlarge",
        "ml.m5.xlarge ",
        "ML.M5.XLARGE",
        "ml.m5.huge",
        "ml.m.large",
    ]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            assert.equal(parseInstanceType(text), undefined);
        });
    }
});

describe("hasLocalNvme", () => {
    const withNvme = "m5d c5d r5d m6gd r7gd g4dn g5 g6 g6e g7e gr6 p4d p4de p5 p5en p6-b200 trn1 trn1n trn2".split(" ");
    const without = "m4 m5 c5 c6i c6in c7g r6i t2 p2 p3 inf1 inf2 g5g".split(" ");
    it(`is true for ${withNvme.join(", ")}`, () => {
        for (const family of withNvme) assert.equal(hasLocalNvme(`ml.${family}.xlarge`), true, family);
    });
    it(`is false for ${without.join(", ")}`, () => {
        for (const family of without) assert.equal(hasLocalNvme(`ml.${family}.xlarge`), false, family);
    });
});
