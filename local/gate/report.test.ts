import assert from "node:assert/strict";

import { report } from "./report";
import { full, packs, verdict } from "./testing/verdicts";

/** A report without the lines of its table: its cells, of each row, joined. */
function lines(text: string): string[] {
    const joined: string[] = [];
    let row: string[] | undefined;
    for (const line of text.split("\n")) {
        if (/^[┌├└]/.test(line)) {
            if (row) joined.push(row.map((cell) => cell.trim()).join(" | "));
            row = undefined;
        } else if (line.startsWith("│")) {
            const cells = line.slice(1, -1).split("│");
            row = cells.map((cell, at) => `${row?.[at] ?? ""} ${cell.trim()}`.trim());
        } else joined.push(line);
    }
    return joined;
}

describe("a report", () => {
    it("is one line where nothing is found", () => {
        assert.equal(report(verdict(), packs), "dev: passed, 3 resources (first preview; ids known)");
    });

    it("says what was found, where, and how to mend it", () => {
        assert.deepEqual(lines(report(full, packs)), [
            "dev: failed, 3 resources (first preview; ids known), 1 violated, 1 not evaluated, 1 deferred and not judged, " +
                "2 exemptions at fault, 1 advisory, 1 exempted, 1 deferred until ids were known, and judged",
            "  it broke",
            "  warning: it creaks",
            " | rule | resource | what, and how to mend it",
            "mandatory (ids known) | must (second) | aws:sqs/queue:Queue a | a is wrong. To mend it: Mend that.",
            "not evaluated | should (first) | aws:sqs/queue:Queue b | can't run policy",
            "deferred and not judged | must (first) | aws:sqs/queue:Queue c | policy is unknown. No mode made it known, so the rule never judged it.",
            "exemption expired | must (first) | aws:sqs/queue:Queue e | Its last day was 2027-01-31. Mend what it exempts, or give it a new day. policies/first/config/dev.json: it is emptied daily",
            "exemption unused | must (first) | aws:sqs/queue:Queue f | The rule says nothing of this resource. Take the exemption out. policies/first/config/dev.json: it is emptied daily",
            "advisory | should (first) | aws:sqs/queue:Queue g | g is wrong.",
            "exempted | must (first) | aws:sqs/queue:Queue d | d is wrong. Until 2027-01-31: it is emptied daily",
        ]);
    });

    it("says whose defaults hold, and what is off", () => {
        const bare = verdict({ packs: [{ pack: "first" }], disabled: [{ pack: "first", policy: "should" }] });
        assert.deepEqual(lines(report(bare, packs)), [
            "dev: passed, 3 resources (first preview; ids known)",
            "  first: no config/dev.json, so the pack's defaults hold",
            "  should (first) is off here",
        ]);
    });
});
