import { createHash } from "node:crypto";

import { type Created, type Properties, unknown } from "../resources/resource";
import { type Place } from "./invokes";

/** What there is to invent outputs from. */
interface Source extends Place {
    inputs: Properties;
    /** What AWS calls it. */
    name: string;
    /** Of a resource that exists already. */
    id?: string;
    /** As many hex digits as AWS would choose at random; the same in every run. */
    digits(count: number): string;
    /** `arn:<partition>:<service>:<region>:<account>:<resource>` */
    arn(service: string, resource: string): string;
    /** The same for services without regions. */
    global(service: string, resource: string): string;
}

interface Invention {
    arn?: string;
    /** Default: the name. */
    id?: string;
    /** Others that programs read. */
    outputs?: Properties;
}

const uuid = (hex: string): string =>
    [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");

const identity =
    (kind: string) =>
    ({ inputs, name, global }: Source): Invention => ({
        arn: global("iam", `${kind}${text(inputs["path"], "/")}${name}`),
    });

const sageMaker =
    (kind: string) =>
    ({ name, arn }: Source): Invention => ({
        // SageMaker writes ARNs in lower case, whatever the name.
        arn: arn("sagemaker", `${kind}/${name.toLowerCase()}`),
    });

const ec2 =
    (kind: string, prefix: string) =>
    ({ arn, digits, ...known }: Source): Invention => {
        const id = known.id ?? `${prefix}-${digits(17)}`;
        return { id, arn: arn("ec2", `${kind}/${id}`) };
    };

const bucket = ({ name, partition, region }: Source): Invention => ({
    arn: `arn:${partition}:s3:::${name}`,
    outputs: {
        bucketDomainName: `${name}.s3.${dnsSuffix(partition)}`,
        bucketRegionalDomainName: `${name}.s3.${region}.${dnsSuffix(partition)}`,
    },
});

/** Resource types whose ARN or id is not of the general form (AWS: Service Authorization Reference, resource types of each service). */
const inventions: Readonly<Record<string, (source: Source) => Invention>> = {
    "aws:appautoscaling/policy:Policy": ({ inputs, name, arn, digits }) => {
        const { serviceNamespace, resourceId } = inputs;
        const place = `resource/${String(serviceNamespace)}/${String(resourceId)}`;
        return { arn: arn("autoscaling", `scalingPolicy:${uuid(digits(32))}:${place}:policyName/${name}`) };
    },
    "aws:appautoscaling/target:Target": ({ inputs, arn, digits }) => ({
        id: text(inputs["resourceId"], unknown),
        arn: arn("application-autoscaling", `scalable-target/${digits(32)}`),
    }),
    "aws:cloudwatch/eventRule:EventRule": ({ name, arn }) => ({ arn: arn("events", `rule/${name}`) }),
    "aws:cloudwatch/logGroup:LogGroup": ({ name, arn }) => ({ arn: arn("logs", `log-group:${name}`) }),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ({ name, arn }) => ({ arn: arn("cloudwatch", `alarm:${name}`) }),
    "aws:ec2/instance:Instance": ec2("instance", "i"),
    "aws:ec2/internetGateway:InternetGateway": ec2("internet-gateway", "igw"),
    "aws:ec2/routeTable:RouteTable": ec2("route-table", "rtb"),
    "aws:ec2/securityGroup:SecurityGroup": ec2("security-group", "sg"),
    "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
    "aws:ec2/vpc:Vpc": ec2("vpc", "vpc"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpc-endpoint", "vpce"),
    "aws:ecr/repository:Repository": ({ name, arn, accountId, region, partition }) => ({
        arn: arn("ecr", `repository/${name}`),
        outputs: {
            repositoryUrl: `${accountId}.dkr.ecr.${region}.${dnsSuffix(partition)}/${name}`,
            registryId: accountId,
        },
    }),
    "aws:iam/group:Group": identity("group"),
    "aws:iam/instanceProfile:InstanceProfile": identity("instance-profile"),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ({ inputs, global }) => {
        const arn = global("iam", `oidc-provider/${text(inputs["url"], "").replace(/^https:\/\//, "")}`);
        return { id: arn, arn };
    },
    "aws:iam/policy:Policy": (source) => {
        const { arn = "" } = identity("policy")(source);
        return { id: arn, arn };
    },
    "aws:iam/role:Role": identity("role"),
    "aws:iam/rolePolicy:RolePolicy": ({ inputs, name }) => ({ id: `${String(inputs["role"])}:${name}` }),
    "aws:iam/user:User": identity("user"),
    "aws:kms/alias:Alias": ({ inputs, name, arn }) => {
        const key = text(inputs["targetKeyId"], "");
        return {
            arn: arn("kms", name),
            outputs: { targetKeyArn: key.startsWith("arn:") ? key : arn("kms", `key/${key}`) },
        };
    },
    "aws:kms/key:Key": ({ arn, digits }) => {
        const keyId = uuid(digits(32));
        return { id: keyId, arn: arn("kms", `key/${keyId}`), outputs: { keyId } };
    },
    "aws:lambda/function:Function": ({ name, arn, region, partition }) => {
        const own = arn("lambda", `function:${name}`);
        const path = `path/2015-03-31/functions/${own}/invocations`;
        return {
            arn: own,
            outputs: {
                qualifiedArn: `${own}:1`,
                version: "1",
                invokeArn: `arn:${partition}:apigateway:${region}:lambda:${path}`,
            },
        };
    },
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketV2:BucketV2": bucket,
    "aws:sagemaker/endpoint:Endpoint": sageMaker("endpoint"),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": sageMaker("endpoint-config"),
    "aws:sagemaker/model:Model": sageMaker("model"),
    "aws:secretsmanager/secret:Secret": ({ name, arn, digits }) => {
        const own = arn("secretsmanager", `secret:${name}-${digits(6)}`);
        return { id: own, arn: own };
    },
    "aws:sns/topic:Topic": ({ name, arn, accountId }) => ({
        id: arn("sns", name),
        arn: arn("sns", name),
        outputs: { owner: accountId },
    }),
    "aws:sns/topicPolicy:TopicPolicy": ({ inputs, accountId }) => ({
        id: text(inputs["arn"], unknown),
        arn: text(inputs["arn"], unknown),
        outputs: { owner: accountId },
    }),
    "aws:sns/topicSubscription:TopicSubscription": ({ inputs, digits }) => {
        const arn = `${String(inputs["topic"])}:${uuid(digits(32))}`;
        return { id: arn, arn };
    },
    "aws:sqs/queue:Queue": ({ name, arn, accountId, region, partition }) => {
        const url = `https://sqs.${region}.${dnsSuffix(partition)}/${accountId}/${name}`;
        return { id: url, arn: arn("sqs", name), outputs: { url } };
    },
    "aws:sqs/queuePolicy:QueuePolicy": ({ inputs }) => ({ id: text(inputs["queueUrl"], unknown) }),
    "aws:ssm/parameter:Parameter": ({ name, arn }) => ({ arn: arn("ssm", `parameter/${name.replace(/^\//, "")}`) }),
};

/** Inputs by which AWS takes a resource's name, in the order in which they are looked for. */
const nameInputs = [
    "name",
    "bucket",
    "functionName",
    "clusterName",
    "identifier",
    "clusterIdentifier",
    "domain",
    "family",
];

/** What is known of a resource before outputs are invented. */
export interface Known {
    urn: string;
    inputs: Properties;
    /** Its physical name where the inputs give none. */
    automatic: string;
    /** Of a resource that exists already. */
    id?: string;
}

/**
 * A resource as AWS would make it, without AWS: the inputs, an id, an ARN and what else programs often read. The same for the same
 * type, name and inputs. In general the id is the name, and the ARN `arn:aws:<service>:<region>:<account>:<kind>/<name>`.
 *
 * @returns undefined where the name is an output that is not known
 */
export function inventedOutputs(type: string, known: Known, place: Place): Created | undefined {
    const { urn, inputs, automatic, id: given } = known;
    const [, module = "", kind = ""] = /^[^:]+:([^/:]+)[^:]*:(\w+)$/.exec(type) ?? [];
    const { partition, region, accountId } = place;
    const called = nameInputs.map((input) => inputs[input]).find((value) => typeof value === "string" && value !== "");
    const name = String(called ?? automatic);
    if (name === unknown) return undefined;
    const own = kind.charAt(0).toLowerCase() + kind.slice(1);
    const arn = (service: string, resource: string): string =>
        `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
    const invention = inventions[type]?.({
        ...place,
        inputs,
        name,
        ...(given !== undefined && { id: given }),
        digits: (count) => createHash("sha256").update(urn).digest("hex").slice(0, count),
        arn,
        global: (service, resource) => `arn:${partition}:${service}::${accountId}:${resource}`,
    });
    const outputs: Properties = {
        name,
        arn: arn(module, `${own}/${name}`),
        ...(invention?.arn !== undefined && { arn: invention.arn }),
        ...(given?.startsWith("arn:") && { arn: given }),
        ...inputs,
        region,
        tagsAll: inputs["tags"] ?? {},
        ...invention?.outputs,
    };
    const id = invention?.id ?? name;
    // A text that is made of an unknown, such as an ARN, is unknown as a whole; so is an id that is left out. An input is what it is.
    const kept = Object.entries(outputs).filter(
        ([key, value]) => key in inputs || typeof value !== "string" || !value.includes(unknown),
    );
    return { id: id.includes(unknown) ? "" : id, outputs: Object.fromEntries(kept) };
}

function text(value: unknown, otherwise: string): string {
    return typeof value === "string" ? value : otherwise;
}

function dnsSuffix(partition: string): string {
    return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
