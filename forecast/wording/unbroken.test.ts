import assert from "node:assert/strict";

import { unbroken } from "./unbroken";

describe("a text whose amounts no line breaks", () => {
    const cases = [
        ["after 1 h 16 min (32 min – 37 min)", "after 1_h_16_min (32_min – 37_min)"],
        ["6 min 28 s; 4.5 s, 87 % of 1,204 requests", "6_min_28_s; 4.5_s, 87_% of 1,204 requests"],
        ["3 d 4 h and 5 × ml.m5.xlarge", "3_d_4_h and 5_×_ml.m5.xlarge"],
        ["5 settings, 10 days, 3 hosts and 2 minutes", "5 settings, 10 days, 3 hosts and 2 minutes"],
    ] as const;
    for (const [text, expected] of cases) {
        it(text, () => {
            assert.equal(unbroken(text), expected.replaceAll("_", "\u00a0"));
        });
    }
});
