import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { documentation } from "./documentation";
import { documentNames } from "./documents";
import { formatted } from "./formatted";
import { page } from "./writeDocumentation";

describe("docs/permissions.md", () => {
    it("is what the documents say (npm run docs writes it)", async () => {
        assert.equal(readFileSync(page, "utf8"), await formatted(page, documentation()));
    });

    it("has a section for each document, which the first table links to", () => {
        const headings = [...documentation().matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
        assert.deepEqual(headings.slice(-documentNames.length), [...documentNames]);
        const links = new Set([...documentation().matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor));
        assert.deepEqual([...links].sort(), [...documentNames].sort());
    });
});
