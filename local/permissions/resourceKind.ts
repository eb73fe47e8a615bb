import { dnsSuffix } from "../../contract/partition";
import { type Filling } from "./placeholders";

/** A kind of resource: what its statements are called, and how the resources of one stack are written for any stack. */
interface ResourceKind {
    readonly name: string;
    readonly service: string;
    /** Of the ARN's last part; what it captures, `written` is given. Names of the stack stand in it as `NAME`, `ACCOUNT`, `ENDPOINT`. */
    readonly pattern: string;
    readonly written: (...captured: string[]) => string;
}

/**
 * In the order in which statements stand in a document. What AWS or Pulumi chooses, such as a key's id, becomes the narrowest
 * pattern that holds whatever they choose.
 */
const kinds: readonly ResourceKind[] = [
    { name: "Buckets", service: "s3", pattern: "NAME-([a-z-]+)-ACCOUNT", written: (use) => `<name>-${use}-<account>` },
    {
        name: "Objects",
        service: "s3",
        pattern: "NAME-([a-z-]+)-ACCOUNT/([^/]+/)?.+",
        written: (use, folder = "") => `<name>-${use}-<account>/${folder}*`,
    },
    { name: "Keys", service: "kms", pattern: "key/[^/]+", written: () => "key/*" },
    { name: "KeyAlias", service: "kms", pattern: "alias/NAME", written: () => "alias/<name>" },
    { name: "Topics", service: "sns", pattern: "NAME-([a-z-]+)", written: (use) => `<name>-${use}` },
    { name: "Subscriptions", service: "sns", pattern: "NAME-([a-z-]+):[^:]+", written: (use) => `<name>-${use}:*` },
    { name: "Queues", service: "sqs", pattern: "NAME-([a-z-]+)", written: (use) => `<name>-${use}` },
    { name: "ExecutionRole", service: "iam", pattern: "role/NAME-execution", written: () => "role/<name>-execution" },
    { name: "CallerPolicy", service: "iam", pattern: "policy/NAME-caller", written: () => "policy/<name>-caller" },
    {
        name: "ServiceLinkedRole",
        service: "iam",
        pattern: "role/aws-service-role/([^/]+)/([^/]+)",
        written: (owner, role) => `role/aws-service-role/${owner}/${role}`,
    },
    {
        name: "Endpoint",
        service: "sagemaker",
        pattern: "endpoint/ENDPOINT",
        written: () => "endpoint/<endpoint-in-lower-case>",
    },
    {
        // Pulumi's name for the resource, a dash and seven hex digits.
        name: "EndpointConfigurations",
        service: "sagemaker",
        pattern: "endpoint-config/([a-z-]+)-[0-9a-f]{7}",
        written: (name) => `endpoint-config/${name}-*`,
    },
    {
        // Application Auto Scaling tries with a name that it makes up (local/cloud/applicationAutoScaling/furtherLeave.ts).
        name: "EndpointConfigurations",
        service: "sagemaker",
        pattern: "endpoint-config/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        written: () => "endpoint-config/*",
    },
    {
        name: "Models",
        service: "sagemaker",
        pattern: "model/([a-z-]+)-[0-9a-f]{7}",
        written: (name) => `model/${name}-*`,
    },
    {
        // Its id is Application Auto Scaling's own.
        name: "ScalableTarget",
        service: "application-autoscaling",
        pattern: "scalable-target/.+",
        written: () => "scalable-target/*",
    },
    { name: "Alarms", service: "cloudwatch", pattern: "alarm:NAME-([a-z-]+)", written: (use) => `alarm:<name>-${use}` },
    // It is for no alarm in particular that Application Auto Scaling tries.
    { name: "AnyAlarm", service: "cloudwatch", pattern: "alarm:\\*", written: () => "alarm:*" },
    {
        name: "TrackingAlarms",
        service: "cloudwatch",
        pattern: "alarm:TargetTracking-endpoint/ENDPOINT/.+",
        written: () => "alarm:TargetTracking-endpoint/<endpoint>/*",
    },
    {
        // No stream in particular.
        name: "LogGroup",
        service: "logs",
        pattern: "log-group:/aws/sagemaker/Endpoints/ENDPOINT:log-stream:",
        written: () => "log-group:/aws/sagemaker/Endpoints/<endpoint>:*",
    },
    {
        name: "TaggedLogGroup",
        service: "logs",
        pattern: "log-group:/aws/sagemaker/Endpoints/ENDPOINT",
        written: () => "log-group:/aws/sagemaker/Endpoints/<endpoint>",
    },
];

/** What the statement is called that has the actions which take no resource. */
export const withoutResource = "WithoutResource";

/** Names of all kinds, in the order of their statements. */
export const kindNames: readonly string[] = [...new Set(kinds.map(({ name }) => name)), withoutResource];

/** A resource of one stack, written so that it can be filled in for any. */
export interface Templated {
    readonly kind: string;
    readonly resource: string;
}

/**
 * @param resource an ARN of the stack's, or `*`
 * @throws Error when it is none of the stack's: no document should speak of it
 */
export function templated(resource: string, filling: Filling): Templated {
    if (resource === "*") return { kind: withoutResource, resource };
    const [, partition = "", service = "", region = "", account = "", ...rest] = resource.split(":");
    const foreign = new Error(`${resource} belongs to no resource of the stack ${filling.name}.`);
    if (partition !== filling.partition) throw foreign;
    if (![filling.region, ""].includes(region) || ![filling.accountId, ""].includes(account)) throw foreign;
    for (const { name, written, ...kind } of kinds) {
        if (kind.service !== service) continue;
        const match = new RegExp(`^${withNames(kind.pattern, filling)}$`).exec(rest.join(":"));
        if (!match) continue;
        const place = `${region && "<region>"}:${account && "<account>"}`;
        return { kind: name, resource: `arn:<partition>:${service}:${place}:${written(...match.slice(1))}` };
    }
    throw foreign;
}

/** A condition's value, written so that it can be filled in for any place. */
export function templatedValue(value: string, { partition, region }: Filling): string {
    const suffix = dnsSuffix(partition);
    const [, service] = new RegExp(`^([\\w-]+)\\.${escaped(region)}\\.${escaped(suffix)}$`).exec(value) ?? [];
    return service === undefined ? value : `${service}.<region>.<dns-suffix>`;
}

function withNames(pattern: string, { name, accountId, endpointName }: Filling): string {
    // SageMaker writes ARNs in lower case, CloudWatch Logs as the name is.
    const endpoint = `(?:${escaped(endpointName)}|${escaped(endpointName.toLowerCase())})`;
    return pattern.replace("NAME", escaped(name)).replace("ACCOUNT", accountId).replace("ENDPOINT", endpoint);
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
