import { type PolicyResource, validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, written } from "../../reading";
import { type ResourceRule, type StackRule } from "../../rule";
import { endpointConfigurationType } from "../notificationTopic";
import { type ScaledVariant, scaledVariants } from "../scaledVariants";
import { scalableTargetType } from "../scaling";
import { isUnknown, readWholeNumber } from "../variants";

interface Parameters {
    requests: number;
    secondsPerRequest: number;
    ttlSeconds: number;
}

const concurrency = ["asyncInferenceConfig", "clientConfig", "maxConcurrentInvocationsPerInstance"] as const;
/** AWS: SageMaker API Reference, AsyncInferenceClientConfig. */
const concurrencyBounds = { min: 1, max: 1000 };
const writeConcurrency =
    "Write a whole number from 1 to 1000, the number of requests that one container works on at the same time.";
const writeCapacity = "Write a whole number of at least 1, so that it can be told how fast the queue drains.";

/**
 * A request that waited for its time to live is dropped (AWS: InvokeEndpointAsync, RequestTTLSeconds, 21,600 s at most). A burst has
 * to be worked off before that: requests × seconds / (instances × concurrency) < time to live. Cold starts come on top.
 *
 * Resource half: concurrency is a number, since what SageMaker takes without one is not documented. Stack half: the burst, at
 * the full capacity of all targets that scale a variant of the configuration.
 */
export const queueDrainsBeforeExpiry: ResourceRule & StackRule = {
    name: "queue-drains-before-expiry",
    description:
        "An async endpoint must be able to answer an expected burst before its requests expire; otherwise those at the end of the queue are dropped unanswered.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set asyncInferenceConfig.clientConfig.maxConcurrentInvocationsPerInstance, and raise it or maxCapacity of the scalable target; or state the burst in the rule's parameters.",
    evidence: "dependencies",
    required: false,
    guards: [
        // Removed or null it would be a real-time configuration.
        { type: endpointConfigurationType, path: "asyncInferenceConfig", spares: ["remove", "null"] },
        { type: endpointConfigurationType, path: "asyncInferenceConfig.clientConfig" },
        { type: endpointConfigurationType, path: written(concurrency), bad: [0, -1, 1.5, 1001] },
        { type: scalableTargetType, path: "maxCapacity", bad: [0, -1, 1.5] },
    ],
    peers: [],
    parameters: {
        requests: { type: "integer", minimum: 1, description: "Requests that may arrive at once.", default: 10000 },
        secondsPerRequest: {
            type: "number",
            exclusiveMinimum: 0,
            description: "Seconds that one of them takes.",
            default: 5,
        },
        ttlSeconds: {
            type: "integer",
            minimum: 60,
            maximum: 21600,
            description: "Seconds that a request may wait: the RequestTTLSeconds that callers send.",
            default: 21600,
        },
    },
    validateResource: validateResourceOfType(awsType(endpointConfigurationType), (_, { props }, report) => {
        if (isAbsent(props, ["asyncInferenceConfig"])) return;
        const { problem } = readWholeNumber(props, concurrency, concurrencyBounds, writeConcurrency);
        if (problem !== undefined) report(problem);
    }),
    validateStack: (args, report) => {
        const { scaled, unknown } = scaledVariants(args.resources);
        const deferred = new Set<string>(unknown.includes("productionVariants") ? unknown : []);
        const targets = new Map<PolicyResource, Set<ScaledVariant>>();
        for (const each of scaled) {
            targets.set(each.configuration, (targets.get(each.configuration) ?? new Set()).add(each));
        }
        const said = new Set<PolicyResource>();
        for (const [configuration, variants] of targets) {
            const drain = drainOf(configuration, [...variants], args.getConfig<Parameters>(), (message, target) => {
                if (said.has(target)) return;
                said.add(target);
                report(message, target.urn);
            });
            if (drain === "untold") deferred.add("asyncInferenceConfig");
            else if (drain && [...variants].some(({ certain }) => !certain))
                unknown.forEach((path) => deferred.add(path));
            else if (drain) report(drain, configuration.urn);
        }
        deferUntilKnown(args, [...deferred]);
    },
};

/** What is wrong with the time that the burst takes; undefined where nothing is, or where another finding says it. */
function drainOf(
    { props }: PolicyResource,
    variants: readonly ScaledVariant[],
    { requests, secondsPerRequest, ttlSeconds }: Parameters,
    reportCapacity: (message: string, target: PolicyResource) => void,
): string | undefined {
    let capacity = 0;
    for (const target of new Set(variants.map((variant) => variant.target))) {
        const bounds = { min: 1, max: Infinity };
        const { number, problem } = readWholeNumber(target.props, ["maxCapacity"], bounds, writeCapacity);
        if (problem !== undefined) reportCapacity(problem, target);
        capacity += number ?? 0;
    }
    // Left out of a preview for an unknown in it, or unknown, which the resource half refuses.
    if (isAbsent(props, ["asyncInferenceConfig"]) || isUnknown(props, concurrency)) return "untold";
    const { number: perInstance } = readWholeNumber(props, concurrency, concurrencyBounds, writeConcurrency);
    if (perInstance === undefined || capacity === 0) return undefined;
    const seconds = (requests * secondsPerRequest) / (capacity * perInstance);
    if (seconds < ttlSeconds) return undefined;
    return (
        `${written(concurrency)} is ${String(perInstance)}: ${String(requests)} requests of ${String(secondsPerRequest)} s take ` +
        `${String(Math.round(seconds))} s on ${String(capacity)} ${capacity === 1 ? "instance" : "instances"}, and expire after ` +
        `${String(ttlSeconds)} s. Raise it or maxCapacity.`
    );
}
