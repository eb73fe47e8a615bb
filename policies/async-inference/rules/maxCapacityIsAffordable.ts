import { type PolicyResource, type ReportViolation, type ResourceValidationArgs } from "@pulumi/policy";

import { hostingPrice, hostingPricesOf, hoursPerMonth } from "../../../contract/instancePrices";
import { parseInstanceType } from "../../../contract/instanceTypes";
import { deferUntilKnown } from "../../deferral";
import { readLeaf, written } from "../../reading";
import { type ResourceRule, type StackRule } from "../../rule";
import { endpointConfigurationType } from "../notificationTopic";
import { type ScaledVariant, scaledVariants, scalesSomethingElse } from "../scaledVariants";
import { scalableTargetType } from "../scaling";
import { reportOfVariant, scheduledActionType, wrongCapacity } from "../scheduledAction";
import { isUnknown, readLiteral, readWholeNumber, writeInstanceType } from "../variants";

interface Parameters {
    maxCapacityCeiling: number;
    monthlyBudgetUsd: number;
    unknownPriceUsdPerHour: number;
}

/**
 * Resource half: the number by itself, before the target is made. Stack half: what it costs when all instances run all month, for
 * all asynchronous variants of the stack together, so that a second endpoint cannot double what was agreed to.
 *
 * A scheduled action's maxCapacity is held to the ceiling only: how long it lasts nothing says, so the stack half leaves it out.
 */
export const maxCapacityIsAffordable: ResourceRule & StackRule = {
    name: "max-capacity-is-affordable",
    description:
        "An async endpoint must stop growing at a capacity that is affordable for a whole month; otherwise a runaway queue runs up a bill that nobody agreed to.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Lower maxCapacity of the scalable target, choose a smaller instance type, or raise the rule's maxCapacityCeiling or monthlyBudgetUsd.",
    evidence: "dependencies",
    required: true,
    guards: [
        { type: scalableTargetType, path: "maxCapacity", bad: [0, -1, 1.5, 1000] },
        // More than maxCapacity.
        {
            type: scalableTargetType,
            path: "minCapacity",
            spares: ["remove", "blank", "null", "retype"],
            bad: [6, 1000],
        },
        { type: scheduledActionType, path: "scalableTargetAction", spares: ["remove", "blank", "null"] },
        {
            type: scheduledActionType,
            path: "scalableTargetAction.maxCapacity",
            spares: ["remove", "null", "retype"],
            bad: [0, -1, 1.5, 1000],
        },
        // A list that is empty, or none, is deferred: a preview may have left it out.
        { type: endpointConfigurationType, path: "productionVariants[*]", spares: ["remove"] },
        {
            type: endpointConfigurationType,
            path: "productionVariants[*].instanceType",
            bad: ["m5.xlarge", "ml.p4d.24xlarge", "ml.p3.2xlarge"],
        },
    ],
    peers: [],
    parameters: {
        maxCapacityCeiling: {
            type: "integer",
            minimum: 1,
            description: "Instances that one variant may have at most.",
            default: 10,
        },
        monthlyBudgetUsd: {
            type: "number",
            exclusiveMinimum: 0,
            description: `US dollars that the instances of all async variants may cost in a month of ${String(hoursPerMonth)} hours in which all of them run, at list prices of ${hostingPricesOf.region}.`,
            default: 6000,
        },
        unknownPriceUsdPerHour: {
            type: "number",
            minimum: 0,
            description:
                "US dollars an hour for an instance type whose list price is not known; 0 refuses such a type.",
            default: 0,
        },
    },
    validateResource: (args, report) => {
        const { maxCapacityCeiling: max } = args.getConfig<Parameters>();
        const mend = `Write a whole number from 1 to ${String(max)}`;
        if (args.type === scalableTargetType) judgeTarget(args, max, `${mend}.`, report);
        else if (args.type === scheduledActionType) {
            const path = ["scalableTargetAction", "maxCapacity"];
            const problem = wrongCapacity(
                args.props,
                path,
                { min: 1, max },
                `${mend} as maxCapacity, or leave it out.`,
            );
            reportOfVariant(args, problem, report);
        } else args.notApplicable("Concerns scalable targets and scheduled actions");
    },
    validateStack: (args, report) => {
        const parameters = args.getConfig<Parameters>();
        const { scaled, unknown } = scaledVariants(args.resources);
        const problems: { message: string; urn: string; certain: boolean }[] = [];
        const costs: Cost[] = [];
        for (const each of scaled) {
            const cost = costOf(each, parameters);
            if (typeof cost === "string")
                problems.push({ message: cost, urn: each.configuration.urn, certain: each.certain });
            else if (cost) costs.push(cost);
        }
        const dearest = overBudget(costs, parameters);
        if (dearest) problems.push(dearest);
        const said = new Set<string>();
        for (const { message, urn, certain } of problems) {
            if (!certain || said.has(message + urn)) continue;
            said.add(message + urn);
            report(message, urn);
        }
        // The resource half refuses it; nothing must come of it here all the same.
        const unpriced = scaled.some(({ target }) => isUnknown(target.props, ["maxCapacity"])) ? ["maxCapacity"] : [];
        const open = unknown.includes("productionVariants") || problems.some(({ certain }) => !certain);
        deferUntilKnown(args, [...unpriced, ...(open ? unknown : [])]);
    },
};

