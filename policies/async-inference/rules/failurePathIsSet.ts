import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, type Path, readLeaf, written } from "../../reading";
import { type ResourceRule } from "../../rule";
import { unverifiable } from "../../literal";
import { endpointConfigurationType } from "../notificationTopic";

const outputPath = ["asyncInferenceConfig", "outputConfig", "s3OutputPath"] as const;
const failurePath = ["asyncInferenceConfig", "outputConfig", "s3FailurePath"] as const;

/** AWS takes https:// too (SageMaker API Reference, AsyncInferenceOutputConfig); two spellings could not be compared. */
const location = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/**
 * Without a failure path SageMaker writes no object for a request that failed (AWS: AsyncInferenceOutputConfig, S3FailurePath). One
 * inside or around the output path would put failures among results, where whoever lists or expires results finds them.
 */
export const failurePathIsSet: ResourceRule = {
    name: "failure-path-is-set",
    description:
        "An async endpoint must write failures to an S3 prefix of their own; otherwise a failed request leaves no object, or one that is taken for a result.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set asyncInferenceConfig.outputConfig.s3FailurePath of the endpoint configuration to an s3:// prefix beside s3OutputPath.",
    evidence: "values",
    required: true,
    guards: [
        // Removed or null it would be a real-time configuration.
        { type: endpointConfigurationType, path: "asyncInferenceConfig", spares: ["remove", "null"] },
        { type: endpointConfigurationType, path: "asyncInferenceConfig.outputConfig" },
        ...[outputPath, failurePath].map((path) => ({
            type: endpointConfigurationType,
            path: written(path),
            spares: ["unknown" as const],
            bad: ["failures", "https://bucket.s3.amazonaws.com/failures", " "],
        })),
    ],
    peers: [],
    validateResource: validateResourceOfType(awsType(endpointConfigurationType), (_, args, report) => {
        const { props } = args;
        if (isAbsent(props, ["asyncInferenceConfig"])) return;
        const failure = readLocation(props, failurePath);
        const output = readLocation(props, outputPath);
        const problems = [failure, output].flatMap(({ problem }) => problem ?? []);
        // A block around both is one problem, not two.
        for (const problem of new Set(problems)) report(problem);
        if (failure.at && output.at && overlap(failure.at, output.at)) {
            report(
                `${written(failurePath)} is ${relation(failure.at, output.at)} ${written(outputPath)}. ` +
                    "Write failures to a prefix beside it.",
            );
        }
        const unknown = [failure, output].filter(({ deferred }) => deferred);
        deferUntilKnown(
            args,
            unknown.map(({ path }) => path),
        );
    }),
};

interface Location {
    bucket: string;
    /** The prefix, taken apart at its slashes: `a-b` is not inside `a`. */
    keys: readonly string[];
}

interface LocationReading {
    path: string;
    at?: Location;
    problem?: string;
    deferred: boolean;
}

function readLocation(props: object, path: Path): LocationReading {
    const at = written(path);
    const reading = readLeaf(props, path);
    const mend = `Set ${written(failurePath)} and ${written(outputPath)} to s3://bucket/prefix, each with a prefix of its own.`;
    if (reading.state === "missing") return { path: at, problem: `${reading.because}. ${mend}`, deferred: false };
    if (reading.state === "unverifiable") {
        return { path: at, problem: unverifiable(reading.because, "the failure path"), deferred: false };
    }
    if (!reading.known) return { path: at, deferred: true };
    const [, bucket, prefix = ""] = (typeof reading.value === "string" && location.exec(reading.value)) || [];
    if (bucket === undefined) {
        return { path: at, problem: `${at} is not of the form s3://bucket/prefix. ${mend}`, deferred: false };
    }
    // SageMaker puts a slash between the path and the object's name, so slashes at the end make no difference.
    const trimmed = prefix.replace(/\/+$/, "");
    return { path: at, at: { bucket, keys: trimmed === "" ? [] : trimmed.split("/") }, deferred: false };
}

function overlap(a: Location, b: Location): boolean {
    if (a.bucket !== b.bucket) return false;
    const common = Math.min(a.keys.length, b.keys.length);
    return a.keys.slice(0, common).every((key, index) => key === b.keys[index]);
}

function relation(failure: Location, output: Location): string {
    if (failure.keys.length === output.keys.length) return "the same as";
    return failure.keys.length > output.keys.length ? "inside" : "around";
}
