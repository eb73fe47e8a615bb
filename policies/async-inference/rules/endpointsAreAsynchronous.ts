import { deferUntilKnown } from "../../deferral";
import { isAbsent, readLeaf } from "../../reading";
import { knownText } from "../../relations";
import { type StackRule } from "../../rule";
import { endpointKinds, endpointType } from "../endpoints";
import { endpointConfigurationType } from "../notificationTopic";

/**
 * All other rules of this pack concern asynchronous endpoints, and say nothing of an endpoint that is none. So that the pack does
 * not fall silent with one removed block, a real-time endpoint has to be meant.
 */
export const endpointsAreAsynchronous: StackRule = {
    name: "endpoints-are-asynchronous",
    description:
        "Every endpoint must have an asynchronous configuration in its stack; otherwise it never scales to zero, has no queue and tells nobody.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set asyncInferenceConfig on the endpoint configuration and name that configuration, or name the endpoint in the rule's realTimeEndpoints.",
    evidence: "dependencies",
    required: true,
    guards: [
        // Anything else in its place is some block, which other rules look into.
        {
            type: endpointConfigurationType,
            path: "asyncInferenceConfig",
            spares: ["blank", "retype", "unknown", "perturb"],
        },
        { type: endpointConfigurationType, path: "" },
        { type: endpointType, path: "endpointConfigName", spares: ["unknown"] },
    ],
    peers: [],
    parameters: {
        realTimeEndpoints: {
            type: "array",
            items: { type: "string", minLength: 1 },
            description:
                "Names of endpoints that are meant to be real-time, or whose configuration another stack makes.",
            default: [],
        },
    },
    validateStack: (args, report) => {
        const { realTimeEndpoints } = args.getConfig<{ realTimeEndpoints: string[] }>();
        const deferred = new Set<string>();
        for (const { endpoint, kind, configurations } of endpointKinds(args.resources)) {
            if (configurations.some(({ props }) => isUntold(props))) deferred.add("asyncInferenceConfig");
            // An output that is made of the configuration may still be another of its properties.
            if (knownText(endpoint, ["endpointConfigName"]) === undefined && kind === "async") {
                deferred.add("endpointConfigName");
            }
            const name = knownText(endpoint, ["name"]);
            if (kind === "async" || (name !== undefined && realTimeEndpoints.includes(name))) continue;
            if (kind === "untold") deferred.add("endpointConfigName");
            else if (name === undefined && realTimeEndpoints.length > 0) deferred.add("name");
            else report(`${problems[kind]} ${mend}`, endpoint.urn);
        }
        deferUntilKnown(args, [...deferred]);
    },
};

/** Whether the block is an output, or left out by a preview. */
function isUntold(props: object): boolean {
    const block = readLeaf(props, ["asyncInferenceConfig"]);
    return isAbsent(props, ["asyncInferenceConfig"]) || (block.state === "set" && !block.known);
}

const problems = {
    "real-time": "Its configuration has no asyncInferenceConfig, so it is a real-time endpoint.",
    elsewhere: "endpointConfigName names no configuration of this stack, so nothing shows that it is asynchronous.",
} as const;

const mend = "Mend that, or name the endpoint in the rule's realTimeEndpoints.";
