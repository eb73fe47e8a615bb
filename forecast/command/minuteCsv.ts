import { type Forecast } from "../forecast";
import { minuteColumns } from "../simulation/minuteSeries";

/**
 * The typical run of each forecast minute by minute, with the names of CloudWatch's metrics in camel case; counts are totals since the
 * beginning. Of several forecasts, the first column says which.
 */
export function minuteCsv(forecasts: readonly Forecast[]): string {
    const several = forecasts.length > 1;
    const lines = [[...(several ? ["case"] : []), ...minuteColumns].join(",")];
    for (const {
        case: { name },
        typical,
    } of forecasts) {
        const { minutes } = typical;
        if (!minutes) continue;
        const columns = minuteColumns.map((column) => minutes[column]);
        const prefix = several ? `"${name.replaceAll('"', '""')}",` : "";
        for (let row = 0; row < minutes.atSeconds.length; row++) {
            lines.push(prefix + columns.map((values) => rounded(values[row] as number)).join(","));
        }
    }
    return `${lines.join("\n")}\n`;
}

/** To milliseconds: more is not known, and 0.1 + 0.2 would show. */
function rounded(value: number): string {
    return String(Math.round(value * 1000) / 1000);
}
