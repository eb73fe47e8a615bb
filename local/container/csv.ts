/**
 * Rows of a CSV text as Python's `csv.reader` reads them: comma, double quotes, a doubled quote for a quote, line ends
 * inside quotes. Empty lines are no rows.
 */
export function parseCsv(text: string): string[][] {
    const rows: string[][] = [];
    let row: string[] = [];
    let field = "";
    let quoted = false;
    const endRow = () => {
        if (row.length > 0 || field !== "") rows.push([...row, field]);
        row = [];
        field = "";
    };
    for (let at = 0; at < text.length; at++) {
        const character = text.charAt(at);
        if (quoted) {
            if (character !== '"') field += character;
            else if (text.charAt(at + 1) === '"') field += text.charAt(++at);
            else quoted = false;
        } else if (character === '"' && field === "") quoted = true;
        else if (character === ",") {
            row.push(field);
            field = "";
        } else if (character === "\n" || character === "\r") endRow();
        else field += character;
    }
    endRow();
    return rows;
}

/** One row, with what Python's `csv.writer` puts in quotes in quotes. */
export function csvRow(fields: readonly string[]): string {
    const written = fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
    return `${written.join(",")}\r\n`;
}
