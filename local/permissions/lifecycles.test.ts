import assert from "node:assert/strict";

import { type ServiceName } from "../cloud/context";
import { type Permission } from "../cloud/iam/access";
import { type Place } from "../cloud/iam/operationPermissions";
import { permissions } from "../cloud/permissions";
import { type Lifecycle, lifecycles } from "../resources/testing/lifecycles";
import { readDocument } from "./documents";

const place: Place = {
    partition: "aws",
    region: "eu-west-1",
    accountId: "111122223333",
    arn: (service, resource) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`,
};

type Table = Readonly<Record<string, (input: unknown, place: Place) => readonly Permission[]>>;

/** Operations whose leave depends on what they find, so that no table tells it; their actions have their names. */
const asksItself = (service: ServiceName, operation: string): Permission[] => [
    { action: `${service}:${operation}`, resource: "*" },
];

function actionsOf(service: ServiceName, operation: string, input: unknown): string[] {
    const told = (permissions[service].operations as Table)[operation]?.(input, place) ?? [];
    const asked = told.length > 0 ? told : asksItself(service, operation);
    return asked.map(({ action }) => action);
}

const granted = (...names: Parameters<typeof readDocument>[0][]): Set<string> =>
    new Set(names.flatMap((name) => readDocument(name).Statement.flatMap(({ Action }) => Action)));
const deployer = granted("deployer-data", "deployer-endpoint");
const preview = granted("preview");

/** What only another program than this one asks for. */
const notOfThisProgram: Record<string, string> = {
    "kms:DisableKeyRotation": "its key rotates always",
    "application-autoscaling:TagResource":
        "it gives no resource tags of its own; those of the stack file the provider writes",
    "cloudwatch:TagResource": "the same",
    "logs:TagResource": "the same",
    "logs:DeleteRetentionPolicy": "its log group keeps events for a number of days, never for ever",
};

const reads = (lifecycle: Lifecycle) => lifecycle.read;
const all = (lifecycle: Lifecycle) => [
    ...lifecycle.created,
    ...lifecycle.read,
    ...(lifecycle.updated?.calls ?? []),
    ...lifecycle.deleted,
];

function missing(calls: Lifecycle["created"], of: Set<string>): string[] {
    const actions = calls.flatMap(([service, operation, input]) => actionsOf(service as ServiceName, operation, input));
    return [...new Set(actions)].filter((action) => !of.has(action)).sort();
}

describe("the documents grant all that a resource type asks for", () => {
    const neverAsked = new Set(Object.keys(notOfThisProgram));
    for (const [type, lifecycle] of Object.entries(lifecycles)) {
        it(`${type}, to who deploys`, () => {
            assert.deepEqual(
                missing(all(lifecycle), deployer).filter((action) => !neverAsked.has(action)),
                [],
            );
        });

        it(`${type}, to who previews`, () => {
            assert.deepEqual(missing(reads(lifecycle), preview), []);
        });
    }

    it("but what this program never asks for", () => {
        const found = Object.values(lifecycles).flatMap((lifecycle) => missing(all(lifecycle), deployer));
        assert.deepEqual([...new Set(found)].sort(), Object.keys(notOfThisProgram).sort());
    });
});
