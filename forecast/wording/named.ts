import { type Forecast } from "../forecast";

/** A text about one of several cases begins with its name. */
export function named(forecasts: readonly Forecast[], forecast: Forecast, text: string): string {
    return forecasts.length > 1 ? `${forecast.case.name}: ${text}` : text;
}
