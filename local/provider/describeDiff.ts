import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

import { topLevel } from "../resources/diff";
import { type PropertyChange } from "../resources/resource";

const { Kind } = PropertyDiff;
const kinds = {
    add: { inPlace: Kind.ADD, replacing: Kind.ADD_REPLACE },
    update: { inPlace: Kind.UPDATE, replacing: Kind.UPDATE_REPLACE },
    delete: { inPlace: Kind.DELETE, replacing: Kind.DELETE_REPLACE },
} as const;

/**
 * Differences as the AWS provider tells them to Pulumi's engine (pulumi-terraform-bridge, Diff).
 *
 * @param named the program gave the resource its name: a replacement cannot be made before the old one is gone
 */
export function describeDiff(differences: readonly PropertyChange[], named: boolean): DiffResponse {
    const response = new DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
    response.setChanges(differences.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setHasdetaileddiff(true);
    for (const { path, kind, replaces } of differences) {
        const described = new PropertyDiff();
        described.setKind(kinds[kind][replaces ? "replacing" : "inPlace"]);
        response.getDetaileddiffMap().set(path, described);
    }
    const replacing = differences.filter(({ replaces }) => replaces);
    response.setDiffsList(names(differences));
    response.setReplacesList(names(replacing));
    response.setDeletebeforereplace(named && replacing.length > 0);
    return response;
}

function names(differences: readonly PropertyChange[]): string[] {
    return [...new Set(differences.map(({ path }) => topLevel(path)))].sort();
}
