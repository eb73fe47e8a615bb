import { metricNamespaces } from "../../contract/metrics";
import { dnsSuffix } from "../../contract/partition";
import { type Cloud } from "../cloud/cloud";
import { type Caller } from "../cloud/iam/principal";
import { type RequestKeys } from "./askedContext";
import { QuestionError } from "./questionError";

type Place = Pick<Cloud, "partition" | "region">;

/** Through which service a KMS key is used; `none`: by a call of KMS itself. */
export const viaNames = ["s3", "sns", "sqs", "sagemaker", "none"] as const;
export type Via = (typeof viaNames)[number];

/** What encrypts and decrypts; everything else about a key is asked of KMS itself. */
const usesKey = /^kms:(decrypt|encrypt|generatedatakey\w*|reencrypt\w+)$/;

/** @throws QuestionError where `via` says nothing about the action */
export function checkVia(action: string, via: Via | undefined): void {
    if (via === undefined || action.toLowerCase().startsWith("kms:")) return;
    throw new QuestionError(`--via says through which service a KMS key is used, and ${action} is no action of KMS.`);
}

/**
 * Condition keys that a real request for this action carries and that nobody gave. Unless `via` is given, a key is used through S3, by which everybody in
 * this program uses it, and a grant of it is made through SageMaker, for the instances' volumes; a service in its own name uses a key
 * directly, and says for which resource it acts.
 */
export function assumedKeys(action: string, { principal }: Caller, place: Place, via?: Via): RequestKeys {
    const name = action.toLowerCase();
    if (principal.kind === "service") {
        return { "aws:SourceArn": [principal.sourceArn], "aws:SourceAccount": [principal.sourceAccount] };
    }
    return { ...(via === undefined && viaKeys(action, usualVia(name), place)), ...keysOfAction(name) };
}

/** What a request for a key's use says that comes through a service. */
export function viaKeys(action: string, via: Via, { partition, region }: Place): RequestKeys {
    const makesGrant = action.toLowerCase() === "kms:creategrant";
    return {
        ...(via !== "none" && { "kms:ViaService": [`${via}.${region}.${dnsSuffix(partition)}`] }),
        ...(makesGrant && { "kms:GrantIsForAWSResource": [String(via !== "none")] }),
    };
}

function usualVia(action: string): Via {
    if (usesKey.test(action)) return "s3";
    return action === "kms:creategrant" ? "sagemaker" : "none";
}

/** AWS: Service Authorization Reference, condition keys of each action. */
function keysOfAction(action: string): RequestKeys {
    switch (action) {
        case "cloudwatch:putmetricdata":
            return { "cloudwatch:namespace": [metricNamespaces[0]] };
        case "iam:passrole":
            return { "iam:PassedToService": ["sagemaker.amazonaws.com"] };
        case "iam:createservicelinkedrole":
            return { "iam:AWSServiceName": ["sagemaker.application-autoscaling.amazonaws.com"] };
        case "application-autoscaling:registerscalabletarget":
        case "application-autoscaling:deregisterscalabletarget":
        case "application-autoscaling:putscalingpolicy":
        case "application-autoscaling:deletescalingpolicy":
            return {
                "application-autoscaling:service-namespace": ["sagemaker"],
                "application-autoscaling:scalable-dimension": ["sagemaker:variant:DesiredInstanceCount"],
            };
        default:
            return {};
    }
}
