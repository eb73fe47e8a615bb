// Mocha's settings for `npm run test:browser`.
module.exports = {
    require: ["./local/typescript.cjs"],
    spec: ["{report,forecast}/**/*.browser.ts"],
    timeout: 60_000,
    "fail-zero": true,
    "forbid-only": true,
};
