import { AwsError } from "../cloud/awsError";
import { awsJson, type JsonService, requestEntityTooLarge } from "./awsJson";
import { awsQuery } from "./awsQuery";
import { credentialScope } from "./credentialScope";
import { header, type Protocol, type RequestHead } from "./exchange";
import { applicationAutoScaling, cloudWatch, cloudWatchLogs, kms, sageMaker, sqs } from "./jsonServices";
import { sageMakerRuntime } from "./restJson";
import { s3 } from "./s3";

/** Services of JSON protocols by their signing names. */
const jsonServices: Readonly<Record<string, JsonService>> = {
    "application-autoscaling": applicationAutoScaling,
    kms,
    logs: cloudWatchLogs,
    monitoring: cloudWatch,
    sagemaker: sageMaker,
    sqs,
};
const queryServices = new Set(["iam", "monitoring", "sns", "sqs", "sts"]);

/** Which protocol a request speaks: by the service it was signed for; an unsigned one by its looks. */
export function route(head: RequestHead): Protocol {
    const service = credentialScope(head)?.service ?? guessedService(head);
    const target = header(head, "x-amz-target");
    if (service === "s3") return s3;
    if (service === "sagemaker" && target === undefined) return sageMakerRuntime;
    // CloudWatch alone may be asked in CBOR, by versions of the AWS CLI.
    if (header(head, "smithy-protocol") !== undefined) return unknownService(`${service} (RPC v2 CBOR protocol)`);
    const json = Object.hasOwn(jsonServices, service) ? jsonServices[service] : undefined;
    if (json && (target !== undefined || !queryServices.has(service))) return awsJson(json);
    if (queryServices.has(service)) return awsQuery;
    return unknownService(service);
}

/** A form is Query, a target names its service, a runtime path is SageMaker's; all else is S3, as on AWS the only service for everyone. */
function guessedService(head: RequestHead): string {
    const target = header(head, "x-amz-target");
    if (target !== undefined) {
        const prefix = target.replace(/\.\w*$/, "");
        const [name] = Object.entries(jsonServices).find(([, json]) => json.target === prefix) ?? [];
        return name ?? prefix;
    }
    if (head.path.startsWith("/endpoints/")) return "sagemaker";
    return header(head, "content-type")?.startsWith("application/x-www-form-urlencoded") ? "sts" : "s3";
}

function unknownService(service: string): Protocol {
    return {
        maximumBodyBytes: 8 * 1024 * 1024,
        tooLarge: requestEntityTooLarge,
        serve(_cloud, request) {
            const form = new URLSearchParams(request.body.toString("utf8"));
            const operation =
                header(request, "x-amz-target")?.split(".").at(-1) ??
                form.get("Action") ??
                /\/operation\/(\w+)$/.exec(request.path)?.[1] ??
                `${request.method} ${request.path}`;
            const message = `The laptop AWS does not implement ${service} ${operation}.`;
            return Promise.reject(new AwsError("NotImplemented", message, 501));
        },
        refusal: plainRefusal,
    };
}

/** An error before, or outside, any protocol: JSON with its type in a header, which most clients understand. */
export function plainRefusal(error: AwsError): ReturnType<Protocol["refusal"]> {
    return {
        status: error.statusCode,
        headers: { "content-type": "application/json", "x-amzn-errortype": error.code },
        body: JSON.stringify({ __type: error.code, message: error.message }),
    };
}
