/** One statement of an IAM, key, bucket, topic or queue policy, spelled as AWS spells it. */
export interface Statement {
    Sid: string;
    Effect: "Allow" | "Deny";
    /** Only in policies of a resource. */
    Principal?: "*" | { AWS: string } | { Service: string };
    Action: string | string[];
    Resource?: string | string[];
    Condition?: Record<string, Record<string, string | string[]>>;
}

/**
 * A policy document as JSON. Its parts are plain strings, so that the whole document is known in the first preview and
 * policy packs can read it there.
 */
export function policyDocument(...statements: Statement[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Refuses whatever does not come over TLS. */
export function denyInsecureTransport(action: string, resource: string | string[]): Statement {
    return {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
}
