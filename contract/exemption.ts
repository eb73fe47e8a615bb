/** One finding that is accepted for a while. */
export interface Exemption {
    /** `<type token>::<name>`, the last two parts of the resource's URN, such as `aws:sqs/queue:Queue::smoke`. */
    resource: string;
    /** Why, for whoever reads it later. */
    reason: string;
    /** Last day on which it holds, in UTC: `2027-01-31`. */
    expires: string;
}

/** JSON schema of a rule's `exemptions` in a policy pack's configuration. */
export const exemptionsSchema = {
    type: "array" as const,
    description: "Findings that are accepted for a while, with a reason and the last day.",
    items: {
        type: "object" as const,
        properties: {
            resource: { type: "string" as const, pattern: "^[^:]+:[^:]+:[^:]+::.+$" },
            reason: { type: "string" as const, minLength: 10 },
            expires: { type: "string" as const, pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" },
        },
        required: ["resource", "reason", "expires"],
        additionalProperties: false,
    },
    default: [],
};

/** Whether the exemption is for this resource. */
export function concerns({ resource }: Exemption, urn: string): boolean {
    const [types = "", ...name] = urn.split("::").slice(2);
    return resource === `${types.slice(types.lastIndexOf("$") + 1)}::${name.join("::")}`;
}

/** Whether its last day, in UTC, is over. What is no date has expired. */
export function hasExpired({ expires }: Exemption, now: Date): boolean {
    const end = Date.parse(`${expires}T00:00:00Z`) + 24 * 60 * 60 * 1000;
    return !(now.getTime() < end);
}

export function exempts(exemption: Exemption, urn: string, now: Date): boolean {
    return concerns(exemption, urn) && !hasExpired(exemption, now);
}
