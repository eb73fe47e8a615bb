import { type Block } from "../../report/blocks";
import { type Forecast } from "../forecast";
import { fleetKeys } from "../scenario";

/** What the cases are set to, and where they differ. */
export function settingsTable(forecasts: readonly Forecast[]): Block {
    const cases = forecasts.map((forecast) => forecast.case);
    const rows = [
        ["region", ...cases.map(({ region }) => region)],
        ["instanceType", ...cases.map(({ settings }) => settings.instanceType)],
        ...fleetKeys.map((key) => [key, ...cases.map(({ scenario }) => String(scenario.fleet[key]))]),
    ];
    const differing = rows.flatMap(([, first, ...others], row) =>
        others.some((other) => other !== first) ? [row] : [],
    );
    return {
        kind: "table",
        table: {
            caption: `What the endpoint and its scaling are set to${differing.length > 0 ? "; in bold where the cases differ" : ""}.`,
            head: ["", ...cases.map(({ name }) => name)],
            rows,
            align: ["left", ...cases.map(() => "right" as const)],
            emphasized: differing,
        },
    };
}
