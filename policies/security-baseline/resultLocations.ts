import { type PolicyResource } from "@pulumi/policy";

import { concerning } from "../concerning";
import { isAbsent, type Path, readLeaf, readList, written } from "../reading";
import { dependencies, ofTypes, oncePerList, reference } from "../relations";
import { isMadeFromOutputs } from "./bucketConfigurations";
import { modelType } from "./executionRoles";

const endpointConfigurationTypes: ReadonlySet<string> = new Set([
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
]);
const modelTypes: ReadonlySet<string> = new Set([modelType]);

/** Where an asynchronous endpoint writes. */
export interface ResultLocation {
    bucket: string;
    /** What keys begin with, as `summaries/`; empty for the whole bucket. */
    prefix: string;
}

/** Where endpoints write that run certain models, as far as it can be told. */
export interface ResultLocations {
    known: ResultLocation[];
    /** What has to be known before all of them can be told: `summaries.asyncInferenceConfig.outputConfig.s3OutputPath`. */
    unknown: string[];
    /** What cannot be read; a sentence and how to mend it. */
    problems: { message: string; urn: string }[];
}

const outputConfig = ["asyncInferenceConfig", "outputConfig"] as const;

/** Where the asynchronous endpoints of a stack write that run one of these models. */
export function resultLocations(
    resources: readonly PolicyResource[],
    models: readonly PolicyResource[],
): ResultLocations {
    const all: ResultLocations = { known: [], unknown: [], problems: [] };
    for (const { value, certain } of configurationsOf(resources)(models)) {
        if (certain) {
            const own = locationsOf(value.configuration);
            all.known.push(...own.known);
            all.unknown.push(...own.unknown);
            all.problems.push(...own.problems);
        } else if (value.untold !== undefined) all.unknown.push(value.untold);
    }
    return all;
}

/** The configurations that run certain models, or may run them. */
const configurationsOf = oncePerList((resources) =>
    concerning(
        ofTypes(resources, endpointConfigurationTypes).map((configuration) => ({
            configuration,
            ...modelsOf(configuration, ofTypes(resources, modelTypes)),
        })),
        ({ to }) => to,
        ({ untold }) => untold !== undefined,
    ),
);

/** Which models a configuration runs; `untold` is what has to be known before it can be told of the others. */
function modelsOf(
    configuration: PolicyResource,
    models: readonly PolicyResource[],
): { to: PolicyResource[]; untold?: string } {
    const references = ["productionVariants", "shadowProductionVariants"].flatMap((list) => {
        const { state, ...found } = readList(configuration.props, [list]);
        // A preview leaves out blocks with unknown values in them (pulumi/pulumi#7854); what they are made of shows all the same.
        if (state !== "set") return [{ to: dependencies(configuration, [list], models), known: true, path: list }];
        const length = "length" in found ? found.length : 0;
        return Array.from({ length }, (_, index) => {
            const path = [list, index, "modelName"];
            return { ...reference(configuration, path, models), path: written(path) };
        });
    });
    const unknown = references.find(({ known }) => !known);
    return {
        to: references.flatMap(({ to }) => to),
        ...(unknown && { untold: `${configuration.name}.${unknown.path}` }),
    };
}

function locationsOf(configuration: PolicyResource): ResultLocations {
    const { props, name, urn } = configuration;
    const locations: ResultLocations = { known: [], unknown: [], problems: [] };
    const [block] = outputConfig;
    if (isAbsent(props, [block]) || isAbsent(props, outputConfig)) {
        if (isMadeFromOutputs(configuration, block)) return { ...locations, unknown: [`${name}.${block}`] };
        if (isAbsent(props, [block])) return locations;
    }
    for (const location of ["s3OutputPath", "s3FailurePath"]) {
        const path: Path = [...outputConfig, location];
        // Whether there has to be one for failures is another rule's business.
        if (location === "s3FailurePath" && isAbsent(props, path)) continue;
        const value = readLeaf(props, path);
        if (value.state === "unverifiable" || (value.state === "set" && !value.known)) {
            locations.unknown.push(`${name}.${written(path)}`);
            continue;
        }
        const [, bucket, prefix = ""] =
            /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(value.state === "set" ? String(value.value) : "") ?? [];
        if (bucket !== undefined) {
            // SageMaker puts a slash between this and the object's name.
            locations.known.push({ bucket, prefix: prefix.replace(/\/*$/, prefix === "" ? "" : "/") });
            continue;
        }
        const because = value.state === "missing" ? value.because : `${written(path)} is no S3 location`;
        locations.problems.push({ message: `${because}. Set it to s3://<bucket>/<prefix>.`, urn });
    }
    return locations;
}
