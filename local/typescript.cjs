"use strict";
// Preloaded by the commands and tests of this project: `npm run typecheck` checks the types, here they are only stripped.
require("./engine/stripTypes.cjs")({ sourceMaps: true });
