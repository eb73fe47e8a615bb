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

function without(inputs: Properties, ...names: string[]): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([key]) => !names.includes(key)));
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
    const checked = resourceType.check(life.inputs, checkContext);
    const create = async () => {
        const target = recordingTarget(life.answers);
        const created = await resourceType.create(checked, target);
        return { target, created };
    };
    /** The inputs of a program that changed. */
    const changed = (inputs: Properties) => resourceType.check({ ...life.inputs, ...inputs }, checkContext);
    const always = (error: Error, ...tables: object[]) =>
        recordingTarget(Object.fromEntries(tables.flatMap(Object.keys).map((operation) => [operation, error])));
    const denied = new AwsError("AccessDenied", "You may not.", 403);

    it("is a type of the provider", () => {
        assert.match(typings(type), /pulumi\.CustomResource/);
        assert.equal(resourceType.type, type);
    });

    it("is made with exactly these calls", async () => {
        const { target, created } = await create();
        assert.deepEqual(target.calls, life.created);
        assert.equal(created.id, life.id);
    });

    it("asks AWS for nothing that the SDK does not know", () => {
        const calls = [...life.created, ...life.read, ...(life.updated?.calls ?? []), ...life.deleted];
        assert.deepEqual(
            calls.flatMap(([service, operation, input]) => unknownMembers(service, operation, input)),
            [],
        );
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

    for (const gone of life.gone) {
        it(`may be gone already when it is deleted: ${gone.code}`, async () => {
            const { created } = await create();
            await resourceType.delete(created, always(gone, life.answers));
        });

        it(`is read as gone: ${gone.code}`, async () => {
            assert.equal(await resourceType.read(life.id, always(gone, life.described), checked), undefined);
        });
    }

    for (const [operation, answer] of Object.entries(life.absent ?? {})) {
        it(`is read as gone: ${operation} does not show it`, async () => {
            const target = recordingTarget({ ...life.described, [operation]: answer });
            assert.equal(await resourceType.read(life.id, target, checked), undefined);
        });
    }

    it("passes other errors on when it is deleted", async () => {
        const { created } = await create();
        await assert.rejects(resourceType.delete(created, always(denied, life.answers)), denied);
    });

    for (const [, operation] of life.read) {
        it(`passes other errors of ${operation} on when it is read`, async () => {
            const target = recordingTarget({ ...life.described, [operation]: denied });
            await assert.rejects(resourceType.read(life.id, target, checked), denied);
        });
    }

    it("is read with exactly these calls, and as it was made", async () => {
        const { created } = await create();
        const target = recordingTarget(life.described);
        const found = await resourceType.read(life.id, target, checked);
        assert.deepEqual(target.calls, life.read);
        assert.deepEqual(found, { ...created, inputs: checked });
    });

    it("is imported by its id alone", async () => {
        const { created } = await create();
        const target = recordingTarget(life.described);
        const found = await resourceType.read(life.importId ?? life.id, target);
        assert.deepEqual(target.calls, life.read);
        const otherwise = Object.entries(life.imported ?? {});
        const told = Object.fromEntries(otherwise.filter(([, value]) => value !== undefined));
        const names = otherwise.map(([name]) => name);
        assert.deepEqual([found?.id, found?.inputs], [life.id, { ...without(checked, ...names), ...told }]);
        assert.deepEqual(without(found?.outputs ?? {}, ...names), without(created.outputs, ...names));
    });

    if (life.importId !== undefined) {
        it("is not imported by an id that lacks the rest", async () => {
            await assert.rejects(
                resourceType.read("it", recordingTarget({})),
                /^Error: unexpected format .*\(it\), expected </,
            );
        });
    }

    const { updated } = life;
    if (updated) {
        it("is changed in place with exactly these calls", async () => {
            const { created } = await create();
            const inputs = changed(updated.inputs);
            const target = recordingTarget({ ...life.described, ...life.answers, ...updated.answers });
            const after = await resourceType.update({ ...created, inputs: checked }, inputs, target);
            assert.deepEqual(target.calls, updated.calls);
            const tagsAll = "tags" in inputs ? { tagsAll: inputs["tags"] } : {};
            assert.deepEqual(after, {
                id: life.id,
                outputs: {
                    ...without(created.outputs, ...Object.keys(checked)),
                    ...inputs,
                    ...tagsAll,
                    ...updated.outputs,
                },
            });
        });

        it("passes the error of its first change on", async () => {
            const { created } = await create();
            const target = always(denied, life.described, life.answers, updated.answers ?? {});
            const update = resourceType.update({ ...created, inputs: checked }, changed(updated.inputs), target);
            await assert.rejects(update, denied);
            assert.equal(target.calls.length, 1);
        });
    } else {
        it("cannot be changed in place", async () => {
            const { created } = await create();
            const inputs = changed(life.replaced.inputs);
            const update = resourceType.update({ ...created, inputs: checked }, inputs, recordingTarget({}));
            await assert.rejects(update, /cannot be changed in place/);
        });
    }

    it("does not differ from itself", () => {
        assert.deepEqual(resourceType.diff(checked, structuredClone(checked)), []);
    });

    for (const [change, replaces] of [
        [life.replaced, true],
        [life.updated, false],
    ] as const) {
        if (!change) continue;
        const paths = Object.keys(change.differs).join(", ");
        it(`${replaces ? "is replaced" : "is changed in place"} where ${paths} differs`, () => {
            assert.deepEqual(
                resourceType.diff(checked, changed(change.inputs)),
                Object.entries(change.differs).map(([path, kind]) => ({ path, kind, replaces })),
            );
        });
    }

    it("differs where a value is not known yet", () => {
        for (const name of Object.keys(checked)) {
            const [difference, ...others] = resourceType.diff(checked, { ...checked, [name]: unknown });
            assert.deepEqual([difference?.path, difference?.kind, others], [name, "update", []]);
        }
    });

    it("passes the error of its first call on when it is made", async () => {
        const [, first] = life.created[0] as [string, string, unknown];
        const target = recordingTarget({ ...life.answers, [first]: denied });
        await assert.rejects(resourceType.create(checked, target), denied);
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
        assert.deepEqual(resourceType.check(checked, { name: "it", autoname: () => "other" }), checked);
    });
}
