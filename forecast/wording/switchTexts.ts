import { type Switches } from "../switches";

/** Where a statement about AWS is from. */
export type Mark = "documented" | "observed" | "inferred" | "assumed" | "measured" | "given";

/** What each mark means, for whoever shows one. */
export const marks: Readonly<Record<Mark, string>> = {
    documented: "AWS says so",
    observed: "seen on AWS and published by others",
    inferred: "follows from what is documented or observed, AWS does not say it",
    assumed: "nobody says it; it was chosen here",
    measured: "from your measurements",
    given: "from your command line",
};

/** How a switch reads for people. */
export interface SwitchText {
    /** The question that AWS leaves open, in a few words. */
    about: string;
    /** What the forecast takes for true at this value; a sentence. */
    says: (value: Switches[keyof Switches]) => string;
    /** Of the default. */
    mark: Mark;
    /** Why it is open; a sentence. */
    open: string;
}

export const switchTexts: Readonly<Record<keyof Switches, SwitchText>> = {
    backlogIncludesInFlight: {
        about: "what the backlog counts",
        says: either(
            "The backlog counts requests that wait and those in process.",
            "The backlog counts waiting requests only.",
        ),
        mark: "documented",
        open: "SageMaker's page on monitoring says processed or waiting; its FAQ says waiting.",
    },
    scaleInStep: {
        about: "how much one scale-in removes",
        says: (value) =>
            value === "oneStep"
                ? "Target tracking removes one instance at a time."
                : "Target tracking removes at once as many instances as its formula says.",
        mark: "inferred",
        open: "The Application Auto Scaling User Guide says only that scale-in is more gradual than scale-out.",
    },
    lowAlarmCountsFromScaleOut: {
        about: "whether a scale-in looks back beyond a scale-out",
        says: either(
            "Target tracking scales in only on minutes after the last scale-out.",
            "Target tracking scales in also on quiet minutes from before the last scale-out.",
        ),
        mark: "inferred",
        open: "Otherwise a fleet that was just woken would be removed at once; users report both.",
    },
    scaleInDrains: {
        about: "what becomes of work on an instance that is removed",
        says: either(
            "An instance that is removed finishes what it works on.",
            "Requests on an instance that is removed go back to the head of the queue.",
        ),
        mark: "assumed",
        open: "AWS does not say; reports of users conflict.",
    },
    billProvisioning: {
        about: "when billing begins",
        says: either(
            "Instances are paid for from the moment they are asked for.",
            "Instances are paid for once they are in service.",
        ),
        mark: "assumed",
        open: "AWS does not say; the costlier way is taken unless told otherwise.",
    },
    rejectWhileUpdating: {
        about: "a change of capacity during another one",
        says: either(
            "A change of capacity is refused while another one is under way, and asked for again each minute.",
            "A change of capacity takes effect even while another one is under way.",
        ),
        mark: "inferred",
        open: "The SageMaker Developer Guide says that scaling is blocked during an update; that it is retried each minute follows from how alarms repeat their action.",
    },
    metricLagSeconds: {
        about: "how late alarms see a metric",
        says: (value) => `Alarms see a datapoint ${String(value)} s after the minute that it describes.`,
        mark: "assumed",
        open: "Users report only that metrics are late.",
    },
    lowAlarmExtraLagSeconds: {
        about: "how much later the low alarm sees it",
        says: (value) =>
            value === 0
                ? "The low alarm sees datapoints as early as the high alarm."
                : `The low alarm sees datapoints ${String(value)} s later than the high alarm.`,
        mark: "assumed",
        open: "Of an endpoint in real time a user reports more than 25 minutes before scale-in, ten more than the alarm's fifteen.",
    },
    scaleInSeconds: {
        about: "how long a removal takes",
        says: (value) => `An instance is gone ${String(value)} s after fewer were asked for.`,
        mark: "assumed",
        open: "No figure is published.",
    },
};

function either(yes: string, no: string): (value: Switches[keyof Switches]) => string {
    return (value) => (value === true ? yes : no);
}
