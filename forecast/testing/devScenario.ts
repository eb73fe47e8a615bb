import { loadProject, settingsOf } from "../../contract/project";
import { type Fleet, type Scenario } from "../scenario";
import { type CapacityEvent } from "../simulation/outcome";
import { defaultSwitches, type Switches } from "../switches";

const settings = settingsOf(loadProject(".", "dev"));

export interface Changed extends Partial<Omit<Scenario, "fleet" | "switches">> {
    fleet?: Partial<Fleet>;
    switches?: Partial<Switches>;
}

/**
 * The settings of stack dev with times that are easy to reckon with: 4 seconds a request, 240 from asking to being in service, and a workload
 * that begins on a whole minute; `changed` in whatever a test is about.
 */
export function devScenario(changed: Changed = {}): Scenario {
    return {
        workload: { kind: "burst", requests: 1 },
        serviceSeconds: { kind: "constant", seconds: 4 },
        requestOverheadSeconds: 0,
        coldStartSeconds: { kind: "constant", seconds: 240 },
        phaseSeconds: 0,
        ...changed,
        fleet: {
            minCapacity: settings.minCapacity,
            maxCapacity: settings.maxCapacity,
            initialCapacity: settings.minCapacity,
            maxConcurrentInvocationsPerInstance: settings.maxConcurrentInvocationsPerInstance,
            backlogPerInstance: settings.backlogPerInstance,
            scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
            scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
            wakeUpScalingAdjustment: settings.wakeUpScalingAdjustment,
            requestTtlSeconds: 21_600,
            invocationTimeoutSeconds: settings.invocationTimeoutSeconds,
            ...changed.fleet,
        },
        switches: { ...defaultSwitches, ...changed.switches },
    };
}

/** A capacity event as a line: `180 wakeUp asks 0 → 1`, `240 backlog refused 1 → 5`, `420 in service 0 → 1`. */
export function told({ atSeconds, kind, from, to, policy }: CapacityEvent): string {
    const what = { asked: `${policy} asks`, refused: `${policy} refused`, inService: "in service" }[kind];
    return `${atSeconds} ${what} ${from} → ${to}`;
}
