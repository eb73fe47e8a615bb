import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { parse } from "yaml";

const root = resolve(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

interface Declared {
    description: string;
    default: unknown;
}

/** Rows of README's configuration table, as Pulumi.yaml and the stack files have it. */
function settingRows(): string[][] {
    const { name, config } = parse(read("Pulumi.yaml")) as { name: string; config: Record<string, Declared> };
    const stacks = ["dev", "prod"].map(
        (stack) => parse(read(`Pulumi.${stack}.yaml`)) as { config: Record<string, unknown> },
    );
    return Object.entries(config).map(([key, declared]) => {
        const value = JSON.stringify(declared.default);
        const differing = stacks.map(({ config: set }) => set[`${name}:${key}`] ?? declared.default);
        const shown = differing.every((found) => JSON.stringify(found) === value)
            ? value
            : `dev ${JSON.stringify(differing[0])}, prod ${JSON.stringify(differing[1])}`;
        return [`\`${key}\``, shown.replaceAll('"', ""), declared.description];
    });
}

describe("README", () => {
    it("shows every setting as Pulumi.yaml declares it", () => {
        const table = /<!-- settings -->([\s\S]*)<!-- \/settings -->/.exec(read("README.md"))?.[1] ?? "";
        const rows = table
            .trim()
            .split("\n")
            .slice(2)
            .map((row) =>
                row
                    .split("|")
                    .slice(1, -1)
                    .map((cell) => cell.trim()),
            );
        const expected = settingRows();
        const asMarkdown = expected.map((row) => `| ${row.join(" | ")} |`).join("\n");
        assert.deepEqual(rows, expected, `README's table should be:\n${asMarkdown}`);
    });

    for (const page of [
        "README.md",
        ...readdirSync(join(root, "docs")).flatMap((file) => (file.endsWith(".md") ? `docs/${file}` : [])),
    ]) {
        it(`links from ${page} only to what is there`, () => {
            const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] as string);
            assert.ok(links.length > 0);
            assert.deepEqual(
                links.filter((link) => !existsSync(join(root, dirname(page), link))),
                [],
            );
        });
    }

    it("names only npm scripts that exist", () => {
        const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
        const named = [...read("README.md").matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] as string);
        assert.ok(named.length > 0);
        assert.deepEqual(
            named.filter((script) => !(script in scripts)),
            [],
        );
    });
});
