import { priceNotes } from "../../contract/instancePrices";
import { wakeUp } from "../../contract/wakeUp";
import { highAlarm, lowAlarm } from "../../scaling/targetTracking";
import { duration, rate } from "./amounts";
import { type Case, type Provenance } from "../forecast";
import { type Mark, switchTexts } from "./switchTexts";
import { defaultSwitches, type Switches } from "../switches";
import { distributionInWords } from "./workloadInWords";

/** Something that a forecast takes for true. */
export interface Assumption {
    about: string;
    /** The switch that says otherwise. */
    switch?: keyof Switches;
    /** One sentence or two. */
    says: string;
    mark: Mark;
    /** Who says so, or why it is open; a sentence. Empty where there is nothing to add. */
    because: string;
}

/** All that a forecast of this case takes for true: first what is the user's to measure, then how AWS behaves. */
export function assumptionsOf(forecasted: Case): Assumption[] {
    const switches = Object.keys(switchTexts) as (keyof Switches)[];
    return [
        ...ofTheModel(forecasted),
        ofThePrice(forecasted),
        ...switches.map((name) => ofTheSwitch(name, forecasted.scenario.switches[name])),
        ...ofAws(forecasted),
    ];
}

function ofTheModel({ serviceTime, scenario, settings, coldStart }: Case): Assumption[] {
    const { requestOverheadSeconds, coldStartSeconds, fleet } = scenario;
    return [
        {
            about: "service time",
            says: `One summary takes the model ${distributionInWords(serviceTime.seconds)}, with ${String(fleet.maxConcurrentInvocationsPerInstance)} at a time on one ${settings.instanceType}.`,
            mark: markOf(serviceTime),
            because:
                serviceTime.origin === "measured"
                    ? `${serviceTime.source}.`
                    : "Makespan and cost grow with it: measure it.",
        },
        {
            about: "transfer",
            says: `Reading the article and writing the summary take ${duration(requestOverheadSeconds)} besides.`,
            mark: requestOverheadSeconds === 0 ? "assumed" : "given",
            because: requestOverheadSeconds === 0 ? "No figure is published." : "",
        },
        {
            about: "cold start",
            says: `From asking for instances to their being in service it takes ${distributionInWords(coldStartSeconds)}; those of one change come together.`,
            mark: markOf(coldStart),
            because:
                "Published starts took 2 to 34 minutes, by instance type, image and weights; that they come together is inferred.",
        },
        {
            about: "failures",
            says: "No request fails for another reason than time, no instance fails, and AWS always has the instances.",
            mark: "assumed",
            because: "What is not planned is not in a forecast.",
        },
    ];
}

/** AWS documents what it lists. */
function markOf({ origin }: Provenance): Mark {
    return origin === "listed" ? "documented" : origin;
}

function ofThePrice({ price, settings }: Case): Assumption {
    const listed = price.origin === "listed";
    return {
        about: "price",
        says: `An hour of ${settings.instanceType} costs ${rate(price.usdPerHour)} (${price.source}).`,
        mark: markOf(price),
        because: [
            ...(listed ? [priceNotes.date, priceNotes.availability, priceNotes.meter] : []),
            priceNotes.extras,
        ].join(" "),
    };
}

function ofTheSwitch(name: keyof Switches, value: Switches[keyof Switches]): Assumption {
    const { about, says, mark, open } = switchTexts[name];
    return {
        about,
        switch: name,
        says: says(value),
        mark: value === defaultSwitches[name] ? mark : "given",
        because: open,
    };
}

function ofAws({ scenario: { fleet } }: Case): Assumption[] {
    const target = fleet.backlogPerInstance;
    const [high, low] = [highAlarm(target), lowAlarm(target)];
    const statements: Assumption[] = [
        {
            about: "order",
            says: "The queue is first in, first out, and a free slot takes the next request at once.",
            mark: "documented",
            because: "An answer of AWS on re:Post; order is at best effort.",
        },
        {
            about: "metrics",
            says: "Metrics have one datapoint a minute; without instances, backlog per instance is the backlog.",
            mark: "observed",
            because:
                "SageMaker Developer Guide for the minute, CloudWatch graphs of huggingface/notebooks 16 for the rest.",
        },
        {
            about: "high alarm",
            says: `Target tracking scales out when backlog per instance is above ${String(high.threshold)} in ${String(high.datapointsToAlarm)} of ${String(high.evaluationPeriods)} minutes.`,
            mark: "observed",
            because: "CloudWatch graphs of huggingface/notebooks 16.",
        },
        {
            about: "low alarm",
            says: `Target tracking scales in when it is below ${String(low.threshold)} in ${String(low.datapointsToAlarm)} of ${String(low.evaluationPeriods)} minutes.`,
            mark: "observed",
            because: "Alarms of real-time endpoints that users published; the rule of 90 % is inferred from them.",
        },
        {
            about: "new capacity",
            says: "Target tracking asks for instances × metric ÷ target, rounded up, and counts no instance as one.",
            mark: "inferred",
            because: "Rounding is documented in the Application Auto Scaling User Guide, a formula is not.",
        },
        {
            about: "flapping",
            says: "Target tracking removes nothing where metric × instances ÷ (instances − 1) is above the target.",
            mark: "inferred",
            because:
                "Application Auto Scaling User Guide: not scaled, since it would scale out again (AutoScalingAnticipatedFlapping); the formula is inferred.",
        },
        {
            about: "repetition",
            says: "While an alarm stays, what it asks for is tried again once a minute.",
            mark: "documented",
            because: "CloudWatch User Guide, alarm actions.",
        },
        {
            about: "cooldowns",
            says: "During a scale-out cooldown only a larger scale-out passes, during a scale-in cooldown no scale-in.",
            mark: "documented",
            because: "Application Auto Scaling User Guide; that they count from the end of a change is inferred.",
        },
        {
            about: "limits of a request",
            says: `A request expires unless it starts within ${duration(fleet.requestTtlSeconds)}; a model's work is given up after ${duration(fleet.invocationTimeoutSeconds)}; nothing is retried.`,
            mark: "documented",
            because: "SageMaker Runtime API Reference, InvokeEndpointAsync.",
        },
    ];
    return fleet.wakeUpScalingAdjustment === 0 ? statements : [wakeUpOf(fleet.wakeUpScalingAdjustment), ...statements];
}

function wakeUpOf(adjustment: number): Assumption {
    return {
        about: "wake-up",
        says: `When requests wait and there is no instance in ${String(wakeUp.datapointsToAlarm)} of ${String(wakeUp.evaluationPeriods)} minutes, step scaling adds ${String(adjustment)}.`,
        mark: "documented",
        because: "SageMaker Developer Guide, Autoscale an asynchronous endpoint.",
    };
}
