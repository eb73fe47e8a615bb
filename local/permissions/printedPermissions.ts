import { loadProject } from "../../contract/project";
import { documentNames, type DocumentName, filledDocument, fillingOf, holders } from "./documents";
import { type PolicyDocument } from "./minimalPolicy";
import { type Filling } from "./placeholders";

/** For which stack permissions are printed. */
export interface PrintOptions {
    stack: string;
    account?: string;
    /** Default: that of the stack's configuration. */
    region?: string;
    partition: string;
}

/** Bad input: one sentence, and nothing was done. */
export class UsageError extends Error {}

/** Whom, or which document, `--print` takes. */
export const printable = [...new Set([...Object.keys(holders), ...documentNames])].join(", ");

/**
 * All documents of somebody, by names for them, since IAM takes each as a policy of its own; or one document.
 *
 * @param root folder of the project
 * @throws UsageError, ProjectError or SettingsError for bad input
 */
export function printedPermissions(
    name: string,
    options: PrintOptions,
    root: string,
): PolicyDocument | Record<string, PolicyDocument> {
    const filling = fillingFor(options, root);
    if (isHolder(name)) {
        return Object.fromEntries(
            holders[name].map((document) => [`${filling.name}-${document}`, filledDocument(document, filling)]),
        );
    }
    if (isDocument(name)) return filledDocument(name, filling);
    throw new UsageError(`There is no document and nobody called "${name}": it can be ${printable}.`);
}

function fillingFor({ stack, account, region, partition }: PrintOptions, root: string): Filling {
    if (account === undefined) throw new UsageError("--account is missing: whose stack is it?");
    if (!/^\d{12}$/.test(account)) throw new UsageError(`--account must have twelve digits, not be "${account}".`);
    if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
        throw new UsageError(`--region must be a region such as eu-west-1, not "${region}".`);
    }
    if (!["aws", "aws-cn", "aws-us-gov"].includes(partition)) {
        throw new UsageError(`--partition must be aws, aws-cn or aws-us-gov, not "${partition}".`);
    }
    const filling = fillingOf(loadProject(root, stack), { partition, accountId: account });
    return region === undefined ? filling : { ...filling, region };
}

function isDocument(name: string): name is DocumentName {
    return (documentNames as readonly string[]).includes(name);
}

function isHolder(name: string): name is keyof typeof holders {
    return Object.hasOwn(holders, name);
}
