import Table from "cli-table3";

/** A table for people; without colours where no terminal shows it. `colWidths` wraps cells; otherwise columns fit. */
export function table(head: string[], rows: string[][], colWidths?: number[]): string {
    const plain = { head: [], border: [] };
    const drawn = new Table({
        head,
        ...(process.stdout.isTTY ? {} : { style: plain }),
        ...(colWidths && { colWidths, wordWrap: true }),
    });
    drawn.push(...rows);
    return drawn.toString();
}
