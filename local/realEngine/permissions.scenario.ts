import assert from "node:assert/strict";
import { resolve } from "node:path";

import { loadProject } from "../../contract/project";
import { readDocument, recordedDocuments, recordedPolicies } from "../permissions/documents";
import { policyDocument } from "../permissions/minimalPolicy";
import { recordOwnEngineLife } from "../permissions/ownEngineLife";
import { recordPulumiLife } from "../permissions/pulumiLife";
import { type RecordedLife, recordedStatements } from "../permissions/recordedStatements";
import { environments } from "./scenario";

describe("the documented permissions", () => {
    const lives: RecordedLife[] = [];

    for (const environment of environments) {
        it(`are enough for the whole life of ${environment}`, async () => {
            lives.push(await recordPulumiLife(environment, recordedPolicies));
        });
    }

    it("hold what was asked for, and nothing else", async () => {
        const repository = resolve(__dirname, "../..");
        lives.push(await recordOwnEngineLife(loadProject(repository, "dev")));
        const recorded = recordedStatements(lives);
        for (const name of recordedDocuments) {
            assert.deepEqual(
                readDocument(name),
                policyDocument(recorded[name]),
                `${name}.json is not what is asked for: \`npm run permissions\` writes it anew`,
            );
        }
    });
});
