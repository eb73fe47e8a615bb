import { isAbsent, type Path, readKeys, readLeaf, readList, written } from "../reading";

export const modelType = "aws:sagemaker/model:Model";

/** Where a model's containers stand, and what keeps some of them from being seen; sentences. */
export interface Containers {
    at: Path[];
    unseen: string[];
}

/** A model has one container, or a list of them; what is neither is refused by AWS. */
export function containersOf(props: object): Containers {
    const primary = isAbsent(props, ["primaryContainer"]) ? [] : [["primaryContainer"]];
    const found = isAbsent(props, ["containers"]) ? [] : listed(props);
    const unseen = primary.flatMap((path) => {
        const block = readKeys(props, path);
        return block.state === "set" ? [] : [block.because];
    });
    return {
        at: [...(unseen.length === 0 ? primary : []), ...(typeof found === "string" ? [] : found)],
        unseen: [...unseen, ...(typeof found === "string" ? [found] : [])].map(
            (because) =>
                `${because}, so the container cannot be checked. Write the block as a literal; only the values in it may be outputs.`,
        ),
    };
}

function listed(props: object): Path[] | string {
    const list = readList(props, ["containers"]);
    if (list.state !== "set") return list.because;
    return Array.from({ length: list.length }, (_, index) => ["containers", index]);
}

/** What a container does with the Hugging Face Hub. */
export type HubUse = "downloads" | "no download" | "unclear";

/**
 * Whether it fetches its model from the Hub at its start: HF_MODEL_ID names one. A path names a model that is already there
 * (text-generation-inference and AWS's large model inference containers take either).
 */
export function hubUse(props: object, container: Path): HubUse {
    const model = readLeaf(props, [...container, "environment", "HF_MODEL_ID"]);
    if (isAbsent(props, [...container, "environment"])) return "no download";
    if (model.state === "missing") {
        return readKeys(props, [...container, "environment"]).state === "set" ? "no download" : "unclear";
    }
    if (model.state === "unverifiable" || !model.known || typeof model.value !== "string") return "unclear";
    return model.value.startsWith("/") ? "no download" : "downloads";
}

/** Whether the model is data of one's own in S3, or may be. */
export function hasOwnData(props: object, container: Path): boolean {
    return ["modelDataUrl", "modelDataSource"].some((property) => {
        const path = [...container, property];
        const leaf = readLeaf(props, path);
        return (
            !isAbsent(props, path) &&
            !(leaf.state === "missing" && leaf.because === `${written(path)} is an empty string`)
        );
    });
}
