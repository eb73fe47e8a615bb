import assert from "node:assert/strict";

import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

import { type PropertyChange } from "../resources/resource";
import { describeDiff } from "./describeDiff";

const { Kind } = PropertyDiff;
const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;

const change = (path: string, replaces = false, kind: PropertyChange["kind"] = "update"): PropertyChange => ({
    path,
    kind,
    replaces,
});

describe("describeDiff", () => {
    const kinds: [PropertyChange["kind"], boolean, number][] = [
        ["add", false, Kind.ADD],
        ["add", true, Kind.ADD_REPLACE],
        ["update", false, Kind.UPDATE],
        ["update", true, Kind.UPDATE_REPLACE],
        ["delete", false, Kind.DELETE],
        ["delete", true, Kind.DELETE_REPLACE],
    ];
    for (const [kind, replaces, expected] of kinds) {
        it(`tells ${kind} ${replaces ? "that replaces" : "in place"}, by its whole path`, () => {
            const path = "rules[0].status";
            const response = describeDiff([change(path, replaces, kind)], false);
            assert.deepEqual(
                response.toObject().detaileddiffMap.map(([at, { kind: told }]) => [at, told]),
                [[path, expected]],
            );
            assert.equal(response.getHasdetaileddiff(), true);
            assert.equal(response.getChanges(), DIFF_SOME);
        });
    }

    it("lists what differs, and what of it replaces, by the property alone, each once and in order", () => {
        const response = describeDiff(
            [
                change("variants[0].type", true),
                change("tags.b"),
                change("tags.a"),
                change("name", true),
                change("variants[1]", true),
            ],
            false,
        );
        assert.deepEqual(response.getDiffsList(), ["name", "tags", "variants"]);
        assert.deepEqual(response.getReplacesList(), ["name", "variants"]);
    });

    for (const [named, replaces, expected] of [
        [true, true, true],
        [true, false, false],
        [false, true, false],
        [false, false, false],
    ] as const) {
        const what = `${named ? "a named" : "an unnamed"} resource that is ${replaces ? "replaced" : "changed in place"}`;
        it(`${expected ? "deletes first" : "does not delete first"} ${what}`, () => {
            assert.equal(describeDiff([change("x", replaces)], named).getDeletebeforereplace(), expected);
        });
    }

    it("says that there is no difference", () => {
        const response = describeDiff([], true);
        assert.equal(response.getChanges(), DIFF_NONE);
        assert.deepEqual(response.getDiffsList(), []);
        assert.deepEqual(response.getReplacesList(), []);
        assert.equal(response.getDetaileddiffMap().getLength(), 0);
        assert.equal(response.getDeletebeforereplace(), false);
    });
});
