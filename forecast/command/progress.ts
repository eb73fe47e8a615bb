/** Whoever waits no longer than this need not be told what is going on. */
const quietMilliseconds = 2000;
/** Between two lines where nothing can be overwritten, as in a log. */
const logMilliseconds = 5000;

/** Says on stderr how far a command is, once that takes a while: one line in a terminal, a line now and then elsewhere. */
export class Progress {
    private readonly begun = performance.now();
    private last = -Infinity;
    private isShown = false;

    tell(text: string): void {
        const now = performance.now();
        if (now - this.begun < quietMilliseconds) return;
        if (process.stderr.isTTY) {
            process.stderr.write(`\r\u001b[K${text}`);
            this.isShown = true;
            return;
        }
        if (now - this.last < logMilliseconds) return;
        this.last = now;
        process.stderr.write(`${((now - this.begun) / 1000).toFixed(0)} s  ${text}\n`);
    }

    /** Takes the line away. */
    end(): void {
        if (this.isShown) process.stderr.write("\r\u001b[K");
        this.isShown = false;
    }
}
