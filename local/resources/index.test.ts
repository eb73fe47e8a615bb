import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { AwsError } from "../cloud/awsError";
import { resourceTypes } from "./index";
import { type Properties, type ResourceType, unknown } from "./resource";
import { type Lifecycle, lifecycles } from "./testing/lifecycles";
import { checkContext, recordingTarget } from "./testing/recordingTarget";
import { unknownMembers } from "./testing/sdkMembers";

/** Outputs that every instance has by the typings, but that nothing on a laptop could tell. */
const missingOutputs: Readonly<Record<string, string[]>> = {
    "aws:s3/bucket:Bucket": [
        "acl",
        "hostedZoneId",
        "logging",
        "objectLockConfiguration",
        "replicationConfiguration",
        "website",
        "websiteDomain",
        "websiteEndpoint",
    ],
};

/** `resource` names in the provider's typings differ from the file only where two services use one word. */
function typings(type: string): string {
    const [, path] = type.split(":") as [string, string];
    return readFileSync(createRequire(__filename).resolve(`@pulumi/aws/${path}.d.ts`), "utf8");
}

/** Outputs whose type has no `undefined`. */
function certainOutputs(type: string): string[] {
    return [...typings(type).matchAll(/^ {4}readonly (\w+): pulumi\.Output<(.*)>;$/gm)]
        .filter(([, , outputType]) => !outputType?.includes("undefined"))
        .map(([, name]) => name as string);
}

/** Reads what holds unknowns as if nothing was known. */
function allUnknown(inputs: Properties): Properties {
    return Object.fromEntries(Object.keys(inputs).map((name) => [name, unknown]));
}

function leavesUnknown(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(leavesUnknown);
    if (typeof value !== "object" || value === null) return unknown;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, leavesUnknown(item)]));
}

function without(inputs: Properties, name: string): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== name));
}

/** That all of `expected` is in `actual`, which may have more members. */
function assertHolds(actual: unknown, expected: unknown, path = "it"): void {
    if (typeof expected !== "object" || expected === null) {
        assert.equal(actual, expected, path);
        return;
    }
    assert.equal(Array.isArray(actual), Array.isArray(expected), path);
    for (const [key, value] of Object.entries(expected)) {
        assertHolds((actual as Properties)[key], value, `${path}.${key}`);
    }
}

describe("resource types", () => {
    it("each have a life in the table of this test", () => {
        assert.deepEqual([...resourceTypes.keys()].sort(), Object.keys(lifecycles).sort());
    });

    for (const [type, life] of Object.entries(lifecycles)) {
        describe(type, () => {
            lives(type, resourceTypes.get(type) as ResourceType, life);
        });
    }
});

function lives(type: string, resourceType: ResourceType, life: Lifecycle): void {
    const create = async (answers: Lifecycle["answers"] = life.answers) => {
        const target = recordingTarget(answers);
        const checked = resourceType.check(life.inputs, checkContext);
        const created = await resourceType.create(checked, target);
        return { target, created };
    };

    it("is a type of the provider", () => {
        assert.match(typings(type), /pulumi\.CustomResource/);
        assert.equal(resourceType.type, type);
    });

    it("is made with exactly these calls, all of whose members AWS knows", async () => {
        const { target, created } = await create();
        assert.deepEqual(target.calls, life.created);
        assert.equal(created.id, life.id);
        for (const [service, operation, input] of [...life.created, ...life.deleted]) {
            assert.deepEqual(unknownMembers(service, operation, input), []);
        }
    });

    it("has its inputs and all that the typings promise as outputs", async () => {
        const { created } = await create();
        assertHolds(created.outputs, { ...life.inputs, ...life.outputs });
        const missing = certainOutputs(type).filter((name) => created.outputs[name] === undefined);
        assert.deepEqual(missing.filter((name) => life.inputs[name] === undefined).sort(), missingOutputs[type] ?? []);
    });

    it("is deleted with exactly these calls", async () => {
        const { target, created } = await create();
        target.calls.length = 0;
        await resourceType.delete(created, target);
        assert.deepEqual(target.calls, life.deleted);
    });

    it("may be gone already when it is deleted", async () => {
        const { created } = await create();
        const gone = Object.fromEntries(Object.keys(life.answers).map((operation) => [operation, life.gone]));
        await resourceType.delete(created, recordingTarget(gone));
    });

    it("passes other errors on when it is deleted", async () => {
        const { created } = await create();
        const denied = new AwsError("AccessDenied", "You may not.", 403);
        const answers = Object.fromEntries(Object.keys(life.answers).map((operation) => [operation, denied]));
        await assert.rejects(resourceType.delete(created, recordingTarget(answers)), denied);
    });

    it("passes the error of its first call on when it is made", async () => {
        const denied = new AwsError("AccessDenied", "You may not.", 403);
        const [, first] = life.created[0] as [string, string, unknown];
        const target = recordingTarget({ ...life.answers, [first]: denied });
        await assert.rejects(resourceType.create(resourceType.check(life.inputs, checkContext), target), denied);
        assert.equal(target.calls.length, 1);
    });

    for (const name of life.required) {
        it(`refuses a missing ${name}`, () => {
            assert.throws(() => resourceType.check(without(life.inputs, name), checkContext), {
                name: "CheckError",
                message: `${type} resource 'it' has a problem: Missing required argument: The argument "${name}" is required, but no definition was found. Examine values at 'it.${name}'.`,
            });
        });
    }

    it("refuses a property that it does not know", () => {
        assert.throws(() => resourceType.check({ ...life.inputs, colour: "red" }, checkContext), {
            name: "CheckError",
            message: `${type} resource 'it' has a problem: The laptop AWS does not implement the property "colour"; it would have no effect. Examine values at 'it.colour'.`,
        });
    });

    it("takes unknown values for whole properties", () => {
        const checked = resourceType.check(allUnknown(life.inputs), checkContext);
        assertHolds(checked, allUnknown(life.inputs));
    });

    it("takes unknown values inside properties", () => {
        const inputs = leavesUnknown(life.inputs) as Properties;
        assertHolds(resourceType.check(inputs, checkContext), inputs);
    });

    it("is checked a second time without a change", () => {
        const once = resourceType.check(life.inputs, checkContext);
        assert.deepEqual(resourceType.check(once, { name: "it", autoname: () => "other" }), once);
    });
}
