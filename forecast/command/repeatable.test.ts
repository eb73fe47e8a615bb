import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { commandText } from "./repeatable";

describe("command to repeat a forecast", () => {
    it("is what was typed", () => {
        assert.equal(
            commandText([
                "--stack",
                "dev",
                "--set",
                "maxCapacity=8",
                "--service-time",
                "ml.m5.xlarge@4=lognormal:3.5,0.4",
            ]),
            "npm run forecast -- --stack dev --set maxCapacity=8 --service-time ml.m5.xlarge@4=lognormal:3.5,0.4",
        );
    });

    it("survives a shell, whatever was typed", () => {
        const args = ["a b", "", "it's", "$(rm -rf x)", "`x`", 'a"b', "*", "a\nb", "ü", "-"];
        const text = commandText(args).replace("npm run forecast --", "printf '%s\\0'");
        assert.equal(execFileSync("sh", ["-c", text], { encoding: "utf8" }), args.map((arg) => `${arg}\0`).join(""));
    });
});
