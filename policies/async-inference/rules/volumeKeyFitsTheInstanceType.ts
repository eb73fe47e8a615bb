import { validateResourceOfType } from "@pulumi/policy";

import { hasLocalNvme, parseInstanceType } from "../../../contract/instanceTypes";
import { awsType } from "../../awsType";
import { deferUntilKnown } from "../../deferral";
import { isAbsent, type Path, readLeaf, written } from "../../reading";
import { type ResourceRule } from "../../rule";
import { endpointConfigurationType } from "../notificationTopic";
import { readLiteral, readVariants, writeInstanceType } from "../variants";

/** A key's ARN or its alias's, which is what the provider takes (aws.sagemaker.EndpointConfiguration, kmsKeyArn). */
const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)\/[a-zA-Z0-9/_-]+$/;

const writeKey = "Set kmsKeyArn to the ARN of a KMS key.";
const refuses = "CreateEndpointConfig refuses it, and hardware encrypts that volume";

/** Of two types the one whose storage is not what the program's own has. */
function ofTheOtherKind(withVolume: string, withNvme: string) {
    return (before: unknown): string => (hasLocalNvme(String(before)) ? withVolume : withNvme);
}

/**
 * CreateEndpointConfig fails with a KmsKeyId when any variant's type has local NVMe storage, which hardware encrypts (AWS:
 * SageMaker API Reference, CreateEndpointConfig, KmsKeyId). Comparable rules demand a key for every configuration, and so for
 * GPU types what cannot be deployed.
 */
export const volumeKeyFitsTheInstanceType: ResourceRule = {
    name: "volume-key-fits-the-instance-type",
    description:
        "An async endpoint's configuration must name a volume key exactly where no instance type has local NVMe storage; otherwise articles lie on a volume without the stack's key, or it cannot be made at all.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Set kmsKeyArn for types with an EBS volume; leave kmsKeyArn and volumeSizeInGb out for types with local NVMe storage, such as ml.g4dn.",
    evidence: "values",
    required: true,
    guards: [
        { type: endpointConfigurationType, path: "productionVariants" },
        { type: endpointConfigurationType, path: "productionVariants[*]" },
        {
            type: endpointConfigurationType,
            path: "productionVariants[*].instanceType",
            bad: [
                "m5.xlarge",
                ofTheOtherKind("ml.m5.xlarge", "ml.g4dn.xlarge"),
                ofTheOtherKind("ml.p3.2xlarge", "ml.p4d.24xlarge"),
            ],
        },
        {
            type: endpointConfigurationType,
            path: "kmsKeyArn",
            spares: ["unknown"],
            bad: ["summaries", " ", "arn:aws:s3:::summaries"],
        },
    ],
    peers: ["CKV_AWS_98", "cfn-nag W1200", "cdk-nag EndpointConfigurationKMSKeyConfigured"],
    validateResource: validateResourceOfType(awsType(endpointConfigurationType), (_, args, report) => {
        const { props } = args;
        if (isAbsent(props, ["asyncInferenceConfig"])) return;
        const { paths = [], problem } = readVariants(props);
        const problems = problem === undefined ? [] : [problem];
        const withNvme: Path[] = [];
        for (const path of paths) {
            const at = [...path, "instanceType"];
            const { text, problem: unread } = readLiteral(props, at, writeInstanceType);
            const type = text === undefined ? undefined : parseInstanceType(text);
            if (unread !== undefined) problems.push(unread);
            else if (!type) problems.push(`${written(at)} is no hosting instance type. ${writeInstanceType}`);
            else if (type.localNvme) withNvme.push(path);
        }
        for (const found of problems) report(found);
        for (const path of withNvme) {
            const size = [...path, "volumeSizeInGb"];
            if (!isAbsent(props, size)) {
                report(`${written(size)} is set for a type with local NVMe storage. Remove it: ${refuses}.`);
            }
        }
        const [first] = withNvme;
        if (first) {
            if (isAbsent(props, ["kmsKeyArn"])) return;
            report(
                `kmsKeyArn is set, but ${written([...first, "instanceType"])} has local NVMe storage. Remove it: ${refuses}.`,
            );
        } else if (problems.length === 0) {
            const key = readLeaf(props, ["kmsKeyArn"]);
            if (key.state !== "set") report(`${key.because}. ${writeKey}`);
            else if (!key.known) deferUntilKnown(args, ["kmsKeyArn"]);
            else if (typeof key.value !== "string" || !keyArn.test(key.value)) {
                report(`kmsKeyArn is not the ARN of a KMS key. ${writeKey}`);
            }
        }
    }),
};
