import { createHash } from "node:crypto";

import { type Properties } from "../resources/resource";

interface Document {
    Version?: string;
    Id?: string;
    Statement?: Statement[];
}
type Statement = Properties & { Sid?: string };

interface Principals {
    type: string;
    identifiers: string[];
}
interface Condition {
    test: string;
    variable: string;
    values: string[];
}

/**
 * What `aws.iam.getPolicyDocument` answers: the document as the AWS provider writes it, with one value of a list as a string, lists
 * sorted downwards, `&{` as `${`, and source documents below and override documents above its own statements.
 * (terraform-provider-aws: internal/service/iam/policy_document_data_source.go and policy_model.go)
 */
export function renderedPolicyDocument(args: Properties): Properties {
    const texts = (name: string): string[] => (args[name] ?? []) as string[];
    const merged: Document = {};
    for (const text of texts("sourcePolicyDocuments")) merge(merged, text);
    mergeDocument(merged, {
        Version: (args["version"] as string | undefined) ?? "2012-10-17",
        ...(args["policyId"] !== undefined && { Id: String(args["policyId"]) }),
        Statement: ((args["statements"] ?? []) as Properties[]).map(statement),
    });
    for (const text of texts("overridePolicyDocuments")) merge(merged, text);
    const { Version, Id, Statement = [] } = merged;
    const document = { Version, Id, ...(Statement.length > 0 && { Statement }) };
    const json = JSON.stringify(document, undefined, 2);
    const id = createHash("sha256").update(json).digest().readUInt32BE().toString();
    return { ...args, id, json, minifiedJson: JSON.stringify(document) };
}

function merge(into: Document, text: string): void {
    try {
        mergeDocument(into, JSON.parse(text) as Document);
    } catch (error) {
        throw new Error(`a document to merge is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
}

/** A statement takes the place of one with its Sid. */
function mergeDocument(into: Document, { Version = "", Id, Statement = [] }: Document): void {
    if (Id) into.Id = Id;
    if (Version > (into.Version ?? "")) into.Version = Version;
    const statements = (into.Statement ??= []);
    for (const added of [Statement].flat()) {
        const at = added.Sid ? statements.findIndex(({ Sid }) => Sid === added.Sid) : -1;
        if (at < 0) statements.push(added);
        else statements[at] = added;
    }
}

/** Members in the order in which the provider writes them; what is not given is left out. */
function statement(given: Properties): Statement {
    const list = (name: string): string[] => (given[name] ?? []) as string[];
    const blocks = <T>(name: string): T[] => (given[name] ?? []) as T[];
    return {
        ...(given["sid"] ? { Sid: String(given["sid"]) } : {}),
        Effect: given["effect"] ?? "Allow",
        ...member("Action", asWritten(list("actions"))),
        ...member("NotAction", asWritten(list("notActions"))),
        ...member("Resource", asWritten(list("resources").map(variables))),
        ...member("NotResource", asWritten(list("notResources").map(variables))),
        ...member("Principal", principals(blocks("principals"))),
        ...member("NotPrincipal", principals(blocks("notPrincipals"))),
        ...member("Condition", conditions(blocks("conditions"))),
    };
}

function member(name: string, value: unknown): Properties {
    return value === undefined ? {} : { [name]: value };
}

function asWritten(values: string[]): string | string[] | undefined {
    const sorted = [...new Set(values)].sort().reverse();
    return sorted.length > 1 ? sorted : sorted[0];
}

function principals(given: Principals[]): unknown {
    if (given.length === 0) return undefined;
    const [only] = given;
    if (given.length === 1 && only?.type === "*" && only.identifiers.join() === "*") return "*";
    const byType: Record<string, string[]> = {};
    for (const { type, identifiers } of given)
        (byType[type] ??= []).push(...[asWritten(identifiers.map(variables)) ?? []].flat());
    return Object.fromEntries(
        Object.entries(byType)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([type, identifiers]) => [type, identifiers.length === 1 ? identifiers[0] : identifiers]),
    );
}

/** The order of a condition's values stays. */
function conditions(given: Condition[]): unknown {
    if (given.length === 0) return undefined;
    const byTest: Record<string, Record<string, string | string[]>> = {};
    for (const { test, variable, values } of given) {
        const variablesOfTest = (byTest[test] ??= {});
        const all = [variablesOfTest[variable] ?? [], values.map(variables)].flat();
        variablesOfTest[variable] = all.length === 1 ? String(all[0]) : all;
    }
    return byTest;
}

function variables(text: string): string {
    return text.replaceAll("&{", "${");
}
