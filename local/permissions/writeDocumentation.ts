import { join, resolve } from "node:path";

import { documentation } from "./documentation";
import { writeFormatted } from "./formatted";

export const page = join(resolve(__dirname, "../.."), "docs", "permissions.md");

/** Writes docs/permissions.md. */
export async function writeDocumentation(): Promise<void> {
    await writeFormatted(page, documentation());
}

if (require.main === module) {
    void writeDocumentation().then(() => {
        console.log("wrote docs/permissions.md");
    });
}