function judgeTarget(args: ResourceValidationArgs, max: number, write: string, report: ReportViolation): void {
    const { props } = args;
    if (scalesSomethingElse({ props })) return;
    const { number: maxCapacity, problem } = readWholeNumber(props, ["maxCapacity"], { min: 1, max }, write);
    if (problem !== undefined) report(problem);
    const minCapacity = readLeaf(props, ["minCapacity"]);
    if (maxCapacity === undefined || minCapacity.state !== "set") return;
    if (!minCapacity.known) {
        report(
            "minCapacity is known only after deployment, so it cannot be compared with maxCapacity. Write a number.",
        );
    } else if (typeof minCapacity.value === "number" && minCapacity.value > maxCapacity) {
        report(
            `minCapacity is ${String(minCapacity.value)}, more than maxCapacity, which is ${String(maxCapacity)}. Write at most that.`,
        );
    }
}

interface Cost {
    target: PolicyResource;
    certain: boolean;
    /** US dollars a month. */
    usd: number;
    /** `5 × ml.m5.xlarge × $0.23` */
    term: string;
}

/** The worst month of one variant; a sentence when its price cannot be told, undefined when its capacity cannot: the resource half says so. */
function costOf(
    { target, configuration, path, certain }: ScaledVariant,
    { unknownPriceUsdPerHour }: Parameters,
): Cost | string | undefined {
    const at = [...path, "instanceType"];
    const { text: instanceType, problem } = readLiteral(configuration.props, at, writeInstanceType);
    if (problem !== undefined) return problem;
    if (!parseInstanceType(instanceType)) return `${written(at)} is no hosting instance type. ${writeInstanceType}`;
    const price = hostingPrice(instanceType) ?? unknownPriceUsdPerHour;
    if (price === 0) {
        return (
            `${written(at)} is ${instanceType}, whose price is not known here. ` +
            "Set the rule's unknownPriceUsdPerHour to its list price, or choose another type."
        );
    }
    const { number: maxCapacity } = readWholeNumber(target.props, ["maxCapacity"], { min: 1, max: Infinity }, "");
    if (maxCapacity === undefined) return undefined;
    const term = `${String(maxCapacity)} × ${instanceType} × $${String(price)}`;
    return { target, certain, usd: maxCapacity * price * hoursPerMonth, term };
}

/** The violation, on the target that costs most. */
function overBudget(costs: readonly Cost[], { monthlyBudgetUsd }: Parameters) {
    // In cents, as a bill is: 0.23 × 730 has no exact binary value.
    const cents = (list: readonly Cost[]): number => Math.round(list.reduce((sum, { usd }) => sum + usd, 0) * 100);
    const limit = Math.round(monthlyBudgetUsd * 100);
    if (cents(costs) <= limit) return undefined;
    // What may be counted twice, or belong to something else, is not held against the stack yet.
    const sure = costs.filter(({ certain }) => certain);
    const certain = cents(sure) > limit;
    const counted = certain ? sure : costs;
    const [first, ...others] = counted;
    if (!first) return undefined;
    const dearest = others.reduce((most, cost) => (cost.usd > most.usd ? cost : most), first);
    const message =
        `maxCapacity costs too much: (${sumOf(counted)}) × ${String(hoursPerMonth)} hours is ` +
        `$${dollars(cents(counted))} in the worst month, more than the budget of $${dollars(limit)}. ` +
        "Lower maxCapacity, choose a smaller instance type, or raise the rule's monthlyBudgetUsd.";
    return { message, urn: dearest.target.urn, certain };
}

/** The terms, or where they are many the dearest of them. */
function sumOf(costs: readonly Cost[]): string {
    const most = 3;
    const more = costs.length - most;
    const shown = more > 0 ? [...costs].sort((a, b) => b.usd - a.usd).slice(0, most) : costs;
    return `${shown.map(({ term }) => term).join(" + ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

function dollars(cents: number): string {
    return (cents / 100).toFixed(2);
}
