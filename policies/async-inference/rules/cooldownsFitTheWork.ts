import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, type Path, readKeys, readLeaf, readList, written } from "../../reading";
import { type Guard, type ResourceRule } from "../../rule";
import { unverifiable, wrongLiteral } from "../../literal";
import { scalesVariant, scalingPolicyType } from "../scaling";

const tracking = "targetTrackingScalingPolicyConfiguration";
const stepping = "stepScalingPolicyConfiguration";
const isTracking = { policyType: "TargetTrackingScaling" };
const isStepping = { policyType: "StepScaling" };

/** What AWS takes for a variant's cooldown that is left out (AWS: Application Auto Scaling API Reference, Cooldown). */
const defaultCooldownSeconds = 300;

interface Bounds {
    minScaleInCooldownSeconds: number;
    maxScaleOutCooldownSeconds: number;
}

/**
 * Judges policies of SageMaker variants. AWS does not say whether an instance that works may be removed; where it may, nothing but
 * the cooldown keeps a second one from going while requests of the first are done again.
 */
export const cooldownsFitTheWork: ResourceRule = {
    name: "cooldowns-fit-the-work",
    description:
        "A variant must wait between two removals of instances as long as one inference takes, and not longer than minutes between two additions; otherwise instances go while they work, or the queue outgrows the fleet.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set scaleInCooldown of the target-tracking policy to at least minScaleInCooldownSeconds, and scaleOutCooldown, like the cooldown of a step policy that adds instances, to at most maxScaleOutCooldownSeconds.",
    evidence: "values",
    required: false,
    guards: [
        { type: scalingPolicyType, path: `${tracking}.scaleInCooldown`, where: isTracking, bad: [0, 119] },
        ...[
            { path: `${tracking}.scaleOutCooldown`, where: isTracking },
            { path: `${stepping}.cooldown`, where: isStepping },
        ].map((argument): Guard => ({
            type: scalingPolicyType,
            ...argument,
            // Left out it is AWS's default.
            spares: ["remove", "null"],
            bad: [301, 3600],
        })),
        // Without it there is no cooldown to judge, which is another rule's business.
        { type: scalingPolicyType, path: tracking, where: isTracking, spares: ["remove", "null"] },
        { type: scalingPolicyType, path: stepping, where: isStepping, spares: ["remove", "null"] },
        { type: scalingPolicyType, path: `${stepping}.stepAdjustments`, where: isStepping },
        { type: scalingPolicyType, path: `${stepping}.stepAdjustments[*]`, where: isStepping },
        {
            type: scalingPolicyType,
            path: `${stepping}.stepAdjustments[*].scalingAdjustment`,
            where: isStepping,
            bad: [],
        },
    ],
    peers: [],
    parameters: {
        minScaleInCooldownSeconds: {
            type: "integer",
            minimum: 60,
            maximum: 3600,
            default: 900,
            description:
                "Seconds between two removals of instances, at least: the longest time that one inference takes. 900 is AWS's own limit where a request names none, 3600 the longest it may name.",
        },
        maxScaleOutCooldownSeconds: {
            type: "integer",
            minimum: 0,
            maximum: 3600,
            default: 300,
            description: "Seconds between two additions of instances, at most.",
        },
    },
    validateResource: validateResourceOfType(awsType(scalingPolicyType), (_, args, report) => {
        const concerned = scalesVariant(args);
        if (concerned === "no") return;
        const bounds = args.getConfig<Bounds>();
        const problems = [...trackingProblems(args.props, bounds), ...stepProblems(args.props, bounds)];
        if (concerned === "yes") problems.forEach((problem) => report(problem));
        else if (problems.length > 0) deferUntilKnown(args, ["serviceNamespace"]);
    }),
};

function trackingProblems(props: object, bounds: Bounds): string[] {
    if (isAbsent(props, [tracking])) return [];
    const block = readKeys(props, [tracking]);
    if (block.state !== "set") return [notRead(block)];
    const disabled = readLeaf(props, [tracking, "disableScaleIn"]);
    const scalesIn = !(disabled.state === "set" && disabled.known && disabled.value === true);
    return [
        // What AWS takes where it is left out may be too little: it has to be chosen.
        scalesIn ? tooShort(props, [tracking, "scaleInCooldown"], bounds) : undefined,
        tooLong(props, [tracking, "scaleOutCooldown"], bounds),
    ].filter((problem) => problem !== undefined);
}

function stepProblems(props: object, bounds: Bounds): string[] {
    if (isAbsent(props, [stepping])) return [];
    const block = readKeys(props, [stepping]);
    if (block.state !== "set") return [notRead(block)];
    const list = [stepping, "stepAdjustments"];
    const steps = readList(props, list);
    if (steps.state !== "set") {
        return [
            steps.state === "unverifiable"
                ? unverifiable(steps.because, "its cooldown")
                : `${steps.because}, so it cannot be told whether instances are added or removed. Write steps.`,
        ];
    }
    if (steps.length === 0) {
        return [
            `${written(list)} is an empty list, so it cannot be told whether instances are added or removed. Write steps.`,
        ];
    }
    const adjustments = Array.from({ length: steps.length }, (_, index) => [...list, index, "scalingAdjustment"]);
    const doubts = adjustments
        .map((path) => wrongLiteral(props, path, { is: Number.isInteger, mend: "Write a whole number." }))
        .filter((problem) => problem !== undefined);
    if (doubts.length > 0) return doubts;
    const removes = adjustments.some((path) => {
        const adjustment = readLeaf(props, path);
        return adjustment.state === "set" && adjustment.known && Number(adjustment.value) < 0;
    });
    const cooldown = [stepping, "cooldown"];
    const problem = removes ? tooShort(props, cooldown, bounds) : tooLong(props, cooldown, bounds);
    return problem === undefined ? [] : [problem];
}

function tooShort(props: object, path: Path, { minScaleInCooldownSeconds: least }: Bounds): string | undefined {
    return wrongLiteral(props, path, {
        is: (value) => typeof value === "number" && value >= least,
        mend: `Write at least ${String(least)} seconds.`,
    });
}

function tooLong(props: object, path: Path, { maxScaleOutCooldownSeconds: most }: Bounds): string | undefined {
    const mend = `Write at most ${String(most)} seconds.`;
    if (isAbsent(props, path)) {
        if (defaultCooldownSeconds <= most) return undefined;
        return `${written(path)} is not set, which means ${String(defaultCooldownSeconds)} seconds. ${mend}`;
    }
    return wrongLiteral(props, path, { is: (value) => typeof value === "number" && value >= 0 && value <= most, mend });
}

function notRead({ state, because }: { state: "missing" | "unverifiable"; because: string }): string {
    return state === "unverifiable"
        ? unverifiable(because, "its cooldown")
        : `${because}. Write a block with cooldowns.`;
}
