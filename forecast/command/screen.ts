import Table from "cli-table3";
import { createColors } from "picocolors";

/** What people read a forecast on. */
export interface Screen {
    /** Columns; lines of text end before. */
    width: number;
    colours: ReturnType<typeof createColors>;
    /** Whether tables may be coloured. */
    isTerminal: boolean;
}

/** Lines that are much longer than this are hard to read, however wide the terminal is. */
const mostColumns = 110;

export function screenOf(stream: { isTTY?: boolean; columns?: number }): Screen {
    const isTerminal = stream.isTTY === true;
    // A terminal that does not know its size says 0.
    const columns = stream.columns === undefined || stream.columns === 0 ? 80 : stream.columns;
    return {
        width: isTerminal ? Math.min(mostColumns, Math.max(40, columns)) : 80,
        colours: createColors(isTerminal && process.env["NO_COLOR"] === undefined),
        isTerminal,
    };
}

/**
 * Text in lines that fit.
 *
 * @param first what the first line begins with; all others are indented as far
 */
export function wrapped(text: string, { width }: Pick<Screen, "width">, first = ""): string {
    const indent = " ".repeat(first.length);
    const lines: string[] = [];
    let line = first;
    let isEmpty = true;
    for (const word of text.split(" ")) {
        if (!isEmpty && line.length + 1 + word.length > width) {
            lines.push(line);
            line = indent;
            isEmpty = true;
        }
        line += isEmpty ? word : ` ${word}`;
        isEmpty = false;
    }
    return [...lines, line].join("\n");
}

/**
 * A table whose columns fit what they hold, without lines between rows.
 *
 * @param options `columnWidths`: widths with borders, in which cells are wrapped; `aligned`: the first column to the left and all
 * others to the right unless told otherwise
 */
export function table(
    head: string[],
    rows: string[][],
    screen: Screen,
    { columnWidths, aligned }: { columnWidths?: number[]; aligned?: ("left" | "right")[] } = {},
): string {
    const drawn = new Table({
        head,
        colAligns: aligned ?? head.map((_, column) => (column === 0 ? "left" : "right")),
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
        style:
            screen.isTerminal && screen.colours.isColorSupported
                ? { head: ["bold"], border: ["gray"] }
                : { head: [], border: [] },
        ...(columnWidths && { colWidths: columnWidths, wordWrap: true }),
    });
    drawn.push(...rows);
    return drawn.toString();
}
