import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { chartFile } from "../../report/chart";
import { sizes } from "../../report/chartLayout";
import { referenceChart, referenceDocument } from "./referenceDocument";

const docs = join(resolve(__dirname, "../.."), "docs");

/** Where `npm run docs` puts the reference run. */
export const referencePage = join(docs, "reference-run.md");
export const referenceImage = join(docs, "images", "reference-run.svg");

/** Writes docs/reference-run.md and its picture; the page is yet to be formatted. */
async function writeDocumentation(): Promise<void> {
    await mkdir(join(docs, "images"), { recursive: true });
    await writeFile(referencePage, referenceDocument());
    await writeFile(referenceImage, await chartFile(referenceChart(), sizes.wide));
}

if (require.main === module) {
    void writeDocumentation().then(() => {
        console.log("wrote docs/reference-run.md and docs/images/reference-run.svg");
    });
}
