import assert from "node:assert/strict";
import { join } from "node:path";

import program from "../../infra";
import { inventedProvider } from "../../local/engine/inventedProvider";
import { loadProject } from "../../contract/project";
import { placeOf } from "../../local/gate/record";
import foreign from "../foreign";
import { type Stack } from "./changedStack";
import { unusedExpectations } from "./documentMutations";
import { allRules, parametersOf, recordStack } from "./environments";
import { type Proof, prove, type Row, summary, surprises } from "./proof";
import { staleRows } from "./unguarded";
import { witnesses } from "./witnesses";

const root = join(__dirname, "..", "..");
const environments = ["dev", "prod"];

describe("the mutation proof", function () {
    this.timeout(120_000);
    let proof: Proof;

    before(async () => {
        const stacks: Stack[] = [];
        for (const environment of environments) stacks.push(await recorded(root, environment, program));
        stacks.push(await recorded(join(root, "policies", "foreign"), "live", async () => Promise.resolve(foreign())));
        const configuration = Object.fromEntries(
            stacks.map(({ environment }) => [environment, parametersOf(environment)]),
        );
        proof = await prove(stacks, allRules, configuration);
    });

    after(() => {
        console.log(`      ${summary(proof)}`);
    });

    it("begins with stacks in which nothing is wrong", () => {
        for (const [environment, forms] of Object.entries(proof.good)) {
            for (const [form, { fired, failed, messages, deferred }] of Object.entries(forms)) {
                assert.deepEqual([...fired], [], `${environment}, ${form}: ${messages.join("\n")}`);
                assert.deepEqual(failed, []);
                if (form === "known") assert.deepEqual([...deferred], []);
            }
        }
    });

    it("sees exactly the rules fire that guard what was mutated", () => {
        assert.deepEqual(surprises(proof).map(described), []);
    });

    it("sees them fire in a first preview already, unless a document has to be known", () => {
        const late = proof.rows.flatMap(({ what, expected, firedInPreview }) =>
            expected
                .filter((rule) => !firedInPreview.includes(rule) && evidenceOf(rule) !== "documents")
                .map((rule) => `${what}: ${rule}`),
        );
        assert.deepEqual(late, []);
    });

    it("makes no rule throw, or give way to an unknown", () => {
        assert.deepEqual(
            proof.rows.filter(({ failed }) => failed.length > 0).map(({ what, failed }) => ({ what, failed })),
            [],
        );
    });

    it("has a reason for every argument that no rule guards", () => {
        const without = unguarded().filter(({ reason }) => !reason);
        assert.deepEqual([...new Set(without.map(({ type, path }) => `${type} ${path}`))], []);
    });

    it("has no reason for what is guarded or nowhere, and expects nothing of a document that is nowhere", () => {
        assert.deepEqual(staleRows(unguarded()), []);
        assert.deepEqual(unusedExpectations(proof.rows.map(({ what }) => what)), []);
    });

    it("has a witness for each rule of either pack", () => {
        assert.deepEqual(
            Object.keys(witnesses),
            allRules.map(({ name }) => name),
        );
    });

    for (const [name, witness] of Object.entries(witnesses)) {
        it(`turns red without ${name}`, () => {
            const fired = proof.rows.filter(({ what }) => what === witness).flatMap((row) => row.fired);
            assert.ok(fired.includes(name), witness);
        });
    }

    function unguarded(): Row[] {
        return proof.rows.filter(({ guarded, change }) => !guarded && change !== "document");
    }

    async function recorded(folder: string, environment: string, run: () => Promise<unknown>): Promise<Stack> {
        const project = loadProject(folder, environment);
        return recordStack(run, project, inventedProvider(placeOf(project), { ids: true }));
    }
});

function described({ environment, what, expected, fired, messages }: Row): string {
    return `${environment}: ${what}: expected ${list(expected)}, fired ${list(fired)} ${messages.join(" | ")}`;
}

function evidenceOf(name: string): string | undefined {
    return allRules.find((rule) => rule.name === name)?.evidence;
}

function list(rules: readonly string[]): string {
    return rules.length === 0 ? "nothing" : rules.join(", ");
}
