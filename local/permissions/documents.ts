import { readFileSync } from "node:fs";
import { join } from "node:path";

import { baseName, type Names, resourceNames } from "../../contract/names";
import { type IdentityDocuments } from "../cloud/iam/identities";
import { type Policy } from "../cloud/iam/evaluation";
import { type Project, settingsOf } from "../../contract/project";
import { type PolicyDocument, type PolicyStatement } from "./minimalPolicy";
import { filledIn, type Filling } from "./placeholders";

/** What is recorded. The deployer's is two documents, by service: IAM keeps no managed policy of more than 6,144 characters. */
export const recordedDocuments = ["deployer-data", "deployer-endpoint", "smoke", "preview"] as const;

/** What Pulumi's AWS provider calls besides, and the laptop's does not. */
export const providerDocuments = ["provider-reads", "provider-changes"] as const;

export const documentNames = [...recordedDocuments, ...providerDocuments] as const;
export type DocumentName = (typeof documentNames)[number];

/** Whom the documents are for. */
export const holders = {
    /** `pulumi up`, `refresh`, `import` and `destroy`. */
    deployer: ["deployer-data", "deployer-endpoint", "provider-reads", "provider-changes"],
    /** The smoke test. */
    smoke: ["smoke"],
    /** `pulumi preview --refresh`. */
    preview: ["preview", "provider-reads"],
} as const satisfies Record<string, readonly DocumentName[]>;
export type Holder = keyof typeof holders;

/** What asks for which part of the deployer's: what holds data and messages, and what serves. */
const endpointServices = ["application-autoscaling", "cloudwatch", "iam", "logs", "sagemaker"];

export const documentsFolder = join(__dirname, "documents");

export function documentFile(name: DocumentName): string {
    return join(documentsFolder, `${name}.json`);
}

/** As it is committed: with placeholders. */
export function readDocument(name: DocumentName): PolicyDocument {
    return JSON.parse(readFileSync(documentFile(name), "utf8")) as PolicyDocument;
}

/** What one document allows in one place. */
export function filledDocument(name: DocumentName, filling: Filling): PolicyDocument {
    return JSON.parse(filledIn(JSON.stringify(readDocument(name)), filling)) as PolicyDocument;
}

/** The deployer's statements, by document. Every action's service decides, and no statement is cut in two. */
export function splitByService(
    statements: readonly PolicyStatement[],
): Record<"deployer-data" | "deployer-endpoint", PolicyStatement[]> {
    const ofEndpoint = (action: string): boolean => endpointServices.includes(action.slice(0, action.indexOf(":")));
    const part = (wanted: boolean): PolicyStatement[] =>
        statements.flatMap((statement) => {
            const Action = statement.Action.filter((action) => ofEndpoint(action) === wanted);
            return Action.length > 0 ? [{ ...statement, Action }] : [];
        });
    return { "deployer-data": part(false), "deployer-endpoint": part(true) };
}

/** What the laptop AWS gives those whose permissions are documented: the recorded documents, and nothing else. */
export function recordedPolicies(filling: Filling): IdentityDocuments {
    const policies = (...names: DocumentName[]): Policy[] =>
        names.map((name) => ({ name, document: JSON.stringify(filledDocument(name, filling)) }));
    return { deployer: policies("deployer-data", "deployer-endpoint", "smoke"), preview: policies("preview") };
}

/** Whose stack it is; the default is the laptop AWS's only account. */
export interface Owner {
    partition?: string;
    accountId?: string;
}

/** How a project's stack and its endpoint are called, and where they are: the region is that of the configuration. */
export function fillingOf(project: Project, { partition = "aws", accountId = "123456789012" }: Owner = {}): Filling {
    const name = baseName({ project: project.name, stack: project.stack });
    const { endpointName } = settingsOf(project);
    const region = project.config["aws:region"] ?? "us-east-1";
    return { partition, region, accountId, name, endpointName: endpointName || name };
}

/** All names of a project's stack. */
export function namesOf(project: Project, owner?: Owner): Names {
    const { endpointName, ...place } = fillingOf(project, owner);
    return resourceNames({ ...place, project: project.name, stack: project.stack }, { endpointName });
}

/** What the laptop AWS gives deployer and preview of a project. @throws SettingsError, for what the program refuses */
export function documentsFor(project: Project, owner?: Owner): IdentityDocuments {
    return recordedPolicies(fillingOf(project, owner));
}
