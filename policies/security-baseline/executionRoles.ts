import { type PolicyResource } from "@pulumi/policy";

import { concerning } from "../concerning";
import { type Document, documentsOf } from "../documents";
import { isAbsent, readLeaf, readList, readWhole } from "../reading";
import { dependencies, knownText, ofTypes, oncePerList, reference } from "../relations";
import { isMadeFromOutputs } from "./bucketConfigurations";

export const modelType = "aws:sagemaker/model:Model";

const roleTypes: ReadonlySet<string> = new Set(["aws:iam/role:Role"]);
const policyTypes: ReadonlySet<string> = new Set(["aws:iam/policy:Policy"]);
const inlineTypes: ReadonlySet<string> = new Set(["aws:iam/rolePolicy:RolePolicy"]);
const attachmentTypes: ReadonlySet<string> = new Set(["aws:iam/rolePolicyAttachment:RolePolicyAttachment"]);
const sharedAttachmentTypes: ReadonlySet<string> = new Set(["aws:iam/policyAttachment:PolicyAttachment"]);
const modelTypes: ReadonlySet<string> = new Set([modelType]);

/** A role that SageMaker takes for models of the stack. */
export interface ExecutionRole {
    role: PolicyResource;
    models: PolicyResource[];
    /** Its permissions, each with the resource that carries them. */
    documents: { carrier: PolicyResource; document: Document }[];
}

export interface ExecutionRoles {
    roles: ExecutionRole[];
    /** What has to be known before all roles and all their permissions can be told: `summaries.executionRoleArn`. */
    unknown: string[];
    /** What names no role; a sentence and how to mend it. */
    problems: { message: string; urn: string }[];
}

/** The execution roles of a stack, as far as its resources tell. A role from elsewhere is not among them. */
export function executionRoles(resources: readonly PolicyResource[]): ExecutionRoles {
    const roles = ofTypes(resources, roleTypes);
    const models = new Map<PolicyResource, PolicyResource[]>();
    const found: ExecutionRoles = { roles: [], unknown: [], problems: [] };
    for (const model of ofTypes(resources, modelTypes)) {
        const problem = noText(model, "executionRoleArn");
        if (problem !== undefined) found.problems.push({ message: problem, urn: model.urn });
        const { to, certain } = reference(model, ["executionRoleArn"], roles);
        if (!certain) found.unknown.push(`${model.name}.executionRoleArn`);
        else for (const role of to) models.set(role, (models.get(role) ?? []).concat(model));
    }
    for (const [role, own] of models) {
        const { documents, unknown } = permissionsOf(role, resources);
        found.roles.push({ role, models: own, documents });
        found.unknown.push(...unknown);
    }
    return found;
}

/** What a role may do, as far as resources of the stack say it. */
export interface Permissions {
    documents: ExecutionRole["documents"];
    /** What has to be known before all of them can be told. */
    unknown: string[];
    /** Whether it has policies that the stack only names, and does not make. */
    elsewhere: boolean;
}

/** A role's permissions, wherever the stack writes them: in the role, in policies of its own, in managed ones. */
export function permissionsOf(role: PolicyResource, resources: readonly PolicyResource[]): Permissions {
    const read = permissionsByRole(resources);
    const permissions = read.get(role) ?? together([inline(role), ...carriedByOthers(role, resources)]);
    read.set(role, permissions);
    return permissions;
}

/** One role publishes to many topics. */
const permissionsByRole = oncePerList(() => new Map<PolicyResource, Permissions>());

function together(all: readonly Permissions[]): Permissions {
    return {
        documents: all.flatMap(({ documents }) => documents),
        unknown: all.flatMap(({ unknown }) => unknown),
        elsewhere: all.some(({ elsewhere }) => elsewhere),
    };
}

function made(documents: ExecutionRole["documents"]): Permissions {
    return { documents, unknown: [], elsewhere: false };
}

function untold(...unknown: string[]): Permissions {
    return { documents: [], unknown, elsewhere: false };
}

/**
 * Policies in the role itself. Where the program gave none, the provider fills the list with whatever policies the role has, in a
 * preview with an unknown, and with an empty one for none.
 */
function inline(role: PolicyResource): Permissions {
    if (!isGiven(role, "inlinePolicies")) return made([]);
    // A preview leaves out blocks with unknown values in them (pulumi/pulumi#7854).
    const hidden =
        readList(role.props, ["inlinePolicies"]).state === "unverifiable" || isAbsent(role.props, ["inlinePolicies"]);
    if (hidden) return untold(`${role.name}.inlinePolicies`);
    const documents = documentsOf(role, "identity").filter(({ path }) => !isBlank(role, path));
    return made(documents.map((document) => ({ carrier: role, document })));
}

