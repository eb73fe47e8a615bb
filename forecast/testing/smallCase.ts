import { type Case } from "../forecast";
import { type Fleet, type Scenario } from "../scenario";
import { type Workload } from "../workload/workload";
import { exampleCase } from "./exampleForecast";

/** What a test changes of a small case. */
export interface Change {
    fleet?: Partial<Fleet>;
    scenario?: Partial<Omit<Scenario, "fleet" | "switches">>;
    switches?: Partial<Scenario["switches"]>;
    workload?: Workload;
}

/** The stack dev under a load that is simulated in a moment: 200 requests at once, 4 s each. Settings follow the fleet. */
export function smallCase({ fleet = {}, scenario = {}, switches = {}, workload }: Change = {}): Case {
    const small = exampleCase("dev", workload ?? { kind: "burst", requests: 200 });
    const whole = { ...small.scenario.fleet, ...fleet };
    whole.initialCapacity = fleet.initialCapacity ?? whole.minCapacity;
    const changed = {
        ...small.scenario,
        ...scenario,
        fleet: whole,
        switches: { ...small.scenario.switches, ...switches },
    };
    const settings = Object.fromEntries(Object.entries(fleet).filter(([key]) => key in small.settings));
    return {
        ...small,
        settings: { ...small.settings, ...settings },
        scenario: changed,
        serviceTime: { ...small.serviceTime, seconds: changed.serviceSeconds },
    };
}
