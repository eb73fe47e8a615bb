import { AwsError } from "../cloud/awsError";
import { type ServiceName } from "../cloud/context";
import { notImplemented, requestEntityTooLarge } from "./awsJson";
import { credentialScope } from "./credentialScope";
import { type Protocol, type WireRequest } from "./exchange";
import { queryInput, queryOutput } from "./queryValues";
import { missingQueryToken, querySignatureErrors } from "./signatureErrors";
import { writeXml } from "./xml";

interface QueryService {
    /** A name for what speaks Query on AWS, but not here. */
    readonly name: string;
    readonly service?: ServiceName;
    /** What its requests are signed for. */
    readonly signingName: string;
    readonly namespace: string;
    /** Whether its resources can be open to everybody: others serve nobody without a signature. */
    readonly anonymous?: boolean;
}

/** A request names its service by the version of its API. */
const services: Readonly<Record<string, QueryService>> = {
    "2010-03-31": {
        name: "sns",
        service: "sns",
        signingName: "sns",
        namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
        anonymous: true,
    },
    "2010-05-08": {
        name: "iam",
        service: "iam",
        signingName: "iam",
        namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    },
    "2011-06-15": {
        name: "sts",
        service: "sts",
        signingName: "sts",
        namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    },
    "2012-11-05": {
        name: "sqs (Query protocol)",
        signingName: "sqs",
        namespace: "http://queue.amazonaws.com/doc/2012-11-05/",
    },
    "2010-08-01": {
        name: "cloudwatch (Query protocol)",
        signingName: "monitoring",
        namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    },
};

/** Codes that keep their `Exception` on this wire; all others of SNS and IAM lose it. */
const keptCodes = new Set(["ValidationException", "ThrottlingException", "ResourceNotFoundException"]);

const maximumBodyBytes = 8 * 1024 * 1024;

/** SNS, IAM and STS: parameters of a form, answers in XML (Smithy: AWS Query protocol). */
export const awsQuery: Protocol = {
    maximumBodyBytes,
    tooLarge: requestEntityTooLarge,
    signing: { rules: "other", errors: querySignatureErrors },
    async serve(cloud, request) {
        const parameters = parametersOf(request);
        const action = parameters.get("Action");
        if (!action) throw new AwsError("MissingAction", "Missing Action");
        const version = parameters.get("Version") ?? "";
        const found = Object.hasOwn(services, version) ? services[version] : undefined;
        if (!found) {
            throw new AwsError(
                "InvalidAction",
                `Could not find operation ${action} for version ${version || "NO_VERSION_SPECIFIED"}`,
            );
        }
        checkScope(request, found);
        const { caller } = request;
        if (caller.principal.kind === "anonymous" && found.anonymous !== true) throw missingQueryToken();
        if (!found.service || !cloud.has(found.service, action)) throw notImplemented(found.name, action);
        const output = await cloud.callAs(caller, found.service, action, queryInput(parameters));
        const result = queryOutput(output ?? {});
        return xmlAnswer(
            200,
            writeXml(
                `${action}Response`,
                {
                    ...(Object.keys(result).length > 0 && { [`${action}Result`]: result }),
                    ResponseMetadata: { RequestId: request.id },
                },
                found.namespace,
            ),
        );
    },
    refusal(error, request) {
        const code = keptCodes.has(error.code) ? error.code : error.code.replace(/Exception$/, "");
        const described = {
            Type: error.statusCode < 500 ? "Sender" : "Receiver",
            Code: code,
            Message: error.message,
            ...error.members,
        };
        return xmlAnswer(error.statusCode, writeXml("ErrorResponse", { Error: described, RequestId: request.id }));
    },
};

/**
 * A request says twice which service it is for. A signing key is good for one of them only (AWS: IAM User Guide, "Troubleshoot signed
 * requests for AWS APIs", credential scope errors).
 */
function checkScope(request: WireRequest, { signingName }: QueryService): void {
    const scope = credentialScope(request);
    if (scope === undefined || scope.service === signingName) return;
    throw new AwsError(
        "SignatureDoesNotMatch",
        `Credential should be scoped to correct service: '${signingName}'.`,
        403,
    );
}

function parametersOf(request: WireRequest): URLSearchParams {
    const parameters = new URLSearchParams(request.body.toString("utf8"));
    for (const [name, value] of request.query) if (!parameters.has(name)) parameters.append(name, value);
    return parameters;
}

function xmlAnswer(status: number, body: string) {
    return { status, headers: { "content-type": "text/xml" }, body };
}
