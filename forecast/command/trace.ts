import { type Workload } from "../workload/workload";
import { type CsvRecord, eachRecord } from "./csvRecords";
import { longestWorkloadSeconds, mostRequests } from "./bounds";
import { timeColumn, type TimeColumn } from "./timeColumn";
import { shownText } from "./inputFile";
import { allowedNumber, type Bounds, isWithin, numberOf } from "./numbers";
import { UsageError } from "./usageError";

const countNames = ["count", "counts", "requests", "invocations"];
const timeNames = ["timestamp", "time", "arrival", "seconds", "minute", "minutes"];

const aCount: Bounds = { least: 0, most: mostRequests, whole: true };

/** Which column has what; the time of a count may be missing. */
interface Columns {
    time: number | undefined;
    count: number | undefined;
}

/**
 * When the requests of a CSV file came. One column: a time each, in ISO 8601 or in seconds. Two: minute and count of each minute, without
 * gaps. With a header, the columns that it names `timestamp` (or `time`, `arrival`, `seconds`, `minute`) and `count` (or `counts`,
 * `requests`, `invocations`), among any others. Times ascend, and count from the first.
 *
 * @throws UsageError that names file and line
 */
export function traceOf(file: string, text: string): Workload {
    let reading: TimesReading | CountsReading | undefined;
    eachRecord(file, text, (record) => {
        if (!reading) {
            const { columns, isHeader } = columnsOf(file, record);
            reading = columns.count === undefined ? new TimesReading(file, columns) : new CountsReading(file, columns);
            if (isHeader) return;
        }
        reading.take(record);
    });
    if (!reading) throw new UsageError(`${file} has no requests: it is empty.`);
    return reading.workload();
}

function columnsOf(file: string, { line, cells }: CsvRecord): { columns: Columns; isHeader: boolean } {
    const isHeader = cells.some((cell) => cell !== "" && timeColumn(cell) === undefined);
    if (!isHeader) {
        if (cells.length === 1) return { columns: { time: 0, count: undefined }, isHeader };
        if (cells.length === 2) return { columns: { time: 0, count: 1 }, isHeader };
        throw new UsageError(
            `${file} line ${String(line)} has ${String(cells.length)} columns and no header: name the columns timestamp, or minute and count.`,
        );
    }
    const column = (names: readonly string[]): number | undefined => {
        const at = cells.findIndex((cell) => names.includes(cell.toLowerCase()));
        return at < 0 ? undefined : at;
    };
    const columns = { time: column(timeNames), count: column(countNames) };
    if (columns.time !== undefined || columns.count !== undefined) return { columns, isHeader };
    // The only column needs no name.
    if (cells.length === 1 && !/\d/.test(cells[0] ?? "")) return { columns: { time: 0, count: undefined }, isHeader };
    throw new UsageError(
        cells.length === 1
            ? `${file} line ${String(line)}: ${shownText(cells[0] ?? "")} is no time in ISO 8601 or in seconds.`
            : `${file} line ${String(line)} names no column timestamp or count.`,
    );
}

abstract class Reading {
    private column: TimeColumn | undefined;

    constructor(
        protected readonly file: string,
        protected readonly columns: Columns,
    ) {}

    /** The time of a record, in the unit that its column has. */
    protected time(record: CsvRecord, at: number): number {
        const cell = record.cells[at] ?? "";
        this.column ??= timeColumn(cell);
        const value = this.column?.read(cell);
        if (value === undefined) {
            throw this.wrong(
                record,
                `${shownText(cell)} is no time ${this.column?.form ?? "in ISO 8601 or in seconds"}`,
            );
        }
        if (value < 0) throw this.wrong(record, `${shownText(cell)} is negative`);
        return value;
    }

    protected get isoTimes(): boolean {
        return this.column?.form === "in ISO 8601";
    }

    protected wrong({ line }: CsvRecord, problem: string): UsageError {
        return new UsageError(`${this.file} line ${String(line)}: ${problem}.`);
    }
}

class TimesReading extends Reading {
    private readonly seconds: number[] = [];
    private first = NaN;

    take(record: CsvRecord): void {
        const time = this.time(record, this.columns.time ?? 0);
        if (this.seconds.length === 0) this.first = time;
        const seconds = time - this.first;
        const before = this.seconds.at(-1) ?? 0;
        if (seconds < before) {
            throw this.wrong(record, `the time is before that of the record above it; times must ascend`);
        }
        if (seconds > longestWorkloadSeconds) throw this.wrong(record, "the trace is longer than 366 days");
        if (this.seconds.push(seconds) > mostRequests)
            throw this.wrong(record, "the trace has more than 100,000,000 requests");
    }

    workload(): Workload {
        if (this.seconds.length === 0) throw new UsageError(`${this.file} has no requests: only a header.`);
        return { kind: "times", seconds: this.seconds };
    }
}

class CountsReading extends Reading {
    private readonly perMinute: number[] = [];
    private previous = NaN;
    private total = 0;

    take(record: CsvRecord): void {
        const { time, count } = this.columns;
        if (time !== undefined) this.checkMinute(record, time);
        const cell = record.cells[count ?? 0] ?? "";
        const value = numberOf(cell);
        if (value === undefined || !isWithin(value, aCount)) {
            throw this.wrong(record, `the count ${shownText(cell)} must be ${allowedNumber(aCount)}`);
        }
        this.total += value;
        if (this.total > mostRequests) throw this.wrong(record, "the trace has more than 100,000,000 requests");
        if (this.perMinute.push(value) > longestWorkloadSeconds / 60)
            throw this.wrong(record, "the trace is longer than 366 days");
    }

    workload(): Workload {
        if (this.total === 0) throw new UsageError(`${this.file} has no requests.`);
        return { kind: "counts", perMinute: this.perMinute };
    }

    /** Each minute must be there once, in order. */
    private checkMinute(record: CsvRecord, at: number): void {
        const time = this.time(record, at);
        const minute = this.isoTimes ? time / 60 : time;
        const cell = shownText(record.cells[at] ?? "");
        if (!Number.isInteger(minute)) throw this.wrong(record, `${cell} is no whole minute`);
        if (this.perMinute.length > 0 && minute !== this.previous + 1) {
            throw this.wrong(
                record,
                `minute ${cell} does not follow the one above it; a minute without requests has a count of 0`,
            );
        }
        this.previous = minute;
    }
}
