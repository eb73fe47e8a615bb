/** Fields of an ARN, each as written: `arn:partition:service:region:account:resource`. */
export interface ArnPattern {
    partition: string;
    service: string;
    region: string;
    account: string;
    /** All that follows; it may hold colons. */
    resource: string;
}

/** An ARN taken apart; undefined where the text is not one, as `*` is not. */
export function arnPattern(text: string): ArnPattern | undefined {
    const [arn, partition = "", service = "", region = "", account = "", ...resource] = text.split(":");
    if (arn !== "arn" || resource.length === 0) return undefined;
    return { partition, service, region, account, resource: resource.join(":") };
}

/** Whether a text stands for more than itself: by `*` and `?`, or by a policy variable such as `${aws:username}`. */
export function isOpen(text: string): boolean {
    return /[*?]|\$\{/.test(text);
}

/** Whether nothing in the text says what is meant: it is empty, or consists of wildcards. */
export function isBare(text: string): boolean {
    return /^[*?]*$/.test(text);
}

/**
 * Whether a pattern of a Resource can match an ARN of this service whose resource begins so: `iam`, `role/`. What stands before
 * the first wildcard has to fit; what stands behind it is taken to fit.
 */
export function mayMatch(pattern: string, service: string, resource = ""): boolean {
    const literal = /^(?:(?!\$\{)[^*?])*/.exec(pattern)?.[0] ?? "";
    const open = literal.length < pattern.length;
    const fields = literal.split(":");
    const wanted = ["arn", undefined, service, undefined, undefined];
    return [...wanted, resource].every((field, index) => {
        if (index >= fields.length) return open;
        const found = index < wanted.length ? String(fields[index]) : fields.slice(index).join(":");
        if (index === wanted.length) return found.startsWith(resource) || (open && resource.startsWith(found));
        const last = index === fields.length - 1;
        return field === undefined || found === field || (open && last && field.startsWith(found));
    });
}
