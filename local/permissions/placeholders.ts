import { dnsSuffix } from "../../contract/partition";

/** Where a stack lives and what its names are made of: what a document with placeholders is filled in with. */
export interface Filling {
    /** `aws`, `aws-cn` or `aws-us-gov`. */
    readonly partition: string;
    readonly region: string;
    /** Twelve digits. */
    readonly accountId: string;
    /** `<project>-<stack>`, as it begins all names of the stack. */
    readonly name: string;
    readonly endpointName: string;
}

const values: Readonly<Record<string, (filling: Filling) => string>> = {
    partition: ({ partition }) => partition,
    region: ({ region }) => region,
    account: ({ accountId }) => accountId,
    name: ({ name }) => name,
    endpoint: ({ endpointName }) => endpointName,
    // SageMaker writes ARNs in lower case, whatever the name.
    "endpoint-in-lower-case": ({ endpointName }) => endpointName.toLowerCase(),
    "dns-suffix": ({ partition }) => dnsSuffix(partition),
};

export const placeholders = Object.keys(values).map((name) => `<${name}>`);

/**
 * A document's text with each placeholder replaced.
 *
 * @throws Error naming a placeholder that there is not
 */
export function filledIn(text: string, filling: Filling): string {
    return text.replace(/<([^<>]*)>/g, (placeholder, name: string) => {
        const value = values[name];
        if (!value) {
            throw new Error(`There is no placeholder ${placeholder}; there are ${placeholders.join(", ")}.`);
        }
        return value(filling);
    });
}
