import { execFileSync } from "node:child_process";
import { delimiter, resolve } from "node:path";

import { loadProject } from "../../contract/project";
import { documentFile, type DocumentName, providerDocuments, recordedDocuments } from "./documents";
import { writeFormatted } from "./formatted";
import { policyDocument, type PolicyStatement } from "./minimalPolicy";
import { recordOwnEngineLife } from "./ownEngineLife";
import { providerStatements } from "./providerCalls";
import { type Environment, recordPulumiLife } from "./pulumiLife";
import { type RecordedLife, recordedStatements } from "./recordedStatements";
import { writeDocumentation } from "./writeDocumentation";

const root = resolve(__dirname, "../..");
const environments: readonly Environment[] = ["dev", "prod"];

/**
 * Lets both stacks live with every permission, and writes what they asked for, what the provider asks for besides, and the page about it.
 *
 * @throws Error when the Pulumi CLI cannot be had, or a life fails
 */
export async function recordAnew(onStep: (step: string) => void): Promise<void> {
    execFileSync(process.execPath, ["policies/build.mjs", "--quiet"], { cwd: root, stdio: "inherit" });
    const engine = execFileSync("bash", [".ci/pulumi/install"], {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
    }).trim();
    process.env["PATH"] = `${engine}${delimiter}${process.env["PATH"] ?? ""}`;
    onStep("dev on the laptop's own engine");
    const lives: RecordedLife[] = [await recordOwnEngineLife(loadProject(root, "dev"))];
    for (const environment of environments) lives.push(await recordPulumiLife(environment, undefined, onStep));
    const recorded = recordedStatements(lives);
    for (const name of recordedDocuments) await writeDocument(name, recorded[name]);
    for (const name of providerDocuments) await writeDocument(name, providerStatements(name));
    await writeDocumentation();
}

async function writeDocument(name: DocumentName, statements: readonly PolicyStatement[]): Promise<void> {
    await writeFormatted(documentFile(name), JSON.stringify(policyDocument(statements), undefined, 2));
}
