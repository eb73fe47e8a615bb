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
    const authorization = header(head, "authorization");
    const credential = /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(authorization ?? "")?.[1];
    const parts = (credential ?? head.query.get("X-Amz-Credential") ?? "").split("/");
    const [accessKeyId, , region, service] = parts.slice(-5);
    return accessKeyId && region !== undefined && service ? { accessKeyId, region, service } : undefined;
}
