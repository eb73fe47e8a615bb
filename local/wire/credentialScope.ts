import { header, type RequestHead } from "./exchange";

/** What a signature says of a request before it is verified: enough to know which service it is for. */
export interface CredentialScope {
    readonly accessKeyId: string;
    readonly region: string;
    /** The signing name, e.g. `monitoring` for CloudWatch. */
    readonly service: string;
}

/**
 * Scope of a signed request: from its Authorization header, or from the query of a presigned URL.
 *
 * @returns undefined for an anonymous request
 */
export function credentialScope(head: RequestHead): CredentialScope | undefined {
    const { scheme, parameters } = authorizationOf(header(head, "authorization") ?? "");
    const credential = scheme.startsWith("AWS4-") ? parameters.get("Credential") : undefined;
    const parts = (credential ?? head.query.get("X-Amz-Credential") ?? "").split("/");
    const [accessKeyId, , region, service] = parts.slice(-5);
    return accessKeyId && region !== undefined && service ? { accessKeyId, region, service } : undefined;
}

/** What a header `Authorization` says: read in one way, so that a request goes to the service whose scope is verified. */
export function authorizationOf(header: string): { scheme: string; parameters: ReadonlyMap<string, string> } {
    const [, scheme = "", rest = ""] = /^\s*(\S*)\s*(.*)$/s.exec(header) ?? [];
    const parameters = rest.split(",").map((part) => {
        const [name = "", ...value] = part.trim().split("=");
        return [name, value.join("=")] as const;
    });
    return { scheme, parameters: new Map(parameters) };
}
