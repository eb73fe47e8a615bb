import assert from "node:assert/strict";
import {
    chmodSync,
    existsSync,
    lstatSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OutputError, refuseUnwritable, writeOutputFile } from "./outputFile";
import { reportFile, shownPath } from "./reportFile";
import { UsageError } from "./usageError";

describe("output files", () => {
    const folder = mkdtempSync(join(tmpdir(), "output-"));
    after(() => {
        rmSync(folder, { recursive: true });
    });

    it("are written whole, over what was there, in folders that are made, and leave nothing else", () => {
        const file = join(folder, "a", "b", "report.html");
        writeOutputFile(file, "one");
        writeOutputFile(file, "two");
        assert.equal(readFileSync(file, "utf8"), "two");
        assert.deepEqual(readdirSync(join(folder, "a", "b")), ["report.html"]);
    });

    it("that are devices are written to, and stay devices", () => {
        // A link to the device: what goes wrong here must not replace the machine's own.
        const device = join(folder, "device");
        symlinkSync("/dev/null", device);
        writeOutputFile(device, "one");
        assert.ok(lstatSync(device).isSymbolicLink());
        assert.ok(statSync(device).isCharacterDevice());
        assert.deepEqual(
            readdirSync(folder).filter((name) => name.startsWith("device")),
            ["device"],
        );
    });

    it("keep the mode of what was there", () => {
        const file = join(folder, "private.html");
        writeFileSync(file, "one");
        // One that no umask leaves: 0o662 loses a bit to the usual 0o022.
        for (const mode of [0o600, 0o662]) {
            chmodSync(file, mode);
            writeOutputFile(file, "two");
            assert.equal((statSync(file).mode & 0o777).toString(8), mode.toString(8));
        }
        assert.equal(readFileSync(file, "utf8"), "two");
    });

    it("do not touch files of others that are named like a part", () => {
        const [file, other] = [join(folder, "report"), join(folder, "other")];
        const link = `${file}.${String(process.pid)}.part`;
        writeFileSync(other, "kept");
        symlinkSync(other, link);
        writeOutputFile(file, "new");
        assert.equal(readFileSync(file, "utf8"), "new");
        assert.equal(readFileSync(other, "utf8"), "kept");
        assert.ok(lstatSync(link).isSymbolicLink());
    });

    it("leave no part when they cannot be put in place", () => {
        const place = join(folder, "place");
        const file = join(place, "x".repeat(250));
        assert.throws(() => {
            writeOutputFile(file, "lost");
        }, OutputError);
        assert.deepEqual(readdirSync(place), []);
    });

    it("that links lead to are written there", () => {
        const [link, file] = [join(folder, "link.html"), join(folder, "linked.html")];
        writeFileSync(file, "one");
        symlinkSync(file, link);
        writeOutputFile(link, "two");
        assert.ok(lstatSync(link).isSymbolicLink());
        assert.equal(readFileSync(file, "utf8"), "two");
    });

    it("that cannot be written are named, and what was there stays", () => {
        const file = join(folder, "file");
        writeFileSync(file, "kept");
        assert.throws(
            () => {
                writeOutputFile(join(file, "below"), "lost");
            },
            (error: unknown) =>
                error instanceof OutputError && error.message.startsWith(`${join(file, "below")} cannot be written: `),
        );
        assert.equal(readFileSync(file, "utf8"), "kept");
        assert.ok(!existsSync(join(file, "below")));
    });

    it("are refused beforehand where a folder is, or nothing", () => {
        const taken = join(folder, "taken");
        writeFileSync(taken, "");
        refuseUnwritable(join(folder, "new", "newer"), "--csv");
        assert.ok(!existsSync(join(folder, "new")));
        for (const [file, problem] of [
            [folder, `${folder} is a folder, but must be a file`],
            ["", "is empty, but must be a file"],
            [join(taken, "a", "b"), `${join(taken, "a", "b")} cannot be written: ${taken} is no folder`],
        ] as const) {
            assert.throws(
                () => {
                    refuseUnwritable(file, "--csv");
                },
                new UsageError(`--csv ${problem}.`),
            );
        }
    });

    it("of a report have the name of what it is about, unless the user names one or wants none", () => {
        assert.equal(reportFile(undefined, "/p", "dev"), join("/p", ".forecast", "dev.html"));
        assert.equal(
            reportFile(undefined, "/p", "dev with maxCapacity=8, image=a/../b"),
            join("/p", ".forecast", "dev-with-maxCapacity-8-image-a-..-b.html"),
        );
        assert.equal(reportFile(undefined, "/p", "x".repeat(300)), join("/p", ".forecast", `${"x".repeat(100)}.html`));
        assert.equal(reportFile("own.html", "/p", "dev"), "own.html");
        assert.equal(reportFile(false, "/p", "dev"), undefined);
        assert.throws(
            () => reportFile(folder, "/p", "dev"),
            new UsageError(`--report ${folder} is a folder, but must be a file.`),
        );
    });

    it("are shown from where the user is", () => {
        assert.equal(shownPath(join(process.cwd(), ".forecast", "dev.html")), join(".forecast", "dev.html"));
        assert.equal(shownPath("/elsewhere/dev.html"), "/elsewhere/dev.html");
    });
});
