import { deferUntilKnown } from "../../deferral";
import { type StackRule } from "../../rule";
import { executionRoles, modelType } from "../executionRoles";
import { overreach } from "../overreach";
import { resultLocations } from "../resultLocations";

const configuration = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
const outputConfig = "asyncInferenceConfig.outputConfig";

export const executionRoleStaysWithItsOwn: StackRule = {
    name: "execution-role-stays-with-its-own",
    description:
        "An endpoint's role must read only what the model needs, write only results and tell only named topics; otherwise whoever may invoke the endpoint reads and writes other people's data through it.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps:
        "Allow the execution role s3:GetObject on the prefixes of model and input, s3:PutObject under s3OutputPath and s3FailurePath, s3:ListBucket on bucket ARNs, sns:Publish on topic ARNs, and no deletion.",
    evidence: "documents",
    required: false,
    guards: [
        // What the statements in it say is a matter of its text; a role that is not the stack's own cannot be judged.
        { type: "aws:iam/rolePolicy:RolePolicy", path: "policy", spares: ["remove", "null", "unknown"], bad: [] },
        { type: modelType, path: "executionRoleArn", spares: ["unknown", "perturb"] },
        // Without it the endpoint is no asynchronous one; as an output it is judged later.
        { type: configuration, path: "asyncInferenceConfig", spares: ["remove", "null", "unknown"], bad: [] },
        { type: configuration, path: outputConfig, spares: ["unknown"], bad: [] },
        {
            type: configuration,
            path: `${outputConfig}.s3OutputPath`,
            spares: ["unknown"],
            bad: ["s3://elsewhere/results", "elsewhere"],
        },
        {
            type: configuration,
            path: `${outputConfig}.s3FailurePath`,
            spares: ["unknown"],
            bad: ["s3://elsewhere/failures", "elsewhere"],
        },
    ],
    peers: [],
    validateStack: (args, report) => {
        const { roles, unknown, problems } = executionRoles(args.resources);
        for (const { message, urn } of problems) report(message, urn);
        const later = new Set(unknown);
        for (const { models, documents } of roles) {
            const results = resultLocations(args.resources, models);
            for (const { message, urn } of results.problems) report(message, urn);
            for (const path of results.unknown) later.add(path);
            for (const { carrier, document } of documents) {
                if (document.state === "deferred") later.add(`${carrier.name}.${document.path}`);
                else if (document.state === "unreadable") report(document.because, carrier.urn);
                else {
                    for (const problem of document.statements.flatMap((statement) => overreach(statement, results))) {
                        report(`${document.path}: ${problem}`, carrier.urn);
                    }
                }
            }
        }
        deferUntilKnown(args, [...later]);
    },
};
