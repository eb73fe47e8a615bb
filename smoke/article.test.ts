import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readArticle, tooLongNote } from "./article";
import { UsageError } from "./usageError";

describe("article", () => {
    let folder: string;
    const file = (content: string | Buffer): string => {
        const path = join(folder, "article.txt");
        writeFileSync(path, content);
        return path;
    };
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "article-"))));
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("is read as UTF-8, without what surrounds it", () => {
        assert.equal(readArticle(file("\uFEFF Über die Mühle.\n")), "Über die Mühle.");
    });

    it("that does not exist, is a directory, empty, binary or too large is refused in one sentence", () => {
        const missing = join(folder, "missing.txt");
        const refusals: [() => string, string][] = [
            [() => missing, `The article ${missing} cannot be read: it does not exist.`],
            [() => folder, `The article ${folder} cannot be read: it is a directory.`],
            [() => file(" \n"), `The article ${join(folder, "article.txt")} is empty: there is nothing to summarize.`],
            [
                () => file(Buffer.from([0xff, 0xfe, 0x41])),
                `The article ${join(folder, "article.txt")} is not UTF-8 text.`,
            ],
            [() => file("a\0b"), `The article ${join(folder, "article.txt")} is not text: it has NUL characters.`],
            [
                () => file("a".repeat(6_553_501)),
                `The article ${join(folder, "article.txt")} has 6553501 bytes; the smoke test takes at most 6553500.`,
            ],
        ];
        for (const [path, message] of refusals) assert.throws(() => readArticle(path()), new UsageError(message));
    });

    it("of 788 words fits the model by estimate, one of 789 does not", () => {
        assert.equal(tooLongNote("word ".repeat(788)), undefined);
        assert.match(tooLongNote("word ".repeat(789)) ?? "", /: 789 words are about 1026 tokens \(an estimate\), /);
    });
});
