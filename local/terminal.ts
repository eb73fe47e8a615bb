import Table from "cli-table3";
import { createColors } from "picocolors";

const isTerminal = process.stdout.isTTY === true;

/** Colours for stdout. Without a terminal there are none, also where CI is set, which picocolors alone takes for one. */
export const colours = createColors(isTerminal && process.env["NO_COLOR"] === undefined);

/** A table for people; without colours where no terminal shows it. `colWidths` wraps cells; otherwise columns fit. */
export function table(head: string[], rows: string[][], colWidths?: number[]): string {
    const plain = { head: [], border: [] };
    const drawn = new Table({
        head,
        ...(isTerminal ? {} : { style: plain }),
        ...(colWidths && { colWidths, wordWrap: true }),
    });
    drawn.push(...rows);
    return drawn.toString();
}
