"use strict";
// Property tests try other values each time, so that they go on finding what nobody thought of. On CI they try the same ones: a pull
// request must not fail for what it has not changed.
if (process.env.CI) require("fast-check").configureGlobal({ seed: 20_261_128 });
