import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { format, resolveConfig } from "prettier";

import { rules as asyncInference } from "./async-inference/rules";
import { documentation } from "./documentation";
import { rules as securityBaseline } from "./security-baseline/rules";

const file = join(__dirname, "..", "docs", "policies.md");

describe("docs/policies.md", () => {
    it("is what the rules say (npm run docs writes it)", async () => {
        const current = await format(documentation(), { ...(await resolveConfig(file)), filepath: file });
        assert.equal(readFileSync(file, "utf8"), current);
    });

    it("has a heading for each rule, which links from the gate's reports lead to", () => {
        const headings = [...documentation().matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
        assert.deepEqual(
            headings,
            [...asyncInference, ...securityBaseline].map(({ name }) => name),
        );
    });
});
