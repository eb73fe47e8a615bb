import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const page = readFileSync(resolve(__dirname, "../../docs/operations.md"), "utf8");
const sources = [__dirname, join(__dirname, "testing")]
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

/** Commands of Pulumi in the page's shell blocks. */
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => (block as string).split("\n"))
    .filter((line) => line.startsWith("pulumi "));

/** Words of the command line, and options without their values. */
function words(command: string): string[] {
    const [, ...rest] = command.replaceAll(/<\w+>/g, "").split(" ");
    return rest.filter((word) => /^(--)?[a-z-]+(=|$)/.test(word));
}

describe("docs/operations.md", () => {
    it("names commands", () => {
        assert.ok(commands.length > 12);
    });

    for (const command of new Set(commands)) {
        it(`says \`${command}\`, whose words a scenario gives to the CLI`, () => {
            const known = (word: string): boolean => sources.includes(`"${word}"`);
            const spoken = words(command).filter((word) => !["dev", "prod", "false"].includes(word));
            assert.deepEqual(
                spoken.filter((word) => !known(word)),
                [],
            );
        });
    }
});
