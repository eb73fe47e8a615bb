import { validateResourceOfType } from "@pulumi/policy";

import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { covers } from "../../policyDocument";
import { isAbsent, readLeaf, written } from "../../reading";
import { type Guard, type ResourceRule } from "../../rule";
import { deepLearningContainerAccounts } from "../deepLearningContainers";
import { containersOf, modelType } from "../modelContainers";

const mend = "Write the image with its digest, @sha256:….";

/** A tag that names a version in full: `2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04`. */
const fullVersion = /^v?[0-9]+\.[0-9]+\.[0-9]+([._-][A-Za-z0-9._-]+)?$/;

export const imagesArePinned: ResourceRule = {
    name: "images-are-pinned",
    description:
        "A model's image must be named by its digest, or by a full version in a registry that keeps its tags; otherwise each new instance may run other code than the last.",
    severity: "medium",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Name the image by its digest (@sha256:…), or an AWS Deep Learning Container by its full version.",
    evidence: "values",
    required: false,
    guards: [
        { type: modelType, path: "primaryContainer", spares: ["remove", "null"], bad: [{}] },
        ...["primaryContainer", "containers[*]"].map((container): Guard => {
            const bad = ["summarizer", "763104351884.dkr.ecr.us-east-1.amazonaws.com/summarizer:latest"];
            return { type: modelType, path: `${container}.image`, spares: ["unknown"], bad };
        }),
    ],
    peers: [],
    parameters: {
        registriesByTag: {
            type: "array",
            items: { type: "string", minLength: 1 },
            description:
                "Registries whose tags are never moved, by host with * for any text. AWS's Deep Learning Containers unless set.",
            default: deepLearningContainerAccounts.map((account) => `${account}.dkr.ecr.*`),
        },
    },
    validateResource: validateResourceOfType(awsType(modelType), (_, args, report) => {
        const { props } = args;
        const { registriesByTag } = args.getConfig<{ registriesByTag: string[] }>();
        const { at, unseen } = containersOf(props);
        for (const because of unseen) report(because);
        const deferred = at.flatMap((container) => {
            const path = [...container, "image"];
            // A model package brings its own image, by digest.
            if (isAbsent(props, path) && !isAbsent(props, [...container, "modelPackageName"])) return [];
            const image = readLeaf(props, path);
            if (image.state === "set" && !image.known) return [written(path)];
            const problem =
                image.state !== "set"
                    ? image.because
                    : typeof image.value === "string"
                      ? unpinned(written(path), image.value, registriesByTag)
                      : `${written(path)} is a ${typeof image.value}`;
            if (problem !== undefined) report(`${problem}. ${mend}`);
            return [];
        });
        deferUntilKnown(args, deferred);
    }),
};

function unpinned(path: string, image: string, registriesByTag: readonly string[]): string | undefined {
    const [, name = image, digest] = /^([^@]+)@(.*)$/s.exec(image) ?? [];
    if (digest !== undefined) {
        return /^sha256:[0-9a-f]{64}$/.test(digest) ? undefined : `${path} is ${image}, whose digest is malformed`;
    }
    // A colon before the last slash is a port.
    const tag = /:([^/:]+)$/.exec(name)?.[1];
    if (tag === undefined) return `${path} is ${image}, which has neither digest nor tag`;
    if (!registriesByTag.some((registry) => covers(registry, name.split("/")[0] ?? ""))) {
        return `${path} is ${image}, whose tag may be moved to another image`;
    }
    return fullVersion.test(tag) ? undefined : `${path} is ${image}, whose tag is no full version`;
}
