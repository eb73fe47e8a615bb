import { defaultSwitches, type Switches } from "../switches";
import { allowedNumber, type Bounds, numberWithin } from "./numbers";
import { UsageError } from "./usageError";

type Name = keyof Switches;

const flag = ["true", "false"] as const;
const lag = (most: number): Bounds => ({ least: 0, most, unit: "seconds" });

/** What each switch may be set to. */
const allowed: Readonly<Record<Name, readonly string[] | Bounds>> = {
    backlogIncludesInFlight: flag,
    scaleInStep: ["proportional", "oneStep"],
    lowAlarmCountsFromScaleOut: flag,
    scaleInDrains: flag,
    billProvisioning: flag,
    rejectWhileUpdating: flag,
    metricLagSeconds: lag(600),
    lowAlarmExtraLagSeconds: lag(3600),
    scaleInSeconds: lag(3600),
};

export const switchNames = Object.keys(defaultSwitches) as readonly Name[];

/** A switch, and what it is set to. */
export type SwitchSetting = { [K in Name]: { name: K; value: Switches[K] } }[Name];

/**
 * Reads `name=value`.
 *
 * @throws UsageError that says what the text must be
 */
export function switchSetting(text: string): SwitchSetting {
    const [, given = "", value = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const name = switchNames.find((candidate) => candidate === given);
    if (name === undefined) throw new UsageError(`It must be name=value, with a name of ${switchNames.join(", ")}.`);
    return { name, value: valueOf(name, value) } as SwitchSetting;
}

function valueOf(name: Name, text: string): boolean | number | string {
    const values = allowed[name];
    if ("most" in values) return numberWithin(text, values, name);
    if (!values.includes(text)) throw new UsageError(`${name} must be ${allowedSwitchValues(name)}.`);
    return values === flag ? text === "true" : text;
}

/** What a switch may be set to: `true or false`, `a number of seconds from 0 to 600`. */
export function allowedSwitchValues(name: Name): string {
    const values = allowed[name];
    return "most" in values ? allowedNumber(values) : values.join(" or ");
}

/** @throws UsageError when one is set twice */
export function switchesOf(settings: readonly SwitchSetting[]): Switches {
    const repeated = settings.find(({ name }, index) => settings.findIndex((other) => other.name === name) !== index);
    if (repeated) throw new UsageError(`--switch ${repeated.name} is given twice: give it once.`);
    return { ...defaultSwitches, ...Object.fromEntries(settings.map(({ name, value }) => [name, value])) };
}
