import { isBare, isOpen } from "../../arnPattern";
import { demandsItsValues } from "../../conditions";
import { typesWith } from "../../documents";
import { type Condition, covers, type Statement } from "../../policyDocument";
import { type ResourceRule } from "../../rule";
import { breadth, picksResources } from "../everyResource";
import { identityGuards, judgeStatements } from "../statements";

interface Parameters {
    wholeServices: string[];
    actionsOnEveryResource: string[];
}

const types = new Set(typesWith("identity"));

/** cloudwatch:PutMetricData takes no resource; this is what can be narrowed (AWS: Service Authorization Reference, CloudWatch). */
const metricNamespace = "cloudwatch:namespace";

export const iamGrantsAreNarrow: ResourceRule = {
    name: "iam-grants-are-narrow",
    description:
        "A role's permissions must name actions and resources; otherwise whoever gets hold of it gets hold of the whole account.",
    severity: "critical",
    enforcementLevel: "mandatory",
    remediationSteps:
        'List actions instead of "*" and "service:*", and name resources by ARN; "*" only for actions that take no resource.',
    evidence: "documents",
    required: true,
    guards: identityGuards,
    peers: [
        "Security Hub IAM.1",
        "Security Hub IAM.21",
        "CKV_AWS_62",
        "CKV_AWS_63",
        "CKV_AWS_290",
        "CKV_AWS_355",
        "cdk-nag IAM5",
    ],
    parameters: {
        wholeServices: {
            type: "array",
            items: { type: "string", pattern: "^[a-z0-9-]+$" },
            description: "Services all of whose actions may be allowed at once, by the prefix of their actions.",
            default: [],
        },
        actionsOnEveryResource: {
            type: "array",
            items: { type: "string", pattern: "^[a-z0-9-]+:[A-Za-z]+[*]?$" },
            description:
                "Actions that may be allowed on every resource; a * at the end stands for the rest of a name. " +
                "The default are actions that take no resource.",
            default: [
                "application-autoscaling:Describe*",
                "cloudwatch:GetMetricData",
                "cloudwatch:GetMetricStatistics",
                "cloudwatch:ListMetrics",
                "ec2:Describe*",
                "ecr:GetAuthorizationToken",
                "kms:ListAliases",
                "kms:ListKeys",
                "logs:DescribeLogGroups",
                "s3:ListAllMyBuckets",
                "sts:GetCallerIdentity",
                "xray:GetSamplingRules",
                "xray:GetSamplingStatisticSummaries",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
        },
    },
    validateResource: (args, report) => {
        if (!types.has(args.type)) args.notApplicable("Concerns policies of roles, users and groups");
        const parameters = args.getConfig<Parameters>();
        judgeStatements(args, report, ["identity"], (statement) => breadths(statement, parameters));
    },
};

/** Says what a statement allows without naming it, one sentence each and how to mend it. */
function breadths(statement: Statement, parameters: Parameters): string[] {
    const { effect, label, actions, resources, conditions } = statement;
    if (effect === "Deny") return [];
    if (actions.negated) {
        return [`${label} allows all actions but some, also those that AWS adds later. List the actions in Action.`];
    }
    const problems = actions.values.flatMap((action) => {
        const wide = wideness(action, parameters);
        return wide === undefined
            ? []
            : [`${label} allows ${JSON.stringify(action)}, ${wide}. List the actions that it needs.`];
    });
    if (!resources) return [...problems, `${label} names no resource. Name them in Resource.`];
    if (resources.negated) {
        return [...problems, `${label} allows its actions on all resources but some. Name the resources in Resource.`];
    }
    const naming = actions.values.filter(
        (action) => wideness(action, parameters) === undefined && !needsNoName(action, conditions, parameters),
    );
    if (naming.length === 0) return problems;
    const hint = naming.some(putsMetrics) ? `Name the resources, or demand ${metricNamespace}.` : "Name the resources.";
    const picked = conditions.some(picksResources);
    const broad = resources.values.filter(
        (pattern) => breadth(pattern) === "every" || (breadth(pattern) === "kind" && !picked),
    );
    return [
        ...problems,
        ...broad.map(
            (pattern) =>
                `${label} allows ${naming.join(", ")} on ${JSON.stringify(pattern)}, which names none. ${hint}`,
        ),
    ];
}

/** What an action stands for that is more than actions of one service by parts of their names. */
function wideness(action: string, { wholeServices }: Parameters): string | undefined {
    const [service = "", name = ""] = action.toLowerCase().split(":");
    if (isBare(service)) return "which is actions of every service";
    if (isOpen(service)) return "which is actions of several services";
    return isBare(name) && !wholeServices.includes(service) ? "which is every action of a service" : undefined;
}

function needsNoName(
    action: string,
    conditions: readonly Condition[],
    { actionsOnEveryResource }: Parameters,
): boolean {
    // An allowed pattern covers the text of an action's pattern only where it covers all that this stands for.
    if (actionsOnEveryResource.some((allowed) => covers(allowed, action, { anyCase: true }))) return true;
    return (
        putsMetrics(action) &&
        conditions.some(
            (condition) =>
                condition.key === metricNamespace &&
                demandsItsValues(condition) &&
                condition.values.every((value) => !isBare(value)),
        )
    );
}

function putsMetrics(action: string): boolean {
    return action.toLowerCase() === "cloudwatch:putmetricdata";
}
