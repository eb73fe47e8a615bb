import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { formatted } from "../../local/permissions/formatted";
import { chartFile } from "../../report/chart";
import { sizes } from "../../report/chartLayout";
import { referenceChart, referenceDocument } from "./referenceDocument";
import { referenceImage, referencePage } from "./writeDocumentation";

describe("docs/reference-run.md", () => {
    it("is what the simulation says (npm run docs writes it)", async () => {
        assert.equal(readFileSync(referencePage, "utf8"), await formatted(referencePage, referenceDocument()));
    });

    it("has the picture of the same minutes", async () => {
        assert.equal(readFileSync(referenceImage, "utf8"), await chartFile(referenceChart(), sizes.wide));
    });
});
