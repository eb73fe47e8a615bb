import { arnPattern, isBare, isOpen } from "../../arnPattern";
import { demandsItsValues, operatorOf } from "../../conditions";
import { typesWith } from "../../documents";
import { type Condition, type Statement } from "../../policyDocument";
import { isAbsent } from "../../reading";
import { type ResourceRule } from "../../rule";
import { judgeStatements } from "../statements";

const types = typesWith("trust");

/**
 * Keys by which a service says for whom it acts (AWS: IAM User Guide, "The confused deputy problem", cross-service prevention).
 * A bucket's ARN has no account, but its name is nobody else's.
 */
const sourceKeys: Readonly<Record<string, (value: string) => boolean>> = {
    "aws:sourceaccount": (value) => value !== "" && !isOpen(value),
    "aws:sourceorgid": (value) => value !== "" && !isOpen(value),
    "aws:sourceorgpaths": (value) => /^o-[a-z0-9]+\//.test(value),
    "aws:sourcearn": (value) => {
        const { service, account = "", resource = "" } = arnPattern(value) ?? {};
        return (account !== "" && !isOpen(account)) || (service === "s3" && !isBare(resource));
    },
};

/**
 * Services that assume a role without saying for whom: EC2 for an instance profile, Lambda for a function's role. Inferred:
 * AWS documents these keys service by service, and for these two it documents none.
 */
const withoutSource = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn", "lambda.amazonaws.com", "edgelambda.amazonaws.com"];

const sageMaker = "sagemaker.amazonaws.com";
/** Of one account; a region may be left open. */
const everySageMakerArn = /^arn:aws[a-z-]*:sagemaker:(\*|[a-z0-9-]+):[0-9]{12}:\*$/;

export const serviceTrustNamesItsSource: ResourceRule = {
    name: "service-trust-names-its-source",
    description:
        "A role that an AWS service may assume must say for which account; otherwise another customer of that service can have it act with this role's rights.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Add a condition StringEquals aws:SourceAccount to each statement that trusts a service; for SageMaker, aws:SourceArn may only be arn:<partition>:sagemaker:<region>:<account>:*.",
    evidence: "documents",
    required: false,
    guards: types.map((type) => ({ type, path: "assumeRolePolicy", spares: ["unknown"], bad: [] })),
    peers: ["Prowler confused deputy"],
    parameters: {
        servicesWithoutSource: {
            type: "array",
            items: { type: "string" },
            description: "Services that do not say for whom they assume a role.",
            default: withoutSource,
        },
    },
    validateResource: (args, report) => {
        const { type, props, getConfig } = args;
        if (!types.includes(type)) args.notApplicable("Concerns IAM roles");
        const { servicesWithoutSource } = getConfig<{ servicesWithoutSource: string[] }>();
        if (isAbsent(props, ["assumeRolePolicy"]))
            report("assumeRolePolicy is not set. Write who may assume the role.");
        judgeStatements(args, report, ["trust"], (statement) =>
            problemsWith(statement, servicesWithoutSource).map((problem) => `${statement.label} ${problem}`),
        );
    },
};

function problemsWith({ effect, principals, conditions }: Statement, servicesWithoutSource: string[]): string[] {
    if (effect !== "Allow" || !principals || principals.negated) return [];
    const services = principals.entries.flatMap(({ kind, value }) => (kind === "Service" ? [value] : []));
    const named = services.filter((service) => !servicesWithoutSource.includes(service));
    const broken = services.includes(sageMaker) ? conditions.flatMap(brokenForSageMaker) : [];
    if (named.length === 0 || conditions.some(saysForWhom)) return broken;
    return [
        ...broken,
        `trusts ${named.join(", ")} on behalf of any account. ` +
            "Add StringEquals aws:SourceAccount with this account's number.",
    ];
}

function saysForWhom(condition: Condition): boolean {
    const names = sourceKeys[condition.key];
    return names !== undefined && demandsItsValues(condition) && condition.values.every(names);
}

/**
 * For asynchronous inference SageMaker assumes the role as a service and not as one model or endpoint: a narrower ARN breaks
 * it (AWS: SageMaker Developer Guide, "Cross-service confused deputy prevention").
 */
function brokenForSageMaker(condition: Condition): string[] {
    if (condition.key !== "aws:sourcearn") return [];
    const asWritten = operatorOf(condition).name.startsWith("stringequals");
    const wrong = condition.values.filter((value) => asWritten || !everySageMakerArn.test(value));
    return wrong.map(
        (value) =>
            `has ${condition.operator} aws:SourceArn ${value}, with which an asynchronous endpoint does not work. ` +
            "Write ArnLike and arn:<partition>:sagemaker:<region>:<account>:*.",
    );
}
