import { type createColors } from "picocolors";

import { formatDuration, InterruptedError } from "./deadline";
import { describeError } from "./retry";

/** One thing that must hold. */
export interface Check {
    name: string;
    ok: boolean;
    expected: string;
    /** What was there instead, or as well. */
    seen?: string;
    /** Where to look when it does not hold. */
    look?: string;
}

/** A check does not hold; the message says what was seen. */
export class Unmet extends Error {
    override readonly name = "Unmet";

    constructor(
        seen: string,
        /** Where to look, when that is known better than for the check as a whole. */
        readonly look?: string,
    ) {
        super(seen);
    }
}

/** What people are told while it runs. */
export type Line =
    | { kind: "progress"; atMilliseconds: number; text: string }
    | { kind: "note"; text: string }
    | { kind: "check"; check: Check };

/** What `--json` prints. */
export interface Result {
    ok: boolean;
    checks: Check[];
    /** What a reader should know and no check says. */
    notes: string[];
    summary: string | null;
    inferenceId: string | null;
    outputLocation: string | null;
    seconds: number;
}

/** Collects what held and what did not, and tells it as it happens. */
export class Report {
    readonly checks: Check[] = [];
    readonly notes: string[] = [];
    summary: string | null = null;
    inferenceId: string | null = null;
    outputLocation: string | null = null;
    interrupted = false;

    constructor(
        private readonly print: (line: Line) => void,
        private readonly elapsed: () => number,
    ) {}

    readonly progress = (text: string): void => {
        this.print({ kind: "progress", atMilliseconds: this.elapsed(), text });
    };

    readonly note = (text: string): void => {
        this.notes.push(text);
        this.print({ kind: "note", text });
    };

    /**
     * Records whether `work` holds: it does unless it throws.
     *
     * @returns what `work` returned, or undefined when it does not hold
     * @throws InterruptedError only: whoever interrupts wants no further checks
     */
    async check<T extends { seen?: string }>(
        check: Pick<Check, "name" | "expected" | "look">,
        work: () => Promise<T>,
    ): Promise<T | undefined> {
        const { name, expected } = check;
        try {
            const value = await work();
            this.add({ name, ok: true, expected, ...(value.seen === undefined ? {} : { seen: value.seen }) });
            return value;
        } catch (error) {
            if (error instanceof InterruptedError) throw error;
            const unmet = error instanceof Unmet;
            const look = unmet ? (error.look ?? check.look) : check.look;
            const seen = unmet ? error.message : describeError(error);
            this.add({ name, ok: false, expected, seen, ...(look === undefined ? {} : { look }) });
            return undefined;
        }
    }

    get ok(): boolean {
        return !this.interrupted && this.checks.length > 0 && this.checks.every(({ ok }) => ok);
    }

    result(): Result {
        const { ok, checks, notes, summary, inferenceId, outputLocation } = this;
        const seconds = Math.round(this.elapsed() / 100) / 10;
        return { ok, checks, notes, summary, inferenceId, outputLocation, seconds };
    }

    private add(check: Check): void {
        this.checks.push(check);
        this.print({ kind: "check", check });
    }
}

type Colours = ReturnType<typeof createColors>;

export function formatLine(line: Line, colours: Colours): string {
    switch (line.kind) {
        case "progress":
            return colours.dim(`       ${formatDuration(line.atMilliseconds).padStart(6)}  ${line.text}`);
        case "note":
            return `${colours.yellow("note")}    ${line.text}`;
        case "check":
            return formatCheck(line.check, colours);
    }
}

function formatCheck({ name, ok, expected, seen, look }: Check, colours: Colours): string {
    if (ok) return `${colours.green("held")}    ${name}: ${seen ?? expected}`;
    return [
        `${colours.red("FAILED")}  ${name}`,
        `          expected: ${expected}`,
        `          seen:     ${seen ?? "nothing"}`,
        ...(look === undefined ? [] : [`          look at:  ${look}`]),
    ].join("\n");
}

/** The last lines: the summary, and how it ended. */
export function formatEnd({ summary, checks, ok, seconds }: Result, interrupted: boolean, colours: Colours): string {
    const failed = checks.filter((check) => !check.ok).map(({ name }) => name);
    const time = formatDuration(seconds * 1000);
    const end = interrupted
        ? colours.yellow(`interrupted after ${time}`)
        : ok
          ? colours.green(`all ${String(checks.length)} checks held in ${time}`)
          : colours.red(
                `${String(failed.length)} of ${String(checks.length)} checks failed in ${time}: ${failed.join(", ")}`,
            );
    return [...(summary === null ? [] : ["", colours.bold(summary), ""]), end].join("\n");
}
