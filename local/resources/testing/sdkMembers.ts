import * as applicationAutoScaling from "@aws-sdk/client-application-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as sageMaker from "@aws-sdk/client-sagemaker";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";

const clients: Readonly<Record<string, object>> = {
    "application-autoscaling": applicationAutoScaling,
    cloudwatch: cloudWatch,
    iam,
    kms,
    logs,
    s3,
    sagemaker: sageMaker,
    sns,
    sqs,
};

/** Paths in an operation's input that the AWS SDK does not know, and would leave out of the request without a word. */
export function unknownMembers(service: string, operation: string, input: unknown): string[] {
    const commands = clients[service] as Record<string, new (input: object) => { schema: unknown[] }>;
    const Command = commands[`${operation}Command`];
    if (!Command) return [`${service} has no ${operation}`];
    return strangers(new Command({}).schema[4], input, operation);
}

/** Schemas as Smithy's TypeScript runtime has them: [kind, namespace, name, traits, …]; 1 is a list, 2 a map, 3 a structure. */
function strangers(schema: unknown, value: unknown, path: string): string[] {
    const resolved = resolve(schema);
    if (!Array.isArray(resolved) || typeof value !== "object" || value === null) return [];
    if (resolved[0] === 1)
        return (value as unknown[]).flatMap((item, at) => strangers(resolved[4], item, `${path}[${at}]`));
    if (resolved[0] === 2)
        return Object.entries(value).flatMap(([key, item]) => strangers(resolved[5], item, `${path}.${key}`));
    if (resolved[0] !== 3) return [];
    const members = resolved[4] as string[];
    return Object.entries(value).flatMap(([name, item]) => {
        const at = members.indexOf(name);
        return at < 0 ? [`${path}.${name}`] : strangers((resolved[5] as unknown[])[at], item, `${path}.${name}`);
    });
}

/** Behind a function where schemas refer to each other, paired with traits where a member has some of its own. */
function resolve(schema: unknown): unknown {
    if (typeof schema === "function") return resolve((schema as () => unknown)());
    if (Array.isArray(schema) && schema.length === 2) return resolve(schema[0]);
    return schema;
}
