import { type Settings } from "../../contract/settings";
import { projectName } from "../../contract/settingsError";
import { UsageError } from "./usageError";

/** Names of AWS's for settings that have another name here. */
export const aliases: Readonly<Record<string, keyof Settings>> = {
    targetValue: "backlogPerInstance",
    scaleInCooldown: "scaleInCooldownSeconds",
    scaleOutCooldown: "scaleOutCooldownSeconds",
    scalingAdjustment: "wakeUpScalingAdjustment",
};

/** A key of the stack file, with its namespace, and the text that it is set to. */
export interface ChangedSetting {
    key: string;
    /** As people name it: without the project's namespace. */
    name: string;
    value: string;
}

/**
 * Reads `maxCapacity=8`, `targetValue=10`, `summarizer:maxCapacity=8` or `aws:region=eu-west-1`. Whether there is such a setting, and what it
 * may be, the parser of stack files says.
 *
 * @throws UsageError that says what the text must be
 */
export function changedSetting(text: string): ChangedSetting {
    const [, given = "", value = ""] = /^([\w:]+)=(.*)$/s.exec(text) ?? [];
    if (given === "") throw new UsageError("It must be setting=value, such as maxCapacity=8.");
    const own = given.startsWith(`${projectName}:`) ? given.slice(projectName.length + 1) : given;
    const name = Object.hasOwn(aliases, own) ? (aliases[own] as string) : own;
    if (name.includes(":") && name !== "aws:region") {
        throw new UsageError(`It must be a setting of ${projectName}, or aws:region.`);
    }
    return { key: name.includes(":") ? name : `${projectName}:${name}`, name, value };
}

/** @throws UsageError when one is set twice */
export function refuseSetTwice(settings: readonly ChangedSetting[]): void {
    const repeated = settings.find(({ key }, index) => settings.findIndex((other) => other.key === key) !== index);
    if (repeated) throw new UsageError(`--set ${repeated.name} is given twice: give it once.`);
}