/** Whether a list stands there that a program wrote, or may have written. */
function isGiven(role: PolicyResource, list: string): boolean {
    if (isMadeFromOutputs(role, list)) return true;
    return !isAbsent(role.props, [list]) && readList(role.props, [list]).state !== "unverifiable";
}

function isBlank({ props }: PolicyResource, path: string): boolean {
    const [, index] = /^inlinePolicies\[(\d+)\]\.policy$/.exec(path) ?? [];
    const policy = index === undefined ? undefined : readWhole(props, ["inlinePolicies", Number(index), "policy"]);
    return policy?.state === "known" && policy.value === "";
}

/** Policies that are resources of their own: a role's, and managed ones of the stack that are attached to it. */
function carriedByOthers(role: PolicyResource, resources: readonly PolicyResource[]): Permissions[] {
    const policies = ofTypes(resources, policyTypes);
    const managed = (from: PolicyResource, { to, untold, elsewhere }: Named, property: string): Permissions => ({
        documents: to.flatMap(carriedBy),
        unknown: untold ? [`${from.name}.${property}`] : [],
        elsewhere,
    });
    const attached = (attachment: PolicyResource): Permissions =>
        managed(attachment, namedBy(attachment, "policyArn", policies), "policyArn");
    const { inline, attachments, sharedAttachments } = carriers(resources);
    return [
        ...inline(role, (policy) => made(carriedBy(policy))),
        ...attachments(role, attached),
        ...sharedAttachments(role, attached),
        // Where the program gave none, the provider fills this list in too.
        ...(isGiven(role, "managedPolicyArns")
            ? [managed(role, namedInList(role, "managedPolicyArns", policies), "managedPolicyArns")]
            : []),
    ];
}

/** What resources of one kind carry for a role: those that name it, and those of which it cannot be told. */
type Given = (role: PolicyResource, carried: (from: PolicyResource) => Permissions) => Permissions[];

const carriers = oncePerList((resources) => {
    const roles = ofTypes(resources, roleTypes);
    const given = (types: ReadonlySet<string>, property: string, names: typeof namedBy): Given => {
        const all = ofTypes(resources, types).map((from) => ({ from, ...names(from, property, roles) }));
        const concerningRole = concerning(
            all,
            ({ to }) => to,
            ({ untold }) => untold,
        );
        return (role, carried) =>
            concerningRole([role]).map(({ value: { from }, certain }) =>
                certain ? carried(from) : untold(`${from.name}.${property}`),
            );
    };
    return {
        inline: given(inlineTypes, "role", namedBy),
        attachments: given(attachmentTypes, "role", namedBy),
        sharedAttachments: given(sharedAttachmentTypes, "roles", namedInList),
    };
});

interface Named {
    to: PolicyResource[];
    /** It may name others as well, and which shows only once they are made. */
    untold: boolean;
    /** It names something that is none of the candidates. */
    elsewhere: boolean;
}

function namedBy(from: PolicyResource, property: string, candidates: readonly PolicyResource[]): Named {
    const { to, certain } = reference(from, [property], candidates);
    if (!certain) return { to: [], untold: true, elsewhere: false };
    return { to, untold: false, elsewhere: to.length === 0 && knownText(from, [property]) !== undefined };
}

/**
 * A list names all that it is made of. A preview leaves out lists with unknown values in them (pulumi/pulumi#7854); what they are
 * made of shows all the same.
 */
function namedInList(from: PolicyResource, list: string, candidates: readonly PolicyResource[]): Named {
    const reading = readList(from.props, [list]);
    const fromOutputs = isMadeFromOutputs(from, list);
    if (reading.state !== "set") {
        const to = dependencies(from, [list], candidates);
        return { to, untold: to.length === 0 && (fromOutputs || reading.state === "unverifiable"), elsewhere: false };
    }
    const references = Array.from({ length: reading.length }, (_, index) => reference(from, [list, index], candidates));
    return {
        to: [...new Set(references.flatMap(({ to }) => to))],
        untold: references.some(({ to, known }) => to.length === 0 && !known),
        elsewhere: references.some(({ to, known }) => to.length === 0 && known),
    };
}

function carriedBy(carrier: PolicyResource): ExecutionRole["documents"] {
    return documentsOf(carrier, "identity").map((document) => ({ carrier, document }));
}

function noText({ props }: PolicyResource, property: string): string | undefined {
    const value = readLeaf(props, [property]);
    const mend = `Set ${property} to the ARN of the role that SageMaker is to take.`;
    if (value.state === "missing") return `${value.because}. ${mend}`;
    const wrong = value.state === "set" && value.known && typeof value.value !== "string";
    return wrong ? `${property} is a ${typeof value.value}. ${mend}` : undefined;
}
