/** Longest line that is handed on whole. What is longer comes in pieces, as Docker's log drivers get it (16 KiB). */
export const longestLine = 16_384;

/** Makes lines of what a process prints, however it comes in pieces. Lines without a character are dropped. */
export class PrintedLines {
    private begun = "";

    constructor(private readonly onLine: (line: string) => void) {}

    add(text: string): void {
        const lines = (this.begun + text).split(/\r?\n/);
        this.begun = lines.pop() as string;
        for (const line of lines) this.tell(line);
        while (this.begun.length > longestLine) {
            this.tell(this.begun.slice(0, longestLine));
            this.begun = this.begun.slice(longestLine);
        }
    }

    /** The process has ended: what it began is its last line. */
    end(): void {
        this.tell(this.begun);
        this.begun = "";
    }

    private tell(line: string): void {
        for (let at = 0; at < line.length; at += longestLine) this.onLine(line.slice(at, at + longestLine));
    }
}
