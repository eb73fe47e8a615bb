import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { documentation } from "./documentation";

const path = join(__dirname, "..", "docs", "policies.md");
writeFileSync(path, documentation());
console.log("wrote docs/policies.md");
