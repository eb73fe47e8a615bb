import { type Deciding, type Policies } from "../cloud/iam/evaluation";

/** A statement that decided or nearly did, as it stands in its document. */
export interface QuotedStatement extends Deciding {
    /** The statement's or the grant's JSON. */
    readonly json: unknown;
}

/** Quotes statements from the documents that they were found in. */
export function quoted<S extends Deciding>(found: S, policies: Policies): S & QuotedStatement {
    return { ...found, json: jsonOf(found, policies) };
}

function jsonOf({ side, policy, statement }: Deciding, { identity, resource, grants }: Policies): unknown {
    if (side === "grant") return grants?.find(({ id }) => id === policy);
    const documents = side === "identity" ? identity.filter(({ name }) => name === policy) : resource ? [resource] : [];
    for (const { document } of documents) {
        const { Statement } = JSON.parse(document) as { Statement: { Sid?: string } | { Sid?: string }[] };
        const statements = Array.isArray(Statement) ? Statement : [Statement];
        const json = statements.find(({ Sid }, index) => (Sid || `statement ${String(index + 1)}`) === statement);
        if (json) return json;
    }
    return undefined;
}
