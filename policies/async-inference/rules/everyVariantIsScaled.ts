import { type PolicyResource, type ReportViolation } from "@pulumi/policy";

import { deferUntilKnown } from "../../deferral";
import { readLeaf, written } from "../../reading";
import { grouped, oncePerList } from "../../relations";
import { type StackRule } from "../../rule";
import { endpointKinds } from "../endpoints";
import { unverifiable } from "../../literal";
import { endpointConfigurationType } from "../notificationTopic";
import {
    isUntold,
    scalableTargetType,
    scaledEndpoints,
    scaledNames,
    variantDimension,
    variantTargets,
} from "../scaling";
import { readVariants } from "../variants";

const mend =
    `Add an aws.appautoscaling.Target with serviceNamespace "sagemaker", scalableDimension "${variantDimension}" ` +
    'and resourceId "endpoint/<endpoint>/variant/<variant>".';

/** Judges endpoints whose configuration is in the stack; where it is elsewhere, nothing shows that the endpoint is asynchronous. */
export const everyVariantIsScaled: StackRule = {
    name: "every-variant-is-scaled",
    description:
        "Every production variant of an async endpoint must have a scalable target; otherwise its instances run, and are billed, whether requests come or not.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps: `For each variant without one: ${mend}`,
    evidence: "dependencies",
    required: true,
    guards: [
        { type: scalableTargetType, path: "" },
        { type: scalableTargetType, path: "serviceNamespace" },
        { type: scalableTargetType, path: "scalableDimension" },
        { type: scalableTargetType, path: "resourceId", spares: ["unknown"] },
        { type: endpointConfigurationType, path: "productionVariants" },
        { type: endpointConfigurationType, path: "productionVariants[*]" },
        { type: endpointConfigurationType, path: "productionVariants[*].variantName", spares: ["unknown"] },
    ],
    peers: [],
    validateStack: (args, report) => {
        const deferred = new Set<string>();
        for (const { endpoint, kind, configurations } of endpointKinds(args.resources)) {
            if (kind === "untold") deferred.add("endpointConfigName");
            const targets = targetsOf(endpoint, args.resources);
            for (const configuration of configurations) {
                const names = variantNames(configuration, report);
                const scaled = names.filter((name) => targets.names.has(name));
                if (scaled.length > 0 && !targets.certain) deferred.add("name");
                const open = names.filter((name) => !targets.names.has(name));
                // A variant without a known name may be any target's.
                if (open.includes(undefined) && targets.count > 0) deferred.add("productionVariants.variantName");
                else if (open.length > 0 && targets.untold >= open.length) deferred.add("resourceId");
                else if (open.length > 0) report(unscaled(open, targets.untold), endpoint.urn);
            }
        }
        deferUntilKnown(args, [...deferred]);
    },
};

interface Targets {
    count: number;
    /** Names of variants in a known resourceId. */
    names: Set<string | undefined>;
    /** Whether these are certainly this endpoint's. */
    certain: boolean;
    /** How many targets name their variant in an output. */
    untold: number;
}

function targetsOf(endpoint: PolicyResource, resources: readonly PolicyResource[]): Targets {
    const targets = targetsByEndpoint(resources).get(endpoint) ?? [];
    const told = targets.filter(({ target }) => !isUntold(target));
    return {
        count: targets.length,
        names: new Set(told.map(({ target }) => scaledNames(target)?.variant)),
        certain: told.every(({ scaled }) => scaled.certain),
        untold: targets.length - told.length,
    };
}

const targetsByEndpoint = oncePerList((resources) =>
    grouped(
        variantTargets(resources).map((target) => ({ target, scaled: scaledEndpoints(target, resources) })),
        ({ scaled }) => scaled.endpoints,
    ),
);

/** Undefined for a name that is an output; what is no name is reported. */
function variantNames({ props, urn }: PolicyResource, report: ReportViolation): (string | undefined)[] {
    const { problem, paths } = readVariants(props);
    if (problem !== undefined) {
        report(problem, urn);
        return [];
    }
    return paths.flatMap((path) => {
        const at = [...path, "variantName"];
        const name = readLeaf(props, at);
        if (name.state === "set") return [name.known ? String(name.value) : undefined];
        report(
            name.state === "unverifiable"
                ? unverifiable(name.because, written(at))
                : `${name.because}. Write a name, for the resourceId of the variant's scalable target.`,
            urn,
        );
        return [];
    });
}

function unscaled(open: readonly (string | undefined)[], untold: number): string {
    const variants = open
        .map((name) => (name === undefined ? "one whose name is not known" : `"${name}"`))
        .join(" and ");
    const found = untold === 0 ? "No scalable target is" : `Only ${String(untold)} scalable target is`;
    return `${found} there for its production variant${open.length === 1 ? "" : "s"} ${variants}. ${mend}`;
}
