import { type PolicyResource, validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, readLeaf } from "../../reading";
import { dependencies, knownText, namesOf, ofType } from "../../relations";
import { type ResourceRule, type StackRule } from "../../rule";
import { defaultAutomaticName, isAutomaticName, isPrefixedName, randomPart } from "../automaticName";
import { endpointConfigurationType } from "../notificationTopic";
import { isRealTime, readVariants } from "../variants";

export const modelType = "aws:sagemaker/model:Model";

type Resource = Pick<PolicyResource, "name" | "props" | "opts">;

/**
 * Almost any change of an endpoint configuration or a model replaces it, and AWS has no update for either. With a name of its own
 * Pulumi can make the new one first and change the endpoint over. With a fixed name the provider deletes the old one first
 * (pulumi-terraform-bridge, deleteBeforeReplace of named resources), and AWS forbids that for a configuration in use
 * (SageMaker API Reference, DeleteEndpointConfig). A model that is gone keeps its endpoint from adding instances [inferred].
 *
 * Resource half: the configuration. Stack half: the models that it runs, since a model does not say what it is for.
 */
export const endpointConfigurationIsReplaceable: ResourceRule & StackRule = {
    name: "endpoint-configuration-is-replaceable",
    description:
        "An async endpoint's configuration and models must be made anew before the old ones go; otherwise a change deletes what the endpoint still runs on, and gets stuck.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Leave name out of aws.sagemaker.EndpointConfiguration and aws.sagemaker.Model, or write namePrefix, and do not set deleteBeforeReplace.",
    evidence: "dependencies",
    required: true,
    guards: [
        // Without a name Pulumi chooses one.
        { type: endpointConfigurationType, path: "name", spares: ["remove", "null"] },
        // Of a model its outputs are judged, in which what is no name has become one.
        { type: modelType, path: "name", spares: ["remove", "null", "blank", "retype"] },
        { type: endpointConfigurationType, path: "opts.deleteBeforeReplace" },
        { type: modelType, path: "opts.deleteBeforeReplace" },
    ],
    peers: [],
    parameters: {
        automaticName: {
            type: "string",
            pattern: randomPart.source,
            description: "Pattern of Pulumi's automatic names, as in pulumi:autonaming; it must hold a random part.",
            default: defaultAutomaticName,
        },
    },
    validateResource: validateResourceOfType(awsType(endpointConfigurationType), (_, args, report) => {
        if (isAbsent(args.props, ["asyncInferenceConfig"])) return;
        for (const problem of problemsOf(args, args.getConfig<Parameters>())) report(problem);
    }),
    validateStack: (args, report) => {
        const models = ofType(args.resources, modelType);
        const run = new Set<PolicyResource>();
        const unknown: string[] = [];
        for (const configuration of ofType(args.resources, endpointConfigurationType)) {
            if (isRealTime(configuration)) continue;
            const found = modelsOf(configuration, models);
            for (const model of found.models) run.add(model);
            if (!found.certain) unknown.push("productionVariants");
        }
        const problemsOfModel = (model: PolicyResource) => problemsOf(model, args.getConfig<Parameters>());
        for (const model of models.filter((each) => run.has(each))) {
            for (const problem of problemsOfModel(model)) report(problem, model.urn);
        }
        // Another model may be run too, and that matters only if something is wrong with it.
        const doubtful = models.some((model) => !run.has(model) && problemsOfModel(model).length > 0);
        if (doubtful) deferUntilKnown(args, [...new Set(unknown)]);
    },
};

interface Parameters {
    automaticName: string;
}

function problemsOf({ name: resourceName, props, opts }: Resource, { automaticName }: Parameters): string[] {
    const problems: string[] = [];
    const name = readLeaf(props, ["name"]);
    const leaveOut = "Leave it out: Pulumi then chooses another one for each replacement.";
    if (name.state === "set" && !name.known) {
        problems.push(
            `name is known only after deployment, so it cannot be told whether a replacement has another. ${leaveOut}`,
        );
    } else if (name.state === "set") {
        const prefix = knownText({ props }, ["namePrefix"]);
        const chosen =
            typeof name.value === "string" &&
            (isAutomaticName(name.value, resourceName, automaticName) ||
                (prefix !== undefined && isPrefixedName(name.value, prefix)));
        if (!chosen) problems.push(`name is fixed. ${leaveOut}`);
    } else if (!isAbsent(props, ["name"])) problems.push(`${name.because}. ${leaveOut}`);
    if (opts.deleteBeforeReplace === true) {
        problems.push(
            "deleteBeforeReplace is true. Leave it out, so that the new one is made before the old one goes.",
        );
    }
    return problems;
}

/** Models that the configuration's variants name; uncertain where a variant may name another one. */
function modelsOf(configuration: PolicyResource, models: readonly PolicyResource[]) {
    const sources = dependencies(configuration, ["productionVariants"], models);
    const found = new Set(sources);
    const { paths = [], problem } = readVariants(configuration.props);
    let certain = problem === undefined || sources.length > 0;
    for (const path of paths) {
        const modelName = readLeaf(configuration.props, [...path, "modelName"]);
        if (modelName.state !== "set" || !modelName.known) {
            certain &&= modelName.state === "missing" || sources.length > 0;
            continue;
        }
        const { named, nameless } = namesOf(models);
        const own = named.get(String(modelName.value)) ?? [];
        for (const model of own) found.add(model);
        certain &&= own.length > 0 || nameless.length === 0;
    }
    return { models: found, certain };
}
