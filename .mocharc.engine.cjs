// Mocha's settings for `npm run test:engine`.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const folder = "local/realEngine";

/** Those that take longest begin first, so that none is left alone in the end. All others follow. */
const longest = ["instanceTypeKilled", "instanceTypeRefused", "permissions", "parity", "creation", "enforcement"];
const rank = (file) => {
    const place = longest.indexOf(file.split(".")[0]);
    return place < 0 ? longest.length : place;
};

module.exports = {
    require: ["./local/typescript.cjs"],
    spec: readdirSync(join(__dirname, folder))
        .filter((file) => file.endsWith(".scenario.ts"))
        .sort((a, b) => rank(a) - rank(b))
        .map((file) => `${folder}/${file}`),
    timeout: 600_000,
    "fail-zero": true,
    "forbid-only": true,
    parallel: true,
    // More than there are cores: a command of the CLI waits a good part of its time, for the wire and for processes that start.
    jobs: 4,
};
